"""What a reader's browser does with the pages, with no network at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGES = sorted(path.relative_to(BOOK).with_suffix("").as_posix() for path in BOOK.rglob("*.md"))
PHONE, DESKTOP = 390, 1280


class Silent(SimpleHTTPRequestHandler):
    """Serves the site and logs nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class Visit:
    """A tab that may reach the site alone, and remembers what else it asked for."""

    def __init__(self, browser: Browser, address: str, width: int, scheme: str) -> None:
        self.address = address
        self.foreign: list[str] = []
        self.missing: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        self.context.route("**/*", self._route)
        self.tab: Page = self.context.new_page()
        self.tab.on("response", lambda r: self.missing.append(r.url) if r.status >= 400 else None)

    def _route(self, route: Route) -> None:
        url = route.request.url
        if urlsplit(url).netloc == urlsplit(self.address).netloc or url.startswith("data:"):
            route.continue_()
        else:
            self.foreign.append(url)
            route.abort()

    def open(self, page: str) -> None:
        """Open a page and wait until its formulas are set."""
        self.foreign.clear()
        self.missing.clear()
        self.tab.goto(f"{self.address}/{page}.html")
        self.tab.evaluate("() => window.MathJax && MathJax.startup && MathJax.startup.promise")


@pytest.fixture(
    scope="module",
    params=[(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light")],
    ids=["phone-light", "phone-dark", "desktop-light"],
)
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, *request.param)
    yield visit
    visit.context.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_offline_and_fits_its_screen(visit: Visit, page: str) -> None:
    visit.open(page)
    assert visit.foreign == [], "the page asked another host"
    assert visit.missing == []

    formulas = visit.tab.locator("span.math, div.math").count()
    rendered = visit.tab.locator("mjx-container mjx-math > *").count()
    assert visit.tab.locator("mjx-merror").count() == 0
    assert rendered >= formulas, "a formula is not rendered"

    too_wide = visit.tab.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
        " - window.innerWidth"
    )
    assert too_wide <= 0, f"scrolls sideways by {too_wide} pixels"


def test_the_theme_follows_a_dark_screen_and_figures_stay_readable(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, PHONE, "dark")
    visit.open("loss-functions")
    assert visit.tab.evaluate("document.documentElement.dataset.theme") == "dark"
    picture = visit.tab.locator("figure img").first.get_attribute("src")
    response = visit.context.request.get(f"{address}/{picture}")
    assert "fill: #ffffff" in response.text(), "a figure needs its own white ground"
    visit.context.close()


def test_an_answer_unfolds_from_the_keyboard(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, DESKTOP, "light")
    visit.open("loss-functions")
    button = visit.tab.locator(".solution button.toggle-button").first
    answer = visit.tab.locator(".solution section").first
    assert not answer.is_visible()
    button.focus()
    visit.tab.keyboard.press("Enter")
    answer.wait_for(state="visible", timeout=3000)
    visit.context.close()
