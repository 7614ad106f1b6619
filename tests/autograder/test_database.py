"""A gradebook that is opened gets the tables that it lacks, and says which version they are of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from nbgrader.api import Gradebook

from autograder.classroom.gradebook import ClassGradebook
from autograder.course import open_course
from autograder.database import bring_up_to_date
from autograder.errors import CourseError
from autograder.notebooks.release import release


def rows_of(url: str, statement: str) -> list[tuple[str, ...]]:
    """Run one statement in a gradebook, and return its rows."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(sa.text(statement))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


VERSION = "SELECT version_num FROM alembic_version"
COLUMNS = """
    SELECT made.name, of_it.name, of_it.type, of_it."notnull", of_it.pk
    FROM sqlite_master made, pragma_table_info(made.name) of_it
    WHERE made.type = 'table' AND made.name NOT LIKE 'autograder%'
"""


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new gradebook."""
    path = tmp_path_factory.mktemp("new") / "gradebook.db"
    with ClassGradebook(f"sqlite:///{path}", ""):
        pass
    return path


@pytest.fixture
def url(new: Path, tmp_path: Path) -> str:
    """The address of a copy of it."""
    return f"sqlite:///{shutil.copy(new, tmp_path)}"


def test_a_new_gradebook_is_as_nbgrader_makes_it_and_no_program_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, own = (f"sqlite:///{tmp_path}/{name}.db" for name in ("ours", "own"))
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "")  # nbgrader finds `alembic` there
        bring_up_to_date(ours)
    Gradebook(own).close()
    assert rows_of(ours, VERSION) == rows_of(own, VERSION)
    assert set(rows_of(ours, COLUMNS)) == set(rows_of(own, COLUMNS))


@pytest.mark.parametrize("cut_off", ["DROP TABLE alembic_version", "DELETE FROM alembic_version"])
def test_a_gradebook_whose_making_was_cut_off_says_its_version_once_it_is_opened_again(
    url: str, cut_off: str
) -> None:
    version = rows_of(url, VERSION)
    rows_of(url, cut_off)
    with ClassGradebook(url, ""):
        pass
    assert rows_of(url, VERSION) == version != []


def test_a_gradebook_of_an_old_nbgrader_is_not_said_to_be_new(url: str) -> None:
    rows_of(url, "DROP TABLE alembic_version")
    rows_of(url, "ALTER TABLE student DROP COLUMN lms_user_id")
    with ClassGradebook(url, ""):
        pass
    assert not rows_of(url, "SELECT name FROM sqlite_master WHERE name = 'alembic_version'")


def test_a_damaged_gradebook_stops_a_release_with_one_line_before_anything_is_released(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course_folder)
    course = open_course(Path("damaged"))
    Path("damaged").mkdir()
    Path("damaged/gradebook.db").write_text("no database")
    released = course.release / "losses.zip"
    before = released.stat().st_mtime_ns
    with pytest.raises(CourseError, match=r"damaged/gradebook\.db cannot be .*put back a copy"):
        release(course, "losses")
    assert released.stat().st_mtime_ns == before
