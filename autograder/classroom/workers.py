"""Executes a class's notebooks, several at once, so that none harms another.

On one machine the work is done in the sandboxes, which are processes; a thread
beside each is enough to follow it. Beyond that, a Dask scheduler has workers.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.inside.plan import FollowUp
from autograder.sandbox.execution import ask_again, execute
from autograder.sandbox.limits import Limits
from autograder.sandbox.notebook_run import Executed
from autograder.sandbox.process import Sandbox

SWITCH_SECONDS = 0.0005
"""A thread that follows a sandbox has little to do and a process that waits for it: it need
not let another thread judge for as long as Python would."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work on one submission: what both passes want, but for the sandbox."""

    plans: Mapping[str, str]
    follow_ups: Mapping[str, FollowUp]
    limits: Limits
    files: Path | None

    def execute(self, sandbox: Sandbox | None = None) -> Executed:
        """Do it, in this sandbox or in the process's own."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class FirstPass(Job):
    """Executes a notebook."""

    notebook: NotebookNode

    def execute(self, sandbox: Sandbox | None = None) -> Executed:
        """Run its cells and ask each exercise's plan."""
        return execute(self.notebook, self.plans, self.limits, self.files, sandbox, self.follow_ups)

    def second(self, executed: Executed, follow_ups: Mapping[str, FollowUp]) -> SecondPass:
        """What follows, where something has to be asked again."""
        return SecondPass(
            executed=executed,
            plans=self.plans,
            follow_ups=follow_ups,
            limits=self.limits,
            files=self.files,
        )


@dataclass(frozen=True, kw_only=True)
class SecondPass(Job):
    """Asks again."""

    executed: Executed

    def execute(self, sandbox: Sandbox | None = None) -> Executed:
        """Ask what may explain failures, and what was put off."""
        return ask_again(
            self.executed, self.plans, self.follow_ups, self.limits, self.files, sandbox
        )


Run = Callable[[Job], Executed]


@dataclass(frozen=True)
class Outcome:
    """What a job came to: an executed notebook, or why there is none."""

    value: Executed | None
    trouble: str = ""


class Workers:
    """Several jobs at once, in sandboxes that serve one round of jobs after another."""

    def __init__(self, executor: Executor, run: Run) -> None:
        self._executor = executor
        self._run = run

    def run_all(self, jobs: Mapping[str, Job]) -> Iterator[tuple[str, Outcome]]:
        """Begin each job at once, and yield (name, outcome) as they are ready.

        A job whose worker fails (on a cluster, as often as its scheduler allows) is
        tried once more, alone; if that fails too, its outcome says so.

        Raises:
            CourseError: untrusted code cannot be kept in here.
        """
        return self._outcomes(jobs, self._begun(jobs))

    def _outcomes(
        self, jobs: Mapping[str, Job], begun: dict[Future[Executed], str]
    ) -> Iterator[tuple[str, Outcome]]:
        lost = []
        for name, outcome in _as_ready(begun):
            if outcome.value is None:
                lost.append(name)
            else:
                yield name, outcome
        for name in lost:
            yield from _as_ready(self._begun({name: jobs[name]}))

    def _begun(self, jobs: Mapping[str, Job]) -> dict[Future[Executed], str]:
        return {self._executor.submit(self._run, job): name for name, job in jobs.items()}


def _as_ready(begun: dict[Future[Executed], str]) -> Iterator[tuple[str, Outcome]]:
    for future in as_completed(begun):
        error = future.exception()
        if isinstance(error, CourseError):
            raise error
        if error is None:
            yield begun.pop(future), Outcome(future.result())
        else:
            trouble = f"its worker process failed ({type(error).__name__})"
            yield begun.pop(future), Outcome(None, trouble)


def workers(count: int, scheduler: str | None = None) -> AbstractContextManager[Workers]:
    """What does the jobs: own sandboxes, or those of a Dask cluster.

    Arguments:
        count: how many sandboxes to start, without a scheduler.
        scheduler: address of a running Dask scheduler.

    Raises:
        CourseError: on entry, the scheduler does not answer.
    """
    return _sandboxes(count) if scheduler is None else _dask(scheduler)


@contextmanager
def _sandboxes(count: int) -> Iterator[Workers]:
    own = _OwnSandboxes()
    executor = ThreadPoolExecutor(count)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield Workers(executor, own.execute)
    finally:
        sys.setswitchinterval(interval)
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
def _dask(address: str) -> Iterator[Workers]:
    from distributed import Client

    try:
        client = Client(address, timeout="10s")
    except (OSError, TimeoutError):
        raise CourseError(
            f"no Dask scheduler answers at {address}: check the address, or leave it out"
        ) from None
    with client:
        yield Workers(client.get_executor(pure=False), _execute)


def _execute(job: Job) -> Executed:
    return job.execute()
