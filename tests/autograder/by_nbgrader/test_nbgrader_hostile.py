"""What a student hands in to harm nbgrader's commands costs that student alone."""

import os
import shutil
import subprocess
from typing import Any

import nbformat
import pytest
from nbgrader.apps.api import NbGraderAPI

from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.nbgrader import exporter
from autograder.classroom.submissions import Submission
from autograder.course import Course
from autograder.errors import CourseError
from autograder.limited import Allowed
from autograder.sandbox.limits import Limits
from tests.autograder.bad_notebooks.hostile_notebooks import TIMES
from tests.autograder.by_nbgrader.nbgrader_class import (
    POINTS,
    button,
    handed_in,
    nbgrader,
    score,
    write,
)

# nbgrader's own use of its database, which pytest would otherwise make an error.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    # An output of which nothing harmless is left has nothing to be shown.
    pytest.mark.filterwarnings("ignore:Your element with mimetype"),
]


@pytest.fixture(scope="module")
def course(course: Course) -> Course:
    """The same course with one honest student, and those with something for a time."""
    for folder in course.submitted.iterdir():
        if folder.name != "right-loops":
            shutil.rmtree(folder)
    for student, (make_time, _) in TIMES.items():
        folder = course.submitted / student / "losses"
        shutil.copytree(handed_in(course, "right-loops").parent, folder)
        make_time(folder / "timestamp.txt")
    return course


def statuses(course: Course) -> dict[str, str]:
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        return {name: record.status for name, record in gradebook.records("losses").items()}


@pytest.fixture(scope="module")
def done(course: Course) -> subprocess.CompletedProcess[str]:
    """The class, autograded twice: the second time the times of both copies are compared."""
    folder = handed_in(course, "pipe").parent
    os.mkfifo(folder / "another")
    (folder / "nobodys").symlink_to("/etc/passwd")
    (folder / "escapes\x1b[2A").write_text("1")
    nbgrader(course, "autograde", "losses")
    return nbgrader(course, "autograde", "losses")


def test_a_time_that_is_none_is_a_note_to_the_teacher(
    course: Course, done: subprocess.CompletedProcess[str]
) -> None:
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert "\x1b[2A" not in done.stderr
    known = statuses(course)
    for student, (_, note) in TIMES.items():
        assert score(course, student) == POINTS
        assert note in known[student]
    assert known["right-loops"] == "graded"


def test_no_pipe_and_no_link_is_copied(
    course: Course, done: subprocess.CompletedProcess[str]
) -> None:
    names = {path.name for path in (course.autograded / "pipe/losses").iterdir()}
    assert {"losses.ipynb", "escapes\x1b[2A"} <= names
    assert not names & {"another", "nobodys", "timestamp.txt"}


def test_what_never_ends_to_be_read_costs_its_student_alone(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Grader.readable

    def readable(grader: Grader, submission: Submission) -> Any:
        while submission.student == "no-date":
            pass
        return read(grader, submission)

    def allowed(limits: Limits) -> Allowed:
        return Allowed(600, cpu_seconds=1)

    monkeypatch.setattr(Grader, "readable", readable)
    monkeypatch.setattr(exporter, "allowed", allowed)
    for student in ("no-date", "right-loops"):
        assert button(course, student)["success"]
    assert score(course, "no-date") == 0
    assert score(course, "right-loops") == POINTS
    told = statuses(course)["no-date"]
    assert told.startswith("not graded: it could not be read within 1 s of processor time")


def test_a_submission_without_a_record_counts_as_failed_and_is_one_line_in_the_log(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_record(*_: object) -> None:
        raise CourseError("the gradebook is full")

    monkeypatch.setattr(ClassGradebook, "save_record", save_record)
    answer = button(course, "right-loops")
    assert not answer["success"]
    assert "the gradebook is full\n" in answer["log"]
    assert "Traceback" not in answer["log"]
    assert not (course.autograded / "right-loops/losses").exists()
    assert "right-loops" not in statuses(course)


def test_another_courses_notebook_beyond_the_bounds_is_one_line_in_the_log(
    course: Course,
) -> None:
    folder = course.source / "ps2"
    write(nbformat.v4.new_notebook(), folder / "ps2.ipynb")
    api = NbGraderAPI(course.directory, config=course.config)
    assert api.generate_assignment("ps2")["success"]
    handed = course.submitted / "right-loops/ps2/ps2.ipynb"
    handed.parent.mkdir()
    handed.write_text("[" * 1000)
    done = nbgrader(course, "autograde", "ps2")
    shutil.rmtree(handed.parent)
    assert done.returncode != 0
    assert "ps2.ipynb holds too much, or lists within lists too deep\n" in done.stderr
    assert "Traceback" not in done.stderr
