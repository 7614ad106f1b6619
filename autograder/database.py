"""The gradebook's database: its tables, ours beside nbgrader's, and what to do if it fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from nbgrader.api import Base
from nbgrader.dbutil import ALEMBIC_DIR

from autograder.course import shown_url
from autograder.errors import CourseError

ADVICE = {
    "locked": "another program is writing to it; try again when that has ended",
    "full": "make room on its disk and run this again; what was saved is still there",
    "No space": "make room on its disk and run this again; what was saved is still there",
    "not a database": "it is damaged; put back a copy, or move it away and release and grade again",
    "malformed": "it is damaged; put back a copy, or move it away and release and grade again",
}
"""What to do about a database's complaint, by words that are in it."""

TABLES = sa.MetaData()
graded = sa.Table(
    "autograder_submissions",
    TABLES,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("student", sa.String(128), primary_key=True),
    sa.Column("checksum", sa.String(64), nullable=False),
    sa.Column("seed", sa.String(32), nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("max_score", sa.Float, nullable=False),
    sa.Column("failed", sa.JSON, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("graded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("tests", sa.String(64), nullable=False, server_default=""),
    sa.Column("why", sa.Text, nullable=False, server_default=""),
)
pages = sa.Table(
    "autograder_pages",
    TABLES,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("student", sa.String(128), primary_key=True),
    sa.Column("shows", sa.String(64), nullable=False),
)
VERSION = sa.Table(
    "alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), nullable=False)
)
"""Says which version nbgrader's tables are of; `nbgrader db upgrade` goes by it."""


def bring_up_to_date(url: str) -> None:
    """Give a gradebook the tables and columns that it lacks; make it where there is none.

    nbgrader makes its own tables, too, but starts a program that takes a second and a half to
    ask which version they are of.

    Arguments:
        url: its address.

    Raises:
        CourseError: it cannot be made, opened or written to.
    """
    with explained(url):
        _make_folder_of(url)
        engine = sa.create_engine(url)
        try:
            for tables in (Base.metadata, TABLES):
                tables.create_all(engine)
            _add_new_columns(engine)
            _note_version(engine)
        finally:
            engine.dispose()


def _make_folder_of(url: str) -> None:
    """Make the folder of a gradebook that is a file, so that it can be created."""
    parsed = sa.make_url(url)
    if parsed.drivername.startswith("sqlite") and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)


def _add_new_columns(engine: sa.Engine) -> None:
    """Add what an older version of the course did not have in a gradebook of its time."""
    there = _columns(engine, graded)
    for column in graded.columns:
        if column.name not in there:
            written = sa.schema.CreateColumn(column).compile(engine)
            with engine.begin() as connection:
                connection.execute(sa.text(f"ALTER TABLE {graded.name} ADD COLUMN {written}"))


def _note_version(engine: sa.Engine) -> None:
    """Say which version nbgrader's tables are of, where nobody has said so.

    It is new, or whoever made it was killed before that. One that is so old that it has no
    version lacks columns, and stays as it is.
    """
    if sa.inspect(engine).has_table(VERSION.name):
        with engine.connect() as connection:
            if connection.execute(sa.select(VERSION)).first():
                return
    tables = Base.metadata.tables.values()
    if all(_columns(engine, table) >= set(table.columns.keys()) for table in tables):
        with engine.begin() as connection:
            VERSION.create(connection, checkfirst=True)
            connection.execute(VERSION.insert().values(version_num=_newest_version()))


def _newest_version() -> str | None:
    """Return the version of the tables of the nbgrader that is installed."""
    from alembic.script import ScriptDirectory  # a tenth of a second, for a new gradebook alone

    return ScriptDirectory(ALEMBIC_DIR).get_current_head()


def _columns(engine: sa.Engine, table: sa.Table) -> set[str]:
    return {column["name"] for column in sa.inspect(engine).get_columns(table.name)}


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turn an error of a gradebook's database into one line that says what to do.

    Arguments:
        url: the gradebook's address.

    Raises:
        CourseError: that line.
    """
    try:
        yield
    except sa.exc.DatabaseError as error:
        reason = (str(error.orig).splitlines() or [""])[0]
        raise _unusable(url, reason, _advice(reason)) from None
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError):
        raise CourseError(
            "the gradebook's address (db_url in nbgrader_config.py) names no database that "
            "SQLAlchemy knows: it looks like sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    except ModuleNotFoundError as error:
        advice = f"install its driver, '{error.name}', into the course's environment"
        if error.name == "psycopg":
            advice += ": pip install -e '.[postgresql]'"
        raise _unusable(url, str(error), advice) from None
    except OSError as error:
        raise _unusable(url, str(error.strerror), _advice(str(error.strerror))) from None


def _unusable(url: str, reason: str, advice: str) -> CourseError:
    return CourseError(f"the gradebook {shown_url(url)} cannot be used ({reason}): {advice}")


def _advice(reason: str) -> str:
    for part, advice in ADVICE.items():
        if part in reason:
            return advice
    return "check that it exists and that you may write to it"
