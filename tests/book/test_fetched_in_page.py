"""Where Python in the page comes from: the site, another host once a reader agreed, or nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from book._ext.pyodide_runtime import copy_from_npm
from tests.book.small_site import (
    PYTHON_STARTS_MS,
    CopyPython,
    cells_in_html,
    distribution,
    make_small_site,
    run_cell,
)
from tests.book.visit import DESKTOP, Shared, Visit, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CELLS = ["print(sum(range(4)))", "import numpy as np\nprint(np.arange(4).sum())"]

MakeSite = Callable[[CopyPython], Path]


@pytest.fixture
def small_site(tmp_path: Path) -> MakeSite:
    """Makes a site whose first cell needs Python alone, and whose second one needs NumPy."""

    def make(copy_python: CopyPython) -> Path:
        make_small_site(tmp_path, copy_python, cells_in_html(CELLS), CELLS)
        return tmp_path

    return make


def files(asked: list[str], address: str) -> set[str]:
    """The names of the files that a host was asked for."""
    host = urlsplit(address).netloc
    return {url.split("/")[-1] for url in asked if urlsplit(url).netloc == host}


def test_python_comes_from_the_site_and_packages_from_another_host_once_the_reader_agreed(
    browser: Browser, small_site: MakeSite
) -> None:
    folder = distribution()
    with served(folder, Shared) as elsewhere:
        base = f"{elsewhere}/"
        site = small_site(lambda to: copy_from_npm(to, {"numpy"}, source=folder, base=base))
        with served(site) as address:
            visit = Visit(browser, address, DESKTOP, elsewhere=elsewhere)
            visit.tab.set_default_timeout(PYTHON_STARTS_MS)
            visit.open("page")
            visit.tab.locator(".code-of-cell-2 [data-action=run]").click()
            question = visit.tab.locator(".run-question")
            host = urlsplit(elsewhere).netloc
            assert f"numpy (about 3 MB, from {host}, which then" in question.inner_text()
            assert "Python (14 MB, from this site)" in question.inner_text()
            assert files(visit.asked, elsewhere) == set()
            assert "pyodide.asm.wasm" not in files(visit.asked, address)

            question.get_by_role("button", name="fetch and run").click()
            visit.tab.get_by_text("It took").wait_for()
            assert visit.tab.locator(".run-output").last.inner_text().strip() == "6"
            (wheel,) = files(visit.asked, elsewhere)
            assert wheel.startswith("numpy-")
            assert "pyodide.asm.wasm" in files(visit.asked, address)

            visit.open("page")
            assert run_cell(visit.tab, 2) == "6", "who has agreed is not asked again"
            visit.assert_nothing_went_wrong()
            visit.context.close()


def test_python_of_the_course_runs_a_line_by_itself_and_asks_its_makers_host_for_packages(
    browser: Browser, small_site: MakeSite
) -> None:
    with served(small_site(lambda target: copy_from_npm(target, {"numpy"}))) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.tab.set_default_timeout(PYTHON_STARTS_MS)
        visit.open("page")
        assert run_cell(visit.tab, 1) == "6"
        visit.assert_nothing_went_wrong()
        visit.tab.locator(".code-of-cell-2 [data-action=run]").click()
        visit.tab.get_by_role("button", name="fetch and run").click()
        visit.tab.get_by_text("numpy did not come").wait_for()
        (wheel,) = visit.foreign
        assert wheel.startswith("https://cdn.jsdelivr.net/pyodide/v314.0.7/full/numpy-2.4.6-cp314-")
        assert run_cell(visit.tab, 1) == "6", "what runs without it still does"
        visit.context.close()


def test_an_edited_cell_asks_too_before_it_fetches_from_another_host(
    browser: Browser, small_site: MakeSite
) -> None:
    with served(small_site(lambda target: copy_from_npm(target, {"numpy"}))) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.tab.set_default_timeout(PYTHON_STARTS_MS)
        visit.open("page")
        visit.tab.locator(".code-of-cell-1 [data-action=edit]").click()
        visit.tab.locator(".cm-content").fill("import numpy.linalg")
        visit.tab.locator(".cm-content").press("Shift+Enter")
        visit.tab.get_by_role("button", name="not now").click()
        visit.tab.get_by_text("Nothing was fetched, and nothing has run.").wait_for()
        visit.assert_nothing_went_wrong()
        visit.context.close()


def test_without_a_network_the_page_says_so_in_a_sentence(
    browser: Browser, small_site: MakeSite
) -> None:
    with served(small_site(lambda target: copy_from_npm(target, {"numpy"}))) as address:
        visit = Visit(browser, address, DESKTOP)
        visit.open("page")
        visit.tab.locator(".code-of-cell-1 [data-action=edit]").click()  # its script has come
        visit.tab.locator(".cm-content").wait_for()
        visit.context.set_offline(True)
        visit.tab.locator(".code-of-cell-1 [data-action=run]").click()
        said = visit.tab.get_by_text("Python could not start: page.json did not come")
        assert said.inner_text().endswith("Is there a network?")
        assert visit.tab.get_by_text("as built").first.is_visible()
        visit.context.set_offline(False)
        assert run_cell(visit.tab, 1) == "6", "the next click tries again"
        visit.context.close()
