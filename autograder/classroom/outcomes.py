"""How the submissions of an assignment came out, read back from what grading wrote.

Scores come from the gradebook, verdicts from the autograded notebooks. Those are files that
a student's work went into, so they are read within bounds, and what they say is taken only
where it fits the assignment: its exercises, its parts, its points.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.record import Record
from autograder.classroom.standings import Standing, standings
from autograder.course import Course
from autograder.errors import CourseError
from autograder.feedback.verdict_output import ShownVerdict, read_verdict
from autograder.harmless.text import plain_text
from autograder.harmless.values import mapping
from autograder.judge.exercise import Assignment, Exercise
from autograder.notebooks.bounds import is_within_bounds
from autograder.notebooks.cells import judged_exercise
from autograder.notebooks.files import read_bytes


@dataclass(frozen=True)
class Outcome:
    """How one student's submission came out.

    Attributes:
        standing: what the gradebook says.
        record: how grading went.
        verdicts: by exercise, those that could be read.
        source: the student's own cells by name; cells without a name are numbered.
    """

    standing: Standing
    record: Record
    verdicts: dict[str, ShownVerdict] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)

    @property
    def student(self) -> str:
        """The student's id."""
        return self.standing.student

    @property
    def score(self) -> float:
        """Points by the gradebook, less the penalty."""
        return self.standing.score or 0.0

    @property
    def was_graded(self) -> bool:
        """Whether the notebook could be executed and judged."""
        return not self.record.status.startswith("not graded")


def outcomes(
    course: Course,
    gradebook: ClassGradebook,
    assignment: Assignment,
    progress: Callable[[int, int], None],
) -> list[Outcome]:
    """How every graded submission came out, in the order of the students' ids.

    Raises:
        CourseError: nothing of the assignment was graded.
    """
    records = gradebook.records(assignment.name)
    of_class = {one.student: one for one in standings(gradebook, assignment.name)}
    if not records:
        raise CourseError(
            f"nothing of '{assignment.name}' was graded in this class: "
            f"run 'autograder grade {assignment.name}{course.option}' first"
        )
    found = []
    for done, (student, record) in enumerate(sorted(records.items()), start=1):
        standing = of_class.get(student) or Standing(student)
        path = course.autograded / student / assignment.name / f"{assignment.name}.ipynb"
        found.append(read_outcome(path, assignment, Outcome(standing, record)))
        progress(done, len(records))
    return found


def read_outcome(path: Path, assignment: Assignment, outcome: Outcome) -> Outcome:
    """Add what an autograded notebook says; one that cannot be read adds nothing."""
    verdicts: dict[str, ShownVerdict] = {}
    source: dict[str, str] = {}
    for number, cell in enumerate(_cells(path), start=1):
        judged = judged_exercise(cell)
        if judged and judged[1] in assignment.by_name:
            verdict = read_verdict(cell)
            if verdict and verdict.exercise == judged[1]:
                verdicts[judged[1]] = _fitting(verdict, assignment.by_name[judged[1]])
        elif cell.cell_type == "code" and not mapping(cell.metadata.get("nbgrader")).get("locked"):
            name = mapping(cell.metadata.get("nbgrader")).get("grade_id")
            source[name if isinstance(name, str) else f"cell {number}"] = cell.source
    return replace(outcome, verdicts=verdicts, source=source)


def _cells(path: Path) -> Iterator[NotebookNode]:
    try:
        content = read_bytes(path)
    except CourseError:
        return
    if not is_within_bounds(content):
        return
    try:
        found = json.loads(content)["cells"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return
    for cell in found if isinstance(found, list) else ():
        if _is_cell(cell):
            yield NotebookNode(cell | {"metadata": NotebookNode(cell["metadata"])})


def _is_cell(cell: Any) -> bool:
    match cell:
        case {"cell_type": str(), "metadata": dict(), "source": str()}:
            outputs = cell.get("outputs", [])
            return isinstance(outputs, list) and all(isinstance(output, dict) for output in outputs)
    return False


def _fitting(verdict: ShownVerdict, exercise: Exercise) -> ShownVerdict:
    """A verdict with the exercise's own parts and points, and with bounded text."""
    points = {part.name: part.points for part in exercise.parts}
    parts = tuple(
        replace(
            part,
            score=min(max(part.score, 0.0), points[part.name]),
            max_score=points[part.name],
            message=plain_text(part.message),
        )
        for part in verdict.parts
        if part.name in points
    )
    known = {mistake.name for mistake in exercise.mistakes}
    return replace(
        verdict,
        score=min(max(verdict.score, 0.0), exercise.points),
        message=plain_text(verdict.message),
        mistake=verdict.mistake if verdict.mistake in known else "",
        parts=parts,
    )
