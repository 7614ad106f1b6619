"""A whole class: each its own right score, whatever the neighbours hand in."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.apps.api import NbGraderAPI
from typer.testing import CliRunner

from autograder import assignments
from autograder.assignments.right_answers import styles
from autograder.classroom import grading as class_grading
from autograder.classroom.executing import Options
from autograder.classroom.feedback import make_feedback
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class, graded_before
from autograder.classroom.lock import only_grader
from autograder.classroom.one_notebook import not_judged
from autograder.classroom.record import Record
from autograder.classroom.sample_class import make_sample_class
from autograder.classroom.submissions import Submission
from autograder.commands.app import app
from autograder.course import Course, open_course
from autograder.errors import CourseError
from autograder.notebooks.release import release
from autograder.sandbox.limits import Limits

SEED = 20
ASSIGNMENT = assignments.load("losses")
POINTS = ASSIGNMENT.points
FIRST, SECOND = (exercise for exercise in assignments.load("losses").exercises[:2])


def quiet(done: int, total: int) -> None:
    pass


@pytest.fixture(scope="module")
def course(course_folder: Path) -> Iterator[Course]:
    """The sample class, handed in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        opened = open_course(course_folder / "sample")
        release(opened, "losses")
        make_sample_class(opened, "losses")
        nothing = opened.submitted / "empty-folder" / "losses"
        nothing.mkdir(parents=True)
        other = nbformat.v4.new_notebook(metadata={"course": {"assignment": "optimization"}})
        wrong = opened.submitted / "other-assignment" / "losses" / "losses.ipynb"
        wrong.parent.mkdir(parents=True)
        nbformat.write(other, wrong)
        renamed = opened.submitted / "renamed" / "losses"
        renamed.mkdir(parents=True)
        right = opened.submitted / "right-vectorised" / "losses" / "losses.ipynb"
        shutil.copy(right, renamed / "losses (1).ipynb")
        yield opened


@pytest.fixture(scope="module")
def records(course: Course) -> dict[str, Record]:
    grader = Grader(course, "losses", "cpu", SEED)
    graded = grade_class(course, grader, Options(Limits(cell_seconds=2)), quiet)
    return {record.student: record for record in graded}


def test_everybody_who_handed_in_has_a_record(course: Course, records: dict[str, Record]) -> None:
    assert sorted(records) == sorted(path.name for path in course.submitted.iterdir())
    assert len(records) >= 12


@pytest.mark.parametrize("style", ["vectorised", *styles("losses")])
def test_right_answers_of_every_style_get_all_points(
    style: str, records: dict[str, Record]
) -> None:
    record = records[f"right-{style}"]
    assert (record.score, record.failed, record.status) == (POINTS, [], "graded")


@pytest.mark.parametrize(
    ("student", "note"),
    [
        ("deleted-a-test", f"test_{FIRST.name} was missing and was put back"),
        ("changed-points", f"points of the cell test_{FIRST.name} are not those of the release"),
        ("copied-a-cell", f"The cell {FIRST.name} is in the notebook more than once"),
        ("renamed", "named losses (1).ipynb"),
        ("prints-a-lot", "graded"),
    ],
)
def test_what_happens_to_a_notebook_on_its_way_costs_no_points_and_is_said(
    student: str, note: str, records: dict[str, Record]
) -> None:
    assert records[student].score == POINTS
    assert note in records[student].status


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("not-json", "not JSON"),
        ("empty-folder", "there is no notebook"),
        ("other-assignment", "notebook of 'optimization', not of 'losses'"),
    ],
)
def test_what_is_no_notebook_of_the_assignment_is_said_and_stops_nobody(
    student: str, reason: str, records: dict[str, Record]
) -> None:
    assert records[student].score == 0
    assert records[student].status.startswith("not graded: ")
    assert reason in records[student].status


def test_an_exercise_that_raises_or_never_ends_costs_its_own_points_alone(
    records: dict[str, Record],
) -> None:
    assert records["raises"].failed == [FIRST.name]
    assert records["raises"].score == POINTS - FIRST.points
    assert records["never-ends"].failed == [SECOND.name]
    assert records["never-ends"].score == POINTS - SECOND.points


def test_every_autograded_notebook_is_a_valid_one(
    course: Course, records: dict[str, Record]
) -> None:
    for student in records:
        path = course.autograded / student / "losses/losses.ipynb"
        nbformat.validate(nbformat.read(path, as_version=4))


def test_an_untouched_release_gets_nothing(records: dict[str, Record]) -> None:
    assert records["not-started"].score == 0


def test_the_gradebook_holds_the_same_scores(course: Course, records: dict[str, Record]) -> None:
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        for student, record in records.items():
            submission = gradebook.book.find_submission("losses", student)
            assert submission.score == record.score, student
            assert submission.max_score == POINTS
            assert not submission.needs_manual_grade


