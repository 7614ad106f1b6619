"""What the circuits of the chapter on backpropagation can do, and how they are drawn."""

from __future__ import annotations

import runpy
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib
import pytest

MODULE = Path(__file__).resolve().parents[2] / "book" / "modules" / "tape.py"


def drawing() -> dict[str, Any]:
    """Run the module that pages import and return the names that it defines."""
    matplotlib.use("agg")
    return runpy.run_path(str(MODULE))


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
    names = drawing()
    assert names["draw"](expression, **inputs) == slopes
    out, _ = names["circuit"](expression, **inputs)
    places, *_ = names["layout"](out)
    assert len(set(places.values())) == len(places)
    names["plt"].close("all")


@pytest.mark.parametrize(
    ("expression", "inputs"),
    [
        ("(x + y)**2 / (1 + x*x) - max(y, x / 2)", {"x": 1.0, "y": 0.8}),
        ("1 / (1 + exp(-(a*b + c)))", {"a": -2.0, "b": -1.0, "c": -3.0}),
        ("max(x * -1000, y) * y", {"x": 123.5, "y": -98765.4}),
        ("c * max(a*x + b, 0) + g * max(d*x, 0)", dict.fromkeys("abcdgx", -1.25)),
    ],
)
def test_no_label_of_a_circuit_touches_another_label_or_a_box(
    expression: str, inputs: dict[str, float]
) -> None:
    names = drawing()
    names["draw"](expression, **inputs)
    figure = names["plt"].gcf()
    figure.canvas.draw()
    texts = [text for text in figure.axes[0].texts if text.get_text()]
    places = [(text.get_bbox_patch() or text).get_window_extent() for text in texts]
    assert len(places) > 10
    assert not any(one.overlaps(other) for one, other in combinations(places, 2))
    assert all(figure.bbox.contains(*corner) for box in places for corner in (box.p0, box.p1))
    names["plt"].close("all")


@pytest.mark.parametrize(
    "expression",
    [
        "(x + y)**2 / (1 + x*x) - max(y, x / 2)",
        "c * max(a*x + b*y, 0) + g * max(d*x + e*y, 0)",
        "x * x * x + x",
        "(a + b) * (b + c) * (c + a)",
    ],
)
def test_wires_of_two_sources_never_run_on_top_of_each_other(expression: str) -> None:
    names = drawing()
    names["draw"](expression, **dict.fromkeys("abcdegxy", 1.5))
    out, _ = names["circuit"](expression, **dict.fromkeys("abcdegxy", 1.5))
    at, stops = names["layout"](out)
    wires = names["routes"](names["history"](out), at, stops)
    taken = names["lanes"](wires)
    assert wires and all(len(set(sources)) == len(sources) for sources in taken.values())
    ends: dict[tuple[int, float], int] = {}  # by gap and row in which a wire reaches its gate
    for source, turns in wires:
        gap, _, end = turns[-1]
        assert ends.setdefault((gap, end), source) == source
    names["plt"].close("all")
