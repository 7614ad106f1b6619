"""The gradebook's tables: ours beside nbgrader's, brought up to date wherever one is opened."""

from __future__ import annotations

import sqlalchemy as sa
from nbgrader.api import Base, get_alembic_version

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


def bring_up_to_date(engine: sa.Engine) -> None:
    """Add our tables to a gradebook that nbgrader has opened, and what else it lacks.

    Arguments:
        engine: of the gradebook.

    Raises:
        sqlalchemy.exc.DatabaseError: it cannot be written to.
    """
    TABLES.create_all(engine)
    _add_new_columns(engine)
    _note_version(engine)


def _add_new_columns(engine: sa.Engine) -> None:
    """Add what an older version of the course did not have in a gradebook of its time."""
    there = _columns(engine, graded)
    for column in graded.columns:
        if column.name not in there:
            written = sa.schema.CreateColumn(column).compile(engine)
            with engine.begin() as connection:
                connection.execute(sa.text(f"ALTER TABLE {graded.name} ADD COLUMN {written}"))


def _note_version(engine: sa.Engine) -> None:
    """Say which version nbgrader's tables are of, where it was killed before it said so.

    nbgrader does that only in the run that makes the first table. One that is so old that it
    has no version lacks columns, and stays as it is.
    """
    if sa.inspect(engine).has_table(VERSION.name):
        with engine.connect() as connection:
            if connection.execute(sa.select(VERSION)).first():
                return
    tables = Base.metadata.tables.values()
    if all(_columns(engine, table) >= set(table.columns.keys()) for table in tables):
        with engine.begin() as connection:
            VERSION.create(connection, checkfirst=True)
            connection.execute(VERSION.insert().values(version_num=get_alembic_version()))


def _columns(engine: sa.Engine, table: sa.Table) -> set[str]:
    return {column["name"] for column in sa.inspect(engine).get_columns(table.name)}
