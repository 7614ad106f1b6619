"""Penalties are the same by both ways to grade, and follow whatever they depend on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from typer.testing import CliRunner

from autograder import assignments
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.late.penalties import Penalties
from autograder.classroom.record import Record
from autograder.classroom.standings import Standing, standings
from autograder.commands.app import app
from autograder.course import Course, open_course
from autograder.notebooks.release import release

DUE = datetime(2026, 11, 30, 12, 0)
LOSSES = assignments.load("losses")
FIRST = LOSSES.exercises[0].name
PER_DAY = 'policy = "per day"\npercent_per_day = 10\ngrace_minutes = 15\n'
DATES = "[due]\nlosses = 2026-11-30T12:00:00\n"


@pytest.fixture(scope="module")
def released(course_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A class with two assignments in its gradebook, and nobody in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        opened = open_course(tmp_path_factory.mktemp("late"))
        for name in ("losses", "optimization"):
            release(opened, name)
        yield opened


@pytest.fixture
def book(released: Course) -> Iterator[ClassGradebook]:
    with ClassGradebook(released.db_url, released.directory.course_id) as gradebook:
        yield gradebook
        for student in list(gradebook.book.students):
            gradebook.book.remove_student(student.id)
    (released.home / "late.toml").unlink(missing_ok=True)


def penalties(course: Course, text: str) -> Penalties:
    (course.home / "late.toml").write_text(text)
    return Penalties.of(course)


def save(
    book: ClassGradebook,
    student: str,
    days_late: float,
    of: Penalties,
    score: float = 30.0,
    assignment: str = "losses",
) -> None:
    first = assignments.load(assignment).exercises[0].name
    record = Record(student, "0", "1", score, 39.0, [], 0.1, "graded")
    when = DUE + timedelta(days=days_late)
    book.save(assignment, record, {f"test_{first}": score}, when, of)


def known(book: ClassGradebook, assignment: str = "losses") -> dict[str, Standing]:
    book.book.db.expire_all()
    return {standing.student: standing for standing in standings(book, assignment)}


def penalty(book: ClassGradebook, student: str, assignment: str = "losses") -> float:
    return round(known(book, assignment)[student].penalty, 6)


def test_each_day_begun_costs_its_part_of_the_points_there_are(
    released: Course, book: ClassGradebook
) -> None:
    of = penalties(released, PER_DAY + DATES)
    for student, days in {"early": -1, "grace": 0.01, "one": 0.5, "two": 1.5, "far": 30}.items():
        save(book, student, days, of)
    found = {student: round(standing.penalty, 6) for student, standing in known(book).items()}
    assert found == {"early": 0, "grace": 0, "one": 3.9, "two": 7.8, "far": 30}
    assert known(book)["two"].score == pytest.approx(22.2)
    assert known(book)["far"].score == 0


def test_zero_leaves_nothing_to_who_is_late(released: Course, book: ClassGradebook) -> None:
    of = penalties(released, 'policy = "zero"\n' + DATES)
    save(book, "ada", 0.5, of)
    assert known(book)["ada"].score == 0


def test_who_has_more_time_is_late_after_that(released: Course, book: ClassGradebook) -> None:
    of = penalties(released, PER_DAY + DATES + "[extensions.ada]\nlosses = 2\n")
    save(book, "ada", 1.9, of)
    save(book, "bob", 1.9, of)
    save(book, "ada2", 2.5, of)
    assert (penalty(book, "ada"), penalty(book, "bob")) == (0, 7.8)
    assert known(book)["ada"].seconds_late == 0


def test_penalties_are_computed_anew_when_the_score_changes(
    released: Course, book: ClassGradebook
) -> None:
    of = penalties(released, PER_DAY + DATES)
    save(book, "ada", 3.5, of, score=10.0)
    assert penalty(book, "ada") == 10
    save(book, "ada", 3.5, of, score=39.0)
    assert penalty(book, "ada") == 15.6
    save(book, "ada", -1, of, score=39.0)
    assert penalty(book, "ada") == 0


def test_an_extension_given_afterwards_takes_the_penalty_away(
    released: Course, book: ClassGradebook
) -> None:
    save(book, "ada", 1.5, penalties(released, PER_DAY + DATES))
    of = penalties(released, PER_DAY + DATES + "[extensions.ada]\nlosses = 2\n")
    changed = book.assign_penalties(of, "losses", {})
    assert changed == {("ada", "losses")}
    assert penalty(book, "ada") == 0
    back = penalties(released, PER_DAY + DATES)
    assert book.assign_penalties(back, "losses", {}) == {("ada", "losses")}
    assert book.assign_penalties(back, "losses", {}) == set()
    assert penalty(book, "ada") == 7.8


def test_a_budget_is_used_up_in_the_order_of_the_due_dates(
    released: Course, book: ClassGradebook
) -> None:
    dates = "[due]\nlosses = 2026-11-30T12:00:00\noptimization = 2026-11-29T12:00:00\n"
    of = penalties(released, 'policy = "budget"\nbudget_days = 2\npercent_per_day = 10\n' + dates)
    save(book, "ada", 1.5, of)
    assert penalty(book, "ada") == 0  # two days, both free
    save(book, "ada", -0.5, of, assignment="optimization")  # due the day before: half a day late
    assert penalty(book, "ada", "optimization") == 0
    assert penalty(book, "ada") == 3.9  # one of its two days is no longer free


def test_without_the_file_nbgraders_own_settings_hold(
    released: Course, book: ClassGradebook
) -> None:
    (released.home / "late.toml").unlink(missing_ok=True)
    book.book.update_or_create_assignment("losses", duedate=DUE)
    plain = Penalties.of(released)
    assert not plain.may_be_any
    save(book, "ada", 1, plain)
    assert penalty(book, "ada") == 0
    config = released.config.copy()
    config.LateSubmissionPlugin.penalty_method = "zero"
    save(book, "ada", 1, Penalties.of(Course(released.root, config)))
    assert penalty(book, "ada") == 30


def test_scores_and_penalty_are_saved_both_or_neither(
    released: Course, book: ClassGradebook
) -> None:
    of = penalties(released, PER_DAY + DATES)
    save(book, "ada", 0.5, of, score=30.0)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    of.plugin.late_submission_penalty = fail
    with pytest.raises(KeyboardInterrupt):
        save(book, "ada", 5, of, score=39.0)
    assert (known(book)["ada"].points, penalty(book, "ada")) == (30.0, 3.9)


def test_both_ways_to_grade_take_off_the_same(
    course_folder: Path, source_notebook: NotebookNode, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = course_folder / "class"
    stamps = {"late-one": "2026-12-01 12:00:00 UTC", "late-ext": "2026-12-01 12:00:00 UTC"}
    for student in ("late-one", "late-ext"):
        folder = home / "submitted" / student / "losses"
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(source_notebook, folder / "losses.ipynb")
        (folder / "timestamp.txt").write_text(stamps[student])
    (home / "late.toml").write_text(PER_DAY + DATES + "[extensions.late-ext]\nlosses = 0.5\n")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(course_folder)
            course = open_course()
            release(course, "losses")
            result = CliRunner().invoke(app, ["grade", "losses", "--device", "cpu"])
            assert result.exit_code == 0, result.output
            assert "35.1 / 39" in result.output
            assert "(3.9 points off: late)" in result.output
            by_ours = _scores(course)
            page = course.feedback / "late-one/losses/losses.html"
            assert "Late submission penalty" in page.read_text()
            command = str(Path(sys.executable).with_name("nbgrader"))
            for student in ("late-one", "late-ext"):
                subprocess.run(
                    [command, "autograde", "losses", "--force", "--student", student],
                    cwd=course_folder,
                    check=True,
                    capture_output=True,
                )
            assert _scores(course) == by_ours == {"late-one": 3.9, "late-ext": 3.9}
            (home / "late.toml").write_text(PER_DAY + DATES + "[extensions.late-ext]\nlosses = 2\n")
            again = CliRunner().invoke(app, ["grade", "losses", "--device", "cpu"])
            assert again.exit_code == 0, again.output
            assert _scores(course) == {"late-one": 3.9, "late-ext": 0.0}
            page = course.feedback / "late-ext/losses/losses.html"
            assert "Late submission penalty" not in page.read_text()
    finally:
        (home / "late.toml").unlink()


def _scores(course: Course) -> dict[str, float]:
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        of = {
            standing.student: round(standing.penalty, 6)
            for standing in standings(gradebook, "losses")
        }
    return {student: of[student] for student in ("late-one", "late-ext")}
