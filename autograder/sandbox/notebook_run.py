"""Shared by both passes through a notebook: who is asked what, until when, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.inside.plan import FollowUp
from autograder.notebooks.cells import UNGRADED, judged_exercise
from autograder.reading.definitions import definitions, definitions_apart
from autograder.sandbox.child import Child, Stopped, Unanswered
from autograder.sandbox.limits import Limits, TimeLeft
from autograder.sandbox.process import Died, Sandbox


@dataclass
class Executed:
    """The outcome of executing one notebook.

    Attributes:
        notebook: with the outputs of the student's cells.
        replies: the probe's replies by exercise, as text for the wire.
        troubles: by exercise without a reply, a sentence that says why.
        put_off: exercises that are to be asked later: they build on one without a reply, or had
            no memory left.
        followed_up: by exercise that was followed up, what came for each plan, or None.
        notes: what happened on the way, as sentences.
        given_up: cells whose definitions a new process does not survive.
        seconds: wall time.
    """

    notebook: NotebookNode
    replies: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    put_off: list[str] = field(default_factory=list)
    followed_up: dict[str, list[str | None]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    given_up: set[int] = field(default_factory=set)
    seconds: float = 0.0


class NoReply(Exception):
    """The probe did not reply to a plan; the message is a sentence that says why."""


class NotebookRun:
    """One notebook, asked in as many processes as it takes.

    Arguments:
        executed: the notebook, and what has come of it so far; it is filled in.
        plans: what the probe is asked, by exercise.
        follow_ups: what the probe can be asked if an exercise fails, by exercise.
        limits: what a cell and a submission may take.
        sandbox: where it runs.
    """

    def __init__(
        self,
        executed: Executed,
        plans: Mapping[str, str],
        follow_ups: Mapping[str, FollowUp],
        limits: Limits,
        sandbox: Sandbox,
    ) -> None:
        self.executed = executed
        self.plans = plans
        self.follow_ups = follow_ups
        self.limits = limits
        self.sandbox = sandbox
        self.time = TimeLeft(limits, executed.seconds)
        self.test_cells = _test_cells(executed.notebook, plans)
        """The exercise that is asked in a cell, by the cell's index."""

    def held_up_by(self, exercise: str | None) -> list[str]:
        """Return what an exercise builds on that did not come back, so that it would not either."""
        follow_up = self.follow_ups.get(exercise or "", FollowUp())
        stuck = {*self.executed.troubles, *self.executed.put_off}
        return [name for name in follow_up.builds_on if name in stuck]

    def repeat_definitions(self, child: Child, start: int, stop: int) -> bool:
        """Define in a new process what the student defines in some cells; nothing else is run.

        Returns:
            Whether it survived; another has to do without the cell that ended it.
        """
        for index, cell in enumerate(self.executed.notebook.cells[start:stop], start):
            if cell.cell_type != "code" or index in self.test_cells:
                continue
            apart = definitions_apart if is_ungraded(cell) else definitions
            source = "" if index in self.executed.given_up else apart(cell.source)
            try:
                if source:
                    child.run(source, self.time.deadline())
            except Died:
                self.executed.given_up.add(index)
                return False
            except Stopped:
                self.executed.given_up.add(index)
        return True

    def reply(self, child: Child, exercise: str, plan: str) -> str:
        """Ask the probe a plan.

        Raises:
            NoReply: nothing came, or it cost too much.
            Died: the process ended or had to be ended.
        """
        tests = f"The tests of {exercise}"
        try:
            before = child.cpu_seconds()
            replies = child.ask(plan, self.time.deadline())
            if child.cpu_seconds() - before <= self.limits.test_cpu_seconds:
                return replies
        except Stopped:
            raise NoReply(f"{tests} were stopped after {self.time.allowed} s.") from None
        except Unanswered as error:
            raise NoReply(f"{tests} could not be judged: {error}.") from None
        raise NoReply(
            f"{tests} took more than {self.limits.test_cpu_seconds} s of processor time. A right "
            "answer needs a small part of that."
        )

    def ended(self, where: str, reason: str) -> str:
        """Say that a process ended or had to be ended."""
        return f"The notebook had to be ended {where}: {self.in_full(reason)}."

    def in_full(self, reason: str) -> str:
        """Say why a process ended, and what it was stopped for if it would not stop."""
        if reason == "it could not be interrupted":
            return f"it was stopped after {self.time.allowed} s and {reason}"
        return reason

    def too_late(self, exercise: str) -> str:
        """Say that an exercise was not asked, since the submission's time was over."""
        return (
            f"The notebook was stopped after {self.limits.submission_seconds} s, before "
            f"the tests of {exercise} could run."
        )


def is_ungraded(cell: NotebookNode) -> bool:
    """Say whether a cell is for the student's eyes alone."""
    return UNGRADED in cell.metadata.get("tags", [])


def _test_cells(notebook: NotebookNode, plans: Mapping[str, str]) -> dict[int, str]:
    """Find the cell that asks each exercise: its graded one, whatever a student's cells name."""
    cells: dict[str, int] = {}
    for index, cell in enumerate(notebook.cells):
        judged = judged_exercise(cell)
        if judged and judged[1] in plans:
            first = cells.get(judged[1])
            if first is None or not _is_graded(notebook.cells[first]):
                cells[judged[1]] = index
    return {index: exercise for exercise, index in cells.items()}


def _is_graded(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))
