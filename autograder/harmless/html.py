"""HTML and Markdown that others wrote, with nothing left that could run.

A student's outputs and Markdown cells are shown to the student in a feedback
page and to a logged-in teacher in formgrader. Neither may run a script of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.harmless.formulas import Formula, as_written, set_formulas
from autograder.harmless.tags import HEADINGS, TAGS

MOST_CHARACTERS = 200_000
"""Of one piece of HTML, images not counted."""
MOST_TAGS = 10_000
"""Of one piece of HTML: a browser's parser looks through all open tags at each new one."""
MOST_REPEATED = 32
"""Bold and other inline tags with attributes: the parser repeats them in each paragraph
until they are closed, and only those without attributes three times at most."""
MOST_MARKDOWN = 20_000
"""Characters of one piece of Markdown: its parser may need time with their square."""

DROPPED_TAGS = {
    *("applet", "audio", "canvas", "embed", "frame", "iframe", "math", "object", "svg", "video"),
    *("noembed", "noframes", "noscript", "script", "style", "template", "title", "xmp"),
    *("select", "textarea"),
}
"""Tags that go with all they hold; of any other, unknown tag the content stays."""
KNOWN_CLASS = re.compile(r"highlight|dataframe|[a-z][a-z0-9]{0,2}")
"""What Pygments and pandas name; the page's own classes are longer."""
SAFE_LINK = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
IMAGE = r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*"
ANY = re.compile("")
CELL_VALUES = {
    "colspan": re.compile(r"\d{1,3}\Z"),
    "rowspan": re.compile(r"\d{1,3}\Z"),
    "style": re.compile(r"text-align:\s*(left|right|center);?\Z"),
}
HEADING_VALUES = {"id": re.compile("(?!feedback-)")}  # the page's own anchors stay its own
ALLOWED_VALUES = {
    "a": {"href": SAFE_LINK},
    "img": {"src": re.compile(rf"{IMAGE}\Z"), "alt": ANY},
    "input": {"checked": ANY},
    "td": CELL_VALUES,
    "th": CELL_VALUES,
    **dict.fromkeys(HEADINGS, HEADING_VALUES),
}
"""How the value of an attribute must begin for the attribute to stay."""

_IMAGE_DATA = re.compile(IMAGE)
_REPEATED = re.compile(
    r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/]", re.IGNORECASE
)
_HEADING_TAG = re.compile("(</?h)([1-6])")
REPLACED_TAGS = {
    '<input checked="">': "☑ ",
    "<input>": "☐ ",
    "<pre": '<pre tabindex="0"',  # the keyboard can scroll it
    "<table": '<div class="scrolling" tabindex="0"><table',
    "</table>": "</table></div>",
}
_IMAGE_WITHOUT_SOURCE = re.compile('<img(?: alt="([^"]*)")?>')


