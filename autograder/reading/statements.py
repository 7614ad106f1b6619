"""The code of a student's notebook as text to be read, never run."""

from __future__ import annotations

import ast
from functools import lru_cache

CELL_SEPARATOR = "\n# %%\n"
"""Stands between the cells of a notebook's joined source."""


@lru_cache(maxsize=1)  # one student's notebook is asked for every exercise of it
def statements(source: str) -> tuple[ast.stmt, ...]:
    """The top-level statements of a notebook, in the order of its cells.

    Arguments:
        source: the notebook's code, cells joined by `CELL_SEPARATOR`; one that is not
            Python (magics) has none.
    """
    found: list[ast.stmt] = []
    for cell in source.split(CELL_SEPARATOR):
        try:
            found += ast.parse(cell).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return tuple(found)
