"""Sphinx extension: what a page has for a second reading is folded, and said to be so.

A section whose first paragraph has the class ``second-reading`` keeps its heading and that
paragraph, which says what is here and what needs it; the rest folds out below. In the HTML it
is open, so that it can be read without scripts; a script closes it.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from book._ext.disclosure import Disclosure

MARK = "second-reading"
SUMMARY = "Show it"


def sections(document: nodes.document) -> list[nodes.section]:
    """Return the sections that a first reading may skip."""
    return [
        paragraph.parent
        for paragraph in document.findall(nodes.paragraph)
        if MARK in paragraph["classes"] and isinstance(paragraph.parent, nodes.section)
    ]


def skipped(section: nodes.section) -> list[nodes.Node]:
    """Return what stands below the heading and the marked paragraph."""
    children: list[nodes.Node] = list(section.children)
    for place, node in enumerate(children):
        if isinstance(node, nodes.paragraph) and MARK in node["classes"]:
            return children[place + 1 :]
    return []


class FoldSecondReading(SphinxPostTransform):
    """Folds the sections, once their cells and boxes are as they are shown."""

    default_priority = 198
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the marked sections."""
        for section in sections(self.document):
            hidden = skipped(section)
            for node in hidden:
                section.remove(node)
            section += Disclosure("", *hidden, summary=SUMMARY, classes=["second"], open=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("book._ext.disclosure")
    app.add_post_transform(FoldSecondReading)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
