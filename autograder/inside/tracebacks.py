"""Tracebacks as IPython shows them, without the work that it does again for each.

Most submissions that are not right yet raise in several cells, and formatting a
traceback took longer than the rest of the notebook: for every frame of a cell,
`inspect` went through all loaded modules to find the one that the cell is in (it
is in none), and Pygments compiled its table of Python's tokens once more for a
subclass that adds none, made the same style and looked for the nearest of 256
colours again, coloured the whole cell for the few lines that are shown of it, and
a function through which every error goes anew each time. What is shown stays the
same.
"""

from __future__ import annotations

import functools
import inspect
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any

import stack_data.core
from pygments.formatters import terminal256
from pygments.lexers.python import PythonLexer

CELL = "<ipython-input-"
"""How IPython begins the file name of a cell's code."""
Formatter: Any = terminal256.Terminal256Formatter
package: Any = stack_data
frames: Any = stack_data.core
REMEMBERED = 256
"""Functions whose coloured text is kept."""


def prepare() -> None:
    """Make all tracebacks of this process, and of those forked from it, cheaper."""
    _know_cells()
    _share_tokens()
    _share_styles()
    _colour_what_is_shown()
    _remember_lines()


def _know_cells() -> None:
    look_up = inspect.getmodule

    @functools.wraps(look_up)
    def getmodule(object: Any, _filename: str | None = None) -> ModuleType | None:
        code = _code_of(object)
        if code is not None and code.co_filename.startswith(CELL):
            return None  # as looking through all modules would say
        return look_up(object, _filename)

    inspect.getmodule = getmodule


def _code_of(object: Any) -> CodeType | None:
    # Exact types: a student's object may lie about its own.
    if type(object) is TracebackType:
        return object.tb_frame.f_code
    if type(object) is FrameType:
        return object.f_code
    return object if type(object) is CodeType else None


def _share_tokens() -> None:
    PythonLexer()  # compiles its own table

    def share(lexer: Any) -> None:
        if "tokens" not in vars(lexer):
            lexer._tokens = PythonLexer._tokens
            lexer._all_tokens, lexer._tmpname = {}, 0

    PythonLexer.__init_subclass__ = classmethod(share)


def _share_styles() -> None:
    """A style with highlights, and the escape sequences of a style, are made once."""
    package.style_with_executing_node = functools.cache(frames.style_with_executing_node)
    set_up = Formatter._setup_styles
    made: dict[tuple[Any, ...], dict[str, tuple[str, str]]] = {}

    def set_up_once(self: Any) -> None:
        asked = (self.style, self.usebold, self.useunderline, self.useitalic)
        if asked not in made:
            set_up(self)
            made[asked] = self.style_string
        self.style_string = dict(made[asked])

    Formatter._setup_styles = set_up_once


def _colour_what_is_shown() -> None:
    """Of a scope, the lines from the first that is shown to the last are coloured.

    What is shown begins with a statement, where colouring needs to know of none before.
    """

    def _pygmented_scope_lines(self: Any) -> tuple[int, list[str]]:
        numbers = [line.lineno for line in self.lines if isinstance(line, frames.Line)]
        first, last = min(numbers), max(numbers)
        formatter, node = self.options.pygments_formatter, self.executing.node
        ranges = []
        if node and getattr(formatter.style, "for_executing_node", False):
            before = sum(len(line) + 1 for line in self.source.lines[: first - 1])
            start, end = self.source.asttext().get_text_range(node)
            ranges = [(start - before, end - before)]
        code = "\n".join(self.source.lines[first - 1 : last])
        return first, frames._pygmented_with_ranges(formatter, code, ranges)

    frames.FrameInfo._pygmented_scope_lines = frames.cached_property(_pygmented_scope_lines)


def _remember_lines() -> None:
    """The same text in the same style with the same highlight is coloured once."""
    colour = frames._pygmented_with_ranges

    @functools.lru_cache(maxsize=REMEMBERED)
    def coloured(style: Any, code: str, ranges: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
        return tuple(colour(Formatter(style=style), code, ranges))

    def lines(formatter: Any, code: str, ranges: list[tuple[int, int]]) -> list[str]:
        if type(formatter) is not Formatter:
            return list(colour(formatter, code, ranges))
        return list(coloured(formatter.style, code, tuple(ranges)))

    frames._pygmented_with_ranges = lines
