"""Measures what grading a class costs, in a process of its own: plain nbgrader's way, and ours.

`bench_grading` asks and shows. CPU seconds count every process: kernels, and what runs
in sandboxes. A submission is one that can be executed: what is no notebook costs
nearly nothing, whoever grades it.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from nbformat import NotebookNode

from autograder.classroom.executing import Options
from autograder.classroom.feedback import make_feedback
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.one_notebook import Grading
from autograder.classroom.submissions import submissions
from autograder.course import Course, open_course
from autograder.errors import CourseError
from autograder.inside.probe import Namespace, answer
from autograder.judge.prepared import Prepared
from autograder.judge.torch_oracle import Torch
from autograder.limited import process
from autograder.notebooks.cells import UNGRADED, judged_exercise
from autograder.notebooks.files import write_beside
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

FOLDER = Path("_build/bench_grading")
STAGES: dict[str, Callable[..., Any]] = {
    "read and restore": Grader.readable,
    "judge": Grading.__init__,
    "  of that: replies not seen before": Prepared._found,
    "write the notebook": write_beside,
    "gradebook": ClassGradebook.save,
}
"""The function in which each part of a submission's time in this process is spent."""
SHOWN = 10
"""So many students' feedback says what one takes."""
TICKS = os.sysconf("SC_CLK_TCK")


def _cpu_here() -> float:
    """CPU seconds of this process and of children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def cpu_below(ancestor: int) -> float:
    """CPU seconds of a process's running descendants, and of children that these waited for."""
    processes = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            processes[int(path.parent.name)] = [int(fields[index]) for index in (1, 11, 12, 13, 14)]
    below, added = {ancestor}, {ancestor}
    while added:
        added = {pid for pid, fields in processes.items() if fields[0] in below} - below
        below |= added
    return sum(sum(processes[pid][1:]) for pid in below - {ancestor}) / TICKS


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


def measure_told(assignment: str, workers: int) -> dict[str, Any]:
    """Grade the class as the command does: all that it took, from the process's first moment."""
    course = open_course(FOLDER)
    shutil.rmtree(course.autograded, ignore_errors=True)
    grader = Grader(course, assignment, "cpu")
    inside = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal inside
        if done == total:  # the sandboxes still run
            inside = cpu_below(os.getpid())

    records = grade_class(course, grader, Options(Limits(), workers, force=True), progress)
    told = {"cpu": time.process_time() + inside, "wall": _wall_here()}
    count = len(_readable(course, grader))
    some = [record.student for record in records][:SHOWN]
    before = _cpu_here()
    make_feedback(course, assignment, some, lambda *_: None)
    feedback = (_cpu_here() - before) / len(some)
    return {"cpu": told["cpu"] / count, "wall": told["wall"] / count, "feedback": feedback}


def measure_warm(assignment: str, workers: int, profiled: bool = False) -> dict[str, Any]:
    """Grade the class when all is there that is made once for it: what a submission takes.

    What each part takes that is made once is told beside it.
    """
    course = open_course(FOLDER)
    shutil.rmtree(course.autograded, ignore_errors=True)
    imported = time.process_time()
    _ = Torch("cpu").torch
    with_torch = time.process_time()
    grader = Grader(course, assignment, "cpu")
    grader.judge.prepare()
    answered = time.process_time()
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        gradebook.records(assignment)
    opened = time.process_time()
    readable = _readable(course, grader)
    profile = cProfile.Profile(time.thread_time)
    starts = _Starts()
    inside = first = last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal inside, first, last
        if done == 1:
            first = time.monotonic()
        if done == total:  # the sandboxes still run
            inside, last = cpu_below(os.getpid()), time.monotonic()

    begin = time.process_time()
    if profiled:
        profile.enable()
    with (
        patch.object(Sandbox, "__init__", starts.counted(Sandbox.__init__)),
        patch.object(process, "IS_FORKED", not profiled),  # a profiler sees one process
    ):
        grade_class(course, grader, Options(Limits(), workers, force=True), progress)
    profile.disable()
    here = time.process_time() - begin - sum(starts.here)
    count = len(readable)
    return {
        "imports": imported,
        "torch": with_torch - imported,
        "answers": answered - with_torch,
        "gradebook": opened - answered,
        "sandboxes": sum(starts.here) + sum(starts.inside),
        "process": here,
        "here": here / count,
        "inside": (inside - sum(starts.inside)) / count,
        "wall": (last - first) / (len(list(course.submitted.iterdir())) - 1),
        "bare": _bare(grader, readable) / count,
        "stages": _stages(profile) if profiled else {},
    }


class _Starts:
    """CPU seconds of starting sandboxes: in the process that does, and inside them."""

    def __init__(self) -> None:
        self.here: list[float] = []
        self.inside: list[float] = []

    def counted(self, make: Callable[..., None]) -> Callable[..., None]:
        """The same constructor, which waits until the sandbox is warm."""

        def count(sandbox: Sandbox, *arguments: Any) -> None:
            before = time.thread_time()
            make(sandbox, *arguments)
            sandbox.warm_up()
            self.here.append(time.thread_time() - before)
            self.inside.append(cpu_below(sandbox._warm.pid))

        return count


def _wall_here() -> float:
    """Seconds since this process was started, its imports included."""
    started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / TICKS
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started


def _readable(course: Course, grader: Grader) -> list[NotebookNode]:
    """Return what was handed in and can be executed."""
    handed_in = []
    for submission in submissions(course, grader.judge.assignment.name):
        with contextlib.suppress(CourseError):
            handed_in.append(grader.readable(submission)[0])
    return handed_in


def _bare(grader: Grader, handed_in: list[NotebookNode]) -> float:
    """CPU seconds of all students' own code, in a warm process with nothing around it.

    What the probe takes for itself, with functions that do nothing, is not theirs.
    """
    nothing = {exercise: lambda *_, **__: None for exercise in grader.judge.plans}
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
    """Seconds that each stage took, with all that it calls."""
    taken = vars(pstats.Stats(profile))["stats"]
    return {stage: taken[key][3] for stage in STAGES if (key := _profiled(stage)) in taken}


def _profiled(stage: str) -> tuple[str, int, str]:
    """Tell how a profile names the function of a stage: file, line, name."""
    code = STAGES[stage].__code__
    return code.co_filename, code.co_firstlineno, code.co_name
