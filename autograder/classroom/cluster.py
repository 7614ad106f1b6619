"""Grades submissions on the machines of a Dask cluster.

A submission goes there as the bytes of its file, and comes back as a graded notebook; on
each machine it is graded in a limited process as it would be here. The course has to be
installed and released there at the same place.
"""

from __future__ import annotations

import atexit
import tempfile
import threading
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.grader import Grader
from autograder.classroom.grading_work import GradingWork, allowed, of_folder
from autograder.classroom.submissions import Submission
from autograder.errors import CourseError
from autograder.limited import Limited, Outcome
from autograder.notebooks.files import read_bytes
from autograder.sandbox.limits import Limits

ANSWER_SECONDS = 10
"""So long a scheduler may take to answer at all."""


@dataclass(frozen=True)
class Task:
    """Grades submissions on whichever machine it is sent to."""

    source: Path
    name: str
    seed: int
    limits: Limits

    def source_notebook(self, assignment: str) -> Path:
        """The instructor's notebook."""
        return self.source


class _Here(threading.local):
    """The process that a worker's thread grades in, for the task it was asked for last."""

    task: Task | None = None
    process: Limited | None = None

    def process_for(self, task: Task) -> Limited:
        if self.process is None or self.task != task:
            if self.process is not None:
                atexit.unregister(self.process.close)
                self.process.close()
            # torch agreed with the reference solution before anything was sent here.
            grader = Grader(task, task.name, None, task.seed)
            limits = task.limits
            self.process = Limited(
                lambda: GradingWork(lambda: grader, grader.files, limits), 1, allowed(limits)
            )
            grader.judge.prepare()
            atexit.register(self.process.close)
            self.task = task
        return self.process


_here = _Here()


def grade_there(task: Task, file: str, content: bytes, others: tuple[str, ...] = ()) -> Outcome:
    """Grade one submission; called on the machine of a cluster.

    Arguments:
        task: what it is graded by.
        file: what its notebook file is called.
        content: the bytes of it.
        others: notebooks that lay beside it, by name.

    Raises:
        CourseError: untrusted code cannot be kept in there.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-") as home:
        folder = Path(home, "student", task.name)
        folder.mkdir(parents=True)
        folder.joinpath(file).write_bytes(content)
        for other in others:
            folder.joinpath(other).touch()
        return _here.process_for(task).answer(of_folder(folder))


def on_cluster(
    address: str, task: Task, handed_in: Mapping[str, Submission]
) -> Generator[tuple[str, Outcome], None, None]:
    """Grade submissions on a cluster, and yield (student, outcome) as they are ready.

    Arguments:
        address: of a running Dask scheduler.
        task: what they are graded by.
        handed_in: the submission of each student, which has a notebook file.

    Raises:
        CourseError: the scheduler does not answer or is lost, or untrusted code cannot be kept
            in there.
    """
    try:
        with _executor(address) as executor:
            yield from outcomes(executor, task, handed_in)
    except CancelledError:  # nobody cancels anything, but a client whose scheduler is gone
        raise CourseError(
            f"the scheduler at {address} was lost: what was graded is saved; start it again "
            "and run the same command to go on"
        ) from None


def outcomes(
    executor: Executor, task: Task, handed_in: Mapping[str, Submission]
) -> Iterator[tuple[str, Outcome]]:
    """The same with an executor of one's own.

    A submission whose worker fails (as often as the scheduler allows) is tried once more,
    alone; if that fails too, its outcome says so.
    """
    lost = []
    for student, outcome in _as_ready(_begun(executor, task, handed_in)):
        if outcome is None:
            lost.append(student)
        else:
            yield student, outcome
    for student in lost:
        for _, outcome in _as_ready(_begun(executor, task, {student: handed_in[student]})):
            yield student, outcome or Outcome(trouble="the machine that it was graded on failed")


def _begun(
    executor: Executor, task: Task, handed_in: Mapping[str, Submission]
) -> dict[Future[Outcome], str]:
    return {
        executor.submit(grade_there, task, path.name, read_bytes(path), submission.others): student
        for student, submission in handed_in.items()
        if (path := submission.path)
    }


def _as_ready(begun: dict[Future[Outcome], str]) -> Iterator[tuple[str, Outcome | None]]:
    """Return what each came to; None where its worker failed."""
    for future in as_completed(begun):
        error = future.exception()
        if isinstance(error, CourseError):
            raise error
        yield begun.pop(future), future.result() if error is None else None


@contextmanager
def _executor(address: str) -> Iterator[Executor]:
    from distributed import Client

    try:
        client = Client(address, timeout=ANSWER_SECONDS)
    except (OSError, TimeoutError):
        raise CourseError(
            f"no Dask scheduler answers at {address}: check the address, or leave it out"
        ) from None
    with client:
        yield client.get_executor(pure=False)
