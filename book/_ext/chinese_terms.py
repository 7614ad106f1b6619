"""Sphinx extension: the glossary's Chinese terms are marked as Chinese.

The pages are in English. Without a mark a screen reader spells Chinese out in English,
and a browser may draw the characters in their Japanese form.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CHINESE = re.compile("[\u4e00-\u9fff]")


def mark(app: Sphinx, doctree: nodes.document) -> None:
    """Give each Chinese term the class that docutils writes as ``lang``."""
    for term in doctree.findall(nodes.term):
        if CHINESE.search(term.astext()):
            term["classes"].append("language-zh-Hans")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("doctree-read", mark)
    return {"version": "1", "parallel_read_safe": True}
