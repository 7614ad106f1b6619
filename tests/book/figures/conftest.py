"""Opens the figures that a reader can touch, in pages of the built book."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.book.visit import DESKTOP, Visit, new_reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator

LONGEST_MS = 20_000
"""How long a test waits for a figure on a busy machine; no limit of the figure's."""

BETWEEN_TOUCHES_S = 0.2

OpenFigure = Callable[..., "Shown"]


class Shown:
    """A figure on its page: `root` is its element, `stage` the part that moves."""

    def __init__(self, visit: Visit, name: str) -> None:
        self.visit = visit
        self.tab = visit.tab
        self.root: Locator = self.tab.locator(f'.touch[data-figure="{name}"]').first
        self._screen: CDPSession | None = None
        self.stage: Locator = self.root.locator(".touch-stage")

    def come_into_view(self) -> None:
        """Scroll to the figure, and wait until it can be used."""
        self.root.scroll_into_view_if_needed()
        self.root.and_(self.tab.locator('[data-state="ready"]')).wait_for(timeout=LONGEST_MS)

    def by_finger(self, kind: str, *points: tuple[float, float]) -> None:
        """Put a finger down, move or lift it, as a touch screen does.

        Time stamps say that it took its time: what is let go in full flight flies on, and the
        browser takes the next tap for the one that stops it.
        """
        touches = [{"x": x, "y": y} for x, y in points]
        if self._screen is None:
            self._screen = self.visit.context.new_cdp_session(self.tab)
            self._touched = time.time()
        self._touched += BETWEEN_TOUCHES_S
        event = {"type": kind, "touchPoints": touches, "timestamp": self._touched}
        self._screen.send("Input.dispatchTouchEvent", event)

    def hash(self) -> str:
        """Return the part of the address behind "#"."""
        found: str = self.tab.evaluate("location.hash.slice(1)")
        return found

    def wait_for_hash(self, part: str) -> None:
        """Wait until the address says so."""
        self.tab.wait_for_function(
            "part => decodeURIComponent(location.hash).includes(part)", arg=part, timeout=LONGEST_MS
        )


@pytest.fixture(scope="session")
def readers(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Readers by their screens; what one has seen, a browser need not load once more."""
    known: dict[str, BrowserContext] = {}

    def reader(width: int, **options: Any) -> BrowserContext:
        kind = repr((width, sorted(options.items())))
        if kind not in known:
            known[kind] = new_reader(browser, width, **options)
        return known[kind]

    yield reader
    for each in known.values():
        each.close()


@pytest.fixture
def open_figure(
    browser: Browser, readers: Callable[..., BrowserContext], address: str
) -> Iterator[OpenFigure]:
    """Opens a page at a figure: open_figure(page, name, anchor="", width=DESKTOP, **context).

    When the test ends, no page may have asked another host, missed a file or failed.
    """
    visits: list[Visit] = []

    def open_figure(
        page: str, name: str, anchor: str = "", width: int = DESKTOP, **context: Any
    ) -> Shown:
        visit = Visit(browser, address, width, reader=readers(width, **context))
        visits.append(visit)
        visit.open(page, anchor)
        shown = Shown(visit, name)
        if context.get("java_script_enabled", True):
            shown.come_into_view()
        return shown

    yield open_figure
    for visit in visits:
        visit.tab.close()
        visit.assert_nothing_went_wrong()
