"""Makes text that a student may have written safe to print: in a terminal, a log, a table.

An escape sequence can set a terminal's title, fill the clipboard, or move the cursor up and
write another student's score; a mark for writing direction can turn a line around; a cell that
begins with "=" is a formula to a spreadsheet.
"""

from __future__ import annotations

import re

# ECMA-48: a control sequence, a command string (title, clipboard) with or without its end,
# any other escape. Each is bounded by what it may hold, so that reading stays linear.
ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{DIRECTIONS}\ud800-\udfff]")
FORMULA = re.compile(r"\s*[=+\-@]")
MOST = 2000


def plain_text(text: str, most: int = MOST) -> str:
    """The text without what a terminal would obey, cut to a number of characters.

    Tabs and line ends stay. A character that cannot be seen becomes "\N{REPLACEMENT CHARACTER}".
    """
    shown = UNSEEN.sub("\N{REPLACEMENT CHARACTER}", ESCAPES.sub("", text[: 2 * most]))
    return shown if len(shown) <= most and len(text) <= 2 * most else f"{shown[:most]}…"


def plain_line(text: str, most: int = MOST) -> str:
    """The same on one line, for a row of a table or a log."""
    return " ".join(plain_text(text, most).split())


def csv_cell(text: str, most: int = MOST) -> str:
    """The same for a cell of a table that a spreadsheet opens: never a formula."""
    line = plain_line(text, most)
    return f"'{line}" if FORMULA.match(line) else line
