"""Puts a submission's notebook back into the form in which it was released.

What a student may not change (test cells, their points) comes from the source
notebook; what is theirs stays as it is, in their order. Cells that were
deleted, copied, moved or retyped cost nobody points: each kind of repair is said
in a note.
"""

from __future__ import annotations

import copy
from collections.abc import Collection

from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.notebooks.cells import UNGRADED, judged_exercise, visibly_tested_exercise
from autograder.notebooks.lost_names import names_of
from autograder.notebooks.recognise import (
    assignment_of,
    defined_in,
    defined_names,
    grade_id,
    grade_ids,
)
from autograder.notebooks.repairs import (
    MISSING,
    MOVED,
    NAMELESS,
    POINTS,
    PUT_BACK,
    RETYPED,
    TWICE,
    Repairs,
    in_words,
)


def restore(submitted: NotebookNode, source: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Combine a submission with the instructor's notebook.

    Arguments:
        submitted: the student's notebook.
        source: the instructor's, with hidden tests.

    Returns:
        The notebook to execute, and a note for each kind of thing that was repaired.

    Raises:
        CourseError: this is the notebook of another assignment, or of no course.
    """
    work = _Restoration(submitted, source)
    _check_assignment(submitted, source)
    work.match_cells()
    work.add_missing_cells()
    work.put_tests_after_solutions()
    notes = work.repairs.notes + work.tests_after_late_definitions()
    for index, cell in enumerate(work.cells):
        cell.id = f"cell-{index}"
    about = {key: copy.deepcopy(value) for key, value in source.items() if key != "cells"}
    return NotebookNode(about, cells=work.cells), notes


def _check_assignment(submitted: NotebookNode, source: NotebookNode) -> None:
    wanted, said = assignment_of(source), assignment_of(submitted)
    if said is not None and said != wanted:
        raise CourseError(f"this is the notebook of '{said}', not of '{wanted}'")
    if said is None and not _has_exercise_of(source, submitted):
        raise CourseError(
            f"this is not the notebook of '{wanted}': none of its exercises is in it; "
            "start from the released notebook"
        )


def _has_exercise_of(source: NotebookNode, submitted: NotebookNode) -> bool:
    wanted = grade_ids(source)
    return bool(wanted & grade_ids(submitted) or wanted & defined_names(submitted))


class _Restoration:
    def __init__(self, submitted: NotebookNode, source: NotebookNode) -> None:
        self.submitted = submitted
        self.originals = {name: cell for cell in source.cells if (name := grade_id(cell))}
        self.submitted_names = names_of(submitted.cells, self.originals)
        self.cells: list[NotebookNode] = []
        self.names: list[str | None] = []
        """The grade_id of each of the cells."""
        self.numbers: list[int] = []
        """The number that each of the cells has in the submission, from 1; 0 where it has none."""
        self.repairs = Repairs()

    def match_cells(self) -> None:
        """Take the student's cells; locked ones and all metadata from the source."""
        names = self.submitted_names
        for index, (cell, name) in enumerate(zip(self.submitted.cells, names, strict=True)):
            original = self.originals.get(name or "")
            if original is not None and name in names[index + 1 :]:
                # The last copy counts, as it would when running all cells.
                self.repairs.add(TWICE, str(name))
                if original.metadata.nbgrader.locked:
                    continue
                original = None
            restored = self._restored(cell, original, str(name)) if original else None
            self._insert(len(self.cells), restored or _without_grading(cell), index + 1)

    def _restored(self, cell: NotebookNode, original: NotebookNode, name: str) -> NotebookNode:
        restored = NotebookNode(original, metadata=copy.deepcopy(original.metadata))
        if not original.metadata.nbgrader.locked:
            restored.source = cell.source
        if cell.cell_type != original.cell_type:
            self.repairs.add(RETYPED, name)
        if grade_id(cell) is None:
            self.repairs.add(NAMELESS, name)
            return restored
        submitted, released = cell.metadata.nbgrader, original.metadata.nbgrader
        points = released.get("points")
        if points is not None and submitted.get("points", points) != points:
            self.repairs.add(POINTS, name)
        return restored

    def add_missing_cells(self) -> None:
        """Put back what was deleted, each after the cell it follows in the source.

        All but solution cells: the source's hold the solution.
        """
        previous: str | None = None
        for name, original in self.originals.items():
            if self._position(name) is None and original.metadata.nbgrader.solution:
                self.repairs.add(MISSING, name)
                continue
            if self._position(name) is None:
                self.repairs.add(PUT_BACK, name)
                self._insert(self._place_for(original, previous), copy.deepcopy(original))
            previous = name

    def _place_for(self, original: NotebookNode, previous: str | None) -> int:
        places = [self._position(previous)] if previous else []
        places += self._defining(_tested(original))
        return 1 + max((place for place in places if place is not None), default=-1)

    def put_tests_after_solutions(self) -> None:
        """A test that was moved above its solution runs right after it instead."""
        for name, original in self.originals.items():
            judged = judged_exercise(original)
            test = self._position(name)
            solution = self._position(judged[1]) if judged else None
            if test is not None and solution is not None and test < solution:
                self.repairs.add(MOVED, name)
                self._move(test, solution)

    def tests_after_late_definitions(self) -> list[str]:
        """Run the tests of what is defined further down alone where it is defined.

        Returns:
            A sentence that says so, if there is something to say.
        """
        late: dict[int, list[str]] = {}
        moved: set[str | None] = set()
        for name, original in self.originals.items():
            exercise = _tested(original)
            test = self._position(name)
            if exercise is None or test is None or self._is_written(exercise):
                continue
            defining = self._defining(exercise)
            if not defining or defining[-1] < test:
                continue
            number = self.numbers[defining[-1]]
            self._move(test, defining[-1], behind=moved)
            moved.add(name)
            late.setdefault(number, []).append(exercise)
        return [_late(list(dict.fromkeys(names)), number) for number, names in late.items()]

    def _is_written(self, exercise: str) -> bool:
        """Tell whether an exercise's own cell holds more than was released."""
        position = self._position(exercise)
        if position is None:
            return False
        cell = self.cells[position]
        return "NotImplementedError" not in cell.source and exercise in defined_in(cell)

    def _defining(self, exercise: str | None) -> list[int]:
        return [
            index
            for index, cell in enumerate(self.cells)
            if exercise and exercise in cell.source and exercise in defined_in(cell)
        ]

    def _move(self, old: int, new: int, behind: Collection[str | None] = ()) -> None:
        """Put a cell right after one that comes later, and after those of some names there."""
        cell, number = self.cells.pop(old), self.numbers.pop(old)
        del self.names[old]
        while new < len(self.names) and self.names[new] in behind:
            new += 1
        self._insert(new, cell, number)

    def _insert(self, index: int, cell: NotebookNode, number: int = 0) -> None:
        self.cells.insert(index, cell)
        self.names.insert(index, grade_id(cell))
        self.numbers.insert(index, number)

    def _position(self, name: str | None) -> int | None:
        return self.names.index(name) if name in self.names else None


def _tested(original: NotebookNode) -> str | None:
    """The exercise whose tests a cell of the source holds, if it holds any."""
    judged = judged_exercise(original)
    return judged[1] if judged else visibly_tested_exercise(original)


def _late(exercises: list[str], number: int) -> str:
    verb, whose = ("is", "its") if len(exercises) == 1 else ("are", "their")
    return (
        f"{in_words(exercises)} {verb} defined in cell number {number}, after {whose} tests, "
        f"which were run there: write each solution into its own cell."
    )


def _without_grading(cell: NotebookNode) -> NotebookNode:
    """A cell of the student's own: no metadata of it has a say in grading."""
    plain = NotebookNode(cell)
    tags = cell.metadata.get("tags")
    ungraded = isinstance(tags, list) and UNGRADED in tags
    plain.metadata = NotebookNode({"tags": [UNGRADED]} if ungraded else {})
    return plain
