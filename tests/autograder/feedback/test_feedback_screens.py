"""The feedback page on any screen, in any light, and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.autograder.feedback.graded_class import Class
from tests.autograder.feedback.watched_page import opened

# nbgrader builds its rows in an order that SQLAlchemy warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


FAINT_TEXT = """() => {
  const numbers = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = numbers(color).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim()) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push([texts.currentNode.data, contrast]);
  }
  return faint;
}"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_overflows_sideways(browser: Browser, losses: Class, width: int) -> None:
    page, _ = opened(browser, losses.page, viewport={"width": width, "height": 800})
    page.locator("details.notebook > summary").click()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    code = page.locator("#feedback-cell-2 .highlight pre")
    assert code.evaluate("one => one.scrollWidth > one.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_both_schemes(browser: Browser, losses: Class, scheme: Any) -> None:
    page, _ = opened(browser, losses.page, color_scheme=scheme)
    page.locator("details.notebook > summary").click()
    assert page.evaluate(FAINT_TEXT) == []


def test_the_keyboard_reaches_and_shows_every_link(browser: Browser, losses: Class) -> None:
    page, _ = opened(browser, losses.page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.locator(".summary a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/losses.html#feedback-cell-3")  # fails where it does not come
    assert page.locator("#feedback-cell-3").is_visible()  # a link unfolds where it leads
