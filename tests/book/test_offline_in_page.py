"""What was opened once opens again without a network, and code that ran runs again.

With a network, what the browser keeps never hides a newer build.
"""

from __future__ import annotations

import os
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
    from_distribution,
    make_small_site,
    run_cell,
)
from tests.book.visit import DESKTOP, PHONE, Visit, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CELLS = ["import numpy as np\nprint(np.arange(4).sum())"]
KEEPS = """async names => {
    if (!navigator.serviceWorker.controller) return false;
    const kept = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) kept.push(request.url);
    return names.every(name => kept.some(url => url.split('?')[0].endsWith(name)));
}"""
"""Tells whether the browser keeps files with these names."""
KEEPS_ALL = """async () => {
    if (!navigator.serviceWorker.controller) return false;
    const used = performance.getEntriesByType('resource').map(({ name }) => name);
    document.querySelectorAll('link[rel~=icon]').forEach(({ href }) => used.push(href));
    const kept = await Promise.all([location.href, ...used].map(url => caches.match(url)));
    return kept.every(Boolean);
}"""
"""Tells whether the browser keeps the page that it shows and all that the page has asked for."""
SAYS = """async words => (await (await caches.match(location.href))?.text())?.includes(words)"""
"""Tells whether the page is kept in the version that has these words."""
VERSIONS = """async () => {
    const [name] = await caches.keys();
    const kept = await (await caches.open(name)).keys();
    return kept.map(({ url }) => url.split("session.js?")[1]).filter(Boolean).join();
}"""
"""Names the versions of a script that the browser keeps, by their queries."""
WHEEL = ".whl"
LONGEST_MS = 30_000
NOTES_WHAT_IT_HEARS = """
    window.heard = [];
    const active = { postMessage: ({ loaded }) => window.heard.push(...loaded) };
    Object.defineProperty(navigator, "serviceWorker", {
        value: { controller: null, register: async () => {}, ready: Promise.resolve({ active }) },
    });"""
"""Puts in the service worker's place what notes the messages that it would get."""

MakeSite = Callable[[CopyPython], Path]


@pytest.fixture
def small_site(tmp_path: Path) -> MakeSite:
    """Makes a site of a page with a cell."""

    def make(copy_python: CopyPython) -> Path:
        make_small_site(tmp_path, copy_python, cells_in_html(CELLS), CELLS)
        return tmp_path

    return make


def wait_until(visit: Visit, condition: str, argument: object = None) -> None:
    """Wait for what a page finds out asynchronously.

    Playwright's `wait_for_function` would take the promise itself for a yes.
    """
    visit.tab.evaluate(
        f"""async argument => {{
            const began = performance.now();
            while (!(await ({condition})(argument))) {{
                if (performance.now() - began > {LONGEST_MS}) throw Error("it never became so");
                await new Promise(requestAnimationFrame);
            }}
        }}""",
        argument,
    )


def reader(browser: Browser, address: str, width: int = DESKTOP) -> Visit:
    """A reader whose browser may keep what it opens."""
    return Visit(browser, address, width, service_workers="allow")


def test_code_that_ran_once_runs_again_without_a_network(
    browser: Browser, small_site: MakeSite
) -> None:
    with served(small_site(from_distribution({"numpy"}))) as address:
        visit = reader(browser, address)
        visit.open("page")
        wait_until(visit, KEEPS, ["page.html", "buttons.js", "favicon.svg"])
        assert run_cell(visit.tab, 1) == "6"
        wait_until(visit, KEEPS, ["pyodide.asm.wasm", WHEEL, "page.json"])
    # Now the server is gone.
    visit.context.set_offline(True)
    visit.open("page")
    visit.tab.set_default_timeout(PYTHON_STARTS_MS)
    assert run_cell(visit.tab, 1) == "6"
    assert visit.errors == []
    visit.context.close()


def test_the_service_worker_hears_of_all_that_came_before_it_could_see_it(
    browser: Browser, small_site: MakeSite
) -> None:
    with served(small_site(lambda target: copy_from_npm(target, {"numpy"}))) as address:
        visit = reader(browser, address)
        visit.context.add_init_script(NOTES_WHAT_IT_HEARS)
        visit.open("page")
        visit.tab.wait_for_function("window.heard.length > 0")
        visit.tab.evaluate("() => { fetch('_static/run/run.css?late'); }")
        visit.tab.wait_for_function("heard.some(url => url.endsWith('?late'))")
        heard = {urlsplit(url).path.split("/")[-1] for url in visit.tab.evaluate("heard")}
        assert heard >= {"page.html", "run.css", "buttons.js", "offline.js", "favicon.svg"}
        visit.context.close()


def test_a_newer_build_is_shown_as_soon_as_there_is_a_network_and_kept_in_place_of_the_old(
    browser: Browser, small_site: MakeSite
) -> None:
    folder = small_site(lambda target: copy_from_npm(target, {"numpy"}))
    page = folder / "page.html"
    with served(folder) as address:
        visit = reader(browser, address)
        visit.open("page")
        wait_until(visit, KEEPS, ["page.html"])
        page.write_text(page.read_text().replace("as built", "as built anew").replace("=1", "=2"))
        built = page.stat().st_mtime
        os.utime(page, (built + 2, built + 2))  # a server compares whole seconds
        visit.open("page")
        assert visit.tab.get_by_text("as built anew").is_visible()
        wait_until(visit, SAYS, "as built anew")
    visit.context.set_offline(True)
    visit.open("page")
    assert visit.tab.get_by_text("as built anew").is_visible()
    assert visit.errors == []
    visit.context.close()


def test_of_each_script_the_browser_keeps_one_version(
    browser: Browser, small_site: MakeSite
) -> None:
    with served(small_site(lambda target: copy_from_npm(target, {"numpy"}))) as address:
        visit = reader(browser, address)
        visit.open("page")
        wait_until(visit, KEEPS, ["buttons.js"])
        for version in ["v=1", "v=2"]:
            visit.tab.evaluate(
                "async query => { await fetch(`_static/run/session.js?${query}`); }", version
            )
            wait_until(visit, f"async version => (await ({VERSIONS})()) === version", version)
        visit.context.close()


def test_a_chapter_is_whole_without_a_network_even_if_the_site_lies_in_a_folder(
    browser: Browser, site: Path
) -> None:
    with served(site.parent) as address:
        visit = reader(browser, f"{address}/{site.name}", PHONE)
        visit.open("loss-functions/softmax")
        visit.tab.locator(".run-bar").locator("visible=true").first.wait_for()
        wait_until(visit, KEEPS_ALL)
    visit.context.set_offline(True)
    visit.open("loss-functions/softmax")
    assert visit.tab.locator(".math > .katex").first.is_visible()
    visit.tab.locator(".run-bar").locator("visible=true").first.wait_for()
    assert visit.tab.evaluate("document.fonts.ready.then(fonts => [...fonts].length > 0)")
    visit.assert_fits()
    visit.assert_nothing_went_wrong()
    visit.open("loss-functions/regularization")
    assert "this one is not among them" in visit.tab.inner_text("body")
    visit.context.close()
