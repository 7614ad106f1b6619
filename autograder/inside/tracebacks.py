"""An error as a student reads it: the lines of their own cells, its type and its text."""

from __future__ import annotations

import traceback

CELL = "Cell In["
"""How the name of a cell begins: its code is compiled from a file of this name."""


def cell_name(number: int) -> str:
    """The name of a cell in tracebacks, which is how notebooks show its number."""
    return f"{CELL}{number}]"


def message_of(error: BaseException) -> str:
    """Return what an error says, even if the student's own class cannot say it."""
    return str(traceback.TracebackException(type(error), error, None))


def traceback_of(error: BaseException) -> list[str]:
    """Lines that show where in the student's cells an error was raised, and what it says.

    Errors that it was raised from are shown as Python shows them. Calls inside libraries
    are left out.
    """
    shown = traceback.TracebackException(
        type(error), error, error.__traceback__, lookup_lines=False
    )
    _keep_cells(shown)
    text = "".join(shown.format() if shown.stack else shown.format_exception_only())
    return text.rstrip("\n").split("\n")


def _keep_cells(shown: traceback.TracebackException) -> None:
    """Drop all calls but those in cells, here and in all errors that came before."""
    waiting = [shown]
    while waiting:
        error = waiting.pop()
        error.stack[:] = [frame for frame in error.stack if frame.filename.startswith(CELL)]
        waiting += filter(None, (error.__cause__, error.__context__, *(error.exceptions or ())))
