"""Finds out what the cells of a submission are whose metadata got lost.

Some programs keep of a cell its source alone. A locked cell is then known by that,
and a solution by the name that it defines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nbformat import NotebookNode

from autograder.notebooks.recognise import defined_in, grade_id

HIDDEN = re.compile(r"^### BEGIN HIDDEN TESTS\n.*?^### END HIDDEN TESTS\n?", re.M | re.S)
"""What the release leaves out of a test cell."""


def names_of(
    cells: Sequence[NotebookNode], originals: Mapping[str, NotebookNode]
) -> list[str | None]:
    """The name of each cell: its own, or that of the cell in the source which it must be.

    Arguments:
        cells: the student's.
        originals: the cells of the source notebook, by name.
    """
    names = [grade_id(cell) for cell in cells]
    lost = {name: original for name, original in originals.items() if name not in names}
    by_source = {_released(cell): name for name, cell in lost.items() if _is_locked(cell)}
    for index, cell in enumerate(cells):
        if names[index] is None and cell.cell_type == "code":
            name = by_source.pop(cell.source.strip(), None) or _solution_in(cell, lost)
            if name is not None and not _is_locked(lost[name]):
                # The last one counts, as it would when running all cells.
                names = [None if other == name else other for other in names]
            names[index] = name
    return names


def _solution_in(cell: NotebookNode, lost: Mapping[str, NotebookNode]) -> str | None:
    """The exercise that a cell solves, if that is plain: it defines no second one."""
    solved = [name for name in defined_in(cell) if name in lost and not _is_locked(lost[name])]
    return solved[0] if len(solved) == 1 else None


def _is_locked(original: NotebookNode) -> bool:
    return bool(original.metadata.nbgrader.locked)


def _released(original: NotebookNode) -> str:
    return HIDDEN.sub("", original.source).strip()
