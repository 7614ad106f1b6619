"""Puts a submission's notebook back into the form in which it was released.

What a student may not change (test cells, their points) comes from the source
notebook; what is theirs stays as it is, in their order. Cells that were
deleted, copied, moved or retyped cost nobody points: each such repair is said
in a note.
"""

from __future__ import annotations

import ast
import copy

from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.notebooks.cells import judged_exercise
from autograder.notebooks.recognise import assignment_of, grade_id, grade_ids


def restore(submitted: NotebookNode, source: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Combine a submission with the instructor's notebook.

    Arguments:
        submitted: the student's notebook.
        source: the instructor's, with hidden tests.

    Returns:
        The notebook to execute, and a note for each thing that was repaired.

    Raises:
        CourseError: this is the notebook of another assignment, or of no course.
    """
    _check_assignment(submitted, source)
    work = _Restoration(submitted, source)
    work.match_cells()
    work.add_missing_cells()
    work.put_tests_after_solutions()
    for index, cell in enumerate(work.cells):
        cell.id = f"cell-{index}"
    about = {key: copy.deepcopy(value) for key, value in source.items() if key != "cells"}
    return NotebookNode(about, cells=work.cells), work.notes


def _check_assignment(submitted: NotebookNode, source: NotebookNode) -> None:
    wanted, said = assignment_of(source), assignment_of(submitted)
    if said is not None and said != wanted:
        raise CourseError(f"this is the notebook of '{said}', not of '{wanted}'")
    if said is None and not (grade_ids(submitted) & grade_ids(source)):
        raise CourseError(
            f"this is not the notebook of '{wanted}': none of its exercises is in it; "
            "start from the released notebook"
        )


class _Restoration:
    def __init__(self, submitted: NotebookNode, source: NotebookNode) -> None:
        self.submitted = submitted
        self.originals = {name: cell for cell in source.cells if (name := grade_id(cell))}
        self.cells: list[NotebookNode] = []
        self.names: list[str | None] = []
        """The grade_id of each of the cells."""
        self.notes: list[str] = []

    def match_cells(self) -> None:
        """Take the student's cells; locked ones and all metadata from the source."""
        names = [grade_id(cell) for cell in self.submitted.cells]
        for index, (cell, name) in enumerate(zip(self.submitted.cells, names, strict=True)):
            original = self.originals.get(name or "")
            if original is None:
                self._insert(len(self.cells), _without_grading(cell))
            elif name in names[index + 1 :]:
                # The last copy counts, as it would when running all cells.
                self.notes.append(f"The cell {name} is in the notebook more than once.")
                if not original.metadata.nbgrader.locked:
                    self._insert(len(self.cells), _without_grading(cell))
            else:
                self._insert(len(self.cells), self._restored(cell, original, str(name)))

    def _restored(self, cell: NotebookNode, original: NotebookNode, name: str) -> NotebookNode:
        restored = NotebookNode(original, metadata=copy.deepcopy(original.metadata))
        if not original.metadata.nbgrader.locked:
            restored.source = cell.source
        if cell.cell_type != original.cell_type:
            self.notes.append(f"The cell {name} had been turned into {cell.cell_type}.")
        submitted, released = cell.metadata.nbgrader, original.metadata.nbgrader
        points = released.get("points")
        if points is not None and submitted.get("points", points) != points:
            self.notes.append(f"The points of the cell {name} had been changed.")
        return restored

    def add_missing_cells(self) -> None:
        """Put back what was deleted, each after the cell it follows in the source.

        All but solution cells: the source's hold the solution.
        """
        previous: str | None = None
        for name, original in self.originals.items():
            if self._position(name) is None and original.metadata.nbgrader.solution:
                self.notes.append(f"The cell {name} was missing.")
            elif self._position(name) is None:
                self.notes.append(f"The cell {name} was missing and was put back.")
                self._insert(self._place_for(original, previous), copy.deepcopy(original))
            previous = name

    def _place_for(self, original: NotebookNode, previous: str | None) -> int:
        judged = judged_exercise(original)
        places = [self._position(previous) if previous else None]
        if judged:
            places += [i for i, cell in enumerate(self.cells) if _defines(cell, judged[1])]
        return 1 + max((place for place in places if place is not None), default=-1)

    def put_tests_after_solutions(self) -> None:
        """A test that was moved above its solution runs right after it instead."""
        for name, original in self.originals.items():
            judged = judged_exercise(original)
            test = self._position(name)
            exercise = judged[1] if judged else None
            solution = self._position(exercise) if exercise else None
            if test is not None and solution is not None and test < solution:
                self.notes.append(f"The cell {name} had been moved above {exercise}.")
                del self.names[test]
                self._insert(solution, self.cells.pop(test))

    def _insert(self, index: int, cell: NotebookNode) -> None:
        self.cells.insert(index, cell)
        self.names.insert(index, grade_id(cell))

    def _position(self, name: str | None) -> int | None:
        return self.names.index(name) if name in self.names else None


def _without_grading(cell: NotebookNode) -> NotebookNode:
    """A cell of the student's own: no metadata of it has a say in grading."""
    plain = NotebookNode(cell)
    tags = cell.metadata.get("tags")
    ungraded = isinstance(tags, list) and "ungraded" in tags
    plain.metadata = NotebookNode({"tags": ["ungraded"]} if ungraded else {})
    return plain


def _defines(cell: NotebookNode, function: str) -> bool:
    if cell.cell_type != "code" or function not in cell.source:
        return False
    try:
        tree = ast.parse(cell.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == function
        for node in tree.body
    )
