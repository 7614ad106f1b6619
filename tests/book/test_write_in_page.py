"""A graded exercise is written, checked, kept, taken along and erased on its page.

The judge itself is tested where the environment's PYODIDE names a distribution's folder.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from autograder.commands.app import app
from book._ext import write_in_page
from book._ext.pyodide_runtime import copy_from_npm
from solutions import losses
from tests.book.small_site import (
    PAGE,
    PYTHON_STARTS_MS,
    CopyPython,
    from_distribution,
    make_small_site,
)
from tests.book.visit import DESKTOP, PHONE, Visit, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RIGHT = inspect.getsource(losses.hinge_loss)
WITHOUT_THE_TRUE_CLASS = """def hinge_loss(scores, y, delta=1.0):
    rows = np.arange(len(y))
    return np.maximum(0, scores - scores[rows, y][:, None] + delta).sum(axis=1)
"""
BOX = '<div class="write-box" data-assignment="losses" data-exercise="{}"></div>'
TABLE = """<table class="your-exercises" data-assignment="losses"><tbody>{}</tbody></table>"""
ROW = """<tr data-assignment="losses" data-exercise="{}" data-points="4"><th>{}</th><td>4</td>
<td></td></tr>"""
NAMES = ("hinge_loss", "squared_hinge_loss")

MakeSite = Callable[[CopyPython], Path]


@pytest.fixture
def small_site(tmp_path: Path) -> MakeSite:
    """Makes a site with a page for two exercises, and the page that lists them."""

    def make(copy_python: CopyPython) -> Path:
        make_small_site(tmp_path, copy_python, "".join(map(BOX.format, NAMES)), cells=[])
        write_in_page.write_files(tmp_path / "_static" / "write")
        table = TABLE.format("".join(ROW.format(name, name) for name in NAMES))
        (tmp_path / "list.html").write_text(PAGE.format(table, "written"))
        return tmp_path

    return make


def box(tab: Page, exercise: str = "hinge_loss") -> Any:
    return tab.locator(f".write-box[data-exercise={exercise}]")


def write(tab: Page, code: str) -> None:
    """Replace what stands in the only open editor, as if pasted."""
    tab.locator(".cm-content").fill(code)


def state(visit: Visit) -> list[str]:
    """What the list of exercises says of each."""
    visit.open("list")
    return visit.tab.locator("tbody td:last-child").all_inner_texts()


def points(notebook: Path) -> dict[str, float]:
    """What `autograder check` gives to each exercise of a notebook."""
    result = CliRunner().invoke(app, ["check", str(notebook), "--json", "--device", "cpu"])
    assert result.exit_code == 0, (result.output, result.exception)
    graded = json.loads(result.stdout)
    return {name: verdict["score"] for name, verdict in graded["exercises"].items()}


def taken(tab: Page, button: str, folder: Path) -> Path:
    """The notebook that a click on a button hands out."""
    with tab.expect_download() as downloading:
        tab.get_by_role("button", name=button).first.click()
    assert downloading.value.suggested_filename == "losses.ipynb"
    path = folder / "losses.ipynb"
    downloading.value.save_as(path)
    return path


def test_each_exercise_of_the_course_can_be_written_on_some_page_and_is_listed(site: Path) -> None:
    stubs = json.loads((site / "_static/write/stubs.json").read_text())
    boxes = re.compile(r'class="write-box" data-assignment="(\w+)" data-exercise="(\w+)"')
    found: set[tuple[str, ...]] = set()
    for page in site.rglob("*.html"):
        found |= set(boxes.findall(page.read_text()))
    assert found == {tuple(place) for place in stubs["order"]}
    listed = (site / "your-exercises.html").read_text()
    assert "run/written.js" in listed
    assert "run/written.js" not in (site / "do-the-exercises.html").read_text()
    rows = re.findall(r'<tr data-assignment="(\w+)" data-exercise="(\w+)"', listed)
    assert set(rows) == found
    links = re.findall(r'<th scope="row"><a href="([^"#]+)#([^"]+)"', listed)
    assert len(links) == len(rows)
    for page, id_ in links:
        assert f'id="{id_}"' in (site / page).read_text()


def test_no_stub_holds_an_answer(site: Path) -> None:
    stubs = json.loads((site / "_static/write/stubs.json").read_text())["stubs"]
    for assignment in stubs.values():
        for stub in assignment.values():
            assert "raise NotImplementedError" in stub


def test_what_is_written_is_kept_taken_along_graded_alike_and_erased(
    browser: Browser, small_site: MakeSite, tmp_path: Path
) -> None:
    folder = small_site(lambda target: copy_from_npm(target, {"numpy", "matplotlib"}))
    with served(folder) as address:
        visit = Visit(browser, address, PHONE)
        tab = visit.tab
        visit.open("page")
        box(tab).get_by_role("button").click()
        write(tab, RIGHT)
        visit.assert_fits()
        assert state(visit) == ["written, not checked", "open"]
        visit.open("page")
        box(tab).get_by_role("button").click()
        assert "scores" in tab.locator(".cm-content").inner_text()
        notebook = taken(tab, "download the notebook with it", tmp_path)
        graded = points(notebook)
        assert graded.pop("hinge_loss") == 4
        assert set(graded.values()) == {0}
        box(tab).get_by_role("button", name="erase").click()
        assert "scores" in tab.locator(".cm-content").inner_text()
        box(tab).get_by_role("button", name="erase it for good").click()
        assert "raise NotImplementedError" in box(tab).inner_text()
        assert state(visit) == ["open", "open"]
        visit.assert_nothing_went_wrong()
        visit.context.close()


def test_all_that_was_written_for_an_assignment_is_erased_after_a_second_click(
    browser: Browser, small_site: MakeSite
) -> None:
    folder = small_site(lambda target: copy_from_npm(target, {"numpy", "matplotlib"}))
    with served(folder) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.open("page")
        box(visit.tab).get_by_role("button").click()
        write(visit.tab, RIGHT)
        assert state(visit) == ["written, not checked", "open"]
        visit.tab.get_by_role("button", name="erase what you wrote").click()
        assert visit.tab.get_by_text("written, not checked").is_visible()
        visit.tab.get_by_role("button", name="erase it for good").click()
        visit.tab.get_by_text("written, not checked").wait_for(state="detached")
        assert state(visit) == ["open", "open"]
        visit.context.close()


@pytest.fixture
def visit_with_python(browser: Browser, small_site: MakeSite) -> Iterator[Visit]:
    """A tab on the small site, with Python from the folder that PYODIDE names."""
    with served(small_site(from_distribution({"numpy"}))) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.tab.set_default_timeout(PYTHON_STARTS_MS)
        visit.open("page")
        yield visit
        visit.context.close()


def test_a_wrong_answer_is_named_mended_and_right_and_the_notebook_gets_its_points(
    visit_with_python: Visit, tmp_path: Path
) -> None:
    tab = visit_with_python.tab
    box(tab).get_by_role("button").click()
    write(tab, WITHOUT_THE_TRUE_CLASS)
    box(tab).get_by_role("button", name="check").click()
    wrong = tab.locator(".run-failed")
    wrong.wait_for()
    assert re.match(r"hinge_loss, 0 of 4 points:\n.*hinge_loss\(np.array", wrong.inner_text())
    assert "true class" in wrong.inner_text()
    assert state(visit_with_python) == ["0 of 4 points", "open"]

    visit_with_python.open("page")
    box(tab).get_by_role("button").click()
    write(tab, "def hinge_loss(scores, y, delta=1.0):\n    while True: pass\n")
    box(tab).get_by_role("button", name="check").click()
    tab.get_by_text("Checking").wait_for()
    box(tab).get_by_role("button", name="stop").click()
    tab.get_by_text("Stopped.").wait_for()

    write(tab, RIGHT)
    tab.locator(".cm-content").press("Shift+Enter")
    tab.get_by_text("✓ hinge_loss is right.").wait_for()
    notebook = taken(tab, "download the notebook with it", tmp_path)
    assert state(visit_with_python) == ["✓ right", "open"]
    assert points(notebook)["hinge_loss"] == 4
    visit_with_python.assert_nothing_went_wrong()
