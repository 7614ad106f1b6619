"""Code runs in the page: what the build writes for it, and what a click does in Chromium.

Python itself is tested where the environment's PYODIDE names a distribution's folder.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ExtensionError

from book._ext import run_in_page
from book._ext.pyodide_runtime import copy_distribution, copy_from_npm
from tests.book.small_site import make_small_site
from tests.book.visit import BOOK, DESKTOP, PHONE, Visit, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LONGEST_MS = 150_000
CELLS = [
    "import numpy as np\nprint('first', np.arange(3).sum())",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nnp.float64(2) * 2",
    "import torch",
    "np.zeros(2) @ np.zeros(3)",
]
CELL = """<div class="cell"><div class="cell_input code-of-cell-{0}"><div class="highlight">
<pre>{1}</pre></div></div><div class="cell_output output-of-cell-{0}">as built</div></div>"""

MakeSite = Callable[[Callable[[Path], None]], Path]


@pytest.fixture
def small_site(tmp_path: Path) -> MakeSite:
    """Makes a site of a single page with `CELLS`, and with Python as the caller copies it."""

    def make(copy_python: Callable[[Path], None]) -> Path:
        body = "".join(CELL.format(number, code) for number, code in enumerate(CELLS, start=1))
        make_small_site(tmp_path, copy_python, body, CELLS)
        return tmp_path

    return make


def _distribution(folder: Path) -> None:
    for name in ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide.asm.js"):
        (folder / name).write_text(name)
    packages = {
        name: {"imports": [name], "depends": depends, "file_name": f"{name}.whl"}
        for name, depends in {"scipy": ["numpy"], "numpy": [], "pandas": []}.items()
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
    assert {path.name for path in target.glob("*.whl")} == {"numpy.whl", "scipy.whl"}
    facts = json.loads((target / "site.json").read_text())
    assert facts["host"] is None
    assert set(facts["packages"]) == {"numpy", "scipy"}


def test_what_a_page_loads_for_its_buttons_is_below_two_kilobytes(tmp_path: Path) -> None:
    run_in_page.bundle(tmp_path)
    first = [gzip.compress((tmp_path / name).read_bytes()) for name in ("buttons.js", "run.css")]
    assert sum(map(len, first)) < 2000


def test_before_anything_comes_from_another_host_the_reader_is_asked(
    browser: Browser, small_site: MakeSite
) -> None:
    folder = small_site(lambda target: copy_from_npm(target, {"numpy", "matplotlib"}))
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
    folder = small_site(lambda target: copy_from_npm(target, {"numpy", "matplotlib"}))
    with served(folder) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.open("page")
        visit.tab.locator(".code-of-cell-3 [data-action=run]").click()
        visit.tab.get_by_text("This cell needs torch").wait_for()
        visit.assert_nothing_went_wrong()
        visit.context.close()


@pytest.fixture
def visit_with_python(browser: Browser, small_site: MakeSite) -> Iterator[Visit]:
    """A tab on the small page, with Python from the folder that PYODIDE names."""
    named = os.environ.get("PYODIDE")
    if not named:
        pytest.skip("PYODIDE names no folder with a distribution of Pyodide")
    modules = {"numpy", "matplotlib"}
    folder = small_site(lambda target: copy_distribution(target, modules, Path(named)))
    with served(folder) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.tab.set_default_timeout(LONGEST_MS)
        visit.open("page")
        yield visit
        visit.context.close()


def test_cells_above_run_first_a_change_runs_and_an_endless_loop_is_stopped(
    visit_with_python: Visit,
) -> None:
    tab = visit_with_python.tab

    def click(cell: int, action: str) -> None:
        tab.locator(f".code-of-cell-{cell} [data-action={action}]").click()

    click(2, "run")
    tab.locator(".run-output img").wait_for()
    first, second = tab.locator(".run-output").all_inner_texts()
    assert (first.strip(), second.strip()) == ("first 3", "np.float64(4.0)")

    click(1, "edit")
    tab.locator(".cm-content").press("Control+a")
    tab.keyboard.type("print('mine')\nwhile True: pass")
    tab.keyboard.press("Shift+Enter")
    tab.locator(".run-output", has_text="mine").wait_for()
    click(1, "stop")
    tab.get_by_text("Stopped. Python was ended with it").wait_for()
    click(1, "reset")
    assert tab.get_by_text("as built").first.is_visible()

    click(4, "run")
    tab.locator(".run-output .run-failed").wait_for()
    assert "ValueError: matmul" in tab.locator(".run-failed").inner_text()
    visit_with_python.assert_nothing_went_wrong()
