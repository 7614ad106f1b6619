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

WORDS_A_MINUTE = 150
"""Slower than a novel: formulas, figures and guesses take their time."""

LONGEST_DESCRIPTION = 200


@dataclass(frozen=True)
class Place:
    """A page's chapter and number in it; `section` is None for the chapter's own page."""

    chapter: str
    number: int
    section: int | None
    sections: int
    minutes: int


def minutes_of(env: BuildEnvironment, page: str) -> int:
    """Return how long a page takes to read, in minutes, at least 1."""
    paragraphs = env.get_doctree(page).findall(nodes.paragraph)
    words = sum(len(paragraph.astext().split()) for paragraph in paragraphs)
    return max(1, round(words / WORDS_A_MINUTE))


def place_of(env: BuildEnvironment, page: str) -> Place | None:
    """Return where a page of a chapter stands, None for all other pages."""
    number = env.toc_secnumbers.get(page, {}).get("")
    chapter = page.split("/")[0]
    if number is None and chapter == page:
        return None
    sections = env.toctree_includes.get(chapter, [])
    chapter_number = env.toc_secnumbers.get(chapter, {}).get("")
    if not sections or chapter_number is None:
        return None
    section = sections.index(page) + 1 if page in sections else None
    return Place(chapter, chapter_number[0], section, len(sections), minutes_of(env, page))


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
