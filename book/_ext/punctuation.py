"""Sphinx extension: no line begins with a formula's full stop, or in the middle of 3 × 3 or (N, C).

A browser may break the line on either side of a formula, so a formula and the
punctuation that touches it are kept together. It may also break at each space of a
size or of a shape, so those spaces are made unbreakable.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

TOUCHES = re.compile(r"[^\s\w]+")
IN_A_SIZE = re.compile(r"(?<=\d) × (?=\d)")
SHAPE = re.compile(r"\((?:[-−\w.′'…]{1,6}, ){1,4}[-−\w.′'…]{0,6}\)")
"""Numbers or letters in brackets, few enough that no phone is too narrow for them."""
AS_TYPED = (nodes.literal, nodes.FixedTextElement, nodes.math)


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


def sizes_in_one_piece(app: Sphinx, document: nodes.document, page: str) -> None:
    """Make the spaces in 3 × 3 and in (N, C) unbreakable, but not in code or its output."""
    for text in list(document.findall(nodes.Text)):
        if isinstance(text.parent, AS_TYPED):
            continue
        whole = SHAPE.sub(_unbreakable, IN_A_SIZE.sub("\u00a0×\u00a0", text))
        if whole != text:
            text.parent.replace(text, nodes.Text(whole))


def _unbreakable(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\u00a0")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_post_transform(KeepTogether)
    app.connect("doctree-resolved", sizes_in_one_piece, priority=950)  # after the lists are made
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
