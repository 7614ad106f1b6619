"""What the pages of the chapter on backpropagation share, and what its circuits can do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import matplotlib
import pytest

PAGES = Path(__file__).resolve().parents[2] / "book" / "backpropagation"
WITH_TOOLS = ("circuits", "sigmoid-circuit", "patterns")
BEGIN = ("import math\n", "def history", "def exp", "def layout", "def draw")


def tools(page: str) -> list[str]:
    """Return the cells of a page that make and draw circuits."""
    text = (PAGES / f"{page}.md").read_text(encoding="utf8")
    found = re.findall(r"^```\{code-cell\}.*\n(?::.*\n)*((?:(?!```).*\n)*)```$", text, re.M)
    return [cell for cell in found if cell.startswith(BEGIN)]


def test_each_page_that_draws_circuits_has_the_same_tools() -> None:
    first, *others = (tools(page) for page in WITH_TOOLS)
    assert len(first) == len(BEGIN)
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("expression", "inputs", "slopes"),
    [
        ("x * x * x", {"x": 2.0}, {"x": 12.0}),
        ("2 - x", {"x": 3.0}, {"x": -1.0}),
        ("1 / x - 3 / x", {"x": 2.0}, {"x": 0.5}),
        ("max(0, x) + max(x, 1)", {"x": 2.0}, {"x": 2.0}),
        ("max(x, y)", {"x": 1.0, "y": 1.0}, {"x": 1.0, "y": 0.0}),
        ("a * b + a * (b + a * (b + a))", {"a": 1.0, "b": 2.0}, {"a": 11.0, "b": 3.0}),
        ("x", {"x": 4.0, "y": 5.0}, {"x": 1.0, "y": 0.0}),
    ],
)
def test_any_expression_is_drawn_with_no_two_gates_in_one_place(
    expression: str, inputs: dict[str, float], slopes: dict[str, float]
) -> None:
    matplotlib.use("agg")
    names: dict[str, Any] = {"__name__": __name__}
    exec("\n".join(tools("circuits")), names)  # the page's own code
    assert names["draw"](expression, **inputs) == slopes
    out, _ = names["circuit"](expression, **inputs)
    places, *_ = names["layout"](out)
    assert len(set(places.values())) == len(places)
    names["plt"].close("all")
