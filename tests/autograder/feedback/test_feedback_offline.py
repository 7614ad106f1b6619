"""The feedback page needs nobody else: no host, no network."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser

from tests.autograder.feedback.graded_class import Class
from tests.autograder.feedback.watched_page import beyond_the_page, opened

# nbgrader builds its rows in an order that SQLAlchemy warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def test_no_element_names_another_host(soup: BeautifulSoup) -> None:
    for element in soup.find_all(True):
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            value = str(element.get(name) or "")
            assert not re.match(r"(https?:)?//", value), element
    assert "@import" not in "".join(style.get_text() for style in soup.select("style"))


def test_maths_renders_without_a_network(browser: Browser, losses: Class) -> None:
    page, events = opened(browser, losses.page, offline=True)
    assert page.locator("#feedback-cell-1 mjx-container").count() == 2
    assert page.locator("#feedback-cell-1 mjx-container svg").first.is_visible()
    assert page.locator("#feedback-cell-2 .comment mjx-container").count() == 1
    assert beyond_the_page(events, losses.page) == []


def test_without_maths_there_is_no_script(new_class: Class) -> None:
    new_class.hand_in(new_notebook(cells=[new_markdown_cell("Costs 5 $.")]), {})
    page = new_class.make()
    assert "<script" not in page
    assert "script-src 'none'" in page
    assert len(page) < 30_000


@pytest.mark.parametrize("source", ["$x$", "$$\nx\n$$", r"\\(x\\)", r"\begin{align}x\end{align}"])
def test_maths_brings_mathjax(new_class: Class, source: str) -> None:
    new_class.hand_in(new_notebook(cells=[new_markdown_cell(source)]), {})
    assert "MathJax" in new_class.make()


def test_text_that_a_program_printed_is_not_maths(browser: Browser, new_class: Class) -> None:
    printed = new_output("execute_result", data={"text/html": "<p>from $1 to $2</p>"})
    cells = [new_markdown_cell("$x$"), new_code_cell("1", outputs=[printed])]
    new_class.hand_in(new_notebook(cells=cells), {})
    new_class.make()
    page, _ = opened(browser, new_class.page)
    assert page.locator("mjx-container").count() == 1
