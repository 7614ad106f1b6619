"""Code runs in the page: what the build writes for it, and what a click does in Chromium.

Python itself is tested where the environment's PYODIDE names a distribution's folder.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ExtensionError

from book._ext import run_in_page
from book._ext.pyodide_runtime import copy_distribution, copy_from_npm
from tests.book.conftest import Cell
from tests.book.small_site import (
    PYTHON_STARTS_MS,
    CopyPython,
    cells_in_html,
    from_distribution,
    make_small_site,
    run_cell,
)
from tests.book.visit import BOOK, DESKTOP, PAGES, PHONE, Visit, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CELLS = [
    "import numpy as np\nprint('first', np.arange(3).sum())",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nnp.float64(2) * 2",
    "import torch",
    "np.zeros(2) @ np.zeros(3)",
]
MODULES = {"numpy", "matplotlib"}

MakeSite = Callable[[CopyPython], Path]


@pytest.fixture
def small_site(tmp_path: Path) -> MakeSite:
    """Makes a site of a single page with `CELLS`, and with Python as the caller copies it."""

    def make(copy_python: CopyPython) -> Path:
        make_small_site(tmp_path, copy_python, cells_in_html(CELLS), CELLS)
        return tmp_path

    return make


def _distribution(folder: Path) -> None:
    for name in ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide.asm.js"):
        (folder / name).write_text(name)
    packages = {
        name: {"imports": [name], "depends": depends, "file_name": f"{name}.whl"}
        for name, depends in {
            "scipy": ["numpy", "linear_algebra"],
            "linear-algebra": [],
            "numpy": [],
            "pandas": [],
        }.items()
    }
    for name in packages:
        (folder / f"{name}.whl").write_text(name)
    (folder / "pyodide-lock.json").write_text(json.dumps({"packages": packages}))


def test_a_page_is_described_by_its_cells_and_what_they_import_even_by_the_books_modules() -> None:
    cells = ["%config x\nimport os, numpy", "from pieces import load_pieces"]
    described = run_in_page.describe("optimization/page", cells, BOOK)
    assert described["folder"] == "optimization"
    assert [cell["number"] for cell in described["cells"]] == [1, 2]
    assert described["cells"][0]["imports"] == ["numpy"]
    assert {"skimage", "sklearn", "numpy"} <= set(described["cells"][1]["imports"])
    assert {"matplotlibrc", "modules/pieces.py"} <= set(described["files"])


def test_of_a_distribution_what_pages_import_is_copied_and_nothing_else_stays(
    tmp_path: Path,
) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    with pytest.raises(ExtensionError, match="holds no Pyodide"):
        copy_distribution(target, {"scipy"}, source)
    _distribution(source)
    copy_distribution(target, {"pandas"}, source)
    copy_distribution(target, {"scipy", "os"}, source)
    needed = {"numpy", "scipy", "linear-algebra"}
    assert {path.stem for path in target.glob("*.whl")} == needed
    facts = json.loads((target / "site.json").read_text())
    assert facts["host"] is None
    assert set(facts["packages"]) == needed
    assert facts["packages"]["scipy"]["depends"] == ["numpy", "linear-algebra"]


def test_what_a_page_loads_for_its_buttons_is_below_two_kilobytes(tmp_path: Path) -> None:
    run_in_page.bundle(tmp_path)
    first = [gzip.compress((tmp_path / name).read_bytes()) for name in ("buttons.js", "run.css")]
    assert sum(map(len, first)) < 2000


def test_before_anything_comes_from_another_host_the_reader_is_asked(
    browser: Browser, small_site: MakeSite
) -> None:
    folder = small_site(lambda target: copy_from_npm(target, MODULES))
    with served(folder) as address:
        visit = Visit(browser, address, PHONE)
        visit.open("page")
        visit.tab.locator(".code-of-cell-1 [data-action=run]").click()
        question = visit.tab.locator(".run-question")
        words = question.inner_text()
        assert "MB, from cdn.jsdelivr.net" in words and "numpy" in words
        visit.assert_fits()
        question.get_by_role("button", name="not now").click()
        visit.tab.get_by_text("Nothing was fetched, and nothing has run.").wait_for()
        visit.assert_nothing_went_wrong()
        assert not [url for url in visit.asked if "pyodide.asm" in url]
        visit.context.close()


def test_what_needs_torch_says_so(browser: Browser, small_site: MakeSite) -> None:
    folder = small_site(lambda target: copy_from_npm(target, MODULES))
    with served(folder) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.open("page")
        visit.tab.locator(".code-of-cell-3 [data-action=run]").click()
        visit.tab.get_by_text("This cell needs torch").wait_for()
        visit.assert_nothing_went_wrong()
        visit.context.close()


def test_all_cells_of_all_chapters_can_be_run_and_edited(
    site: Path, cells: Callable[[str], list[Cell]]
) -> None:
    for page in PAGES:
        written = cells(f"{page}.md")
        path = site / "_static" / "run" / "pages" / f"{page}.json"
        described = json.loads(path.read_text())["cells"] if path.exists() else []
        assert len(described) == len(written), page
        html = (site / f"{page}.html").read_text(encoding="utf8")
        assert ("run/buttons.js" in html) == bool(written), page
        for cell in described:
            shown = re.findall(rf"\bcode-of-cell-{cell['number']}\b", html)
            assert len(shown) == bool(cell["code"]), (page, cell)


def test_the_editor_comes_with_the_first_edit_and_weighs_less_than_160_kilobytes(
    browser: Browser, small_site: MakeSite
) -> None:
    folder = small_site(lambda target: copy_from_npm(target, MODULES))
    with served(folder) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.open("page")
        assert not [url for url in visit.asked if "editor.js" in url or "session.js" in url]
        visit.tab.locator(".code-of-cell-1 [data-action=edit]").click()
        visit.tab.locator(".cm-content").wait_for()
        assert len([url for url in visit.asked if "editor.js" in url]) == 1
        visit.assert_nothing_went_wrong()
        visit.context.close()
    editor = (folder / "_static" / "run" / "editor.js").read_bytes()
    assert len(gzip.compress(editor)) < 160_000


def test_with_scripts_off_a_page_is_what_the_book_put_out(
    browser: Browser, small_site: MakeSite
) -> None:
    folder = small_site(lambda target: copy_from_npm(target, MODULES))
    with served(folder) as address:
        visit = Visit(browser, address, DESKTOP, java_script_enabled=False)
        visit.open("page")
        assert visit.tab.locator("button").count() == 0
        assert visit.tab.get_by_text("as built").count() == len(CELLS)
        visit.context.close()


@pytest.fixture
def visit_with_python(browser: Browser, small_site: MakeSite) -> Iterator[Visit]:
    """A tab on the small page, with Python from the folder that PYODIDE names."""
    with served(small_site(from_distribution(MODULES))) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.tab.set_default_timeout(PYTHON_STARTS_MS)
        visit.open("page")
        yield visit
        visit.assert_nothing_went_wrong()
        visit.context.close()


def click(tab: Page, cell: int, action: str) -> None:
    tab.locator(f".code-of-cell-{cell} [data-action={action}]").click()


def test_cells_above_run_first_in_one_worker_and_their_output_takes_the_place_of_the_books(
    visit_with_python: Visit,
) -> None:
    tab = visit_with_python.tab
    assert tab.workers == []
    assert run_cell(tab, 2) == "np.float64(4.0)"
    assert tab.locator(".run-output").first.inner_text().strip() == "first 3"
    assert tab.locator(".run-output img").count() == 1
    cost = tab.locator(".code-of-cell-2 .run-status").inner_text()
    assert re.match(r"It took .* seconds\. Python takes \d+ MB of memory", cost)
    as_built = tab.get_by_text("as built")
    assert [as_built.nth(cell).is_visible() for cell in range(4)] == [False, False, True, True]

    click(tab, 4, "run")
    tab.locator(".run-failed").wait_for()
    assert "ValueError: matmul" in tab.locator(".run-failed").inner_text()
    assert len(tab.workers) == 1


def test_an_endless_loop_is_stopped_and_the_page_says_what_is_lost(
    visit_with_python: Visit,
) -> None:
    tab = visit_with_python.tab
    run_cell(tab, 1)
    click(tab, 2, "edit")
    tab.locator(".cm-content").press("Control+a")
    tab.keyboard.type("print('mine')\nwhile True: pass")
    tab.keyboard.press("Shift+Enter")
    tab.locator(".run-output", has_text="mine").wait_for()
    click(tab, 1, "run")
    tab.get_by_text("Something else is running on this page").wait_for()
    with tab.workers[0].expect_event("close"):
        click(tab, 2, "stop")
    tab.get_by_text("what the cell that had run made is gone").wait_for()
    click(tab, 2, "reset")
    assert tab.get_by_text("as built").nth(1).is_visible()
    assert run_cell(tab, 2) == "np.float64(4.0)", "the cell above has run again"


def test_a_loop_in_a_cell_above_is_stopped_where_it_was_asked_for(visit_with_python: Visit) -> None:
    tab = visit_with_python.tab
    click(tab, 1, "edit")
    tab.locator(".cm-content").fill("print('above')\nwhile True: pass")
    click(tab, 2, "run")
    tab.locator(".run-output", has_text="above").wait_for()
    click(tab, 2, "stop")
    tab.get_by_text("nothing else is lost").wait_for()
    assert tab.locator(".run-output").count() == 0
    assert tab.get_by_text("as built").first.is_visible()
