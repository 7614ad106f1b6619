"""What is for a second reading waits, and nobody is kept from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "optimization/gradient-descent"
INSIDE = "details.second .cell"


@pytest.fixture
def tab(browser: Browser, site: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto((site / f"{PAGE}.html").as_uri())
    yield tab
    context.close()


def test_it_is_closed_below_a_line_that_says_what_it_is_and_a_key_opens_it(tab: Page) -> None:
    assert tab.locator("p.second-reading").first.is_visible()
    assert not tab.locator(INSIDE).first.is_visible()
    tab.locator("details.second > summary").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator(INSIDE).first.is_visible()


def test_a_link_followed_on_the_page_opens_what_it_leads_into(tab: Page) -> None:
    target = tab.locator("details.second [id]").first
    name = target.get_attribute("id")
    tab.evaluate(f"location.hash = {name!r}")
    target.wait_for(state="visible")


def test_without_scripts_it_is_open(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((site / f"{PAGE}.html").as_uri())
    assert all(element.is_visible() for element in tab.locator(INSIDE).all())
    context.close()


def test_a_page_of_twelve_minutes_or_more_has_a_shorter_first_reading(site: Path) -> None:
    minutes: dict[str, tuple[int, int]] = {}
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf8")
        if place := re.search(r'<p class="place">.*?</p>', text, re.S):
            numbers = re.findall(r"(\d+) (?:minute|on a first)", place[0])
            minutes[path.stem] = int(numbers[0]), int(numbers[-1])
    assert len(minutes) > 35
    assert all(first < whole for whole, first in minutes.values() if whole >= 12), minutes
    assert max(first for _, first in minutes.values()) <= 12, minutes
