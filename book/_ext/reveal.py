"""Sphinx extension: the answer to "Predict, then run" is folded until the reader has guessed.

What a cell puts out below such a box, and all that follows up to the next heading or box,
stands behind "I have guessed: show me". Where no cell follows, the text that does is
folded. In the HTML it is open, so that it can be read without scripts; a script closes it.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from book._ext.disclosure import Disclosure

BOX = "predict"
SUMMARY = "I have guessed: show me"


class FoldAnswers(SphinxPostTransform):
    """Folds what follows each box, once the cells are as they are shown."""

    default_priority = 195
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the boxes."""
        for box in list(self.document.findall(nodes.admonition)):
            if BOX in box["classes"]:
                self.fold_after(box)

    def fold_after(self, box: nodes.admonition) -> None:
        """Fold the answer to one box."""
        parent = box.parent
        following = _until_next_heading_or_box(parent.children[parent.index(box) + 1 :])
        cell = next((node for node in following if _parts_after_code(node)), None)
        answer: list[nodes.Node] = following
        if cell is not None:
            answer = following[following.index(cell) + 1 :]
            parts = _parts_after_code(cell)
            if len(parts) == len(cell.children):  # a figure whose code is folded below it
                answer.insert(0, cell)
            else:
                for part in parts:
                    cell.remove(part)
                answer = [*parts, *answer]
        if not answer:
            return
        place = parent.index(cell) + 1 if cell is not None and cell not in answer else None
        if place is None:
            place = parent.index(answer[0])
        for node in answer:
            if node.parent is parent:
                parent.remove(node)
        parent.insert(
            place, Disclosure("", *answer, summary=SUMMARY, classes=["reveal"], open=True)
        )


def _until_next_heading_or_box(following: list[nodes.Node]) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    for node in following:
        if isinstance(node, nodes.section | nodes.Admonition):
            break
        found.append(node)
    return found


def _parts_after_code(node: nodes.Node) -> list[nodes.Node]:
    """Return what of a code cell answers: all but its code, where it puts something out."""
    if not isinstance(node, nodes.container) or node.get("nb_element") != "cell_code":
        return []
    if not any(part.get("nb_element") == "cell_code_output" for part in node.children):
        return []
    return [part for part in node.children if part.get("nb_element") != "cell_code_source"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("book._ext.disclosure")
    app.add_post_transform(FoldAnswers)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
