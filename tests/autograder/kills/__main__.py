"""Kills a class's commands at random moments, runs them again, and says what was lost.

python -m tests.autograder.kills [--kills 200] [--seed 0]
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from autograder.classroom.tables import console, progress
from autograder.course import open_course
from autograder.harmless.text import plain_line
from autograder.notebooks.release import release
from tests.autograder.kills.killed_class import KilledClass

FOLDER = Path("_build/killed_course")
KILLS = {"release": 1, "collect": 2, "grade": 4, "export": 1}
"""How often each command is killed, for one class."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    kills: Annotated[int, typer.Option(help="How many commands are killed.", min=1)] = 200,
    seed: Annotated[int, typer.Option(help="Decides at which moments.")] = 0,
) -> None:
    """Take classes from release to export, kill what is at work, and compare what is left."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")  # of nbgrader's own use of its database
    for part in ("exercises", "solutions", "nbgrader_config.py", "requirements.txt"):
        copy = shutil.copytree if Path(part).is_dir() else shutil.copy
        FOLDER.mkdir(parents=True, exist_ok=True)
        if not (FOLDER / part).exists():
            copy(part, FOLDER / part)
    os.chdir(FOLDER)
    release(open_course(), "losses")
    shutil.rmtree("whole", ignore_errors=True)
    class_ = KilledClass(Path.cwd())
    lost = 0
    classes = -(-kills // sum(KILLS.values()))
    with progress(f"killing {classes * sum(KILLS.values())} commands") as told:
        for number in range(classes):
            told(number, classes)
            found = class_.differences(KILLS, np.random.default_rng((seed, number)))
            lost += bool(found)
            for line in found:
                console().print(plain_line(line), markup=False, highlight=False)
        told(classes, classes)
    print(f"{classes * sum(KILLS.values())} kills in {classes} classes: {lost} ended otherwise")
    if lost:
        sys.exit(f"the last class lies at {FOLDER / 'killed'}, one never killed beside it")


if __name__ == "__main__":
    app()
