"""Grades what a whole class handed in, and writes down how it came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from autograder.classroom.executing import Options, graded_class
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.late.penalties import Penalties
from autograder.classroom.record import Record
from autograder.classroom.submissions import Submission, submissions
from autograder.classroom.timestamps import handed_in_at
from autograder.course import Course
from autograder.errors import CourseError
from autograder.notebooks.files import write_beside

FORCED = "--force: graded again"
LOST = "the graded notebook was missing: graded again"


def grade_class(
    course: Course, grader: Grader, options: Options, progress: Callable[[int, int], None]
) -> list[Record]:
    """Grade everything that was handed in, and write gradebook and autograded notebooks.

    Arguments:
        course: where submissions and gradebook lie.
        grader: for the assignment.
        options: limits and workers.
        progress: is told (done, of how many) as submissions come in.

    Returns:
        A record for each submission, in the order of the students' names.

    Raises:
        CourseError: nothing was handed in, or the gradebook cannot be used.
    """
    name = grader.judge.assignment.name
    handed_in = submissions(course, name)
    course_id = course.directory.course_id
    penalties = Penalties.of(course)
    with ClassGradebook(course.db_url, course_id) as gradebook:
        if not gradebook.knows(name):
            raise CourseError(
                f"the gradebook does not know '{name}' yet: "
                f"run 'autograder release {name}{course.option}' first"
            )
        known = gradebook.records(name)
        why = _due(course, grader, known, handed_in, options.force)
        due = [submission for submission in handed_in if submission.student in why]
        records = {
            submission.student: known[submission.student]
            for submission in handed_in
            if submission.student not in why
        }
        progress(len(records), len(handed_in))
        with closing(graded_class(grader, due, options)) as results:
            for submission, graded in results:
                time, note = handed_in_at(submission.folder)
                again = why[submission.student]
                record = grader.record(submission, graded, note, again)
                # The notebook first: a record says that everything about it is in place.
                write_beside(_target(course, name, submission), graded.text.encode())
                gradebook.save(name, record, graded.scores, time, penalties)
                records[record.student] = record
                progress(len(records), len(handed_in))
        _assign_penalties(course, gradebook, penalties, name, handed_in)
    return [records[student] for student in sorted(records)]


def graded_before(course: Course, assignment: str, records: list[Record]) -> list[Record]:
    """The records of those who are in the gradebook and whose submissions are gone.

    Arguments:
        course: the class.
        assignment: its name.
        records: of what is handed in now.
    """
    present = {record.student for record in records}
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        known = gradebook.records(assignment)
    return [
        replace(record, status="graded before, not handed in now")
        for student, record in sorted(known.items())
        if student not in present
    ]


def _due(
    course: Course,
    grader: Grader,
    known: Mapping[str, Record],
    handed_in: list[Submission],
    force: bool,
) -> dict[str, str]:
    """By student whose submission is to be graded, why again; nothing for the first time."""
    name, due = grader.judge.assignment.name, {}
    for submission in handed_in:
        record = known.get(submission.student)
        why = grader.why_again(submission, record) or (FORCED if force and record else "")
        if record and not why and not _target(course, name, submission).exists():
            why = LOST
        if why or not record:
            due[submission.student] = why
    return due


def _target(course: Course, assignment: str, submission: Submission) -> Path:
    return course.autograded / submission.student / assignment / f"{assignment}.ipynb"


def _assign_penalties(
    course: Course,
    gradebook: ClassGradebook,
    penalties: Penalties,
    name: str,
    handed_in: list[Submission],
) -> None:
    """Assign everybody's late penalties, also where an extension alone is new."""
    times = {
        submission.student: time
        for submission in handed_in
        if (time := handed_in_at(submission.folder)[0])
    }
    for student, assignment in gradebook.assign_penalties(penalties, name, times):
        notebook = course.autograded / student / assignment / f"{assignment}.ipynb"
        if notebook.is_file():
            notebook.touch()  # its feedback page is older now, and made again
