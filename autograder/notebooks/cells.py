"""Tells from a cell of a course's notebook what it is for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

VISIBLE = "visible_"
"""How the names of cells with visible tests begin."""
UNGRADED = "ungraded"
"""Of cells with this tag (pictures, training runs) grading runs the definitions alone."""
HIDDEN_TESTS = re.compile(r'^hidden_tests\("(\w+)", "(\w+)"\)$', re.MULTILINE)


def judged_exercise(cell: NotebookNode) -> tuple[str, str] | None:
    """The (assignment, exercise) whose hidden tests a cell holds, if it does."""
    if cell.cell_type != "code":
        return None
    found = HIDDEN_TESTS.search(cell.source)
    return (found[1], found[2]) if found else None


def visibly_tested_exercise(cell: NotebookNode) -> str | None:
    """The exercise whose visible tests a restored cell holds, if it does."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return str(grade_id).removeprefix(VISIBLE) if grade_id.startswith(VISIBLE) else None
