"""A page in a browser that notes what it asks for."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Page, Request


def opened(browser: Browser, path: Path, **options: Any) -> tuple[Page, list[str]]:
    """A page in a context of its own; what it asks for or pops up is noted."""
    page = browser.new_context(**options).new_page()
    events: list[str] = []

    def noted(dialog: Dialog) -> None:
        events.append(dialog.message)
        dialog.dismiss()

    def unless_forbidden(request: Request) -> None:
        # The browser reports what its policy forbids, though it never goes out.
        if request.failure == "csp":
            events.remove(request.url)

    page.on("request", lambda request: events.append(request.url))
    page.on("requestfailed", unless_forbidden)
    page.on("dialog", noted)
    page.goto(path.as_uri(), wait_until="load")
    return page, events


def beyond_the_page(events: list[str], path: Path) -> list[str]:
    kept = [event for event in events if event.split("#")[0] != path.as_uri()]
    return [event for event in kept if not event.startswith("data:image/")]
