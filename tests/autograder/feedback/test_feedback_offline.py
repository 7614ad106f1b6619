"""The feedback page needs nobody else: no host, no network."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser

from autograder.feedback import cells as cells_of
from tests.autograder.feedback.graded_class import Class
from tests.autograder.feedback.watched_page import beyond_the_page, opened

# nbgrader builds its rows in an order that SQLAlchemy warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def test_no_element_but_a_link_names_another_host(soup: BeautifulSoup) -> None:
    for element in soup.find_all(True):
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            value = str(element.get(name) or "")
            assert element.name == "a" or not re.match(r"(https?:)?//", value), element
    assert "@import" not in "".join(style.get_text() for style in soup.select("style"))


def test_formulas_are_set_without_a_script_or_a_network(browser: Browser, losses: Class) -> None:
    page, events = opened(browser, losses.page, offline=True, java_script_enabled=False)
    page.locator("details.notebook > summary").click()
    assert page.locator("#feedback-cell-1 math").count() == 2
    assert page.locator("#feedback-cell-1 math[display=block]").is_visible()
    assert page.locator("#feedback-cell-2 .comment math").count() == 1
    assert beyond_the_page(events, losses.page) == []


def test_a_page_is_small(losses: Class) -> None:
    assert losses.page.stat().st_size < 40_000


def test_text_that_a_program_printed_is_no_formula(new_class: Class) -> None:
    printed = new_output("execute_result", data={"text/html": "<p>from $1 to $2</p>"})
    cells = [new_markdown_cell("$x$ costs 5 $."), new_code_cell("1", outputs=[printed])]
    new_class.hand_in(new_notebook(cells=cells), {})
    page = new_class.make()
    assert page.count("<math ") == 1
    assert "from $1 to $2" in page


def test_what_programs_display_as_latex_is_set(new_class: Class) -> None:
    marked = ["$\\displaystyle x^2$", "$$x^2$$", r"\[x^2\]", "x^2"]
    outputs = [new_output("display_data", data={"text/latex": latex}) for latex in marked]
    new_class.hand_in(new_notebook(cells=[new_code_cell("1", outputs=outputs)]), {})
    assert new_class.make().count("<msup><mi>x</mi><mn>2</mn></msup>") == len(marked)


def test_cells_that_all_notebooks_share_are_highlighted_once(
    new_class: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells_of.body_of(new_code_cell("shared = 1"))
    monkeypatch.setattr(cells_of, "HIGHLIGHT", lambda source: f"<pre>anew: {source}</pre>")
    assert "anew" not in cells_of.body_of(new_code_cell("shared = 1"))
    assert "anew" in cells_of.body_of(new_code_cell("own = 1"))