def test_known_mistakes_are_named_in_the_autograded_notebook(
    course: Course, records: dict[str, Record]
) -> None:
    text = (course.autograded / "mistakes-2/losses/losses.ipynb").read_text()
    assert FIRST.mistakes[1].sentence in text.replace("\\n", "\n")


def test_no_solution_and_no_hidden_input_is_in_what_students_get_back(
    course: Course, records: dict[str, Record]
) -> None:
    make_feedback(course, "losses", ["not-started", "not-json"], quiet)
    for student in ("not-started", "not-json"):
        page = (course.feedback / student / "losses/losses.html").read_text()
        notebook = (course.autograded / student / "losses/losses.ipynb").read_text()
        assert "BEGIN SOLUTION" not in page + notebook
        assert "vnd.autograder.replies" not in page + notebook


def test_a_rerun_grades_only_what_changed(course: Course, records: dict[str, Record]) -> None:
    changed = course.submitted / "first-half/losses/losses.ipynb"
    shutil.copy(course.submitted / "right-vectorised/losses/losses.ipynb", changed)
    grader = Grader(course, "losses", "cpu", SEED + 1)
    again = grade_class(course, grader, Options(Limits(cell_seconds=2)), quiet)
    fresh = [record.student for record in again if record.seed == str(SEED + 1)]
    assert fresh == ["first-half"]
    assert {r.student: r.score for r in again}["first-half"] == POINTS


def test_a_lost_autograded_notebook_is_made_again(
    course: Course, records: dict[str, Record]
) -> None:
    target = course.autograded / "right-loops/losses/losses.ipynb"
    target.unlink()
    grader = Grader(course, "losses", "cpu", SEED + 2)
    grade_class(course, grader, Options(Limits(cell_seconds=2)), quiet)
    assert target.exists()


def test_plain_nbgrader_autograde_feedback_and_export_work_on_the_course(
    course_folder: Path, release_notebook: nbformat.NotebookNode
) -> None:
    solved = course_folder / "sample/submitted/right-vectorised"
    if not solved.exists():
        pytest.fail("the sample class was not made")
    shutil.copytree(solved, course_folder / "class/submitted/plain")
    command = str(Path(sys.executable).with_name("nbgrader"))
    for arguments in (
        ["autograde", "losses", "--create"],
        ["generate_feedback", "losses"],
        ["export", "--to", "grades.csv"],
    ):
        subprocess.run([command, *arguments], cwd=course_folder, check=True, capture_output=True)
    header, row = (course_folder / "grades.csv").read_text().splitlines()
    plain = dict(zip(header.split(","), row.split(","), strict=True))
    assert float(plain["score"]) == POINTS
    assert (course_folder / "class/feedback/plain/losses/losses.html").exists()


