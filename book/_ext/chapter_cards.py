"""Sphinx extension: ``{chapter-cards}`` shows each chapter by a figure and what it holds.

Each line of the directive is ``page | figure | assignment | sentence``: the figure is one of
the chapter's own, by its name, so the card shows what the chapter computed.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import clean_astext

from book._ext.place import minutes_of


class CardsPlace(nodes.General, nodes.Element):
    """Marks the place of the cards; `cards` holds the directive's lines."""


class ChapterCards(SphinxDirective):
    """The cards of the chapters."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave a place for the cards: figures and reading times are known once all is read."""
        self.env.note_reread()
        return [CardsPlace(cards=[line.split(" | ") for line in self.content])]


def fill(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put the cards where their place is."""
    for place in list(document.findall(CardsPlace)):
        cards = [_card(app, docname, *line) for line in place["cards"]]
        place.replace_self(nodes.container("", *cards, classes=["cards"]))


def _card(
    app: Sphinx, docname: str, chapter: str, figure: str, assignment: str, sentence: str
) -> nodes.container:
    env = app.env
    pages = [chapter, *env.toctree_includes.get(chapter, [])]
    number = ".".join(map(str, env.toc_secnumbers[chapter][""]))
    title = clean_astext(env.titles[chapter])
    minutes = sum(minutes_of(env, page) for page in pages)
    address = escape(app.builder.get_relative_uri(docname, chapter))
    heading = f'<p class="card-title"><a href="{address}">{number}. {escape(title)}</a></p>'
    time = f"about {round(minutes, -1)} minutes to read"
    facts = f"{len(pages)} pages · {time} · assignment <code>{escape(assignment)}</code>"
    text = f'{heading}<p>{escape(sentence)}</p><p class="card-facts">{facts}</p>'
    picture = _picture(env, pages, figure)
    return nodes.container(
        "", picture, nodes.raw("", text, format="html"), classes=["card-chapter"]
    )


def _picture(env: BuildEnvironment, pages: list[str], name: str) -> nodes.image:
    for page in pages:
        for figure in env.get_doctree(page).findall(nodes.figure):
            if name in figure["ids"]:
                return next(iter(figure.findall(nodes.image))).deepcopy()
    raise ExtensionError(f"chapter-cards: no page of the chapter {pages[0]} has a figure {name}")


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_node(CardsPlace)
    app.add_directive("chapter-cards", ChapterCards)
    app.connect("doctree-resolved", fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
