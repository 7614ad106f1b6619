"""Sphinx extension: each page says where in the book it stands, how long it takes, what it is.

The templates get ``place`` (chapter, section, minutes) and ``description``, the page's first
sentences, which links that are shared show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from book._ext.second_reading import sections, skipped

WORDS_A_MINUTE = 150
"""Slower than a novel: formulas, figures and guesses take their time."""

LONGEST_DESCRIPTION = 200


@dataclass(frozen=True)
class Place:
    """A page's chapter and number in it; `section` is None for the chapter's own page.

    `minutes` are for the whole page, `first` for what a first reading does not skip.
    """

    chapter: str
    number: int
    section: int | None
    sections: int
    minutes: int
    first: int


def minutes_of(env: BuildEnvironment, page: str) -> int:
    """Return how long a page takes to read, in minutes, at least 1."""
    return max(1, round(_words(env.get_doctree(page)) / WORDS_A_MINUTE))


def minutes_of_first_reading(env: BuildEnvironment, page: str) -> int:
    """Return the same without what is for a second reading."""
    document = env.get_doctree(page)
    later = sum(_words(node) for section in sections(document) for node in skipped(section))
    return max(1, round((_words(document) - later) / WORDS_A_MINUTE))


def _words(node: nodes.Node) -> int:
    """Count the words to read, without the answers to exercises, which fold."""
    paragraphs = node.findall(nodes.paragraph)
    return sum(
        len(paragraph.astext().split()) for paragraph in paragraphs if not _answers(paragraph)
    )


def _answers(node: nodes.Node) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and "solution" in node.get("classes", []):
            return True
        node = node.parent
    return False


def place_of(env: BuildEnvironment, page: str) -> Place | None:
    """Return where a page of a chapter stands, None for all other pages."""
    number = env.toc_secnumbers.get(page, {}).get("")
    chapter = page.split("/")[0]
    if number is None and chapter == page:
        return None
    pages = env.toctree_includes.get(chapter, [])
    chapter_number = env.toc_secnumbers.get(chapter, {}).get("")
    if not pages or chapter_number is None:
        return None
    section = pages.index(page) + 1 if page in pages else None
    return Place(
        chapter,
        chapter_number[0],
        section,
        len(pages),
        minutes_of(env, page),
        minutes_of_first_reading(env, page),
    )


def description_of(document: nodes.document) -> str:
    """Return a page's first paragraph, cut at a word."""
    for paragraph in document.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > 40:
            if len(text) <= LONGEST_DESCRIPTION:
                return text
            return text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " …"
    return ""


def tell_the_template(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template what it shows above the page and in its head."""
    if doctree is not None:
        context["place"] = place_of(app.env, pagename)
        context["description"] = description_of(app.env.get_doctree(pagename))
        context["html_baseurl"] = app.config.html_baseurl


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("html-page-context", tell_the_template)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