def test_a_page_that_cannot_be_made_costs_its_student_alone(
    course: Course, records: dict[str, Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = NbGraderAPI.generate_feedback

    def made(api: NbGraderAPI, assignment: str, student: str) -> Any:
        page = course.feedback / student / "losses/losses.html"
        if student == "raises":
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text("half of a p")
            os.kill(os.getpid(), signal.SIGKILL)
        if student == "mistakes-1":
            return {"success": False, "error": "Traceback\nValueError: no page\n"}
        return make(api, assignment, student)

    monkeypatch.setattr(NbGraderAPI, "generate_feedback", made)
    students = ["mistakes-1", "raises", "right-mixed"]
    troubles = make_feedback(course, "losses", students, quiet)
    assert troubles == {
        "mistakes-1": "ValueError: no page",
        "raises": "the process that read it was ended by SIGKILL",
    }
    assert (course.feedback / "right-mixed/losses/losses.html").exists()
    assert not (course.feedback / "raises/losses/losses.html").exists()


def test_a_locked_gradebook_gets_one_line(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"
    with ClassGradebook(f"sqlite:///{path}", "course"):
        pass
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(CourseError, match="another program is writing to it"):
            ClassGradebook(f"sqlite:///{path}?timeout=0.1", "course")
    finally:
        holder.close()


def test_a_gradebook_that_cannot_be_opened_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").mkdir()
    with pytest.raises(CourseError, match="check that it exists and that you may write"):
        ClassGradebook(f"sqlite:///{tmp_path}/gradebook.db", "course")


@pytest.mark.parametrize("content", [b"no database at all" * 100, None])
def test_a_damaged_gradebook_gets_one_line(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"
    with ClassGradebook(f"sqlite:///{path}", "course"):
        pass
    path.write_bytes(content or path.read_bytes()[:6000])
    with pytest.raises(CourseError, match=r"gradebook\.db cannot be used \(.*\): it is damaged"):
        ClassGradebook(f"sqlite:///{path}", "course").records("losses")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+pg8000://ada:secret@localhost/grades", "install its driver, 'pg8000'"),
        ("postgres//", "names no database that SQLAlchemy knows"),
        ("nosuch://localhost/x", "names no database that SQLAlchemy knows"),
    ],
)
def test_an_address_without_a_driver_or_a_database_gets_one_line(url: str, said: str) -> None:
    with pytest.raises(CourseError, match=said) as caught:
        ClassGradebook(url, "course")
    assert "secret" not in str(caught.value)


def test_a_second_grader_is_told_that_another_is_at_work(course: Course) -> None:
    said = f"process {os.getpid()}.*wait until it has ended"
    with only_grader(course), pytest.raises(CourseError, match=said), only_grader(course):
        pass
    with only_grader(course):
        pass


def test_a_student_whose_submission_is_gone_is_still_listed(
    course: Course, records: dict[str, Record]
) -> None:
    present = [record for record in records.values() if record.student != "right-loops"]
    (gone,) = graded_before(course, "losses", present)
    assert (gone.student, gone.score) == ("right-loops", POINTS)
    assert gone.status == "graded before, not handed in now"


def test_scores_and_record_are_saved_both_or_neither(
    course: Course, records: dict[str, Record]
) -> None:
    before = records["right-loops"]
    broken = Record(**(vars(before) | {"failed": [object()]}))  # cannot be written as JSON
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        with pytest.raises(Exception, match="JSON"):
            gradebook.save("losses", broken, {}, None)
        assert gradebook.book.find_submission("losses", "right-loops").score == before.score
        assert gradebook.records("losses")["right-loops"].score == before.score


def test_of_a_new_student_nothing_is_left_where_the_record_cannot_be_saved(
    course: Course, records: dict[str, Record]
) -> None:
    known = vars(records["right-loops"])
    broken = Record(**(known | {"student": "unheard-of", "failed": [object()]}))
    whole = Record(**(known | {"student": "unheard-of"}))
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        with pytest.raises(Exception, match="JSON"):
            gradebook.save("losses", broken, {}, None)
        assert "unheard-of" not in [student.id for student in gradebook.book.students]
        gradebook.save("losses", whole, {f"test_{FIRST.name}": 1.0}, None)
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        assert gradebook.book.find_submission("losses", "unheard-of").score == 1.0
        gradebook.book.remove_student("unheard-of")


def test_what_still_runs_is_ended_where_a_grade_cannot_be_saved(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []

    def graded(grader: Grader, due: list[Submission], _: Options) -> Iterator[Any]:
        try:
            for submission in due:
                yield submission, not_judged(grader.judge, grader.source, "nothing ran")
        finally:
            ended.append(len(due))

    def save(*_: Any) -> None:
        raise CourseError("the disk is full")

    monkeypatch.setattr(class_grading, "graded_class", graded)
    monkeypatch.setattr(ClassGradebook, "save", save)
    grader = Grader(course, "losses", "cpu", SEED)
    with pytest.raises(CourseError, match="the disk is full") as caught:
        grade_class(course, grader, Options(Limits(), force=True), quiet)
    assert caught.traceback  # which would keep alive what nobody closed
    assert ended == [len(list(course.submitted.iterdir()))]


def test_check_writes_one_json_object_of_the_promised_form(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    path = course.submitted / "mistakes-2/losses/losses.ipynb"
    result = CliRunner().invoke(app, ["check", str(path), "--json", "--device", "cpu"])
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer.keys() == {"assignment", "score", "max_score", "seed", "exercises"}
    assert answer["assignment"] == "losses"
    assert answer["max_score"] == POINTS
    assert list(answer["exercises"]) == [
        exercise.name for exercise in assignments.load("losses").exercises
    ]
    first = answer["exercises"][FIRST.name]
    assert first.keys() == {"score", "max_score", "passed", "message", "mistake"}
    assert first["mistake"] == FIRST.mistakes[1].name
    assert first["passed"] is False
    assert answer["score"] == sum(verdict["score"] for verdict in answer["exercises"].values())


def test_the_summary_names_what_the_sample_class_got_wrong_and_no_look_alikes(
    course: Course, records: dict[str, Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    result = CliRunner().invoke(app, ["summary", "losses", "--class", "sample"])
    assert result.exit_code == 0, result.output
    page = (course.summary / "losses.html").read_text()
    for number, student in ((0, "mistakes-1"), (1, "mistakes-2"), (2, "mistakes-3")):
        wrong = [exercise for at, exercise in enumerate(ASSIGNMENT.exercises) if at % 3 != number]
        table = (course.summary / "losses.csv").read_text()
        (row,) = [line for line in table.splitlines() if line.startswith(student)]
        named = [exercise.mistakes[number].sentence in row.replace('""', '"') for exercise in wrong]
        assert named.count(True) >= len(wrong) - 2, (student, row)
    assert "It raises ZeroDivisionError." in page
    assert "Its tests never end, or take far too long." in page
    assert ", 0 look-alikes," in result.stdout
