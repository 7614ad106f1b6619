"""HTML and Markdown that others wrote, rebuilt from what is known to be harmless.

A student's outputs and Markdown cells are shown to the student in a feedback
page and to a logged-in teacher in formgrader. Neither may run a script of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

BARE_TAGS = {
    *("abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "sup", "u", "var", "br"),
    *("blockquote", "details", "div", "figcaption", "figure", "hr", "p", "pre", "summary"),
    *("dd", "dl", "dt", "li", "ol", "ul"),
    *("caption", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
"""Tags that stay; of their attributes stay those that `_attributes` knows."""
VOID_TAGS = {"br", "hr"}
DROPPED_TAGS = {
    *("applet", "audio", "canvas", "embed", "frame", "iframe", "math", "object", "svg", "video"),
    *("noembed", "noframes", "noscript", "script", "style", "template", "title", "xmp"),
    *("select", "textarea"),
}
"""Tags that go with all they hold; of any other, unknown tag the content stays."""
DEEPEST = 60
HEADING = re.compile(r"h([1-6])")
KNOWN_CLASS = re.compile(r"highlight|dataframe|[a-z][a-z0-9]{0,2}")
"""What Pygments and pandas name; the page's own classes are longer."""
SAFE_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
SAFE_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
ALIGNMENT = re.compile(r"text-align:\s*(left|right|center);?")


def safe_html(source: object) -> Markup:
    """HTML rebuilt from what is known to be harmless.

    It is parsed, and written anew tag by tag: only tags and attributes of a
    short list, every text and value escaped. Images stay if they are in the
    page itself; a link stays if it leads to the web, to mail, or within the page.
    """
    text = source.decode(errors="replace") if isinstance(source, bytes) else str(source)
    return _rebuild(BeautifulSoup(text, "html.parser").contents, 0)


def _rebuild(nodes: Sequence[PageElement], depth: int) -> Markup:
    return Markup().join(_rebuild_one(node, depth) for node in nodes)


def _rebuild_one(node: PageElement, depth: int) -> Markup:
    if not isinstance(node, Tag):
        hidden = isinstance(node, PreformattedString) or not isinstance(node, NavigableString)
        return Markup() if hidden else escape(str(node))
    if node.name in DROPPED_TAGS:
        return Markup()
    if depth > DEEPEST:
        return escape(node.get_text())
    if node.name == "img":
        return _rebuild_image(node)
    if node.name == "input":
        return Markup("☑ ") if node.has_attr("checked") else Markup("☐ ")
    return _rebuild_tag(node, _rebuild(node.contents, depth + 1))


def _rebuild_tag(tag: Tag, content: Markup) -> Markup:
    if heading := HEADING.fullmatch(tag.name):
        return _rebuild_heading(tag, int(heading[1]), content)
    if tag.name == "a":
        return _rebuild_link(tag, content)
    if tag.name == "table":
        return Markup('<div class="scrolling" tabindex="0"><table>{}</table></div>').format(content)
    if tag.name not in BARE_TAGS:
        return content
    opening = Markup("<{}{}>").format(tag.name, _attributes(tag))
    if tag.name in VOID_TAGS:
        return opening
    return Markup("{}{}</{}>").format(opening, content, tag.name)


def _rebuild_heading(tag: Tag, level: int, content: Markup) -> Markup:
    """A heading, two levels down: the page has its own above the notebook's."""
    name = re.sub(r"\s", "-", tag.get_text().strip())
    # The page's own anchors stay its own.
    anchor = Markup(' id="{}"').format(name) if not name.startswith("feedback-") else ""
    return Markup("<h{0}{1}>{2}</h{0}>").format(min(level + 2, 6), anchor, content)


def _rebuild_link(tag: Tag, content: Markup) -> Markup:
    target = re.sub(r"[\x00-\x20]", "", _attribute(tag, "href"))
    if not SAFE_LINK.match(target):
        return content
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(target, content)


def _rebuild_image(tag: Tag) -> Markup:
    source, alternative = _attribute(tag, "src"), _attribute(tag, "alt")
    if SAFE_IMAGE.fullmatch(source):
        return Markup('<img src="{}" alt="{}">').format(source, alternative)
    described = f": {alternative}" if alternative else ""
    return Markup('<em class="left-out">[an image is left out{}]</em>').format(described)


def _attributes(tag: Tag) -> Markup:
    kept = Markup()
    classes = [name for name in _attribute(tag, "class").split() if KNOWN_CLASS.fullmatch(name)]
    if classes:
        kept += Markup(' class="{}"').format(" ".join(classes))
    if tag.name in ("td", "th"):
        for name in ("colspan", "rowspan"):
            if re.fullmatch(r"\d{1,3}", _attribute(tag, name)):
                kept += Markup(' {}="{}"').format(name, _attribute(tag, name))
        if aligned := ALIGNMENT.fullmatch(_attribute(tag, "style").strip()):
            kept += Markup(' style="text-align:{}"').format(aligned[1])
    if tag.name == "pre":
        kept += Markup(' tabindex="0"')
    return kept


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def safe_markdown(source: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Markdown as sanitised HTML; as plain text where it cannot be rendered."""
    renderer = IPythonRenderer(
        escape=False, exclude_anchor_links=True, attachments=attachments or {}
    )
    try:
        return safe_html(MarkdownWithMath(renderer=renderer).render(source))
    except Exception:
        # Whatever it is that trips the renderer (an attachment that is missing,
        # say), a student gets feedback.
        return preformatted(escape(source))


@pass_context
def markdown2html(context: Context, source: str) -> Markup:
    """`safe_markdown` as a filter, in place of nbconvert's of this name."""
    cell = context.get("cell")
    return safe_markdown(source, cell.get("attachments") if cell else None)


def preformatted(content: Markup, kind: str = "") -> Markup:
    """A block of output as it is, which the keyboard can scroll."""
    return Markup('<pre class="output {}" tabindex="0">{}</pre>').format(kind, content)
