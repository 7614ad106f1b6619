"""Sphinx extension: what the theme and docutils leave without a name or a right role gets one.

The arrows that open a chapter's sections in the contents have no text, so a screen reader says
nothing for them. docutils calls the list of references a list, but not its entries its items.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

FOLDED = re.compile(r'(<a class="[^"]*reference[^"]*"[^>]*>)([^<]+)(</a><details[^>]*>)<summary>')
CITATIONS = re.compile(r'<div (?:role="list" )?(class="citation[^"]*"(?: id="[^"]*")?)[^>]*>')


def named(make_contents: Callable[..., Any]) -> Callable[..., str]:
    """Return a maker of contents whose arrows say what they open."""

    def make_named_contents(*arguments: Any, **options: Any) -> str:
        contents = str(make_contents(*arguments, **options))
        return FOLDED.sub(r'\1\2\3<summary aria-label="sections of \2">', contents)

    return make_named_contents


def complete(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give names and roles to what one page has."""
    context["generate_toctree_html"] = named(context["generate_toctree_html"])
    if "body" in context:
        context["body"] = CITATIONS.sub(r"<div \1>", context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx, after the theme, which makes the contents."""
    app.connect("html-page-context", complete, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
