"""Measures how long grading takes: plain nbgrader and ours, on one class, in one run.

Plain nbgrader starts one kernel per submission and judges inside it. Half of its
share is graded before ours and half afterwards, so that both meet the same
machine. Ours is graded in fresh processes between them: as the command does it;
with all that is made once for a class made before, three times, of which the run
is shown whose CPU time lies in the middle; and with a profiler.

    python -m autograder.tools.bench_grading bench ASSIGNMENT [--students 30] [--plain 6]
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from autograder.classroom.sample_class import make_sample_class
from autograder.classroom.tables import console
from autograder.course import open_course
from autograder.notebooks.release import release
from autograder.tools.grading_cost import FOLDER, STAGES, measure_plain, measure_told, measure_warm

NOT_COUNTED = ("never-ends",)
"""It takes the time that it is given, by whomever."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def bench(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment.")] = "losses",
    students: Annotated[int, typer.Option(help="How many are in the class.", min=2)] = 30,
    plain: Annotated[int, typer.Option(help="How many plain nbgrader grades.", min=2)] = 6,
    workers: Annotated[int, typer.Option(help="Sandboxes that ours runs at once.", min=1)] = 2,
) -> None:
    """Make a class, grade it both ways, and print what each took."""
    names = make_class(assignment, students)
    shown = _spread(names, plain)
    half = len(shown) // 2
    before = _measured("plain", assignment, *shown[:half])
    told = _measured("told", assignment, str(workers))
    runs = [_measured("warm", assignment, str(workers)) for _ in range(3)]
    warm = sorted(runs, key=lambda run: run["here"] + run["inside"] - run["bare"])[1]
    after = _measured("plain", assignment, *shown[half:])
    profile = _measured("profile", assignment, str(workers))
    cpu = (before["cpu"] + after["cpu"]) / len(shown)
    wall = (before["wall"] + after["wall"]) / len(shown)
    title = f"{assignment}: {len(names)} submissions, {len(shown)} of them by plain nbgrader"
    _print_figures(title, cpu, wall, told, warm)
    _print_profile(told, warm, profile)


def make_class(assignment: str, students: int) -> list[str]:
    """A class of its own, from the released notebook; the names of its students."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    course = open_course(FOLDER)
    release(course, assignment)
    made = [name for name in make_sample_class(course, assignment) if name not in NOT_COUNTED]
    for name in NOT_COUNTED:
        shutil.rmtree(course.submitted / name)
    names = list(made)
    while len(names) < students:
        number, original = divmod(len(names), len(made))
        names.append(f"{made[original]}-{number + 1}")
        shutil.copytree(course.submitted / made[original], course.submitted / names[-1])
    for name in names[students:]:
        shutil.rmtree(course.submitted / name)
    return names[:students]


def _spread(names: list[str], count: int) -> list[str]:
    """Some of the class, of every kind; none that nbgrader cannot read."""
    readable = [name for name in names if not name.startswith("not-json")]
    step = max(1, len(readable) // count)
    return readable[::step][:count]


def _measured(*arguments: str) -> dict[str, Any]:
    """Return what a fresh process reports of one way to grade."""
    command = [sys.executable, "-m", "autograder.tools.bench_grading", "measure", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print_figures(
    title: str, cpu: float, wall: float, told: dict[str, Any], warm: dict[str, Any]
) -> None:
    each = warm["here"] + warm["inside"]
    table = Table(title=title)
    for column in ("a submission", "CPU", "wall", "CPU ratio", "wall ratio"):
        table.add_column(column, justify="left" if column == "a submission" else "right")
    table.add_row("plain nbgrader", f"{cpu:.2f} s", f"{wall:.2f} s", "", "")
    for label, cpu_of_it, wall_of_it in (
        ("ours, once it is warm", each, warm["wall"]),
        ("ours, all told", told["cpu"], told["wall"]),
        ("ours, beyond the students' own code", each - warm["bare"], None),
    ):
        table.add_row(
            label,
            _milliseconds(cpu_of_it),
            "" if wall_of_it is None else _milliseconds(wall_of_it),
            f"{cpu / cpu_of_it:.0f} ×",
            "" if wall_of_it is None else f"{wall / wall_of_it:.0f} ×",
        )
    console().print(table)


def _print_profile(told: dict[str, Any], warm: dict[str, Any], profile: dict[str, Any]) -> None:
    table = Table(title="where ours goes")
    table.add_column("once a class")
    table.add_column("CPU", justify="right")
    for label, step in (
        ("importing nbgrader and what it needs", "imports"),
        ("importing torch", "torch"),
        ("answers of the reference and torch", "answers"),
        ("opening the gradebook", "gradebook"),
        ("starting the sandboxes", "sandboxes"),
    ):
        table.add_row(label, f"{warm[step]:.2f} s")
    table.add_section()
    table.add_row("[bold]a submission, once it is warm[/]", "")
    table.add_row("in the limited process and its sandbox", _milliseconds(warm["inside"]))
    table.add_row("  of that: the students' own code", _milliseconds(warm["bare"]))
    table.add_row("in the grading process", _milliseconds(warm["here"]))
    for stage in STAGES:
        # A profiler slows all down: its shares count, not its seconds.
        share = profile["stages"].get(stage, 0.0) / profile["process"]
        table.add_row(f"  {stage}", _milliseconds(share * warm["here"]))
    table.add_section()
    table.add_row("feedback, not counted above", _milliseconds(told["feedback"]))
    console().print(table)


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


@app.command(hidden=True)
def measure(way: str, assignment: str, arguments: list[str]) -> None:
    """Grade in one way and write one line of JSON; for `bench`."""
    if way == "plain":
        figures = measure_plain(assignment, arguments)
    elif way == "told":
        figures = measure_told(assignment, int(arguments[0]))
    else:
        figures = measure_warm(assignment, int(arguments[0]), profiled=way == "profile")
    print(json.dumps(figures))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    app()
