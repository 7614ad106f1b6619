"""Two tabs of one reader: Python is each one's own, and what is typed is in both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from book._ext import write_in_page
from book._ext.pyodide_runtime import copy_from_npm
from tests.book.small_site import (
    PYTHON_STARTS_MS,
    cells_in_html,
    from_distribution,
    make_small_site,
    run_cell,
)
from tests.book.visit import DESKTOP, Visit, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BOX = '<div class="write-box" data-assignment="losses" data-exercise="{}"></div>'
NAMES = ("hinge_loss", "softmax")


def open_box(tab: Page, exercise: str) -> Any:
    """Open a box for writing, and return its editor."""
    box = tab.locator(f".write-box[data-exercise={exercise}]")
    box.get_by_role("button", name=f"write {exercise} here").click()
    return box.locator(".cm-content")


def test_what_one_tab_writes_stands_in_the_other_and_neither_loses_anything(
    browser: Browser, tmp_path: Path
) -> None:
    body = "".join(map(BOX.format, NAMES))
    make_small_site(tmp_path, lambda target: copy_from_npm(target, {"numpy"}), body, cells=[])
    write_in_page.write_files(tmp_path / "_static" / "write")
    with served(tmp_path) as address:
        visit = Visit(browser, address, DESKTOP)
        tabs = [visit.tab, visit.new_tab()]
        for tab in tabs:
            tab.goto(f"{address}/page.html")
        first, second = (open_box(tab, "hinge_loss") for tab in tabs)
        first.fill("mine, from the first tab")
        second.get_by_text("from the first tab").wait_for()
        second.press("Control+End")
        second.press_sequentially(", and the second")
        first.get_by_text("mine, from the first tab, and the second").wait_for()

        open_box(tabs[1], "softmax").fill("another exercise")
        assert open_box(tabs[0], "softmax").inner_text() == "another exercise"

        for name in ("erase", "erase it for good"):
            tabs[0].get_by_role("button", name=name).first.click()
        second.get_by_text("raise NotImplementedError").wait_for()
        kept = tabs[1].evaluate("Object.keys(localStorage).filter(key => key.startsWith('wrote:'))")
        assert kept == ["wrote:losses/softmax"]
        visit.assert_nothing_went_wrong()
        visit.context.close()


def test_each_tab_has_python_of_its_own(browser: Browser, tmp_path: Path) -> None:
    cells = ["x = 1\nprint(x)", "x += 1\nprint(x)"]
    make_small_site(tmp_path, from_distribution({"numpy"}), cells_in_html(cells), cells)
    with served(tmp_path) as address:
        visit = Visit(browser, address, DESKTOP)
        tabs = [visit.tab, visit.new_tab()]
        for tab in tabs:
            tab.goto(f"{address}/page.html")
            tab.set_default_timeout(PYTHON_STARTS_MS)
            assert run_cell(tab, 2) == "2"
        tabs[0].locator(".code-of-cell-1 [data-action=edit]").click()
        tabs[0].locator(".cm-content").fill("while True: pass")
        tabs[0].locator(".code-of-cell-1 [data-action=run]").click()
        assert run_cell(tabs[1], 2) == "3", "a loop in the other tab keeps nothing waiting"
        with tabs[0].workers[0].expect_event("close"):
            tabs[0].get_by_role("button", name="stop").click()
        tabs[0].get_by_text("Stopped.").wait_for()
        assert run_cell(tabs[1], 2) == "4", "nor does its end"
        visit.assert_nothing_went_wrong()
        visit.context.close()
