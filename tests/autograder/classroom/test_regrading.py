"""What makes a grade due again, and what is said of it: all of a class is graded by the same."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from typer.testing import CliRunner

from autograder import assignments
from autograder.classroom import tests_digest
from autograder.classroom.feedback import make_feedback
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.record import Record
from autograder.classroom.sample_class import notebooks_of_a_class
from autograder.classroom.standings import standings
from autograder.classroom.tables import seeds
from autograder.commands.app import app
from autograder.course import Course, open_course
from autograder.judge.exercise import Assignment
from autograder.notebooks.release import release

LOSSES = assignments.load("losses")
FIRST = LOSSES.exercises[0]
TEST = f"test_{FIRST.name}"
MORE = 12
"""So many points more than before the first part of the first exercise gets."""


def with_more_points() -> Assignment:
    part, *parts = FIRST.parts
    changed = replace(FIRST, parts=(replace(part, points=part.points + MORE), *parts))
    return replace(LOSSES, exercises=(changed, *LOSSES.exercises[1:]))


@pytest.fixture(scope="module")
def course(course_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A class of two, with a gradebook of its own; its release is its own, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        opened = open_course(tmp_path_factory.mktemp("regraded"))
        release(opened, "losses")
        yield opened
        # Others use the released notebook.
        release(opened, "losses")


@pytest.fixture(scope="module")
def notebooks(course: Course) -> dict[str, NotebookNode]:
    released = nbformat.read(course.release / "losses/losses.ipynb", as_version=4)
    return {
        name: made
        for name, made in notebooks_of_a_class(LOSSES, released).items()
        if isinstance(made, NotebookNode)
    }


def hand_in(course: Course, student: str, notebook: NotebookNode) -> None:
    path = course.submitted / student / "losses" / "losses.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def grade(course: Course, *options: str) -> str:
    arguments = ["grade", "losses", "--class", str(course.home), "--device", "cpu", *options]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def records(course: Course) -> dict[str, Record]:
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        return gradebook.records("losses")


def page(course: Course, student: str) -> Path:
    return course.feedback / student / "losses/losses.html"


def test_each_grade_keeps_its_seed_and_the_table_says_why_it_is_another(
    course: Course, notebooks: dict[str, NotebookNode]
) -> None:
    hand_in(course, "ana", notebooks["right-vectorised"])
    hand_in(course, "bela", notebooks["raises"])
    assert "seed 5: everybody" in grade(course, "--seed", "5")
    first = (course.autograded / "bela/losses/losses.ipynb").read_text()
    hand_in(course, "bela", notebooks["first-half"])
    said = grade(course, "--seed", "6")
    assert "seed 5: ana" in said
    assert "seed 6: bela (handed in again)" in said
    assert {name: record.seed for name, record in records(course).items()} == {
        "ana": "5",
        "bela": "6",
    }
    hand_in(course, "bela", notebooks["raises"])
    grade(course, "--seed", "5")
    assert (course.autograded / "bela/losses/losses.ipynb").read_text() == first


def test_scores_and_comments_by_hand_show_at_once_and_are_marked_once_they_are_old(
    course: Course, notebooks: dict[str, NotebookNode]
) -> None:
    hand_in(course, "ana", notebooks["not-started"])
    assert "look again" not in grade(course, "--seed", "5")
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        given = gradebook.book.find_grade(TEST, "losses", "losses", "ana")
        given.manual_score, given.needs_manual_grade = 1.5, False
        comment = gradebook.book.find_comment(FIRST.name, "losses", "losses", "ana")
        comment.manual_comment = "Seen on paper."
        gradebook.book.db.commit()
    assert "Seen on paper." not in page(course, "ana").read_text()
    untouched = page(course, "bela").stat().st_mtime_ns
    said = grade(course)
    assert "1.5 / 39" in said and "look again" not in said
    assert "Seen on paper." in page(course, "ana").read_text()
    assert page(course, "bela").stat().st_mtime_ns == untouched
    hand_in(course, "ana", notebooks["right-vectorised"])
    said = grade(course)
    assert "look again)" in said  # the table may wrap what stands before
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        (ana,) = [
            standing for standing in standings(gradebook, "losses") if standing.student == "ana"
        ]
        given = gradebook.book.find_grade(TEST, "losses", "losses", "ana")
        given.manual_score, given.needs_manual_grade = None, False
        gradebook.book.db.commit()
    assert f"{ana.score:g} / 39" in said and ana.score == LOSSES.points - FIRST.points + 1.5
    assert "39 / 39" in grade(course)


def test_an_empty_or_cut_page_is_made_again_and_a_whole_one_is_not(course: Course) -> None:
    grade(course)
    whole = page(course, "ana").read_text()
    before = page(course, "bela").stat().st_mtime_ns
    page(course, "ana").write_text("")
    assert make_feedback(course, "losses", ["ana", "bela"], lambda *_: None) == {}
    assert page(course, "ana").read_text() == whole
    assert page(course, "bela").stat().st_mtime_ns == before
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        gradebook.save_page("losses", "ana", "what was begun and not ended is not noted")
    page(course, "ana").write_text(whole[:1000])
    make_feedback(course, "losses", ["ana", "bela"], lambda *_: None)
    assert page(course, "ana").read_text() == whole
    assert [path.name for path in page(course, "ana").parent.iterdir()] == ["losses.html"]


def test_where_points_change_everybody_is_graded_by_the_same_and_nobody_is_blamed(
    course: Course, notebooks: dict[str, NotebookNode], monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(course, "--seed", "5")
    changed = with_more_points()
    load = assignments.load
    monkeypatch.setattr(assignments, "load", lambda n: changed if n == "losses" else load(n))
    release(course, "losses")
    hand_in(course, "cora", notebooks["right-vectorised"])
    said = grade(course, "--seed", "7")
    after = records(course)
    assert {record.max_score for record in after.values()} == {LOSSES.points + MORE}
    assert after["ana"].score == after["cora"].score == LOSSES.points + MORE
    why = "the exercise's tests changed since: graded again"
    assert [after[name].why for name in ("ana", "bela", "cora")] == [why, why, ""]
    assert said.count("graded again)") >= 2
    assert "had been changed" not in said
    assert f"seed 7: ana, bela ({why}); cora" in said
    assert "graded again" not in "".join(r.why for r in after.values() if r.student == "cora")
    shutil.rmtree(course.submitted / "cora")
    assert "graded before, not handed in now" in grade(course)


def test_the_digest_follows_checks_mistakes_solution_points_and_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "autograder"
    for part in ("assignments", "judge", "reading", "inside"):
        shutil.copytree(tests_digest.PACKAGE / part, package / part)
    monkeypatch.setattr(tests_digest, "PACKAGE", package)
    digest = tests_digest.tests_digest
    before = digest(LOSSES, b"notebook")
    seen = {before, digest(LOSSES, b"another"), digest(with_more_points(), b"notebook")}
    for path in ("losses/checks/linear.py", "losses/mistakes/softmax.py", "../judge/compare.py"):
        file = package / "assignments" / path
        text = file.read_bytes()
        file.write_bytes(text + b"#")
        seen.add(digest(LOSSES, b"notebook"))
        file.write_bytes(text)
    assert len(seen) == 6
    (package / "assignments/features/checks/words.py").write_text("")
    assert digest(LOSSES, b"notebook") == before


def test_a_gradebook_of_an_older_version_gets_the_new_columns(
    course: Course, tmp_path: Path
) -> None:
    path = tmp_path / "gradebook.db"
    with ClassGradebook(f"sqlite:///{path}", "course") as gradebook:
        gradebook.save_record("losses", Record("ana", "0" * 64, "1", 39, 39, [], 0.1, "graded"))
    with sqlite3.connect(path) as connection:
        for column in ("tests", "why"):
            connection.execute(f"ALTER TABLE autograder_submissions DROP COLUMN {column}")
    with ClassGradebook(f"sqlite:///{path}", "course") as gradebook:
        known = gradebook.records("losses")["ana"]
    assert (known.tests, known.why, known.score) == ("", "", 39)


def test_seeds_are_told_by_how_many_they_graded() -> None:
    def record(student: str, seed: str, why: str = "") -> Record:
        return Record(student, "", seed, 0, 1, [], 0, "graded", why=why)

    many = [record(f"s{number}", "1") for number in range(20)]
    few = [record("ana", "2", "handed in again"), record("bela", "2", "--force: graded again")]
    assert seeds(many) == ["seed 1: everybody"]
    assert seeds([*few, *many]) == [
        "seed 1: 20 students",
        "seed 2: ana (handed in again); bela (--force: graded again)",
    ]
