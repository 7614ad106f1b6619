"""nbgrader's own commands and buttons give our scores, and survive what students hand in."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps.api import NbGraderAPI

from autograder import assignments
from autograder.classroom.executing import Options
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.nbgrader import execute
from autograder.course import Course, open_course
from autograder.feedback.verdict_output import VERDICT_MIME
from autograder.sandbox.limits import Limits
from tests.autograder.by_nbgrader.nbgrader_class import (
    POINTS,
    autograded,
    button,
    handed_in,
    nbgrader,
    quiet,
    score,
    solution,
    write,
)

# nbgrader's own use of its database, which pytest would otherwise make an error.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    # An output of which nothing harmless is left has nothing to be shown.
    pytest.mark.filterwarnings("ignore:Your element with mimetype"),
]


@pytest.fixture(scope="module")
def by_nbgrader(course: Course) -> dict[str, float]:
    """The class, autograded and exported by nbgrader's commands."""
    for arguments in (["autograde", "losses"], ["export", "--to", "grades.csv"]):
        done = nbgrader(course, *arguments)
        assert done.returncode == 0, done.stderr[-2000:]
    with (course.root / "grades.csv").open() as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def test_nbgrader_gives_the_scores_that_autograder_grade_gives(
    course: Course, by_nbgrader: dict[str, float], tmp_path: Path
) -> None:
    other = open_course(tmp_path)
    shutil.copytree(course.submitted, other.submitted)
    shutil.copy(course.root / "class/gradebook.db", tmp_path / "gradebook.db")
    grader = Grader(other, "losses", "cpu", 5)
    records = grade_class(other, grader, Options(Limits(), force=True), quiet)
    assert {record.student: record.score for record in records} == by_nbgrader
    assert by_nbgrader["right-loops"] == by_nbgrader["renamed"] == by_nbgrader["warns"] == POINTS
    assert by_nbgrader["not-json"] == by_nbgrader["empty-folder"] == 0


