"""Nothing that a student hands in runs in the feedback page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from tests.autograder.feedback.graded_class import Class
from tests.autograder.feedback.hostile_html import HOSTILE
from tests.autograder.feedback.watched_page import beyond_the_page, opened

# nbgrader builds its rows in an order that SQLAlchemy warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def test_nothing_hostile_runs_pops_up_or_is_requested(browser: Browser, hostile: Class) -> None:
    page, events = opened(browser, hostile.page)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for link in page.get_by_text(re.compile("^(click|click me|click me too|and me)$")).all():
        link.click()
    page.wait_for_timeout(300)
    assert beyond_the_page(events, hostile.page) == []
    assert page.url.split("#")[0] == hostile.page.as_uri()


def test_it_is_harmless_without_the_security_policy_too(
    browser: Browser, hostile: Class, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.html"
    text = hostile.page.read_text()
    assert text.count("Content-Security-Policy") == 1
    bare.write_text(text.replace("Content-Security-Policy", "X-Nothing"))
    _, events = opened(browser, bare)
    assert beyond_the_page(events, bare) == []


def test_the_policy_alone_stops_what_the_allow_list_would_let_through(
    browser: Browser, hostile: Class, tmp_path: Path
) -> None:
    (meta,) = re.findall('<meta http-equiv="Content-Security-Policy".*?>', hostile.page.read_text())
    attack = HOSTILE.replace('<meta http-equiv="refresh"', "<meta ")
    path = tmp_path / "attack.html"
    path.write_text(f"<!DOCTYPE html><html><head>{meta}</head><body>{attack}</body></html>")
    _, events = opened(browser, path)
    assert beyond_the_page(events, path) == []


def test_there_is_no_script_and_nothing_that_loads(hostile: Class) -> None:
    soup = BeautifulSoup(hostile.page.read_text(), "html.parser")
    names = {name for element in soup.find_all(True) for name in element.attrs}
    assert not {name for name in names if name.startswith("on")}
    assert not soup.find_all(["script", "iframe", "form", "base", "link", "object", "svg"])
