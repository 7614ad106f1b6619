"""Sphinx extension: an exercise's title stands without brackets, and "graded" is a mark.

sphinx-exercise writes "Exercise 1.5 (Write hinge_loss (graded))"; here it reads
"Exercise 1.5 Write hinge_loss", with the mark behind it. The class "graded" gives the mark, too.
The stars say how hard an exercise is, and stand at the exercise alone, not at its solution.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

GRADED = " (graded)"
STARS = " ★"


class PlainTitles(SphinxPostTransform):
    """Edits the titles once sphinx-exercise has put them together."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the titles of exercises and their solutions."""
        for title in self.document.findall(nodes.title):
            classes = title.parent.get("classes", [])
            if "exercise" in classes:
                _take_off_brackets(title, between="")
                if "graded" in classes and not title.next_node(_is_mark):
                    title += [nodes.Text(" "), _mark()]
            elif "solution" in classes:
                for reference in title.findall(nodes.reference):
                    _take_off_brackets(reference, between=": ")
                    _take_off_stars(reference)


def _take_off_brackets(title: nodes.Element, between: str) -> None:
    for text in list(title.findall(nodes.Text)):
        if text == " (":
            text.parent.replace(text, nodes.Text(between))
        elif text == ")":
            text.parent.remove(text)
        elif text.endswith(GRADED):
            text.parent.replace(text, [nodes.Text(text.removesuffix(GRADED) + " "), _mark()])


def _take_off_stars(title: nodes.Element) -> None:
    for text in list(title.findall(nodes.Text)):
        text.parent.replace(text, nodes.Text(text.rstrip(STARS) if "★" in text else text))


def _mark() -> nodes.inline:
    return nodes.inline("", "graded", classes=["graded-mark"])


def _is_mark(node: nodes.Node) -> bool:
    return isinstance(node, nodes.inline) and "graded-mark" in node["classes"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_post_transform(PlainTitles)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
