"""An answer waits until its reader has guessed, and nobody is kept from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "loss-functions/multiclass-svm"
ANSWER = "details.reveal .cell_output"


@pytest.fixture
def tab(browser: Browser, site: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto((site / f"{PAGE}.html").as_uri())
    yield tab
    context.close()


def test_an_answer_is_closed_until_a_key_opens_it(tab: Page) -> None:
    answer = tab.locator(ANSWER).first
    assert not answer.is_visible()
    tab.locator("details.reveal > summary").first.focus()
    tab.keyboard.press("Enter")
    assert answer.is_visible()
    tab.keyboard.press("Enter")
    assert not answer.is_visible()


def test_the_code_above_an_answer_and_its_question_are_in_sight(tab: Page) -> None:
    assert tab.locator(".admonition.predict").first.is_visible()
    assert tab.locator(".admonition.predict ~ .cell .cell_input").first.is_visible()


def test_without_scripts_every_answer_is_open(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((site / f"{PAGE}.html").as_uri())
    answers = tab.locator(ANSWER).all()
    assert len(answers) >= 2 and all(answer.is_visible() for answer in answers)
    context.close()


def test_on_paper_all_that_folds_is_open_and_afterwards_as_it_was(tab: Page) -> None:
    opened = "() => document.querySelectorAll('article details[open]').length"
    tab.evaluate(f"addEventListener('beforeprint', () => window.printed = ({opened})())")
    before = tab.evaluate(opened)
    tab.pdf()
    assert tab.evaluate("window.printed") == tab.locator("article details").count() > before
    tab.wait_for_function(f"({opened})() === {before}")


def test_a_link_to_a_figure_inside_an_answer_opens_it(tab: Page) -> None:
    fold = tab.locator("details.reveal", has=tab.locator("figure[id]")).first
    name = fold.locator("figure[id]").first.get_attribute("id")
    assert not fold.locator("figure").first.is_visible()
    tab.evaluate(f"location.hash = '{name}'")
    fold.locator("figure").first.wait_for(state="visible")
    tab.reload()
    assert fold.locator("figure").first.is_visible()


def test_in_both_themes_the_button_stands_out_from_its_ground(tab: Page) -> None:
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.wait_for_function("s => document.documentElement.dataset.theme === s", arg=scheme)
        ink, ground = tab.evaluate(
            """() => [
                getComputedStyle(document.querySelector('details.reveal > summary')).color,
                getComputedStyle(document.body).backgroundColor,
            ]"""
        )
        assert contrast(ink, ground) > 7, scheme


def contrast(one: str, other: str) -> float:
    """The ratio of brightness of two colours written rgb(r, g, b), as WCAG defines it."""
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def brightness(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.strip("rgb()").split(",")]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_page_read_to_its_end_is_ticked_in_the_contents_and_stays_so(tab: Page) -> None:
    ticked = tab.locator(".bd-links a.read")
    assert ticked.count() == 0
    tab.locator(".prev-next-footer").scroll_into_view_if_needed()
    ticked.first.wait_for(state="attached")
    tab.reload()
    assert ticked.evaluate_all("links => links.map(link => link.textContent)") == [
        "The multiclass SVM loss"
    ]
