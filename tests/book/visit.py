"""A reader's visit to the built book: a browser's tab, with no network but the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGES = sorted(
    path.relative_to(BOOK).with_suffix("").as_posix()
    for path in BOOK.rglob("*.md")
    if path.name != "README.md"
)
"""All pages, named as in the table of contents."""

PHONE, DESKTOP = 360, 1280
Scheme = Literal["light", "dark"]


class Silent(SimpleHTTPRequestHandler):
    """Serves the site and logs nothing."""

    def handle(self) -> None:
        """Answer a browser that may hang up before it has heard all."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Shared(Silent):
    """Serves files to the pages of any site, as hosts of packages do."""

    def end_headers(self) -> None:
        """Allow other sites to read the answer."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


@contextmanager
def served(site: Path, handler: type[Silent] = Silent) -> Iterator[str]:
    """Serve the site; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def new_reader(
    browser: Browser, width: int, scheme: Scheme = "light", **options: Any
) -> BrowserContext:
    """Return a reader whose browser keeps nothing yet.

    Service workers are off unless the options allow them: a test begins as a first visit does,
    and sees all that a page asks for.
    """
    return browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        **{"service_workers": "block"} | options,
    )


class Visit:
    """A tab that remembers what it asked for, and what went wrong.

    The browser that tests share finds no host but this machine.

    Arguments:
        browser: opens a context of its own for it.
        address: the site's.
        width: of the screen, in pixels.
        scheme: what the reader's screen asks for.
        elsewhere: the address of another host that may be asked too.
        reader: who has been here before; without one, it is somebody's first visit.
        context: further options of a new reader.
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        width: int,
        scheme: Scheme = "light",
        elsewhere: str = "",
        reader: BrowserContext | None = None,
        **context: Any,
    ) -> None:
        self.address = address
        self.hosts = {urlsplit(url).netloc for url in (address, elsewhere) if url}
        self.width = width
        self.asked: list[str] = []
        self.foreign: list[str] = []
        self.missing: list[str] = []
        self.errors: list[str] = []
        self.context = reader or new_reader(browser, width, scheme, **context)
        self.tab: Page = self.new_tab()

    def new_tab(self) -> Page:
        """Return one more tab of the same reader; what goes wrong in it is remembered, too."""
        tab = self.context.new_page()
        tab.on("request", self._ask)
        tab.on("response", lambda r: self.missing.append(r.url) if r.status >= 400 else None)
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        tab.on("console", self._note)
        return tab

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location['url']})")

    def _ask(self, request: Request) -> None:
        # Watched and not routed: a browser whose requests are routed caches nothing.
        url = request.url
        self.asked.append(url)
        own = urlsplit(url).netloc in self.hosts
        if not own and not url.startswith(("data:", "blob:")):
            self.foreign.append(url)

    def open(self, page: str, anchor: str = "") -> None:
        """Open a page, as if it were the first; `anchor` ends its address, from "#" or "?" on."""
        for noted in (self.asked, self.foreign, self.missing, self.errors):
            noted.clear()
        self.tab.goto(f"{self.address}/{page}.html{anchor}")

    def assert_nothing_went_wrong(self) -> None:
        """Fail if the page asked another host, missed a file, or a script of it failed."""
        assert self.foreign == [], "the page asked another host"
        assert self.missing == []
        assert self.errors == [], "a script of the page failed"

    def assert_fits(self) -> None:
        """Fail if the page scrolls sideways."""
        too_wide = self.tab.evaluate(
            "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
            " - window.innerWidth"
        )
        assert too_wide <= 0, f"scrolls sideways by {too_wide} pixels"