def test_a_run_has_one_seed_and_the_next_run_another(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    seeds = {
        autograded(course, student).metadata["autograder"]["seed"]
        for student in by_nbgrader
        if student != "raises"
    }
    assert len(seeds) == 1
    assert button(course, "raises")["success"]
    assert autograded(course, "raises").metadata["autograder"]["seed"] not in seeds


def test_a_server_keeps_its_seed_until_feedback_is_out(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    def seed_of(student: str) -> int:
        assert button(course, student)["success"]
        return int(autograded(course, student).metadata["autograder"]["seed"])

    first = seed_of("right-mixed")
    assert seed_of("right-einsum") == first
    write(nbformat.v4.new_notebook(), course.feedback / "right-mixed/losses/losses.html")
    assert seed_of("right-einsum") != first


def test_formgraders_button_and_feedback_work_on_what_is_graded(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    for student in ("mistakes-1", "copied-a-cell"):
        assert button(course, student)["success"]
        assert score(course, student) == by_nbgrader[student]
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        why = gradebook.records("losses")["mistakes-1"].why
    assert why == "nbgrader autograde: graded again"
    api = NbGraderAPI(course.directory, config=course.config)
    assert api.generate_feedback("losses", "mistakes-1")["success"]
    page = (course.feedback / "mistakes-1/losses/losses.html").read_text()
    assert assignments.load("losses").exercises[1].mistakes[0].name  # there is one to be named
    assert "points" in page


def test_autograder_grade_takes_what_nbgrader_graded_for_graded(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    grader = Grader(course, "losses", "cpu", 6)
    records = grade_class(course, grader, Options(Limits()), quiet)
    assert "6" not in {record.seed for record in records}
    assert {record.tests for record in records} == {grader.tests}
    assert {record.student: record.score for record in records} == by_nbgrader


def test_a_run_that_was_killed_is_made_good_by_the_next(
    course: Course, by_nbgrader: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*arguments: object, **options: object) -> None:
        raise GeneratorExit  # nobody cleans up after it, as after a kill

    with monkeypatch.context() as patch:
        patch.setattr(execute, "graded_from", kill)
        assert "GeneratorExit" in button(course, "first-half")["error"]
    assert autograded(course, "first-half").metadata["autograder"]["unfinished"]
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        assert "first-half" not in gradebook.records("losses")
    assert button(course, "first-half", force=False)["success"]
    assert score(course, "first-half") == by_nbgrader["first-half"] > 0
    assert "unfinished" not in autograded(course, "first-half").metadata["autograder"]


@pytest.mark.parametrize("left", ["cut off", "no notebook"])
def test_what_a_kill_left_half_written_is_graded_again(
    left: str, course: Course, by_nbgrader: dict[str, float]
) -> None:
    path = course.autograded / "mistakes-2/losses/losses.ipynb"
    content = path.read_bytes()
    path.unlink()
    if left == "cut off":
        path.write_bytes(content[:1000])
    assert button(course, "mistakes-2", force=False)["success"]
    assert score(course, "mistakes-2") == by_nbgrader["mistakes-2"]
    assert autograded(course, "mistakes-2").cells


def test_what_is_graded_already_is_left_alone(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    path = course.autograded / "mistakes-3/losses/losses.ipynb"
    before = path.stat().st_mtime_ns
    assert button(course, "mistakes-3", force=False)["success"]
    assert path.stat().st_mtime_ns == before


def test_a_grade_that_does_not_hold_any_more_is_due_without_force(
    course: Course, by_nbgrader: dict[str, float], caplog: pytest.LogCaptureFixture
) -> None:
    def why(student: str) -> str:
        assert button(course, student, force=False)["success"]
        with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
            return gradebook.records("losses")[student].why

    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        record = gradebook.records("losses")["prints-a-lot"]
        gradebook.save_record("losses", replace(record, tests="of another day", why=""))
    assert why("prints-a-lot") == "the exercise's tests changed since: graded again"
    assert "prints-a-lot: the exercise's tests changed" in caplog.text
    graded = (course.autograded / "prints-a-lot/losses/losses.ipynb").stat().st_mtime_ns
    assert why("prints-a-lot")
    assert (course.autograded / "prints-a-lot/losses/losses.ipynb").stat().st_mtime_ns == graded
    whole = handed_in(course, "prints-a-lot").read_bytes()
    for content, points in (
        (handed_in(course, "first-half").read_bytes(), by_nbgrader["first-half"]),
        (whole, POINTS),
    ):
        handed_in(course, "prints-a-lot").write_bytes(content)
        assert why("prints-a-lot") == "handed in again"
        assert score(course, "prints-a-lot") == points


def test_a_test_that_was_not_judged_gets_no_marks(course: Course) -> None:
    forged = nbformat.read(handed_in(course, "right-loops"), as_version=4)
    data = {"text/plain": "1000.0", VERDICT_MIME: {"score": 1000, "passed": True}}
    solution(forged, "test_softmax").outputs = [
        nbformat.v4.new_output("execute_result", data=data, execution_count=1)
    ]
    write(forged, course.submitted / "not-run/losses/losses.ipynb")
    done = nbgrader(course, "autograde", "losses", "--student", "not-run", "--no-execute")
    assert done.returncode == 0, done.stderr[-2000:]
    assert score(course, "not-run") == 0
    output = solution(autograded(course, "not-run"), "test_softmax").outputs[0]
    assert "did not run" in output.text
    shutil.rmtree(course.submitted / "not-run")


def test_a_student_can_name_an_exercise_that_there_is_not(course: Course) -> None:
    notebook = nbformat.read(handed_in(course, "right-loops"), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell('hidden_tests("losses", "no_such_loss")'))
    write(notebook, course.submitted / "names-none/losses/losses.ipynb")
    assert button(course, "names-none")["success"]
    assert score(course, "names-none") == POINTS
    shutil.rmtree(course.submitted / "names-none")
