"""Reads back, from what grading wrote, the outcomes of an assignment's submissions.

Scores come from the gradebook, verdicts from the autograded notebooks. Those are read in
limited processes, and what they say is taken only where it fits the assignment: its
exercises, its parts, its points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.outcome_work import OutcomeWork, fitting
from autograder.classroom.record import Record
from autograder.classroom.standings import Standing, standings
from autograder.course import Course
from autograder.errors import CourseError
from autograder.feedback.verdict_output import ShownVerdict, as_verdict
from autograder.judge.exercise import Assignment
from autograder.limited import Allowed, Limited

ALLOWED = Allowed(seconds=60, cpu_seconds=20)
"""What reading one graded notebook may take; a large one of an assignment takes 0.1 s."""
WORKERS = 2


@dataclass(frozen=True)
class Outcome:
    """The outcome of one student's submission.

    Attributes:
        standing: what the gradebook says.
        record: how grading went.
        verdicts: by exercise, those that could be read.
        prints: fingerprints of the student's own code, by the name of the cell.
        trouble: why the notebook could not be read, as the end of a sentence.
    """

    standing: Standing
    record: Record
    verdicts: dict[str, ShownVerdict] = field(default_factory=dict)
    prints: dict[str, list[int]] = field(default_factory=dict)
    trouble: str = ""

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
        """Tell whether the notebook could be executed and judged."""
        return not self.record.status.startswith("not graded")


def outcomes(
    course: Course,
    gradebook: ClassGradebook,
    assignment: Assignment,
    progress: Callable[[int, int], None],
) -> list[Outcome]:
    """Tell how every graded submission came out, in the order of the students' ids.

    Raises:
        CourseError: nothing of the assignment was graded.
    """
    records = gradebook.records(assignment.name)
    of_class = {standing.student: standing for standing in standings(gradebook, assignment.name)}
    if not records:
        raise CourseError(
            f"nothing of '{assignment.name}' was graded in this class: "
            f"run 'autograder grade {assignment.name}{course.option}' first"
        )
    found = {
        student: Outcome(of_class.get(student) or Standing(student), record)
        for student, record in sorted(records.items())
    }
    paths = {
        student: str(course.autograded / student / assignment.name / f"{assignment.name}.ipynb")
        for student in found
    }
    with Limited(lambda: OutcomeWork(assignment), min(WORKERS, len(paths)), ALLOWED) as processes:
        for done, (student, came) in enumerate(processes.answers(paths), start=1):
            found[student] = with_notebook(found[student], assignment, came.value, came.trouble)
            progress(done, len(paths))
    return list(found.values())


def with_notebook(
    outcome: Outcome, assignment: Assignment, plain: Mapping[str, Any], trouble: str = ""
) -> Outcome:
    """Add what a graded notebook says, as far as it fits.

    Arguments:
        outcome: from the gradebook.
        assignment: what it was about.
        plain: what `OutcomeWork` read.
        trouble: why it could not.
    """
    verdicts: dict[str, ShownVerdict] = {}
    shown = plain.get("verdicts")
    for verdict in map(as_verdict, shown if isinstance(shown, list) else ()):
        if verdict is not None and verdict.exercise in assignment.by_name:
            exercise = assignment.by_name[verdict.exercise]
            verdicts[exercise.name] = fitting(verdict, exercise)
    prints = dict(_prints(plain.get("prints")))
    return replace(outcome, verdicts=verdicts, prints=prints, trouble=trouble)


def _prints(plain: Any) -> Iterator[tuple[str, list[int]]]:
    for cell in plain if isinstance(plain, list) else ():
        match cell:
            case [str(name), list(found)] if all(isinstance(entry, int) for entry in found):
                yield name, found
