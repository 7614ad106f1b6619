"""Sphinx extension: lists of all figures and of all exercises, with links.

``{figure-list}`` and ``{exercise-list}`` stand where the list is wanted. The lists
are made after all pages were read, from what the pages hold, so they cannot
miss one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import clean_astext
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, exercise_subtitle


class ListPlace(nodes.General, nodes.Element):
    """Marks the place of a list; `kind` says which."""


class FigureList(SphinxDirective):
    """All figures, by page."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list, which is stale as soon as any page changes."""
        self.env.note_reread()
        return [ListPlace(kind="figures")]


class ExerciseList(SphinxDirective):
    """All exercises, by page."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list, which is stale as soon as any page changes."""
        self.env.note_reread()
        return [ListPlace(kind="exercises")]


def fill_lists(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the lists where their places are."""
    for place in list(doctree.findall(ListPlace)):
        entries = _figures if place["kind"] == "figures" else _exercises
        made: list[nodes.Node] = []
        for page in _pages(app):
            items = list(entries(app, page))
            if items:
                made.append(nodes.rubric("", clean_astext(app.env.titles[page])))
                made.append(nodes.bullet_list("", *(_item(app, docname, *item) for item in items)))
        place.replace_self(made)
        # The captions bring formulas to a page that had none when it was read.
        app.env.domains["math"].data["has_equations"][docname] = True


def _pages(app: Sphinx) -> list[str]:
    """All pages in the order of the table of contents."""
    order: list[str] = []

    def visit(page: str) -> None:
        order.append(page)
        for child in app.env.toctree_includes.get(page, []):
            visit(child)

    visit(str(app.config.root_doc))
    return order


def _figures(app: Sphinx, page: str) -> Iterator[tuple[str, str, list[nodes.Node]]]:
    numbers = app.env.toc_fignumbers.get(page, {}).get("figure", {})
    for figure in app.env.get_doctree(page).findall(nodes.figure):
        caption = next(iter(figure.findall(nodes.caption)), None)
        anchor = next((name for name in figure["ids"] if name in numbers), None)
        if caption is not None and anchor is not None:
            number = ".".join(map(str, numbers[anchor]))
            yield page, anchor, [nodes.Text(f"Figure {number}: "), *_first_sentence(caption)]


def _first_sentence(caption: nodes.caption) -> list[nodes.Node]:
    """The caption up to its first full stop, formulas as formulas."""
    kept: list[nodes.Node] = []
    for is_formula, children in groupby(
        caption.children, lambda node: isinstance(node, nodes.math)
    ):
        if is_formula:
            kept.extend(child.deepcopy() for child in children)
            continue
        words = "".join(child.astext() for child in children).replace("\n", " ")
        text, stop, _ = (words + " ").partition(". ")
        kept.append(nodes.Text(text if stop else words))
        if stop:
            break
    return kept


def _exercises(app: Sphinx, page: str) -> Iterator[tuple[str, str, list[nodes.Node]]]:
    def is_exercise(node: nodes.Node) -> bool:
        return isinstance(node, exercise_node | exercise_enumerable_node)

    numbers = app.env.toc_fignumbers.get(page, {}).get("exercise", {})
    for exercise in app.env.get_doctree(page).findall(is_exercise):
        anchor = str(exercise["label"])
        title = next(iter(exercise.findall(exercise_subtitle)), None)
        text = clean_astext(title).strip() if title is not None else anchor
        # The title's own brackets belong to how it stands behind "Exercise".
        text = text[1:-1] if text.startswith("(") else text
        if anchor in numbers:
            text = f"Exercise {'.'.join(map(str, numbers[anchor]))}: {text}"
        yield page, anchor, [nodes.Text(text)]


def _item(
    app: Sphinx, docname: str, page: str, anchor: str, text: list[nodes.Node]
) -> nodes.list_item:
    address = f"{app.builder.get_relative_uri(docname, page)}#{anchor}"
    link = nodes.reference("", "", *text, internal=True, refuri=address)
    return nodes.list_item("", nodes.paragraph("", "", link))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the two directives."""
    app.add_node(ListPlace)
    app.add_directive("figure-list", FigureList)
    app.add_directive("exercise-list", ExerciseList)
    # Late, when figures and exercises have their numbers and titles.
    app.connect("doctree-resolved", fill_lists, priority=900)
    return {"version": "1", "parallel_read_safe": True}
