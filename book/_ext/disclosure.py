"""Sphinx extension: a node for what folds out, ``<details>`` in HTML.

Other extensions of the book put parts of a page into it. It needs no script.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


class Disclosure(nodes.General, nodes.Element):
    """Its children fold out below `summary`; with `open` they show at first."""


def visit(translator: HTML5Translator, node: Disclosure) -> None:
    """Open the element and write its summary."""
    attributes = {"open": "open"} if node.get("open") else {}
    translator.body.append(translator.starttag(node, "details", **attributes))
    translator.body.append(f"<summary>{escape(node['summary'])}</summary>\n")


def depart(translator: HTML5Translator, node: Disclosure) -> None:
    """Close the element."""
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_node(Disclosure, html=(visit, depart))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
