"""Sphinx extension: a picture is fetched when the reader comes near.

Some figures hold photographs of several hundred kilobytes. The page
names each picture's size, so one that comes late moves no text.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

SOURCE = re.compile(r'src="([^"]*_images/[^"]*\.svg)"')
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)pt" height="([\d.]+)pt"')
PIXELS_IN_A_POINT = 96 / 72


def size_of(svg: Path) -> tuple[int, int] | None:
    """Return the width and height in pixels of a figure by matplotlib, None for another SVG."""
    with svg.open(encoding="utf8") as file:
        size = SIZE.search(file.read(1000))
    if size is None:
        return None
    return round(float(size[1]) * PIXELS_IN_A_POINT), round(float(size[2]) * PIXELS_IN_A_POINT)


def complete(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add what the browser needs to the images of one page."""
    if doctree is None or "body" not in context:
        return
    files = {name: Path(app.srcdir) / uri for uri, name in app.builder.images.items()}

    def completed(found: re.Match[str]) -> str:
        source = files.get(PurePosixPath(found[1]).name)
        size = size_of(source) if source is not None else None
        room = f' width="{size[0]}" height="{size[1]}"' if size else ""
        return f'loading="lazy"{room} {found[0]}'

    context["body"] = SOURCE.sub(completed, context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("html-page-context", complete)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
