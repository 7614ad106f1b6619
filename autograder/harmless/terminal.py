"""Text that a program printed, as HTML: colours, and lines that overwrite themselves."""

from __future__ import annotations

import re

from markupsafe import Markup, escape
from nbconvert.filters import ansi2html, strip_ansi

MOST_CHARACTERS = 20_000
"""Of one printed output; a page with more is no help on a phone."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def terminal_html(text: str) -> Markup:
    """Show text as a terminal would; what is more than `MOST_CHARACTERS` is cut, with a note."""
    lines = (_last_state(line) for line in text.replace("\r\n", "\n").split("\n"))
    kept = "\n".join(lines)
    more = len(kept) - MOST_CHARACTERS
    if more > 0:
        kept = f"{kept[:MOST_CHARACTERS]}\n… and {more} more characters"
    return Markup(_CONTROLS.sub("", _coloured(kept)))


def _last_state(line: str) -> str:
    """Return what is left of a line that a progress bar wrote over."""
    return line.rstrip("\r").rpartition("\r")[2]


def _coloured(text: str) -> str:
    try:
        return str(ansi2html(text))
    except IndexError:  # a sequence that names no colour, such as "\x1b[38m"
        return str(escape(strip_ansi(text)))
