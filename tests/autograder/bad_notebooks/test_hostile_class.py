"""What was made to harm its reader costs its own student alone: the class is graded and told."""

from __future__ import annotations

import copy
import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import assignments
from autograder.classroom.executing import Options
from autograder.classroom.feedback import make_feedback
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.record import Record
from autograder.classroom.sample_class import make_sample_class
from autograder.classroom.submissions import Submission
from autograder.classroom.timestamps import handed_in_at
from autograder.course import Course, open_course
from autograder.limited import Allowed
from autograder.limited.process import Process
from autograder.notebooks.release import release
from autograder.sandbox.limits import Limits
from tests.autograder.bad_notebooks.hostile_notebooks import HARMLESS, TIMES, UNREADABLE

POINTS = assignments.load("losses").points
FIRST, LAST = "a-honest", "z-honest"


def quiet(done: int, total: int) -> None:
    pass


def folder_of(course: Course, student: str) -> Path:
    folder = course.submitted / student / "losses"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def course(new_course: Callable[[str], Path]) -> Iterator[Course]:
    """A class of hostile students, between two honest ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(new_course("hostile"))
        opened = open_course()
        release(opened, "losses")
        make_sample_class(opened, "losses")
        solved = opened.submitted / "right-vectorised/losses/losses.ipynb"
        right = json.loads(json.dumps(nbformat.read(solved, as_version=4)))
        shutil.rmtree(opened.submitted)
        good = json.dumps(right).encode()
        makers = HARMLESS | {name: make for name, (make, _) in UNREADABLE.items()}
        for student, make in makers.items():
            path = folder_of(opened, student) / "losses.ipynb"
            path.write_bytes(make(copy.deepcopy(right)))
        for student in (FIRST, LAST, *TIMES):
            (folder_of(opened, student) / "losses.ipynb").write_bytes(good)
        for student, (make_time, _) in TIMES.items():
            make_time(folder_of(opened, student) / "timestamp.txt")
        for student in (FIRST, LAST):
            (folder_of(opened, student) / "timestamp.txt").write_text("2030-01-02 03:04:05 UTC\n")
        yield opened


@pytest.fixture(scope="module")
def records(course: Course) -> dict[str, Record]:
    grader = Grader(course, "losses", "cpu", 20)
    graded = grade_class(course, grader, Options(Limits(cell_seconds=10)), quiet)
    return {record.student: record for record in graded}


def test_everybody_has_a_record_and_the_honest_all_points(
    course: Course, records: dict[str, Record]
) -> None:
    assert sorted(records) == sorted(path.name for path in course.submitted.iterdir())
    for student in (FIRST, LAST):
        assert (records[student].score, records[student].status) == (POINTS, "graded")
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        submission = gradebook.book.find_submission("losses", LAST)
        assert str(submission.timestamp) == "2030-01-02 03:04:05"


@pytest.mark.parametrize("student", HARMLESS)
def test_what_is_hard_to_read_costs_no_more_than_its_own_exercise(
    student: str, records: dict[str, Record]
) -> None:
    assert set(records[student].failed) <= {"softmax", "cross_entropy", "softmax_loss"}
    assert records[student].status.startswith("graded")


@pytest.mark.parametrize("student", UNREADABLE)
def test_what_is_too_much_to_read_is_said_in_words(
    student: str, records: dict[str, Record]
) -> None:
    assert records[student].score == 0
    assert records[student].status.startswith("not graded: ")
    assert UNREADABLE[student][1] in records[student].status


@pytest.mark.parametrize("student", TIMES)
def test_a_time_that_is_none_is_a_note_to_the_teacher(
    student: str, records: dict[str, Record]
) -> None:
    assert records[student].score == POINTS
    assert TIMES[student][1] in records[student].status


def test_everybody_gets_a_page(course: Course, records: dict[str, Record]) -> None:
    assert make_feedback(course, "losses", list(records), quiet) == {}
    for student in records:
        assert (course.feedback / student / "losses/losses.html").exists(), student


def test_a_time_is_read_neither_through_a_link_nor_from_anothers_folder(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "linked").symlink_to(folder_of(course, FIRST))
    assert handed_in_at(folder_of(course, FIRST))[0] is not None
    assert handed_in_at(tmp_path / "linked")[0] is None


@pytest.mark.parametrize("harm", ["time", "memory", "wall"])
def test_whatever_reading_a_submission_brings_about_costs_its_student_alone(
    harm: str, course: Course, records: dict[str, Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, ask = Grader.readable, Process.ask
    tellings = {"time": "of processor time", "memory": "of memory to read", "wall": "more than 600"}

    def readable(grader: Grader, submission: Submission) -> Any:
        if submission.student == "colour" and harm == "memory":
            return bytearray(2**32)
        while submission.student == "colour":
            if harm == "wall":
                signal.pause()
        return read(grader, submission)

    def hurried(process: Process, job: Mapping[str, Any]) -> None:
        ask(process, job)
        if harm == "wall" and Path(job["folder"]).parent.name == "colour":
            process.deadline = time.monotonic()  # however slow the machine, nobody else is late

    monkeypatch.setattr(Grader, "readable", readable)
    monkeypatch.setattr(Process, "ask", hurried)
    monkeypatch.setattr(
        "autograder.classroom.executing.allowed", lambda _: Allowed(seconds=600, cpu_seconds=2)
    )
    for student in (FIRST, "colour", LAST):
        (course.autograded / student / "losses/losses.ipynb").unlink()
    grader = Grader(course, "losses", "cpu", 20)
    graded = grade_class(course, grader, Options(Limits()), quiet)
    again = {record.student: record for record in graded}
    assert again[FIRST].status == again[LAST].status == "graded"
    assert again[FIRST].score == again[LAST].score == POINTS
    assert again["colour"].score == 0
    assert again["colour"].status.startswith("not graded: it ")
    assert tellings[harm] in again["colour"].status
