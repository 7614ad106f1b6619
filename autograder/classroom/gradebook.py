"""The gradebook: nbgrader's own, written by one process, in one transaction per submission.

Beside nbgrader's tables stands one of ours that says what was graded: the
submission's checksum, the seed, how it came out. It is written in the same
transaction as the scores, so after a kill at any moment a submission is either
graded or not, and a rerun grades just what is missing or changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.orm import Session

from autograder.classroom.record import Record
from autograder.database import bring_up_to_date, explained, graded, pages

if TYPE_CHECKING:
    from autograder.classroom.late.penalties import Penalties


class ClassGradebook:
    """One session with the gradebook, for a whole class.

    Raises:
        CourseError: the database cannot be opened or written to.
    """

    def __init__(self, url: str, course_id: str) -> None:
        self.url = url
        self._names: dict[str, dict[str, str]] = {}
        bring_up_to_date(url)
        with explained(url):
            self.book = Gradebook(url, course_id)
            # A locked or read-only gradebook is found now, not after an hour.
            with self.book.engine.begin() as connection:
                connection.execute(graded.delete().where(graded.c.student == ""))

    def __enter__(self) -> ClassGradebook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.book.close()

    def knows(self, assignment: str) -> bool:
        """Tell whether the assignment was released into this gradebook."""
        try:
            self.book.find_assignment(assignment)
        except MissingEntry:
            return False
        return True

    def records(self, assignment: str) -> dict[str, Record]:
        """Return what has been graded so far, by student."""
        columns = [column for column in graded.c if column.name in Record.__annotations__]
        query = sa.select(*columns).where(graded.c.assignment == assignment)
        with explained(self.url), self.book.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["student"]: Record(**row) for row in rows}

    def add_students(self, students: Mapping[str, Mapping[str, str]]) -> int:
        """Put students on the roster, all or none; who is there already is brought up to date.

        Arguments:
            students: by id, what is known of them under nbgrader's names.

        Returns:
            How many were not there before.
        """
        with explained(self.url), self._one_transaction():
            before = {student.id for student in self.book.students}
            for student, details in students.items():
                self.book.update_or_create_student(student, **details)
        return len(students.keys() - before)

    def first_graded_at(self, assignment: str) -> datetime | None:
        """Return when the oldest record of an assignment was written; None where there is none."""
        query = sa.select(sa.func.min(graded.c.graded_at)).where(graded.c.assignment == assignment)
        with explained(self.url), self.book.engine.connect() as connection:
            first: datetime | None = connection.execute(query).scalar()
        if first is None or first.tzinfo:
            return first
        return first.replace(tzinfo=UTC)  # SQLite keeps no time zone

    def save(
        self,
        assignment: str,
        record: Record,
        scores: dict[str, float],
        timestamp: Any = None,
        penalties: Penalties | None = None,
    ) -> None:
        """Write a submission's scores and its record, both or neither.

        Arguments:
            assignment: its name.
            record: how the submission came out.
            scores: points by name of the test cell; others get 0.
            timestamp: when it was handed in, where that is known.
            penalties: of the class, for being late.
        """
        with explained(self.url), self._one_transaction() as session, session.no_autoflush:
            self.book.update_or_create_student(record.student)
            known = {"timestamp": timestamp} if timestamp else {}
            submission = self.book.update_or_create_submission(assignment, record.student, **known)
            names = self._names_of_cells(assignment)
            for notebook in submission.notebooks:
                notebook.late_submission_penalty = None
                for grade in notebook.grades:
                    # grade.name would ask the database for each.
                    grade.auto_score = scores.get(names[grade.cell_id], 0.0)
                    grade.needs_manual_grade = grade.manual_score is not None
            if penalties is not None and penalties.may_be_any:
                penalties.assign(session, [record.student])
            _replace(session, assignment, record)

    def assign_penalties(
        self, penalties: Penalties, assignment: str, handed_in_at: Mapping[str, datetime]
    ) -> set[tuple[str, str]]:
        """Write when an assignment was handed in, and everybody's late penalties, anew.

        Returns:
            The students and assignments whose penalty is another than before.
        """
        with explained(self.url), self._one_transaction() as session:
            for submission in self.book.find_assignment(assignment).submissions:
                time = handed_in_at.get(submission.student_id)
                if time is not None and submission.timestamp != time:
                    submission.timestamp = time
            return penalties.assign(session) if penalties.may_be_any else set()

    def assign_penalties_of(self, penalties: Penalties, student: str) -> None:
        """Write one student's late penalties, anew."""
        with explained(self.url), self._one_transaction() as session:
            penalties.assign(session, [student])

    def _names_of_cells(self, assignment: str) -> dict[str, str]:
        if assignment not in self._names:
            notebooks = self.book.find_assignment(assignment).notebooks
            cells = [cell for notebook in notebooks for cell in notebook.grade_cells]
            self._names[assignment] = {str(cell.id): str(cell.name) for cell in cells}
        return self._names[assignment]

    def save_record(self, assignment: str, record: Record) -> None:
        """Write a record alone: nbgrader itself has written the scores."""
        with explained(self.url), self.book.engine.begin() as connection:
            _replace(connection, assignment, record)

    def pages(self, assignment: str) -> dict[str, str]:
        """Return what the written feedback pages show, by student: see `page_contents`."""
        query = sa.select(pages.c.student, pages.c.shows).where(pages.c.assignment == assignment)
        with explained(self.url), self.book.engine.connect() as connection:
            return {row.student: row.shows for row in connection.execute(query)}

    def save_page(self, assignment: str, student: str, shows: str) -> None:
        """Note that a student's feedback page was written, and what it shows."""
        of_student = (pages.c.assignment == assignment) & (pages.c.student == student)
        row = {"assignment": assignment, "student": student, "shows": shows}
        with explained(self.url), self.book.engine.begin() as connection:
            connection.execute(pages.delete().where(of_student))
            connection.execute(pages.insert().values(row))

    def forget(self, assignment: str, student: str) -> None:
        """Remove a record: from now on the submission counts as not graded by us."""
        with explained(self.url), self.book.engine.begin() as connection:
            connection.execute(graded.delete().where(_of(assignment, student)))

    @contextmanager
    def _one_transaction(self) -> Iterator[Session]:
        """Let nbgrader's methods, which each commit, take part in one transaction.

        The transaction is the connection's: its session can only flush, or roll it back.
        """
        sessions = self.book.db
        with self.book.engine.begin() as connection:
            sessions.remove()  # the one that does commit
            session = sessions(
                bind=connection, join_transaction_mode="rollback_only", expire_on_commit=False
            )
            try:
                yield session
                session.commit()
            finally:
                sessions.remove()


def _of(assignment: str, student: str) -> sa.ColumnElement[bool]:
    return (graded.c.assignment == assignment) & (graded.c.student == student)


def _replace(connection: Any, assignment: str, record: Record) -> None:
    connection.execute(graded.delete().where(_of(assignment, record.student)))
    row = vars(record) | {"assignment": assignment, "graded_at": datetime.now(UTC)}
    connection.execute(graded.insert().values(row))
