"""The code of a student's notebook as text to be read, never run."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

CELL_SEPARATOR = "\n# %%\n"
"""Stands between the cells of a notebook's joined source."""

MAGIC = re.compile(r"^([ \t]*)(?:[\w, ]+=[ \t]*)?[%!].*$", re.MULTILINE)
"""A line that is IPython's and not Python's: `%magic`, `!command`, `names = !command`."""


@lru_cache(maxsize=1)  # one student's notebook is asked for every exercise of it
def statements(source: str) -> tuple[ast.stmt, ...]:
    """The top-level statements of a notebook, in the order of its cells.

    Arguments:
        source: the notebook's code, cells joined by `CELL_SEPARATOR`.
    """
    cells = source.split(CELL_SEPARATOR)
    return tuple(statement for cell in cells for statement in cell_statements(cell))


def cell_statements(cell: str) -> list[ast.stmt]:
    """The top-level statements of one cell; none where it is neither Python nor IPython."""
    tree = _parsed(cell) or _parsed(MAGIC.sub(r"\1pass", cell))
    return tree.body if tree is not None else []


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