def safe_html(source: object) -> Markup:
    """Reduce HTML to what is known to be harmless.

    Images stay if they are in the page itself; a link stays if it leads to the web, to
    mail, or within the page. Headings go two levels down: the page has its own above
    the notebook's. HTML that would take a parser too long is left out, and a note says so.
    """
    text = source.decode(errors="replace") if isinstance(source, bytes) else str(source)
    text = text.encode(errors="replace").decode()  # JSON can name half of a character
    if _takes_too_long(text):
        return Markup('<em class="left-out">[HTML is left out: there is too much of it]</em>')
    cleaned = nh3.clean(
        text,
        tags=TAGS | {"input"},
        clean_content_tags=DROPPED_TAGS,
        attributes={"*": {"class"}} | {tag: set(of) for tag, of in ALLOWED_VALUES.items()},
        attribute_filter=_allowed_value,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    return Markup(_for_the_page(cleaned))


def _takes_too_long(text: str) -> bool:
    return (
        len(_IMAGE_DATA.sub("", text)) > MOST_CHARACTERS
        or text.count("<") > MOST_TAGS
        or len(_REPEATED.findall(text)) > MOST_REPEATED
    )


def _allowed_value(tag: str, name: str, value: str) -> str | None:
    """Return what stays of an attribute's value, or None if the attribute goes."""
    if name == "class":
        known = [word for word in value.split() if KNOWN_CLASS.fullmatch(word)]
        return " ".join(known) if known and tag != "img" else None
    # The one name without a rule is `rel`, which nh3 itself puts in.
    rule = ALLOWED_VALUES.get(tag, {}).get(name, ANY)
    value = value.strip()
    return value if rule.match(value) else None


def _for_the_page(cleaned: str) -> str:
    """Change what a parser wrote: in that a "<" opens a tag, and stands nowhere else."""
    text = _HEADING_TAG.sub(lambda tag: f"{tag[1]}{min(int(tag[2]) + 2, 6)}", cleaned)
    text = _IMAGE_WITHOUT_SOURCE.sub(_left_out_image, text)
    for old, new in REPLACED_TAGS.items():
        text = text.replace(old, new)
    return text


def _left_out_image(image: re.Match[str]) -> str:
    described = f": {image[1]}" if image[1] else ""
    return f'<em class="left-out">[an image is left out{described}]</em>'


class _Renderer(IPythonRenderer):
    """Names headings, so that links within a notebook lead to them, and keeps formulas apart."""

    def __init__(self, attachments: Mapping[str, Any]) -> None:
        super().__init__(escape=False, exclude_anchor_links=True, attachments=attachments)
        self.formulas: list[Formula] = []

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        name = re.sub(r"\s", "-", self.as_written(Markup(text).striptags()))
        return str(super().heading(text, level, **attributes | {"id": name}))

    def block_math(self, body: str) -> str:
        return self._kept(body, True)

    def inline_math(self, body: str) -> str:
        return self._kept(body, False)

    def latex_environment(self, name: str, body: str) -> str:
        return self._kept(f"\\begin{{{name}}}{body}\\end{{{name}}}", True)

    def _kept(self, latex: str, is_display: bool) -> str:
        self.formulas.append((latex.strip(), is_display))
        return f"{_OPENED}{len(self.formulas) - 1}{_CLOSED}"

    def as_written(self, text: str) -> str:
        """Text with each formula's LaTeX in its place."""
        return _PLACE.sub(lambda place: as_written(self.formulas[int(place[1])]), text)

    def with_formulas(self, html: str) -> Markup:
        """Clean HTML with each formula in its place; in a tag's attribute, its LaTeX."""
        if not self.formulas:
            return Markup(html)
        formulas = set_formulas(self.formulas)

        def put(found: re.Match[str]) -> str:
            if found["place"]:
                return str(formulas[int(found["place"][1:-1])])
            return _PLACE.sub(
                lambda place: str(escape(as_written(self.formulas[int(place[1])]))), found[0]
            )

        return Markup(_TAG_OR_PLACE.sub(put, html))


_OPENED, _CLOSED = "\ue000", "\ue001"
"""Characters for private use stand around a formula's number while all else is cleaned."""
_PLACE = re.compile(f"{_OPENED}([0-9]+){_CLOSED}")
_TAG_OR_PLACE = re.compile(rf'<(?:[^">]|"[^"]*")*>|(?P<place>{_OPENED}[0-9]+{_CLOSED})')


def safe_markdown(source: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Render Markdown as harmless HTML, or as plain text if that is not possible.

    Formulas become MathML.
    """
    if len(source) > MOST_MARKDOWN:
        note = "[This is shown as plain text: it is too long to be rendered]"
        return preformatted(escape(f"{note}\n{source}"))
    renderer = _Renderer(attachments or {})
    try:
        own = source.replace(_OPENED, "").replace(_CLOSED, "")
        return renderer.with_formulas(safe_html(MarkdownWithMath(renderer=renderer).render(own)))
    except Exception:
        # Whatever it is that trips the renderer (an attachment that is missing,
        # say), a student gets feedback.
        return preformatted(escape(source))


def safe_latex(source: str) -> Markup:
    """Render LaTeX that a program displayed: a formula, in whatever marks stand around it."""
    found = _MARKED.fullmatch(source.strip())
    latex = next(filter(None, found.groups()), "") if found else source
    (formula,) = set_formulas([(latex.strip(), True)])
    return formula


_MARKED = re.compile(r"\$\$(.*)\$\$|\$(.*)\$|\\\[(.*)\\\]|\\\((.*)\\\)|(.*)", re.DOTALL)


@pass_context
def markdown2html(context: Context, source: str) -> Markup:
    """Render Markdown with `safe_markdown`, as a filter in place of nbconvert's of this name."""
    cell = context.get("cell")
    return safe_markdown(source, cell.get("attachments") if cell else None)


def preformatted(content: Markup, kind: str = "") -> Markup:
    """Make a block of output that the keyboard can scroll, with its content as it is."""
    return Markup('<pre class="output {}" tabindex="0">{}</pre>').format(kind, content)
