"""What grading a class costs, measured in a process of its own: plain nbgrader's way, and ours.

`bench_grading` asks and shows. CPU seconds count every process: kernels, and what runs
in sandboxes.
"""

from __future__ import annotations

import contextlib
import cProfile
import io
import os
import pstats
import resource
import shutil
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from nbformat import NotebookNode

from autograder.class_feedback import make_feedback
from autograder.class_grading import Grader, Options, grade_class
from autograder.course import Course, open_course
from autograder.errors import CourseError
from autograder.limits import Limits
from autograder.notebook_run import UNGRADED
from autograder.probe import Namespace, answer
from autograder.source_notebook import judged_exercise
from autograder.submission import submissions

FOLDER = Path("_build/bench_grading")
STAGES = {
    "read and restore": ("class_grading.py", "readable"),
    "judge": ("grading.py", "__init__"),
    "  of that: read replies": ("probe.py", "decode_replies"),
    "  of that: compare": ("prepared.py", "_judge_results"),
    "write the notebook": ("notebook_file.py", "write_notebook"),
    "gradebook": ("gradebook.py", "save"),
}
TICKS = os.sysconf("SC_CLK_TCK")


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
