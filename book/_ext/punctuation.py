"""Sphinx extension: no line begins with the full stop that belongs to a formula.

A browser may break the line on either side of a formula, so a formula and the
punctuation that touches it are kept together.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

TOUCHES = re.compile(r"[^\s\w]+")


class KeepTogether(SphinxPostTransform):
    """Wraps each formula in the text with what stands right behind it."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the page's formulas."""
        for formula in list(self.document.findall(nodes.math)):
            parent = formula.parent
            after = parent.index(formula) + 1
            text = parent[after] if after < len(parent) else None
            if not isinstance(text, nodes.Text) or not (touching := TOUCHES.match(text)):
                continue
            tail = nodes.Text(touching[0])
            parent[after] = nodes.Text(text[touching.end() :])
            parent[after - 1] = nodes.inline("", "", formula.deepcopy(), tail, classes=["together"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_post_transform(KeepTogether)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
