"""Finds the mutants that the hidden tests notice: each runs in a process of its own."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.inside.probe import answer
from autograder.judge.exercise import Assignment
from autograder.judge.judge import Judge
from autograder.judge.torch_oracle import Torch
from autograder.tools.mutation.mutants import Mutant

SECONDS = 10
"""Of processor time, whatever else the machine does: a mutant that takes longer never ends,
and is noticed by the limits of a submission."""
MEMORY = 2**31
"""Bytes that a mutant may take, on top of what the judge has."""

ENDS = {101: "wrong", 102: "elsewhere", 103: "survived"}
"""How a mutant's process ends in good order; one that ends otherwise crashed."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of a mutant.

    Attributes:
        mutant: the one it is about.
        killed: whether the hidden tests reject it.
        how: if so, "wrong" where those of its function do, "elsewhere" where only
            those of a function that builds on it do (a cache shows in the way back
            alone), or "crashed" where it did not end in good order.
    """

    mutant: Mutant
    killed: bool
    how: str


class Executioner:
    """Runs the mutants of one assignment against its hidden tests.

    Arguments:
        assignment: whose hidden tests.
        seed: decides their inputs.
        torch: the second oracle of the answers.
    """

    def __init__(self, assignment: Assignment, seed: int, torch: Torch) -> None:
        # Whether a wrong answer is a known one does not matter here, and takes time.
        exercises = tuple(replace(exercise, known=()) for exercise in assignment.exercises)
        self.judge = Judge(replace(assignment, exercises=exercises), seed, torch)
        self.judge.prepare()
        self.module = assignment.reference.__name__
        _ = self.judge.plans

    def outcomes(
        self, mutants: Iterable[Mutant], processes: int, done: Callable[[], None] = lambda: None
    ) -> Iterator[Outcome]:
        """Run mutants, some at once, and say of each whether it was noticed."""
        running: dict[int, Mutant] = {}
        for mutant in mutants:
            if len(running) == processes:
                yield self._wait(running)
                done()
            running[self._start(mutant)] = mutant
        while running:
            yield self._wait(running)
            done()

    def _start(self, mutant: Mutant) -> int:
        child = os.fork()
        if child:
            return child
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)  # its signal ends the process
            held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, held + MEMORY))
            how = self._noticed(mutant)
            os._exit(next(code for code, end in ENDS.items() if end == how))
        finally:
            os._exit(1)  # never back into the parent's code

    def _wait(self, running: dict[int, Mutant]) -> Outcome:
        oldest = next(iter(running))  # and not any child: the process may have others
        mutant = running.pop(oldest)
        _, status = os.waitpid(oldest, 0)
        how = ENDS.get(os.waitstatus_to_exitcode(status), "crashed")
        return Outcome(mutant, how != "survived", how)

    def _noticed(self, mutant: Mutant) -> str:
        namespace: dict[str, Any] = {"__name__": self.module}
        with contextlib.redirect_stderr(io.StringIO()):
            exec(compile(mutant.source, "mutant", "exec"), namespace)
        exercises = self.judge.assignment.by_name
        users = [
            name for name, exercise in exercises.items() if mutant.definition in exercise.builds_on
        ]
        # A function that is no exercise is noticed by the exercises that call it.
        own = [mutant.definition] if mutant.definition in exercises else list(exercises)
        for names, how in ((own, "wrong"), (users, "elsewhere")):
            if not all(self._passes(name, namespace, mutant.source) for name in names):
                return how
        return "survived"

    def _passes(self, exercise: str, namespace: dict[str, Any], source: str) -> bool:
        replies = answer(self.judge.plans[exercise], namespace)
        return self.judge.verdict(exercise, replies, source).passed
