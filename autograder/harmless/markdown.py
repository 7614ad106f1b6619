"""Markdown and other text of a student, made harmless for whoever opens it in a browser.

It stays Markdown, so no parser of HTML can clean it: one would take the "<b" of the formula
$a<b$ for a tag and its "&" for a broken entity. A "<" that could open a tag gets a space
behind it, after which no browser sees one, unless it opens a plain tag of a short list; in
a formula and in code the space changes nothing. Links that lead anywhere but to the web,
to mail, or within the notebook lose their target.
"""

from __future__ import annotations

import html
import re
from typing import Any

from nbformat import NotebookNode

from autograder.harmless.tags import TAGS

_PLAIN_TAGS = "|".join(sorted(TAGS))
_VALUE = r"""(?:"[^"<>&`\\]*"|'[^'<>&`\\]*')"""
_IMAGE = r"(?:attachment:[\w.%-]+|data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=]+)"
_ATTRIBUTE = (
    rf"\s+(?:(?:alt|title|width|height|align|colspan|rowspan)={_VALUE}"
    rf"""|href=["'](?:https?://|mailto:|\#)[^"'<>&`\\\s]*["']|src=["']{_IMAGE}["'])"""
)
_HARMLESS_TAG = re.compile(
    rf"<(?:/(?:{_PLAIN_TAGS})\s*|(?:{_PLAIN_TAGS})(?:{_ATTRIBUTE})*\s*/?"
    r"|https?://[^\s<>\"'`]*|[\w.+-]+@[\w.-]+)>",
    re.IGNORECASE,
)
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_TARGET = re.compile(r"(\]\(\s*|\]:\s*)([^\s)]+)")
_SAFE_TARGET = re.compile(
    r"https?://|mailto:|attachment:|data:image/(?:png|jpeg|gif);|[#./]|[^:]*$", re.IGNORECASE
)
_IN_OUTPUTS = ("text/markdown", "text/latex")


def harmless_text(text: str) -> str:
    """Change Markdown, LaTeX or raw text so that no tag and no link in it can run anything."""
    pieces = []
    position = 0
    for opening in _OPENING.finditer(text):
        start = opening.start()
        if start < position:
            continue
        tag = _HARMLESS_TAG.match(text, start)
        end = tag.end() if tag else start + 1
        pieces += [text[position:end], "" if tag else " "]
        position = end
    return _TARGET.sub(_safe_target, "".join([*pieces, text[position:]]))


def _safe_target(found: re.Match[str]) -> str:
    target = html.unescape(re.sub(r"\\(?=[^\w\s])", "", found[2])).lstrip("<")
    plain = re.sub(r"[\x00-\x20]", "", target)
    return found[0] if _SAFE_TARGET.match(plain) else f"{found[1]}#"


def make_harmless(notebook: NotebookNode) -> None:
    """Clean a notebook's Markdown and raw cells, and what its outputs hold of either.

    Locked cells are the teacher's own and stay as they are.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for output in cell.outputs:
                _clean_data(output.get("data", {}))
        elif not cell.metadata.get("nbgrader", {}).get("locked"):
            cell.source = harmless_text(cell.source)


def _clean_data(data: dict[str, Any]) -> None:
    for kind in _IN_OUTPUTS:
        if isinstance(data.get(kind), str):
            data[kind] = harmless_text(data[kind])
