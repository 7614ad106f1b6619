"""A site of a few hand-made pages, with all that runs Python in them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from book._ext import run_in_page
from book._ext.pyodide_runtime import copy_distribution
from tests.book.visit import BOOK

if TYPE_CHECKING:
    from playwright.sync_api import Page

PYTHON_STARTS_MS = 150_000
"""How long a test waits for the first that Python puts out; it may share two cores."""

PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><title>t</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="favicon.svg"><link rel="stylesheet" href="_static/run/run.css"><h1>t</h1>{}
<script defer src="_static/run/{}.js" data-version="1" data-page="page"></script>
<script defer src="offline.js"></script></html>"""

CELL = """<div class="cell"><div class="cell_input code-of-cell-{0}"><div class="highlight">
<pre>{1}</pre></div></div><div class="cell_output output-of-cell-{0}">as built</div></div>"""

CopyPython = Callable[[Path], None]
"""Puts Python into the folder that it gets."""


def make_small_site(folder: Path, copy_python: CopyPython, body: str, cells: list[str]) -> None:
    """Write a site whose page `page` runs code, and whose service worker is the book's.

    Arguments:
        folder: where to write it.
        copy_python: puts Python into a folder of the site.
        body: the page's HTML, below its heading.
        cells: the code of its cells.
    """
    run = folder / "_static" / "run"
    run_in_page.bundle(run)
    copy_python(folder / "_static" / "pyodide")
    described = run_in_page.describe("page", cells, BOOK)
    for name in described["files"]:
        (run / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (run / "files" / name).write_bytes((BOOK / name).read_bytes())
    (run / "pages").mkdir()
    (run / "pages" / "page.json").write_text(json.dumps(described))
    (folder / "page.html").write_text(PAGE.format(body, "buttons"))
    for name in ("site_root/service_worker.js", "_static/offline.js", "_static/favicon.svg"):
        (folder / Path(name).name).write_bytes((BOOK / name).read_bytes())


def cells_in_html(cells: list[str]) -> str:
    """Return the HTML of cells that the build is said to have run."""
    return "".join(CELL.format(number, code) for number, code in enumerate(cells, start=1))


def distribution() -> Path:
    """Return the folder of a distribution that PYODIDE names; skip the test where it names none."""
    named = os.environ.get("PYODIDE")
    if not named:
        pytest.skip("PYODIDE names no folder with a distribution of Pyodide")
    return Path(named)


def from_distribution(modules: set[str]) -> CopyPython:
    """Return what puts Python, and the packages with these modules, out of the distribution."""
    folder = distribution()
    return lambda target: copy_distribution(target, modules, folder)


def run_cell(tab: Page, cell: int) -> str:
    """Run a cell of a page, and return what it has put out."""
    code = tab.locator(f".code-of-cell-{cell}")
    code.locator("[data-action=run]").click()
    code.get_by_text("It took").wait_for(timeout=PYTHON_STARTS_MS)
    return tab.locator(f".output-of-cell-{cell} + .run-output").inner_text().strip()
