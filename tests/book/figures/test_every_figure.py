"""What holds of every figure that a reader can touch, whatever it shows."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.book.figures.conftest import OpenFigure
from tests.book.test_browser import HAS_THEME, OF_THEME, SCHEMES, violations
from tests.book.visit import BOOK, DESKTOP, PAGES, PHONE, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FIGURES = [
    (page, name)
    for page in PAGES
    for name in re.findall(
        r"^`{3,}\{touch\} (\w+)$", (BOOK / f"{page}.md").read_text(encoding="utf8"), re.M
    )
]
"""Each figure with the page it is on."""

ONCE = sorted({name: page for page, name in FIGURES}.items())
"""Each figure with one of its pages."""

MOST_BYTES = 60_000

MOVED = ".touch-handle, input[type=range]"
"""Controls that a key surely moves; a button may lead to where the figure is already."""

HELD = ".touch-handle, .touch-grid[tabindex] td"
"""What a finger can take hold of, beside sliders."""

CONTROLS = ".touch-handle, input:not([type=radio]), button:not(:disabled)"

NAMELESS = """(stage, controls) => [...stage.querySelectorAll(controls)].filter(one =>
    one.checkVisibility() && (one.tabIndex < 0 || !(
    one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length)))
    .map(one => one.outerHTML)"""
"""Finds the controls that have no name, or that Tab does not reach."""

PUSHED_DOWN = """
new MutationObserver((changes, observer) => {
    if (!document.head) return;
    observer.disconnect();
    const style = document.createElement('style');
    style.textContent = '.touch { margin-top: 9000px !important }';
    document.head.append(style);
}).observe(document, {childList: true, subtree: true});
"""


@pytest.mark.parametrize(("page", "name"), FIGURES)
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_figure_fits_its_screen_hinders_nobody_and_says_what_to_try_and_notice(
    open_figure: OpenFigure, page: str, name: str, width: int
) -> None:
    shown = open_figure(page, name, width=width)
    shown.visit.assert_fits()
    ends = shown.stage.evaluate(
        """stage => [...stage.querySelectorAll('button, svg, canvas, table')]
            .map(one => one.getBoundingClientRect()).map(({left, right}) => [left, right])"""
    )
    assert ends and all(left >= 0 and right <= width for left, right in ends)
    for part in ("try", "notice"):
        assert len(shown.root.locator(f".touch-{part}").inner_text().split()) > 5
    assert shown.root.get_attribute("aria-label")
    assert shown.stage.evaluate(NAMELESS, CONTROLS) == [], "a control lacks a name or a key"
    if (name, page) in ONCE and width == PHONE:
        for scheme in SCHEMES:
            shown.tab.emulate_media(color_scheme=scheme)
            shown.tab.wait_for_function(HAS_THEME, arg=scheme)
            figure = {"include": [f'.touch[data-figure="{name}"]']}
            assert violations(shown.tab, figure, OF_THEME[scheme], (".highlight",)) == [], scheme


@pytest.mark.parametrize(("page", "name"), FIGURES)
def test_where_scripts_are_off_a_picture_stands_there(
    open_figure: OpenFigure, page: str, name: str
) -> None:
    shown = open_figure(page, name, width=PHONE, java_script_enabled=False)
    pictures = shown.root.locator(".touch-still").locator("img, svg")
    assert pictures.count() > 0 and pictures.first.is_visible()
    assert not shown.root.locator(".touch-try").is_visible(), "there is nothing to try"
    assert not shown.stage.is_visible()


@pytest.mark.parametrize(("name", "page"), ONCE)
def test_nothing_of_a_figure_is_fetched_before_it_comes_into_view(
    browser: Browser, address: str, name: str, page: str
) -> None:
    visit = Visit(browser, address, DESKTOP)
    visit.context.add_init_script(PUSHED_DOWN)
    visit.open(page)
    visit.tab.wait_for_load_state("networkidle")
    assert any("figures/start.js" in url for url in visit.asked)
    parts = ("base.js", f"{name}.js", "data-")
    assert not any(f"figures/{part}" in url for url in visit.asked for part in parts)
    visit.context.close()


@pytest.mark.parametrize(("name", "page"), ONCE)
def test_a_key_changes_a_figure_its_address_brings_that_back_and_reset_the_start(
    open_figure: OpenFigure, name: str, page: str
) -> None:
    shown = open_figure(page, name)
    first, drawn = shown.stage.inner_text(), shown.stage.inner_html()
    moved = shown.stage.locator(MOVED)
    control = (moved if moved.count() else shown.stage.locator(CONTROLS)).first
    control.focus()
    is_button = control.evaluate("control => control.type === 'button'")
    shown.tab.keyboard.press("Enter" if is_button else "ArrowRight")
    shown.wait_for_hash(f"{name}.")
    assert shown.stage.inner_html() != drawn
    again = open_figure(page, name, anchor=f"#{shown.hash()}")
    assert again.stage.inner_text() == shown.stage.inner_text()
    again.root.get_by_role("button", name="reset").click()
    again.tab.wait_for_function("!location.hash.includes('=')")
    assert again.stage.inner_text() == first


@pytest.mark.parametrize(("name", "page"), ONCE)
def test_a_finger_drags_a_figure_while_the_page_stays_and_a_tap_brings_back_the_start(
    open_figure: OpenFigure, name: str, page: str
) -> None:
    shown = open_figure(page, name, width=PHONE, has_touch=True, is_mobile=True)
    first = shown.stage.inner_html()
    handles = shown.stage.locator(HELD).locator("visible=true")
    held = (handles if handles.count() else shown.stage.locator("input[type=range]")).first
    held.scroll_into_view_if_needed()
    box = held.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    across = 40 if x < PHONE / 2 else -40
    scrolled = shown.tab.evaluate("scrollY")
    shown.by_finger("touchStart", (x, y))
    for part in (0.25, 0.5, 0.75, 1):
        shown.by_finger("touchMove", (x + part * across, y - part * 12))
    shown.by_finger("touchEnd")
    shown.wait_for_hash(f"{name}.")
    assert shown.stage.inner_html() != first
    assert shown.tab.evaluate("scrollY") == scrolled, "the page moved with the finger"
    shown.root.get_by_role("button", name="reset").tap()
    shown.tab.wait_for_function("!location.hash.includes('=')")


@pytest.mark.parametrize("name", [name for name, _ in ONCE])
def test_a_figure_is_at_most_60_kilobytes_compressed(site: Path, name: str) -> None:
    script = (site / "_static" / "figures" / f"{name}.js").read_bytes()
    assert len(gzip.compress(script, 6)) < MOST_BYTES


def test_only_pages_with_a_figure_load_what_figures_need(site: Path) -> None:
    with_figures = {page for page, _ in FIGURES}
    for page in PAGES:
        html = (site / f"{page}.html").read_text(encoding="utf8")
        for part in ("_static/figures/start.js", "_static/figures/figures.css"):
            assert (part in html) == (page in with_figures), page


def test_a_figure_works_in_a_page_that_was_opened_as_a_file(browser: Browser, site: Path) -> None:
    page, name = FIGURES[0]
    tab = browser.new_page()
    tab.goto((site / f"{page}.html").as_uri())
    tab.locator(f'.touch[data-figure="{name}"]').first.scroll_into_view_if_needed()
    tab.locator('.touch[data-state="ready"]').first.wait_for()
    tab.close()
