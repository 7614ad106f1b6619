"""Grades again, without `--force`, what the class's other submissions are not graded by."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from autograder import assignments
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import why_again
from autograder.classroom.record import Record
from autograder.classroom.submissions import read_submission
from autograder.classroom.tests_digest import tests_digest
from autograder.course import Course
from autograder.errors import CourseError
from autograder.harmless.text import plain_line


class DueAgain:
    """Forces nbgrader's converter to take a submission whose grade does not hold any more.

    By itself nbgrader takes what it never graded, or what has a later time stamp. A student who
    hands in after a test was mended would then be graded by other tests than the rest.

    Arguments:
        converter: nbgrader's, whose way to choose submissions is replaced.
        course: where submissions and gradebook lie.
    """

    def __init__(self, converter: Any, course: Course) -> None:
        self._converter, self._course = converter, course
        self._assignment: str = converter.coursedir.assignment_id
        self._chosen_by_nbgrader = converter.init_destination
        if self._assignment in assignments.names():
            converter.init_destination = self._chosen

    def _chosen(self, assignment: str, student: str) -> bool:
        """Take the place of nbgrader's method: tell whether to grade, and make room for it."""
        forced = self._converter.force
        why = "" if forced else self._why(student)
        try:
            self._converter.force = forced or bool(why)
            return bool(self._chosen_by_nbgrader(assignment, student))
        finally:
            self._converter.force = forced

    def _why(self, student: str) -> str:
        """Say why a grade does not hold any more; nothing where there is none, or it holds.

        Where that cannot be known, it is logged, and the choice is nbgrader's: it would take an
        error for the submission's, and remove what was graded.
        """
        folder = self._course.submitted / student / self._assignment
        log = self._converter.log
        try:
            before = self._records.get(student)
            submission = read_submission(folder, self._assignment)
            why = before and why_again(submission, before, self._tests)
        except CourseError as error:
            log.warning("%s", error)
            return ""
        if why:
            log.warning("%s: %s", plain_line(student), why)
        return why or ""

    @cached_property
    def _records(self) -> dict[str, Record]:
        course_id = str(self._course.directory.course_id)
        with ClassGradebook(self._course.db_url, course_id) as gradebook:
            return gradebook.records(self._assignment)

    @cached_property
    def _tests(self) -> str:
        source = self._course.source_notebook(self._assignment)
        return tests_digest(assignments.load(self._assignment), source.read_bytes())
