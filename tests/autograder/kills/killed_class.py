"""A class whose commands are killed and run again; in the end nobody can tell."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from autograder.course import Course, open_course
from autograder.judge.torch_oracle import Torch
from tests.autograder.classroom.lms_archives import zipped
from tests.autograder.kills.moments import run

SEED = "5"
UNEQUAL = {"id", "graded_at", "seconds", "shows"}
"""Columns that differ between any two runs."""
NOW = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")
"""The time of an export stands in Moodle's table."""


class KilledClass:
    """Classes of one course, each of which goes the same way; the first is never killed.

    Arguments:
        root: the course's folder, `losses` released; it is the working directory.
    """

    def __init__(self, root: Path) -> None:
        _ = Torch("cpu").torch  # once, and not in each process that is forked
        solved = (root / "_build/source/losses/losses.ipynb").read_bytes()
        started = (root / "_build/release/losses/losses.ipynb").read_bytes()
        self.export = zipped(
            root / "export.zip",
            {
                "Ada Lovelace_12345_assignsubmission_file_/losses.ipynb": solved,
                "Émile Zola_12346_assignsubmission_file_/losses (1).ipynb": started,
                "No Json_12347_assignsubmission_file_/losses.ipynb": solved[:1000],
            },
        )
        self.roster = root / "students.csv"
        self.roster.write_text(
            "id,first name,last name\nada,Ada,Lovelace\nemile,Émile,Zola\nno,No,Json\n"
        )
        self.moments = {name: run(command) for name, command in self._commands("whole").items()}
        """How many moments each command has, by its name, for a class that is new."""
        self.whole = self._state("whole")

    def differences(self, kills: Mapping[str, int], rng: np.random.Generator) -> list[str]:
        """Take a new class the same way, kill its commands, and say what came out otherwise.

        Arguments:
            kills: by the name of a command, how often it is killed before it is let to end.
            rng: decides at which moments.
        """
        shutil.rmtree("killed", ignore_errors=True)
        history = []
        for name, command in self._commands("killed").items():
            fatal = rng.integers(1, self.moments[name] + 1, kills.get(name, 0))
            history.append(f"{name} killed at {fatal.tolist()} of {self.moments[name]}")
            for moment in fatal:
                run(command, int(moment))
            run(command)
        found = self._state("killed")
        names = [name for name in found | self.whole if found.get(name) != self.whole.get(name)]
        return names and [*names, *history]

    def _commands(self, name: str) -> dict[str, tuple[str, ...]]:
        """What is run for a class, by what can be killed."""
        home = ("--class", name)
        feedback = ("--feedback", f"{name}/pages.zip")
        return {
            "release": ("release", "losses", *home),
            "roster": ("roster", str(self.roster), *home),
            "collect": ("collect", str(self.export), "--assignment", "losses", *home),
            "grade": (
                *("grade", "losses", "--device", "cpu", "--seed", SEED, "--workers", "1"),
                *home,
            ),
            "export": ("export", "losses", "--lms", "moodle", *feedback, *home),
        }

    def _state(self, name: str) -> dict[str, Any]:
        """All that a class has: its files, what was released, and the gradebook's rows."""
        course = open_course(Path(name))
        found: dict[str, Any] = {}
        for folder in (course.home, course.source, course.release):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.name not in ("gradebook.db", "pages.zip"):
                    found[str(path.relative_to(folder))] = NOW.sub(b"now", path.read_bytes())
        found["gradebook"] = rows(course)
        found.pop(".grading.lock", None)
        return found


def rows(course: Course) -> dict[str, list[list[str]]]:
    """The gradebook's tables, with names in place of numbers that differ from run to run."""
    engine = sa.create_engine(course.db_url)
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in tables.tables.values()
        }
    engine.dispose()
    named = {
        str(row["id"]): str(row.get("name") or row.get("student_id") or "")
        for table in found.values()
        for row in table
        if "id" in row
    }
    return {
        name: sorted(
            [
                f"{key}={named.get(str(value), value)}"
                for key, value in row.items()
                if key not in UNEQUAL
            ]
            for row in table
        )
        for name, table in found.items()
    }
