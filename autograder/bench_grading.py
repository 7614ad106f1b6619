"""How long grading takes: plain nbgrader and ours, on one class, in one run.

Plain nbgrader starts a kernel a submission and judges inside it. Half of its
share is graded before ours and half afterwards, so that both meet the same
machine. CPU seconds count every process: kernels, and what runs in sandboxes.

    python -m autograder.bench_grading bench ASSIGNMENT [--students 30] [--plain 6]
"""

from __future__ import annotations

import contextlib
import cProfile
import io
import json
import logging
import os
import pstats
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any
from unittest.mock import patch

import typer
from nbformat import NotebookNode
from rich.table import Table

from autograder.class_feedback import make_feedback
from autograder.class_grading import Grader, Options, grade_class, submissions
from autograder.course import Course, open_course
from autograder.errors import CourseError
from autograder.limits import Limits
from autograder.notebook_run import UNGRADED
from autograder.probe import Namespace, answer
from autograder.release import release
from autograder.report import console
from autograder.sample_class import make_sample_class
from autograder.source_notebook import judged_exercise

FOLDER = Path("_build/bench_grading")
NOT_COUNTED = ("never-ends",)
"""It takes the time that it is given, by whomever."""
STAGES = {
    "read and restore": ("class_grading.py", "readable"),
    "judge": ("grading.py", "__init__"),
    "  of that: read replies": ("probe.py", "decode_replies"),
    "  of that: compare": ("prepared.py", "_judge_results"),
    "write the notebook": ("notebook_file.py", "write_notebook"),
    "gradebook": ("gradebook.py", "save"),
}
TICKS = os.sysconf("SC_CLK_TCK")

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
    ours = _measured("ours", assignment, str(workers))
    after = _measured("plain", assignment, *shown[half:])
    profile = _measured("profile", assignment, str(workers))
    count = len(names)
    cpu = (before["cpu"] + after["cpu"]) / len(shown)
    wall = (before["wall"] + after["wall"]) / len(shown)
    _print_figures(assignment, count, len(shown), cpu, wall, ours)
    _print_profile(count, ours, profile)


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
    """What a fresh process reports of one way to grade."""
    command = [sys.executable, "-m", "autograder.bench_grading", "measure", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _cpu_here() -> float:
    """CPU seconds of this process and of children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _cpu_below() -> tuple[float, float]:
    """CPU seconds of running descendants: their own, and of children that they waited for."""
    processes = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            processes[int(path.parent.name)] = [int(fields[index]) for index in (1, 11, 12, 13, 14)]
    below, added = {os.getpid()}, {os.getpid()}
    while added:
        added = {pid for pid, one in processes.items() if one[0] in below} - below
        below |= added
    mine = [processes[pid] for pid in below - {os.getpid()}]
    own = sum(user + system for _, user, system, _, _ in mine)
    ended = sum(user + system for _, _, _, user, system in mine)
    return own / TICKS, ended / TICKS


def measure_plain(assignment: str, students: list[str]) -> dict[str, Any]:
    """Grade some students with nbgrader as it comes, start-up not counted."""
    from nbgrader.apps.api import NbGraderAPI

    os.environ.setdefault("AUTOGRADER_DEVICE", "cpu")
    course = open_course(FOLDER)
    config = course.config.copy()
    del config["Autograde"]
    api = NbGraderAPI(course.directory, config=config)
    cpu, wall = _cpu_here(), time.monotonic()
    for student in students:
        with contextlib.redirect_stderr(io.StringIO()):
            done = api.autograde(assignment, student)
        if not done["success"]:
            raise RuntimeError(f"plain nbgrader could not grade {student}: {done.get('log')}")
    return {"cpu": _cpu_here() - cpu, "wall": time.monotonic() - wall}


def measure_ours(assignment: str, workers: int, profiled: bool = False) -> dict[str, Any]:
    """Grade the class, and say what each step took."""
    course = open_course(FOLDER)
    shutil.rmtree(course.autograded, ignore_errors=True)
    imported = time.process_time()
    grader = Grader(course, assignment, "cpu")
    with_torch = time.process_time()
    readable = _readable(course, grader)
    ready = time.process_time()
    profile = cProfile.Profile(time.thread_time)
    sandboxes = (0.0, 0.0)
    first = answers = 0.0
    compute = grader.judge.prepare

    def prepare() -> None:
        nonlocal answers
        profile.disable()
        before = time.thread_time()
        compute()
        answers = time.thread_time() - before
        if profiled:
            profile.enable()

    def progress(done: int, total: int) -> None:
        nonlocal sandboxes, first
        if done == total - len(readable) + 1:  # what is no notebook comes before them
            first = _wall_here()
        if done == total:  # they still run
            sandboxes = _cpu_below()

    if profiled:
        profile.enable()
    with patch.object(grader.judge, "prepare", prepare):
        records = grade_class(course, grader, Options(Limits(), workers, force=True), progress)
    profile.disable()
    graded, told = time.process_time(), _wall_here()
    figures = {
        "imports": imported,
        "torch": with_torch - imported,
        "answers": answers,
        "warm": sandboxes[0],
        "here": graded - ready - answers,
        "inside": sandboxes[1],
        "wall": (told - first) / (len(readable) - 1),
        "told_wall": told / len(records),
        "bare": _bare(grader, readable),
        "stages": _stages(profile) if profiled else {},
    }
    if not profiled:
        before = _cpu_here()
        make_feedback(course, assignment, [record.student for record in records], lambda *_: None)
        figures["feedback"] = _cpu_here() - before
    return figures


def _wall_here() -> float:
    """Seconds since this process was started, its imports included."""
    started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / TICKS
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started


def _readable(course: Course, grader: Grader) -> list[NotebookNode]:
    """What was handed in and can be executed."""
    handed_in = []
    for one in submissions(course, grader.judge.assignment.name):
        with contextlib.suppress(CourseError):
            handed_in.append(grader.readable(one)[0])
    return handed_in


def _bare(grader: Grader, handed_in: list[NotebookNode]) -> float:
    """CPU seconds of all students' own code, in a warm process with nothing around it.

    What the probe takes for itself, with functions that do nothing, is not theirs.
    """
    nothing = {one: lambda *_, **__: None for one in grader.judge.plans}
    _bare_of(grader, handed_in[0], nothing)  # warms up
    return sum(_bare_of(grader, notebook, nothing) for notebook in handed_in)


def _bare_of(grader: Grader, notebook: NotebookNode, nothing: Namespace) -> float:
    namespace: Namespace = {}
    start = time.process_time()
    for cell in notebook.cells:
        wanted = cell.cell_type == "code" and UNGRADED not in cell.metadata.get("tags", [])
        if wanted and not judged_exercise(cell):
            with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
                exec(cell.source, namespace)
    _answer_all(grader, namespace)
    own = time.process_time()
    _answer_all(grader, nothing)
    return own - start - (time.process_time() - own)


def _answer_all(grader: Grader, namespace: Namespace) -> None:
    for plan in grader.judge.plans.values():
        answer(plan, namespace)


def _stages(profile: cProfile.Profile) -> dict[str, float]:
    taken: dict[str, float] = {}
    for (file, _, function), figures in vars(pstats.Stats(profile))["stats"].items():
        for stage, wanted in STAGES.items():
            if (Path(file).name, function) == wanted:
                taken[stage] = taken.get(stage, 0.0) + figures[3]
    return taken


def _print_figures(
    assignment: str, count: int, shown: int, cpu: float, wall: float, ours: dict[str, Any]
) -> None:
    start = sum(ours[step] for step in ("imports", "torch", "answers", "warm"))
    each = (ours["here"] + ours["inside"]) / count
    told = each + start / count
    table = Table(title=f"{assignment}: {count} submissions, {shown} of them by plain nbgrader")
    for column in ("a submission", "CPU", "wall", "CPU ratio", "wall ratio"):
        table.add_column(column, justify="left" if column == "a submission" else "right")
    table.add_row("plain nbgrader", f"{cpu:.2f} s", f"{wall:.2f} s", "", "")
    for label, cpu_of_it, wall_of_it in (
        ("ours, once it is warm", each, ours["wall"]),
        ("ours, all told", told, ours["told_wall"]),
        ("ours, beyond the students' own code", each - ours["bare"] / count, None),
    ):
        table.add_row(
            label,
            _milliseconds(cpu_of_it),
            "" if wall_of_it is None else _milliseconds(wall_of_it),
            f"{cpu / cpu_of_it:.0f} ×",
            "" if wall_of_it is None else f"{wall / wall_of_it:.0f} ×",
        )
    console().print(table)


def _print_profile(count: int, ours: dict[str, Any], profile: dict[str, Any]) -> None:
    table = Table(title="where ours goes")
    table.add_column("once a class")
    table.add_column("CPU", justify="right")
    for label, step in (
        ("importing nbgrader and what it needs", "imports"),
        ("importing torch", "torch"),
        ("answers of the reference, torch and known mistakes", "answers"),
        ("warming the sandboxes up", "warm"),
    ):
        table.add_row(label, f"{ours[step]:.2f} s")
    table.add_section()
    table.add_row("[bold]a submission[/]", "")
    table.add_row("inside the sandbox", _milliseconds(ours["inside"] / count))
    table.add_row("  of that: the students' own code", _milliseconds(ours["bare"] / count))
    table.add_row("in the grading process", _milliseconds(ours["here"] / count))
    seconds = profile["here"] + 1e-9
    for stage in STAGES:
        share = profile["stages"].get(stage, 0.0) / seconds
        table.add_row(f"  {stage}", _milliseconds(share * ours["here"] / count))
    table.add_section()
    table.add_row("feedback, not counted above", _milliseconds(ours["feedback"] / count))
    console().print(table)


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


@app.command(hidden=True)
def measure(way: str, assignment: str, arguments: list[str]) -> None:
    """Grade in one way and write one line of JSON; for `bench`."""
    if way == "plain":
        figures = measure_plain(assignment, arguments)
    else:
        figures = measure_ours(assignment, int(arguments[0]), profiled=way == "profile")
    print(json.dumps(figures))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    app()
