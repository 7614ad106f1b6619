"""Writes late penalties into the gradebook, whichever way a submission was graded.

All of a student's penalties are computed anew: a budget of late days is used up in the order
of the due dates, so what was handed in for one assignment decides about those after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import BasePlugin, LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.orm import Session

from autograder.classroom.late.plugin import LatePolicyPlugin, LateSubmission
from autograder.classroom.late.policy import LatePolicy, late_policy
from autograder.course import Course


@dataclass(frozen=True)
class _Row:
    """A notebook that was handed in, and all that its penalty depends on."""

    student: str
    assignment: str
    due: datetime | None
    timestamp: datetime | None
    extension: timedelta | None
    notebook_id: str
    score: float
    max_score: float
    penalty: float | None

    @property
    def seconds_late(self) -> float:
        if self.due is None or self.timestamp is None:
            return 0.0
        late = self.timestamp - self.due - (self.extension or timedelta())
        return max(0.0, late.total_seconds())


class Penalties:
    """Assigns the penalties of a class, by the plugin that its configuration names.

    Arguments:
        policy: what `late.toml` says; None where there is no such file.
        plugin: nbgrader's, or the course's own.
    """

    def __init__(self, policy: LatePolicy | None, plugin: BasePlugin) -> None:
        self.policy = policy
        self.plugin = plugin

    @classmethod
    def of(cls, course: Course) -> Penalties:
        """Those of a class.

        Raises:
            CourseError: its `late.toml` cannot be understood.
        """
        configured = AssignLatePenalties(config=course.config)
        configured.init_plugin()
        return cls(late_policy(course), configured.plugin_inst)

    @property
    def may_be_any(self) -> bool:
        """Tell whether anybody can have a penalty at all."""
        plain = isinstance(self.plugin, LateSubmissionPlugin)
        return not (self.policy is None and plain and self.plugin.penalty_method == "none")

    def assign(
        self, session: Session, students: Iterable[str] | None = None
    ) -> set[tuple[str, str]]:
        """Write due dates, extensions and penalties of students, anew.

        Arguments:
            session: of the gradebook; whoever opened it commits.
            students: whose; everybody's without it.

        Returns:
            The students and assignments whose penalty is another than before.
        """
        wanted = None if students is None else list(students)
        if self.policy is not None:
            _write_due_dates(session, self.policy)
            _write_extensions(session, self.policy, wanted)
        session.flush()
        changed = set()
        for student, of_student in groupby(_rows(session, wanted), lambda row: row.student):
            for row, penalty in self._penalties(list(of_student)):
                if (row.penalty or 0.0) != (penalty or 0.0):
                    session.execute(
                        sa.update(SubmittedNotebook)
                        .where(SubmittedNotebook.id == row.notebook_id)
                        .values(late_submission_penalty=penalty)
                        .execution_options(synchronize_session=False)
                    )
                    changed.add((student, row.assignment))
        return changed

    def _penalties(self, rows: Sequence[_Row]) -> Iterable[tuple[_Row, float | None]]:
        """The penalty of each of a student's notebooks, in the order of the due dates."""
        used = 0
        for _, of_assignment in groupby(rows, lambda row: row.assignment):
            days = 0
            for row in of_assignment:
                yield row, self._penalty(row, used)
                days = self.policy.days(row.seconds_late) if self.policy else 0
            used += days

    def _penalty(self, row: _Row, used: int) -> float | None:
        if row.seconds_late <= 0:
            return None
        if isinstance(self.plugin, LatePolicyPlugin):
            self.plugin.submission = (
                LateSubmission(self.policy, row.max_score, used) if self.policy else None
            )
        penalty = self.plugin.late_submission_penalty(row.student, row.score, row.seconds_late)
        return None if penalty is None else min(max(0.0, float(penalty)), row.score)


def _write_due_dates(session: Session, policy: LatePolicy) -> None:
    for name, due in policy.due.items():
        session.execute(
            sa.update(Assignment)
            .where(Assignment.name == name, Assignment.duedate.is_distinct_from(due))
            .values(duedate=due)
        )


def _write_extensions(session: Session, policy: LatePolicy, students: list[str] | None) -> None:
    """Of the assignments whose due date the file gives, it gives the extensions, too."""
    query = (
        sa.select(SubmittedAssignment, Assignment.name)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name.in_(policy.due))
    )
    if students is not None:
        query = query.where(SubmittedAssignment.student_id.in_(students))
    for submission, name in session.execute(query):
        extension = policy.extensions.get((submission.student_id, name))
        if submission.extension != extension:
            submission.extension = extension


def _rows(session: Session, students: list[str] | None) -> list[_Row]:
    query = (
        sa.select(
            SubmittedAssignment.student_id,
            Assignment.name,
            Assignment.duedate,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
            SubmittedNotebook.id,
            SubmittedNotebook.score,
            SubmittedNotebook.max_score,
            SubmittedNotebook.late_submission_penalty,
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .order_by(SubmittedAssignment.student_id, Assignment.duedate, Assignment.name)
    )
    if students is not None:
        query = query.where(SubmittedAssignment.student_id.in_(students))
    return [_row(*found) for found in session.execute(query)]


def _row(*found: Any) -> _Row:
    row = _Row(*found)
    return row if row.score is not None else _Row(*found[:6], 0.0, *found[7:])
