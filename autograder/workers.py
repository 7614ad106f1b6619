"""Executes a class's notebooks, several at once, so that none harms another.

On one machine the work is done in the sandboxes, which are processes; a thread
beside each is enough to follow it. Beyond that, a Dask scheduler has workers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.execution import execute
from autograder.limits import Limits
from autograder.notebook_run import Executed
from autograder.plan import Apart
from autograder.sandbox.outside import Sandbox


@dataclass(frozen=True)
class Job:
    """What `execute` wants, but for the sandbox."""

    notebook: NotebookNode
    plans: dict[str, str]
    limits: Limits
    files: Path | None
    apart: Mapping[str, Apart] = field(default_factory=dict)

    def execute(self, sandbox: Sandbox | None = None) -> Executed:
        """Do it, in this sandbox or in the process's own."""
        return execute(self.notebook, self.plans, self.limits, self.files, sandbox, self.apart)


Run = Callable[[Job], Executed]


@dataclass(frozen=True)
class Outcome:
    """What a job came to: an executed notebook, or why there is none."""

    value: Executed | None
    trouble: str = ""


def run_all(
    jobs: dict[str, Job], workers: int, scheduler: str | None = None
) -> Iterator[tuple[str, Outcome]]:
    """Execute each job's notebook and yield (job, outcome) as they are ready.

    A job whose worker fails is tried once more, alone; if that fails too, its
    outcome says so.

    Arguments:
        jobs: by name.
        workers: how many sandboxes to start, without a scheduler.
        scheduler: address of a running Dask scheduler.

    Raises:
        CourseError: the scheduler does not answer, or untrusted code cannot be
            kept in here.
    """
    if not jobs:
        return
    pool = _sandboxes(min(workers, len(jobs))) if scheduler is None else _dask(scheduler)
    with pool as (executor, run):
        lost = []
        for name, outcome in _round(executor, run, jobs):
            if outcome.value is None:
                lost.append(name)
            else:
                yield name, outcome
        for name in lost:
            yield from _round(executor, run, {name: jobs[name]})


def _round(executor: Executor, run: Run, jobs: dict[str, Job]) -> Iterator[tuple[str, Outcome]]:
    futures = {executor.submit(run, job): name for name, job in jobs.items()}
    for future in as_completed(futures):
        error = future.exception()
        if isinstance(error, CourseError):
            raise error
        if error is None:
            yield futures.pop(future), Outcome(future.result())
        else:
            trouble = f"its worker process failed ({type(error).__name__})"
            yield futures.pop(future), Outcome(None, trouble)


@contextmanager
def _sandboxes(count: int) -> Iterator[tuple[Executor, Run]]:
    own = _OwnSandboxes()
    executor = ThreadPoolExecutor(count)
    try:
        yield executor, own.execute
    finally:
        # Also after Ctrl-C: whoever waits for a sandbox is told that it is gone.
        executor.shutdown(wait=False, cancel_futures=True)
        own.close()


class _OwnSandboxes:
    """A sandbox for each thread, made when it is first needed and again if it broke."""

    def __init__(self) -> None:
        self._here = threading.local()
        self._all: set[Sandbox] = set()

    def execute(self, job: Job) -> Executed:
        sandbox: Sandbox | None = getattr(self._here, "sandbox", None)
        if sandbox is None:
            sandbox = Sandbox(job.files, job.limits.quotas)
            self._here.sandbox = sandbox
            self._all.add(sandbox)
        try:
            return job.execute(sandbox)
        except BaseException:
            self._here.sandbox = None
            self._all.discard(sandbox)
            sandbox.close()
            raise

    def close(self) -> None:
        for sandbox in list(self._all):
            sandbox.close()


@contextmanager
def _dask(address: str) -> Iterator[tuple[Executor, Run]]:
    import dask
    from distributed import Client

    # A second try is ours, alone: Dask's own would run beside other jobs.
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    try:
        client = Client(address, timeout="10s")
    except (OSError, TimeoutError):
        raise CourseError(
            f"no Dask scheduler answers at {address}: check the address, or leave it out"
        ) from None
    with client:
        yield client.get_executor(pure=False), Job.execute
