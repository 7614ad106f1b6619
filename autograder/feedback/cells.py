"""A notebook's cells and their outputs as HTML that is safe in anybody's browser."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape
from nbconvert.filters import Highlight2HTML

from autograder.feedback.verdict_output import VERDICT_MIME, ShownVerdict
from autograder.harmless.html import preformatted, safe_html, safe_latex, safe_markdown
from autograder.harmless.terminal import MOST_CHARACTERS, terminal_html
from autograder.harmless.values import mapping

HIGHLIGHT = Highlight2HTML(pygments_lexer="ipython3")
MOST_SHARED = 20_000
"""Characters of a cell that may be kept: what everybody has in common is shorter."""


def body_of(cell: Any) -> Markup:
    """A cell's source: text as it reads, code in colours."""
    if cell.cell_type == "markdown":
        if cell.get("attachments") or len(cell.source) > MOST_SHARED:
            return safe_markdown(cell.source, cell.get("attachments"))
        return _known_text(cell.source)
    if cell.cell_type == "code":
        return _known_code(cell.source) if len(cell.source) < MOST_SHARED else _code(cell.source)
    return preformatted(escape(cell.source))


def _code(source: str) -> Markup:
    return _focusable(Markup(HIGHLIGHT(source))) if source.strip() else Markup()


# A class's notebooks have most cells in common: each is rendered once.
_known_code = lru_cache(500)(_code)
_known_text = lru_cache(500)(safe_markdown)


def outputs_of(cell: Any, verdict: ShownVerdict | None) -> Iterator[Markup]:
    """A cell's outputs, without the two that carry the verdict: it is shown as itself."""
    for output in cell.get("outputs", []):
        if VERDICT_MIME in mapping(output.get("data")) and verdict:
            continue
        if output.output_type == "stream":
            text = _text(output.text)
            if verdict and output.name == "stdout":
                text = text.rstrip().removesuffix(verdict.message.rstrip())
            if text.strip():
                yield preformatted(terminal_html(text), output.name)
        elif output.output_type == "error":
            lines = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
            yield preformatted(terminal_html(lines), "error")
        else:
            yield _rich_output(output, cell)


def _rich_output(output: Any, cell: Any) -> Markup:
    """The richest form of a figure, a table or a value that the page can show."""
    data = mapping(output.get("data"))
    for mime in ("image/svg+xml", "image/png", "image/jpeg"):
        if mime in data:
            return _figure(mime, _text(data[mime]), _alternative(output, cell, mime))
    forms: dict[str, Callable[[str], Markup]] = {
        "text/html": lambda text: _prose(safe_html(text)),
        "text/markdown": lambda text: _prose(safe_markdown(text)),
        "text/latex": lambda text: _prose(safe_latex(text)),
        "text/plain": lambda text: preformatted(terminal_html(text)),
    }
    for mime, form in forms.items():
        text = _text(data.get(mime, ""))
        if text and (mime == "text/plain" or len(text) <= 10 * MOST_CHARACTERS):
            return form(text)
    return Markup()


def _figure(mime: str, content: str, alternative: str) -> Markup:
    if mime == "image/svg+xml":
        content = base64.b64encode(content.encode()).decode()
    source = f"data:{mime};base64,{''.join(content.split())}"
    return Markup('<img class="figure" src="{}" alt="{}">').format(source, alternative)


def _alternative(output: Any, cell: Any, mime: str) -> str:
    metadata = mapping(output.get("metadata"))
    for holder in (mapping(metadata.get(mime)), metadata, cell.metadata):
        if holder.get("alt"):
            return str(holder["alt"])
    return "A figure without a description, drawn by the cell above"


def _prose(content: Markup) -> Markup:
    return Markup('<div class="prose">{}</div>').format(content)


def _focusable(content: Markup) -> Markup:
    """Let the keyboard scroll a block of code."""
    return Markup(str(content).replace("<pre>", '<pre tabindex="0">', 1))


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
