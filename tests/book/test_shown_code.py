"""Asserts run and count, and a page shows the code without them."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from book._ext.shown_code import read_by_asserts_alone, without_asserts

STATEMENTS = (
    "x = 1",
    "print(x)",
    "for i in range(3):\n    print(i)\n    y = i",
    "%config InlineBackend.figure_formats = ['svg']",
)
CHECKS = (
    "assert x == 1",
    "assert (\n    x == 1\n)",
    "# why it holds\nassert x",
    "for i in range(3):\n    assert i < 3",
)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=12))
def test_checks_go_and_every_other_line_stays_in_its_place(drawn: list[tuple[bool, int]]) -> None:
    code = "\n".join((CHECKS if check else STATEMENTS)[k] for check, k in drawn)
    kept = "\n".join(STATEMENTS[k] for check, k in drawn if not check)
    assert without_asserts(code) == kept


def test_an_assert_goes_from_a_loop_that_does_more_and_code_stays_code() -> None:
    code = "for i in range(3):\n    print(i)\n    assert i < 3\nassert i == 2\n"
    assert without_asserts(code) == "for i in range(3):\n    print(i)"
    code = "try:\n    f()\nexcept E as e:\n    print(e)\n    assert 'x' in str(e)"
    assert without_asserts(code) == code.rsplit("\n", 1)[0]
    code = "if x:\n    print(x)\nelse:\n    assert y"
    assert without_asserts(code) == code, "else without a body is no Python"


def test_what_is_computed_for_asserts_alone_goes_with_them_and_nothing_else_does() -> None:
    cells = [
        "a = 1\nb, c = a, 2\nprint(a)",
        "d = b + c\nfor i in range(2):\n    e = d * i\n    assert e < 9\nassert d",
        "f = a\nf.sort()\nassert f",
    ]
    spare = read_by_asserts_alone(cells)
    assert spare == {"b", "c", "d", "e"}
    assert [without_asserts(code, spare) for code in cells] == [
        "a = 1\nprint(a)",
        "",
        "f = a\nf.sort()",
    ]


def shown(site: Path, page: str) -> str:
    html = (site / f"{page}.html").read_text(encoding="utf8")
    inputs = re.findall(r'<div class="cell_input.*?</pre>', html, re.S)
    return "\n".join(re.sub("<[^>]*>", "", array) for array in inputs)


def test_no_page_shows_an_assert_and_the_executed_notebooks_hold_them(site: Path) -> None:
    asserts = 0
    for path in site.rglob("*.html"):
        if "_static" in path.parts:
            continue
        page = path.relative_to(site).with_suffix("").as_posix()
        assert not re.search(r"^\s*assert ", shown(site, page), re.M), page
        notebook = site.parent / "jupyter_execute" / f"{page}.ipynb"
        if notebook.exists():
            cells = json.loads(notebook.read_text(encoding="utf8"))["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            asserts += sum(len(re.findall(r"^\s*assert ", source, re.M)) for source in code)
    assert asserts > 300


def test_the_code_of_a_figure_folds_out_below_it(site: Path) -> None:
    html = (site / "loss-functions" / "multiclass-svm.html").read_text(encoding="utf8")
    figure = html[html.index('id="fig-hinge"') :]
    places = [figure.index(mark) for mark in ("</figcaption>", "<details", "axvline", "</details>")]
    assert places == sorted(places)
    assert "Show code cell" not in html


def test_the_checks_of_a_pages_answers_fold_out_once(site: Path) -> None:
    counts = [
        path.read_text(encoding="utf8").count("<summary>the answers, checked</summary>")
        for path in site.glob("*/*.html")
    ]
    assert sum(counts) > 30 and max(counts) == 1


def test_what_is_shown_is_code_that_parses(site: Path) -> None:
    text = shown(site, "loss-functions/regularization").replace("&gt;", ">").replace("&lt;", "<")
    text = text.replace("&quot;", '"').replace("&#39;", "'").replace("&amp;", "&")
    ast.parse(re.sub("^%.*$", "", text, flags=re.M))
