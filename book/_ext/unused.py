"""Sphinx extension: leave out what Jupyter Book brings and this book does not use.

Thebe runs code on a server that the book does not have: its script names another host,
and, added twice, it stops each page with an error in the console. sphinx-design has grids
and tabs, of which there are none. No page loads what no page needs.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

UNUSED = ("sphinx_thebe", "sphinx_design")
FILES = ("sphinx-thebe", "sphinx-design", "design-tabs")


def drop_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Take the scripts and styles of the unused extensions off one page."""
    for kind in ("script_files", "css_files"):
        context[kind] = [
            file for file in context[kind] if not any(name in _filename(file) for name in FILES)
        ]


def _filename(file: Any) -> str:
    return str(getattr(file, "filename", None) or file)


def setup(app: Sphinx) -> dict[str, Any]:
    """Take their part in the build from the unused extensions, which are set up by now."""
    for listeners in app.events.listeners.values():
        listeners[:] = [
            listener
            for listener in listeners
            if not str(getattr(listener.handler, "__module__", "")).startswith(UNUSED)
        ]
    app.connect("html-page-context", drop_files, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
