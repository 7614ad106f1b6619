"""Running, editing and writing are there for keys alone, for screen readers and for a phone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.book.small_site import PYTHON_STARTS_MS, distribution
from tests.book.test_browser import violations
from tests.book.visit import DESKTOP, PHONE, Scheme, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

PAGE = "loss-functions/multiclass-svm"
EXERCISE = "hinge_loss"


def assert_all_is_well(visit: Visit, what: str) -> None:
    """Fail where axe-core finds what hinders a reader, or where the page scrolls sideways."""
    assert violations(visit.tab, {"exclude": [".katex"]}) == [], what
    visit.assert_fits()
    visit.assert_nothing_went_wrong()


def has_focus(element: Locator) -> bool:
    return bool(element.evaluate("element => element === document.activeElement"))


def press_on(button: Locator, key: str = "Enter") -> None:
    """Press a key on a button, as who has no mouse does."""
    button.focus()
    button.press(key)


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_nothing_hinders_a_reader_who_edits_a_cell_or_writes_an_exercise(
    browser: Browser, address: str, width: int, scheme: Scheme
) -> None:
    visit = Visit(browser, address, width, scheme)
    visit.tab.set_default_timeout(PYTHON_STARTS_MS)
    visit.open(PAGE)
    cell = visit.tab.locator("[class*=code-of-cell]:visible").first
    box = visit.tab.locator(f".write-box[data-exercise={EXERCISE}]")
    box.get_by_role("button").click()
    box.locator(".cm-content").wait_for()
    cell.locator("[data-action=edit]").click()
    cell.locator(".cm-content").wait_for()
    assert_all_is_well(visit, "with open editors")
    cell.locator("[data-action=run]").click()
    if os.environ.get("PYODIDE"):
        cell.get_by_text("It took").wait_for()
        cell.locator(".cm-content").fill("print('x' * 300)\n1 / 0")
        cell.locator("[data-action=run]").click()
        visit.tab.locator(".run-failed").wait_for()
        box.get_by_role("button", name="check").click()
        visit.tab.locator(".write-box + .run-output .run-failed").wait_for()
        assert_all_is_well(visit, "with a traceback and a verdict")
    else:
        visit.tab.locator(".run-question").wait_for()
        assert_all_is_well(visit, "with the question")
    visit.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_nothing_hinders_a_reader_of_the_list_of_exercises(
    browser: Browser, address: str, width: int, scheme: Scheme
) -> None:
    visit = Visit(browser, address, width, scheme)
    visit.open("your-exercises")
    visit.tab.get_by_text("exercises are right").wait_for()
    visit.tab.get_by_role("button", name="erase what you wrote for losses").click()
    assert_all_is_well(visit, "with the question whether to erase")
    visit.context.close()


def test_keys_alone_edit_a_cell_leave_the_editor_and_put_the_page_back(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, DESKTOP)
    visit.open(PAGE)
    cell = visit.tab.locator("[class*=code-of-cell]:visible").first
    press_on(cell.locator("[data-action=edit]"))
    editor = cell.locator(".cm-content")
    editor.and_(visit.tab.locator(":focus")).wait_for()
    visit.tab.keyboard.type("x = 1")
    assert "x = 1" in editor.inner_text()
    visit.tab.keyboard.press("Escape")
    assert has_focus(cell.locator("[data-action=run]"))
    visit.tab.keyboard.press("Tab")
    assert has_focus(cell.locator("[data-action=reset]"))
    visit.tab.keyboard.press("Enter")
    edit = cell.locator("[data-action=edit]")
    assert has_focus(edit)
    assert cell.locator(".highlight").is_visible()
    visit.context.close()


def test_keys_alone_run_from_the_editor_and_stop(browser: Browser, address: str) -> None:
    distribution()
    visit = Visit(browser, address, DESKTOP)
    visit.tab.set_default_timeout(PYTHON_STARTS_MS)
    visit.open(PAGE)
    cell = visit.tab.locator("[class*=code-of-cell]:visible").first
    press_on(cell.locator("[data-action=edit]"))
    cell.locator(".cm-content").fill("while True: pass")
    visit.tab.keyboard.press("Shift+Enter")
    cell.get_by_text("Running").wait_for()
    assert has_focus(cell.locator(".cm-content"))
    visit.tab.keyboard.press("Escape")
    assert has_focus(cell.locator("[data-action=stop]"))
    visit.tab.keyboard.press("Enter")
    cell.get_by_text("Stopped.").wait_for()
    assert has_focus(cell.locator("[data-action=run]"))
    visit.context.close()
