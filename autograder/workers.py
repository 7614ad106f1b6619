"""Fans work out over Dask workers, so that a job that takes its worker down harms no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from autograder.errors import CourseError

Result = TypeVar("Result")


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """What a job came to: its value, or why there is none."""

    value: Result | None
    trouble: str = ""


def run_all(
    function: Callable[..., Result],
    jobs: dict[str, tuple[Any, ...]],
    workers: int,
    scheduler: str | None = None,
) -> Iterator[tuple[str, Outcome[Result]]]:
    """Call a function for each job and yield (job, outcome) as they are ready.

    A job whose worker dies is tried once more, alone; if that one dies too,
    its outcome says so.

    Arguments:
        function: importable by the workers.
        jobs: arguments by name of the job.
        workers: how many processes to start, without a scheduler.
        scheduler: address of a running Dask scheduler.

    Raises:
        CourseError: the scheduler does not answer.
    """
    if not jobs:
        return
    with _client(min(workers, len(jobs)), scheduler) as client:
        lost = []
        for name, outcome in _round(client, function, jobs):
            if outcome.value is None:
                lost.append(name)
            else:
                yield name, outcome
        for name in lost:
            yield from _round(client, function, {name: jobs[name]})


def _client(workers: int, scheduler: str | None) -> Any:
    import dask
    from distributed import Client

    # A second try is ours, alone: Dask's own would run beside other jobs.
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    if scheduler is None:
        return Client(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=":0",  # any free port: two classes may be graded at once
            silence_logs="CRITICAL",
        )
    try:
        return Client(scheduler, timeout="10s")
    except (OSError, TimeoutError):
        raise CourseError(
            f"no Dask scheduler answers at {scheduler}: check the address, or leave it out"
        ) from None


def _round(
    client: Any, function: Callable[..., Result], jobs: dict[str, tuple[Any, ...]]
) -> Iterator[tuple[str, Outcome[Result]]]:
    from distributed import as_completed

    futures = {client.submit(function, *job, pure=False): name for name, job in jobs.items()}
    for future in as_completed(list(futures)):
        if future.status == "finished":
            yield futures[future], Outcome(future.result())
        else:
            reason = type(future.exception()).__name__
            yield futures[future], Outcome(None, f"its worker process failed ({reason})")
