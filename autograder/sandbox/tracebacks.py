"""Tracebacks as IPython shows them, without the work that it does again for each.

Most submissions that are not right yet raise in several cells, and formatting a
traceback took longer than the rest of the notebook: for every frame of a cell,
`inspect` went through all loaded modules to find the one that the cell is in (it
is in none), and Pygments compiled its table of Python's tokens once more for a
subclass that adds none. What is shown stays the same.
"""

from __future__ import annotations

import functools
import inspect
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any

from pygments.lexers.python import PythonLexer

CELL = "<ipython-input-"
"""How IPython begins the file name of a cell's code."""


def prepare() -> None:
    """Make all tracebacks of this process, and of those forked from it, cheaper."""
    _know_cells()
    _share_tokens()


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
