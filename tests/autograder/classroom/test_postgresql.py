"""A gradebook on a PostgreSQL server: the same scores, and several people at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from autograder import assignments
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.record import Record
from autograder.commands.app import app
from autograder.course import Course, open_course
from tests.autograder.classroom.postgresql_server import postgresql_server

# nbgrader's own use of its database, which pytest would otherwise make an error.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

STUDENTS = ("ada", "emile")
POINTS = assignments.load("losses").points
ROUNDS = 6
ASSISTANT = """
import sys
from nbgrader.api import Gradebook
url, exercise, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Gradebook(url, "neural-networks-built-by-hand") as book:
    for number in range(rounds):
        for student in book.students:
            place = (exercise, "losses", "losses", student.id)
            grade = book.find_grade("test_" + exercise, *place[1:])
            grade.manual_score, grade.needs_manual_grade = number % 3, False
            book.find_comment(*place).manual_comment = f"{exercise}, {number}"
            book.db.commit()
"""
"""What an assistant's formgrader does: a score and a comment, student after student."""


@pytest.fixture(scope="module")
def course_folder(new_course: Callable[[str], Path]) -> Path:
    """A course of its own: it is looked through whole, and other tests' classes are endless."""
    return new_course("postgresql")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql_server() as address:
        engine = sa.create_engine(f"{address}postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text("CREATE DATABASE grades_autumn"))
        engine.dispose()
        yield address


@pytest.fixture(scope="module")
def course(
    server: str, course_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Course]:
    """A course whose configuration names the server, with a class in the folder `autumn`."""
    folder = tmp_path_factory.mktemp("postgresql") / "course"
    shutil.copytree(course_folder, folder)
    config = folder / "nbgrader_config.py"
    on_server = f'c.CourseDirectory.db_url = "{server}grades_{{class}}"'
    config.write_text(f"{config.read_text()}\n{on_server}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        opened = open_course(Path("autumn"))
        for student in STUDENTS:
            (opened.submitted / student / "losses").mkdir(parents=True)
        handed_in = opened.submitted / "{}/losses/losses.ipynb"
        shutil.copy(opened.source_notebook("losses"), str(handed_in).format("ada"))
        Path(str(handed_in).format("emile")).write_text("no JSON")
        yield opened


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--class", "autumn"])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def test_a_class_is_graded_on_the_server_that_is_configured_while_two_assistants_grade(
    course: Course, server: str
) -> None:
    run("release", "losses")
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        for student in STUDENTS:  # an earlier run graded them otherwise
            gradebook.save("losses", Record(student, "", "1", 0, POINTS, [], 0, "graded"), {})
    assert not list(course.home.glob("*.db"))

    exercises = ("hinge_loss", "l2_penalty")
    assistants = [
        subprocess.Popen([sys.executable, "-c", ASSISTANT, course.db_url, exercise, str(ROUNDS)])
        for exercise in exercises
    ]
    said = run("grade", "losses", "--device", "cpu")  # and the autograder besides
    assert f"{server}grades_autumn" in said
    assert [assistant.wait() for assistant in assistants] == [0, 0]

    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        for student in STUDENTS:
            for exercise in exercises:
                place = ("losses", "losses", student)
                grade_ = gradebook.book.find_grade(f"test_{exercise}", *place)
                assert grade_.manual_score == (ROUNDS - 1) % 3
                comment = gradebook.book.find_comment(exercise, *place)
                assert comment.manual_comment == f"{exercise}, {ROUNDS - 1}"
        first = gradebook.first_graded_at("losses")
        assert first is not None and first.tzinfo is not None
        found = {record.student: record.score for record in gradebook.records("losses").values()}
        assert found == {"ada": POINTS, "emile": 0}
    assert "2 scores" in run("export", "losses")


def test_the_extra_installs_the_driver_that_is_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[3]
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    (driver,) = project["optional-dependencies"]["postgresql"]
    assert f"\n{driver} " in (root / "requirements.txt").read_text()


def test_another_class_in_a_file_stays_in_a_file(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course_folder)
    assert open_course(Path("spring")).db_url == f"sqlite:///{course_folder}/spring/gradebook.db"
