"""Measures how far one machine goes: a large class graded with one worker and with two.

Each count of workers gets a process of its own, in which the class is graded anew. Told are the
rate, what the process that writes takes of memory as it goes on, and how much of its time the
gradebook and the notebooks' files take: that process is the one that more machines cannot help.

    python -m autograder.tools.bench_scale bench losses [--students 1000]
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from unittest.mock import patch

import typer
from rich.table import Table

from autograder.classroom import grading
from autograder.classroom.executing import Options
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.tables import console
from autograder.course import open_course
from autograder.errors import CourseError
from autograder.notebooks.files import write_beside
from autograder.sandbox.limits import Limits
from autograder.tools.bench_grading import make_class
from autograder.tools.grading_cost import FOLDER, cpu_below

MANY = 100_000
HOURS = 8
"""A night."""
SEED = 1

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@dataclass(frozen=True)
class Measured:
    """Measurements of grading a class.

    Attributes:
        workers: how many submissions were graded at once.
        students: submissions that were graded, from the first that was ready to the last.
        wall: seconds for them.
        cpu: processor seconds of all processes, for them.
        gradebook: seconds of the process that writes, in the gradebook.
        files: seconds of it in writing notebooks.
        writing_cpu: processor seconds of it in both, which no other load adds to.
        memory: MB that it had after each tenth of the class.
    """

    workers: int
    students: int
    wall: float
    cpu: float
    gradebook: float
    files: float
    writing_cpu: float
    memory: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Submissions a second."""
        return self.students / self.wall

    @property
    def most(self) -> float:
        """Submissions a second that the process that writes could write, graded elsewhere."""
        return self.students / (self.gradebook + self.files)

    @property
    def cores(self) -> float:
        """Cores that grade `MANY` submissions in `HOURS`."""
        return MANY * self.cpu / self.students / (HOURS * 3600)

    @property
    def hours(self) -> float:
        """Hours that writing `MANY` takes, however many cores grade."""
        return MANY / self.most / 3600


@app.command()
def bench(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment.")] = "losses",
    students: Annotated[int, typer.Option(help="How many are in the class.", min=20)] = 1000,
    workers: Annotated[list[int] | None, typer.Option(help="Workers; give it again.")] = None,
) -> None:
    """Make a large class, grade it with each number of workers, and print what it took."""
    make_class(assignment, students)
    print(f"{students} submissions of {assignment} lie in {FOLDER}", flush=True)
    found = []
    for count in workers or [1, 2]:
        command = [sys.executable, "-m", "autograder.tools.bench_scale", "measure", assignment]
        done = subprocess.run([*command, str(count)], stdout=subprocess.PIPE, text=True, check=True)
        plain = json.loads(done.stdout.splitlines()[-1])
        found.append(Measured(**plain | {"memory": tuple(plain["memory"])}))
    print_figures(assignment, found)


def print_figures(assignment: str, found: list[Measured]) -> None:
    """Print a table, and what it says of a university."""
    table = Table(title=f"{assignment}: {found[0].students} submissions")
    table.add_column("")
    for measured in found:
        table.add_column(
            f"{measured.workers} worker{'s' * (measured.workers > 1)}", justify="right"
        )
    rows: Mapping[str, Callable[[Measured], str]] = {
        "submissions a second": lambda measured: f"{measured.rate:.1f}",
        "CPU a submission, all processes": lambda measured: (
            f"{1000 * measured.cpu / measured.students:.0f} ms"
        ),
        "gradebook's share of the wall time": lambda measured: (
            f"{measured.gradebook / measured.wall:.0%}"
        ),
        "the gradebook, a submission": lambda measured: (
            f"{1000 * measured.gradebook / measured.students:.1f} ms"
        ),
        "its file, a submission": lambda measured: (
            f"{1000 * measured.files / measured.students:.1f} ms"
        ),
        "CPU of both, a submission": lambda measured: (
            f"{1000 * measured.writing_cpu / measured.students:.1f} ms"
        ),
        "most that can be written a second": lambda measured: f"{measured.most:.0f}",
        "memory, after each tenth (MB)": lambda measured: " ".join(
            f"{mb:.0f}" for mb in measured.memory
        ),
    }
    for label, text in rows.items():
        table.add_row(label, *map(text, found))
    console().print(table)
    last = found[-1]
    print(
        f"{MANY:,} submissions: {last.cores:.1f} cores grade them in {HOURS} hours; written by "
        f"one process they take {last.hours:.1f} hours, however many cores grade"
    )


@app.command(hidden=True)
def measure(assignment: str, workers: int) -> None:
    """Grade the class in this process, and print what it took as JSON."""
    print(json.dumps(vars(measured(assignment, workers))))


def measured(assignment: str, workers: int, folder: Path = FOLDER) -> Measured:
    """Grade a class, and return what that took.

    Arguments:
        assignment: its name.
        workers: how many submissions are graded at once.
        folder: of the class.
    """
    course = open_course(folder)
    shutil.rmtree(course.autograded, ignore_errors=True)
    grader = Grader(course, assignment, "cpu", SEED)
    spent = {"gradebook": 0.0, "files": 0.0, "writing_cpu": 0.0}
    begun: dict[str, float] = {}
    memory: list[float] = []

    def progress(done: int, total: int) -> None:
        if done == 1:  # all that is made once is there
            begun.update(wall=time.monotonic(), cpu=_cpu())
            spent.update(dict.fromkeys(spent, 0.0))
        if done * 10 // total > len(memory):
            memory.append(_memory())
        if done == total:  # the sandboxes still run
            begun.update(wall=time.monotonic() - begun["wall"], cpu=_cpu() - begun["cpu"])
            begun["students"] = total - 1

    with (
        patch.object(ClassGradebook, "save", _timed(ClassGradebook.save, spent, "gradebook")),
        patch.object(grading, "write_beside", _timed(write_beside, spent, "files")),
    ):
        grade_class(course, grader, Options(Limits(), workers, force=True), progress)
    if begun.get("students", 0) < 1:
        raise CourseError("a class of one says nothing about a large one")
    return Measured(
        workers, int(begun["students"]), begun["wall"], begun["cpu"], **spent, memory=tuple(memory)
    )


def _timed(function: Callable[..., Any], spent: dict[str, float], what: str) -> Callable[..., Any]:
    """The same function, whose wall time is added up."""

    def timed(*arguments: Any, **keywords: Any) -> Any:
        begin, cpu = time.monotonic(), time.thread_time()
        try:
            return function(*arguments, **keywords)
        finally:
            spent[what] += time.monotonic() - begin
            spent["writing_cpu"] += time.thread_time() - cpu

    return timed


def _cpu() -> float:
    return time.process_time() + cpu_below(os.getpid())


def _memory() -> float:
    """MB that this process has now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    app()
