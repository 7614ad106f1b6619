"""Several limited processes, and who of them does what."""

from __future__ import annotations

import contextlib
import select
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping
from typing import Any

from autograder.limited.process import Process
from autograder.limited.work import Allowed, Outcome, Work


class Limited:
    """Several processes that do jobs; a context, at whose end they are gone.

    Arguments:
        make: makes the work of one process, before it is forked.
        count: how many processes there are.
        allowed: what one job may take.
    """

    def __init__(self, make: Callable[[], Work], count: int, allowed: Allowed) -> None:
        self._make = make
        self._allowed = allowed
        self._workers: list[Process] = []
        with contextlib.ExitStack() as made:
            made.callback(self.close)
            for _ in range(count):
                self._workers.append(Process(make(), allowed))
            made.pop_all()

    def __enter__(self) -> Limited:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are at work on."""
        for worker in self._workers:
            worker.close()
        self._workers.clear()

    def answers(self, jobs: Mapping[str, Any]) -> Generator[tuple[str, Outcome], None, None]:
        """Do jobs, and yield (name, outcome) as they are ready.

        A job whose process was lost for another reason than its time is tried once more, in
        a process of its own: others may have left too little for it.

        Arguments:
            jobs: plain data for JSON, by name.

        Raises:
            CourseError: no job can be done here at all.
        """
        due = deque(jobs)
        again: set[str] = set()
        busy: dict[Process, str] = {}
        try:
            while due or busy:
                for index in range(len(self._workers)):
                    if due and self._workers[index] not in busy:
                        name = due.popleft()
                        worker = self._ready(index, alone=name in again)
                        busy[worker] = name
                        worker.ask(jobs[name])
                for worker in _first_ready(list(busy)):
                    name = busy.pop(worker)
                    was_fresh = not worker.has_served
                    outcome = worker.answer()
                    if outcome.trouble and not (was_fresh or worker.was_late or name in again):
                        again.add(name)
                        due.append(name)
                    else:
                        yield name, outcome
        finally:
            for worker in busy:
                worker.is_used_up = True  # its answer would be taken for another's

    def answer(self, job: Any) -> Outcome:
        """Do one job.

        Raises:
            CourseError: no job can be done here at all.
        """
        ((_, outcome),) = self.answers({"": job})
        return outcome

    def _ready(self, index: int, alone: bool) -> Process:
        """Return a process that can be asked, for a job that may have to be its first."""
        worker = self._workers[index]
        if not worker.is_used_up and not (alone and worker.has_served):
            return worker
        worker.close()
        self._workers[index] = Process(self._make(), self._allowed)
        return self._workers[index]


def _first_ready(busy: list[Process]) -> list[Process]:
    """Wait until one has answered, or ended, or its time is over."""
    lines = select.poll()
    by_handle = {}
    for worker in busy:
        if worker.line is None:
            return [worker]
        by_handle[worker.line.fileno()] = worker
        lines.register(worker.line, select.POLLIN)
    left = min(worker.deadline for worker in busy) - time.monotonic()
    ready = [by_handle[handle] for handle, _ in lines.poll(max(0, 1000 * left))]
    return ready or [worker for worker in busy if worker.deadline <= time.monotonic()]
