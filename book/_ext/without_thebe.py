"""Sphinx extension: leave out thebe, which Jupyter Book adds to every page.

Thebe runs code on a server that the book does not have. Its script names another
host, and, added twice, it stops each page with an error in the console.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def _is_thebes(script: Any) -> bool:
    body = str(getattr(script, "attributes", {}).get("body") or "")
    return "sphinx-thebe" in str(getattr(script, "filename", script)) or "THEBE" in body


def drop_scripts(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Take thebe's scripts and styles off one page."""
    for kind in ("script_files", "css_files"):
        context[kind] = [one for one in context[kind] if not _is_thebes(one)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx, after all that adds files."""
    app.connect("html-page-context", drop_scripts, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
