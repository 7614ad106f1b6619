"""What a reader's browser does with the pages, with no network at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from tests.book.visit import DESKTOP, PAGES, PHONE, Scheme, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES: tuple[Scheme, ...] = ("dark", "light")


@pytest.fixture(
    scope="module",
    params=[pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")],
)
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, request.param, "light")
    yield visit
    visit.context.close()


OF_THEME: dict[Scheme, list[str] | None] = {"dark": ["color-contrast"], "light": None}
"""The rules that a theme may break: the second has all, the first those about its colours."""


FINDS = """async ([without, part, options]) => {
    for (const one of without)
        document.querySelectorAll(`${one} > *`).forEach(inside => inside.remove());
    const still = document.createElement('style');
    still.textContent = '*, ::before, ::after { transition: none !important }';
    document.head.append(still);
    try {
        return await axe.run(part ?? document, options);
    } finally {
        still.remove();
    }
}"""
"""Looks with each colour at its end, and none on its way from one theme to the other.

What is not to be looked at is taken out: axe-core would go through all of it, and leave it out
then. Of ten elements of a chapter eight stand in its formulas and its code.
"""

FORMULAS_AND_CODE = (".katex", ".highlight")


def violations(
    tab: Page,
    part: dict[str, list[str]] | None = None,
    rules: list[str] | None = None,
    without: tuple[str, ...] = (),
) -> list[str]:
    """What axe-core finds on a page, or a part, that hinders a reader seriously.

    Arguments:
        tab: the page is open in it.
        part: of the page, in axe-core's words.
        rules: those to keep to.
        without: what loses its content, as selectors; nothing else can be asked afterwards.
    """
    tab.evaluate(AXE.read_text(encoding="utf8"))
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = tab.evaluate(FINDS, [without, part, options])
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


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


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_offline_and_fits_its_screen_light_and_dark(
    visit: Visit, page: str
) -> None:
    visit.open(page)
    formulas = visit.tab.locator("span.math, div.math").count()
    rendered = visit.tab.locator(".math > .katex, .math > .katex-display").count()
    assert rendered == formulas, "a formula is not rendered"

    visit.assert_fits()
    # Colours change neither what a page asks for nor how wide it is: one screen shows both.
    for scheme in SCHEMES if visit.width == DESKTOP else ():
        visit.tab.emulate_media(color_scheme=scheme)  # an open page follows its reader's screen
        visit.tab.wait_for_function(HAS_THEME, arg=scheme)
        visit.assert_fits()
    visit.assert_nothing_went_wrong()

    if visit.width == DESKTOP:
        assert violations(visit.tab, without=FORMULAS_AND_CODE) == []
    if visit.width == PHONE:
        assert visit.tab.evaluate(CUT_OFF) == [], "what cannot scroll is cut off"


@pytest.mark.parametrize("page", ["intro", "loss-functions/softmax-against-svm"])
def test_nothing_hinders_a_reader_in_either_theme_formulas_code_and_figures_included(
    browser: Browser, address: str, page: str
) -> None:
    for scheme in SCHEMES:
        visit = Visit(browser, address, PHONE, scheme)
        visit.open(page)
        for figure in visit.tab.locator(".touch").all():
            figure.scroll_into_view_if_needed()
            figure.and_(visit.tab.locator('[data-state="ready"]')).wait_for()
        assert violations(visit.tab, rules=OF_THEME[scheme]) == [], scheme
        visit.context.close()


def test_a_page_opens_dark_on_a_dark_screen_and_figures_stay_readable(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, PHONE, "dark")
    visit.open("loss-functions")
    assert visit.tab.evaluate("document.documentElement.dataset.theme") == "dark"
    visit.assert_fits()
    visit.assert_nothing_went_wrong()
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


@pytest.fixture(scope="module")
def searcher(browser: Browser, address: str) -> Iterator[Visit]:
    """Somebody who searches again and again."""
    visit = Visit(browser, address, DESKTOP, "light")
    yield visit
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
        ("relative error", "optimization/gradient-check"),
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
    searcher: Visit, words: str, page: str
) -> None:
    searcher.open("search", f"?q={quote_plus(words)}")
    searcher.tab.get_by_text("Search finished", exact=False).wait_for(timeout=10_000)
    links = searcher.tab.locator("#search-results li a").evaluate_all(
        "links => links.map(link => link.getAttribute('href').split(/[?#]/)[0])"
    )
    assert f"{page}.html" in links[:6], links
    searcher.assert_nothing_went_wrong()


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
