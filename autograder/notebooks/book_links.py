"""Turns an assignment's links to the book's sources into what a student can follow.

A text links to ``../book/PAGE.md#SECTION``, which works where the sources are read. A
released notebook travels alone, so there it is a link to the book's public address, or,
where the book has none, the title and the page to look for.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

LINK = re.compile(r"\[([^\]]+)\]\(\.\./book/([\w/-]+)\.md(#[\w-]+)?\)")
BOOK_CONFIG = "_config.yml"


def book_address(root: Path) -> str:
    """The public address of the book: ``html: baseurl`` of its ``_config.yml``, or an empty text.

    Arguments:
        root: the folder of the course.
    """
    path = root / BOOK_CONFIG
    config = yaml.safe_load(path.read_text()) if path.is_file() else None
    match config:
        case {"html": {"baseurl": str(address)}}:
            return address.strip().rstrip("/")
    return ""


def with_book_links(text: str, address: str) -> str:
    """Rewrite the links of a piece of Markdown to the book's sources.

    Arguments:
        text: Markdown.
        address: where the book can be read, or an empty text.

    Returns:
        The text with links below that address. Without one each line that has links keeps
        their titles, and says the pages that they mean.
    """
    if address:
        return LINK.sub(rf"[\1]({address}/\2.html\3)", text)
    return "\n".join(_titles_and_pages(line) for line in text.split("\n"))


def _titles_and_pages(line: str) -> str:
    pages = list(dict.fromkeys(page for _, page, _ in LINK.findall(line)))
    if not pages:
        return line
    named = ", ".join(f"`{page}.html`" for page in pages)
    titles = LINK.sub(r"\1", line)
    return f"{titles} (In the book: {named}.)"
