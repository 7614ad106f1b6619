"""What a reader's browser does with the pages, with no network at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote_plus, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGES = sorted(path.relative_to(BOOK).with_suffix("").as_posix() for path in BOOK.rglob("*.md"))
PHONE, DESKTOP = 360, 1280
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("dark", "light")


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

    def __init__(self, browser: Browser, address: str, width: int, scheme: Scheme) -> None:
        self.address = address
        self.width = width
        self.foreign: list[str] = []
        self.missing: list[str] = []
        self.errors: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
        )
        self.context.route("**/*", self._route)
        self.tab: Page = self.context.new_page()
        self.tab.on("response", lambda r: self.missing.append(r.url) if r.status >= 400 else None)
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))

    def _route(self, route: Route) -> None:
        url = route.request.url
        if urlsplit(url).netloc == urlsplit(self.address).netloc or url.startswith("data:"):
            route.continue_()
        else:
            self.foreign.append(url)
            route.abort()

    def open(self, page: str) -> None:
        """Open a page."""
        self.foreign.clear()
        self.missing.clear()
        self.errors.clear()
        self.tab.goto(f"{self.address}/{page}.html")


@pytest.fixture(
    scope="module",
    params=[pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")],
)
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, request.param, "light")
    yield visit
    visit.context.close()


CUT_OFF = """() => {
    for (const one of document.querySelectorAll('.toggle-hidden'))
        one.classList.remove('toggle-hidden');
    for (const fold of document.querySelectorAll('article details')) fold.open = true;
    const formulas = [...document.querySelectorAll('article span.math .katex-html')];
    const cut = formulas.filter(one => {
        const text = one.closest('p, li, dd, figcaption');
        return text && !one.closest('table')
            && one.getBoundingClientRect().right > text.getBoundingClientRect().right + 2;
    });
    const links = [...document.querySelectorAll('.prev-next-area a')];
    cut.push(...links.filter(one => one.scrollWidth > one.clientWidth + 1));
    return cut.map(one => one.innerText);
}"""
"""The formulas in running text, answers unfolded, and the links to the next pages that are cut."""


HAS_THEME = "scheme => document.documentElement.dataset.theme === scheme"


def assert_fits(tab: Page) -> None:
    too_wide = tab.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
        " - window.innerWidth"
    )
    assert too_wide <= 0, f"scrolls sideways by {too_wide} pixels"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_offline_and_fits_its_screen_light_and_dark(
    visit: Visit, page: str
) -> None:
    visit.open(page)
    formulas = visit.tab.locator("span.math, div.math").count()
    rendered = visit.tab.locator(".math > .katex, .math > .katex-display").count()
    assert rendered == formulas, "a formula is not rendered"

    for scheme in SCHEMES:  # a page that is open follows its reader's screen
        visit.tab.emulate_media(color_scheme=scheme)
        visit.tab.wait_for_function(HAS_THEME, arg=scheme)
        assert_fits(visit.tab)
    assert visit.foreign == [], "the page asked another host"
    assert visit.missing == []
    assert visit.errors == [], "a script of the page failed"

    if visit.width == PHONE:
        assert visit.tab.evaluate(CUT_OFF) == [], "what cannot scroll is cut off"


def test_a_page_opens_dark_on_a_dark_screen_and_figures_stay_readable(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, PHONE, "dark")
    visit.open("loss-functions")
    assert visit.tab.evaluate("document.documentElement.dataset.theme") == "dark"
    assert_fits(visit.tab)
    assert visit.foreign == visit.missing == visit.errors == []
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
    answer.wait_for(state="visible")
    visit.context.close()


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("softmax", "loss-functions/softmax"),
        ("cross-entropy", "loss-functions/softmax"),
        ("hinge", "loss-functions/multiclass-svm"),
        ("elastic net", "loss-functions/regularization"),
        ("learning rate", "optimization/gradient-descent"),
        ("central difference", "optimization/finite-differences"),
        ("momentum", "optimization/momentum-and-adam"),
        ("polar coordinates", "image-features/feature-transform"),
        ("k-means", "image-features/visual-words"),
        ("chain rule", "backpropagation/circuits"),
        ("Jacobian", "backpropagation/jacobians"),
        ("leaky ReLU", "neural-networks/activations"),
        ("stride", "convolutional-networks/sizes"),
        ("im2col", "convolutional-networks/forward"),
        ("交叉熵", "glossary"),
    ],
)
def test_a_search_for_a_formulas_name_finds_the_page_that_explains_it(
    browser: Browser, address: str, words: str, page: str
) -> None:
    visit = Visit(browser, address, DESKTOP, "light")
    visit.tab.goto(f"{address}/search.html?q={quote_plus(words)}")
    visit.tab.get_by_text("Search finished", exact=False).wait_for(timeout=10_000)
    links = visit.tab.locator("#search-results li a").evaluate_all(
        "links => links.map(link => link.getAttribute('href').split(/[?#]/)[0])"
    )
    assert f"{page}.html" in links[:6], links
    assert visit.errors == []
    visit.context.close()


def test_keys_alone_open_the_search_skip_to_the_text_and_show_a_cells_code(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, DESKTOP, "light")
    visit.open("loss-functions")
    press = visit.tab.keyboard.press
    press("Tab")
    assert visit.tab.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    press("Control+k")
    assert visit.tab.evaluate("document.activeElement.name") == "q"
    press("Escape")
    code = visit.tab.locator("details.hide summary").first
    code.focus()
    press("Enter")
    assert visit.tab.locator("details.hide").first.get_attribute("open") is not None
    visit.context.close()


def test_no_line_begins_with_the_full_stop_behind_a_formula(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, PHONE, "light")
    visit.open("optimization/stochastic-gradient-descent")
    heights = visit.tab.locator("span.together").evaluate_all(
        """spans => spans.map(span => {
            const stop = document.createRange();
            stop.selectNodeContents(span.lastChild);
            return [span.firstChild.getBoundingClientRect(), stop.getBoundingClientRect()]
        }).map(([formula, stop]) => formula.left < stop.left && formula.bottom > stop.top)"""
    )
    assert len(heights) > 20
    assert all(heights)
    visit.context.close()


def test_what_the_search_quotes_has_each_formula_once(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, DESKTOP, "light")
    visit.tab.goto(f"{address}/search.html?q=softmax")
    quote = visit.tab.locator("#search-results li p.context").first
    quote.wait_for(timeout=10_000)
    visit.tab.get_by_text("Search finished", exact=False).wait_for(timeout=10_000)
    quotes = " ".join(visit.tab.locator("#search-results li p.context").all_inner_texts())
    assert not re.search(r"\\(frac|sum|max|log|text|mathbf)", quotes), quotes
    assert visit.errors == []
    visit.context.close()
