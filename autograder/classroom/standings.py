"""Reads from the gradebook each student's standing, with one query per assignment.

A score's one truth is the gradebook: points given by hand and late penalties are in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from nbgrader.api import Grade, Student, SubmittedAssignment, SubmittedNotebook

from autograder.classroom.gradebook import ClassGradebook
from autograder.course import Course, shown_url
from autograder.errors import CourseError
from autograder.harmless.values import finite_number


@dataclass(frozen=True)
class Standing:
    """One student of the roster, and their submission of one assignment if there is one.

    Attributes:
        student: the id, which is also the name of their folder.
        name: first and last name, as far as the roster has them.
        email: by the roster.
        lms_id: the id that the learning management system knows them by.
        points: what they earned, before any penalty; None where nothing was handed in, or
            nothing of it graded yet.
        penalty: points taken off for being late.
        timestamp: when it was handed in, in UTC; None where that is not known.
        seconds_late: past the due date and the student's own extension.
        waiting: why a person has to look at a score; empty where nobody has to.
    """

    student: str
    name: str = ""
    email: str = ""
    lms_id: str = ""
    points: float | None = None
    penalty: float = 0.0
    timestamp: datetime | None = None
    seconds_late: float = 0.0
    waiting: str = ""

    @property
    def score(self) -> float | None:
        """Points after the penalty; None where nothing was handed in or graded."""
        return None if self.points is None else max(0.0, self.points - self.penalty)

    @property
    def shown_name(self) -> str:
        """The name by the roster, or the id."""
        return self.name or self.student


def has_gradebook(course: Course) -> bool:
    """Tell whether a class's gradebook is there; of a server's that is known once it is opened."""
    url = sa.make_url(course.db_url)
    is_file = url.drivername.startswith("sqlite") and bool(url.database)
    return not is_file or Path(str(url.database)).is_file()


def open_gradebook(course: Course) -> ClassGradebook:
    """Open a class's gradebook that is already there, and make none.

    Raises:
        CourseError: there is none, or it cannot be used.
    """
    if not has_gradebook(course):
        raise CourseError(
            f"this class has no gradebook yet ({shown_url(course.db_url)} is missing): "
            f"run 'autograder grade ASSIGNMENT{course.option}' first"
        )
    return ClassGradebook(course.db_url, course.directory.course_id)


def standings(gradebook: ClassGradebook, assignment: str) -> list[Standing]:
    """Everybody on the roster, in the order of their ids.

    Raises:
        CourseError: the gradebook does not know the assignment.
    """
    if not gradebook.knows(assignment):
        raise CourseError(
            f"the gradebook does not know '{assignment}': "
            f"run 'autograder release {assignment}' and 'autograder grade {assignment}' first"
        )
    known = gradebook.book.find_assignment(assignment)
    columns = (
        Student.id,
        Student.first_name,
        Student.last_name,
        Student.email,
        Student.lms_user_id,
        SubmittedAssignment.score,
        SubmittedAssignment.late_submission_penalty,
        SubmittedAssignment.timestamp,
        SubmittedAssignment.extension,
        SubmittedAssignment.needs_manual_grade,
    )
    of_this = (SubmittedAssignment.student_id == Student.id) & (
        SubmittedAssignment.assignment_id == known.id
    )
    rows = gradebook.book.db.execute(
        sa.select(*columns)
        .select_from(sa.outerjoin(Student, SubmittedAssignment, of_this))
        .order_by(Student.id)
    )
    outdated = _with_grades(
        gradebook, known.id, Grade.needs_manual_grade & Grade.manual_score.is_not(None)
    )
    graded = _with_grades(
        gradebook, known.id, Grade.auto_score.is_not(None) | Grade.manual_score.is_not(None)
    )
    return [_standing(row, known.duedate, outdated, graded) for row in rows]


def _standing(row: Any, due: datetime | None, outdated: set[str], graded: set[str]) -> Standing:
    student, first, last, email, lms_id, points, penalty, timestamp, extension, waits = row
    handed_in = student in graded
    waiting = ""
    if student in outdated:
        waiting = "a manual score for an older version: look again"
    elif handed_in and waits:
        waiting = "a part waits to be graded by hand"
    return Standing(
        student=student,
        name=" ".join(filter(None, (first, last))),
        email=email or "",
        lms_id=lms_id or "",
        points=finite_number(points) if handed_in else None,
        penalty=finite_number(penalty) if handed_in else 0.0,
        timestamp=timestamp,
        seconds_late=_seconds_late(timestamp, due, extension),
        waiting=waiting,
    )


def _seconds_late(
    timestamp: datetime | None, due: datetime | None, extension: timedelta | None
) -> float:
    if timestamp is None or due is None:
        return 0.0
    return max(0.0, (timestamp - due - (extension or timedelta())).total_seconds())


def _with_grades(
    gradebook: ClassGradebook, assignment_id: str, condition: sa.ColumnElement[bool]
) -> set[str]:
    """The students who have a grade of an assignment that fulfils a condition."""
    query = (
        sa.select(SubmittedAssignment.student_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(SubmittedAssignment.assignment_id == assignment_id, condition)
    )
    return set(gradebook.book.db.execute(query).scalars())
