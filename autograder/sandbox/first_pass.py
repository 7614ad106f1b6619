"""The first pass through a notebook: its cells, the probe's questions, what goes wrong."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from autograder.harmless.outputs import trusted_outputs
from autograder.inside.plan import Apart
from autograder.notebooks.cells import judged_exercise, visibly_tested_exercise
from autograder.reading.definitions import definitions
from autograder.sandbox.child import OUTPUT_ROOM, Child, Stopped, Unanswered
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Died, Sandbox

UNGRADED = "ungraded"
"""Cells with this tag (pictures, training runs) are skipped when grading."""


@dataclass
class Executed:
    """What came of executing one notebook.

    Attributes:
        notebook: with the outputs of the student's cells.
        replies: the probe's replies by exercise, as text for the wire.
        troubles: why there is no reply, by exercise, as a sentence.
        put_off: exercises that were not asked, since they build on one without a reply.
        apart: of those that were asked apart, what came for each plan, or None.
        notes: what happened on the way, as sentences.
        given_up: cells whose definitions a new process does not survive.
        seconds: wall time.
    """

    notebook: NotebookNode
    replies: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    put_off: list[str] = field(default_factory=list)
    apart: dict[str, list[str | None]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    given_up: set[int] = field(default_factory=set)
    seconds: float = 0.0


class NoReply(Exception):
    """The probe's replies to a plan are not there; the message says why, as a sentence."""


class NotebookRun:
    """Runs a notebook in as many processes as it takes.

    Arguments:
        executed: the notebook, and what has come of it so far; it is filled in.
        plans: what the probe is asked, by exercise.
        apart: what else it can be asked, by exercise.
        limits: what a cell and a submission may take.
        sandbox: where it runs.
    """

    def __init__(
        self,
        executed: Executed,
        plans: Mapping[str, str],
        apart: Mapping[str, Apart],
        limits: Limits,
        sandbox: Sandbox,
    ) -> None:
        self.executed = executed
        self.plans = plans
        self.apart = apart
        self.limits = limits
        self.sandbox = sandbox
        self.end = time.monotonic() + limits.submission_seconds - executed.seconds
        self.executions = 0
        self.room = OUTPUT_ROOM
        self.asked = _test_cells(executed.notebook, plans)

    def all_cells(self) -> None:
        """Run everything; a process that ends is followed by another from there on."""
        position = 0
        while position < len(self.executed.notebook.cells) and not self._is_late():
            with Child(self.sandbox) as child:
                if self._repeat_definitions(child, 0, position):
                    position = self._run_from(child, position)
        for exercise in self.plans.keys() - self.executed.put_off:
            if exercise not in self.executed.replies:
                self.executed.troubles.setdefault(exercise, self._too_late(exercise))

    def _run_from(self, child: Child, position: int) -> int:
        """Run cells until the end or until the process ends; where to go on."""
        cells = self.executed.notebook.cells
        for index in range(position, len(cells)):
            if self._is_late():
                return index
            cell = cells[index]
            if cell.cell_type != "code" or UNGRADED in cell.metadata.get("tags", []):
                continue
            exercise = self.asked.get(index)
            try:
                if exercise:
                    self._ask(child, exercise)
                else:
                    self._run_cell(child, cell, index)
            except Died as error:
                self._note_death(exercise, cell, index, str(error))
                return index + 1
        return len(cells)

    def _held_up_by(self, exercise: str | None) -> list[str]:
        """What it builds on that did not come back, so that it would not either."""
        apart = self.apart.get(exercise or "", Apart())
        stuck = {*self.executed.troubles, *self.executed.put_off}
        return [one for one in apart.builds_on if one in stuck]

    def _repeat_definitions(self, child: Child, start: int, stop: int) -> bool:
        """Give a new process what the student defines in some cells, and nothing that acts.

        Returns:
            Whether it survived; another has to do without the cell that ended it.
        """
        for index, cell in enumerate(self.executed.notebook.cells[start:stop], start):
            if cell.cell_type != "code" or index in self.asked:
                continue
            source = "" if index in self.executed.given_up else definitions(cell.source)
            try:
                if source and UNGRADED not in cell.metadata.get("tags", []):
                    child.run(source, self._deadline())
            except Died:
                self.executed.given_up.add(index)
                return False
            except Stopped:
                self.executed.given_up.add(index)
        return True

    def _run_cell(self, child: Child, cell: NotebookNode, index: int) -> None:
        held_up = self._held_up_by(visibly_tested_exercise(cell))
        if held_up:
            cell.outputs = [_text(f"Not run: it needs {' and '.join(held_up)}, which did not end.")]
            return
        self.executions += 1
        cell.execution_count = self.executions
        try:
            raw = child.run(cell.source, self._deadline(), self.room)
            cell.outputs = trusted_outputs(raw, self.room)
            self.room = max(0, self.room - sum(len(str(output)) for output in cell.outputs))
        except Stopped:
            reason = f"stopped after {self._allowed()} s"
            cell.outputs = [_error(reason)]
            self.executed.notes.append(f"The notebook was {reason} {_name(cell, index)}.")

    def _ask(self, child: Child, exercise: str) -> None:
        """Run the probe in place of the hidden test, or put it off."""
        if self._held_up_by(exercise):
            self.executed.put_off.append(exercise)
            return
        try:
            self.executed.replies[exercise] = self._reply(child, exercise, self.plans[exercise])
        except NoReply as error:
            self.executed.troubles[exercise] = str(error)

    def _reply(self, child: Child, exercise: str, plan: str) -> str:
        """What the probe says to a plan.

        Raises:
            NoReply: nothing came, or it cost too much.
            Died: the process ended or had to be ended.
        """
        tests = f"The tests of {exercise}"
        try:
            before = child.cpu_seconds()
            replies = child.ask(plan, self._deadline())
            if child.cpu_seconds() - before <= self.limits.test_cpu_seconds:
                return replies
        except Stopped:
            raise NoReply(f"{tests} were stopped after {self._allowed()} s.") from None
        except Unanswered as error:
            raise NoReply(f"{tests} could not be judged: {error}.") from None
        raise NoReply(
            f"{tests} took more than {self.limits.test_cpu_seconds} s of processor time. A right "
            "answer needs a small part of that."
        )

    def _note_death(
        self, exercise: str | None, cell: NotebookNode, index: int, reason: str
    ) -> None:
        where = f"in the cell that tests {exercise}" if exercise else _name(cell, index)
        ended = self._had_to_be_ended(where, reason)
        if exercise:
            self.executed.troubles[exercise] = ended
        else:
            cell.outputs = [_error(f"the process was ended: {self._in_full(reason)}")]
        self.executed.notes.append(ended)

    def _had_to_be_ended(self, where: str, reason: str) -> str:
        return f"The notebook had to be ended {where}: {self._in_full(reason)}."

    def _in_full(self, reason: str) -> str:
        if reason == "it could not be interrupted":
            return f"it was stopped after {self._allowed()} s and {reason}"
        return reason

    def _too_late(self, exercise: str) -> str:
        return (
            f"The notebook was stopped after {self.limits.submission_seconds} s, before "
            f"the tests of {exercise} could run."
        )

    def _deadline(self) -> float:
        return min(time.monotonic() + self.limits.cell_seconds, self.end)

    def _allowed(self) -> int:
        """Seconds that the cell had: the submission's, where these ran out first."""
        return self.limits.submission_seconds if self._is_late() else self.limits.cell_seconds

    def _is_late(self) -> bool:
        return time.monotonic() >= self.end


def _test_cells(notebook: NotebookNode, plans: Mapping[str, str]) -> dict[int, str]:
    """Where each exercise is asked: in its graded cell, whatever a student's own cells name."""
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


def _error(reason: str) -> NotebookNode:
    return nbformat.v4.new_output(
        "error", ename="Stopped", evalue=reason, traceback=[f"Stopped: {reason}"]
    )


def _text(sentence: str) -> NotebookNode:
    return nbformat.v4.new_output("stream", name="stdout", text=f"{sentence}\n")


def _name(cell: NotebookNode, index: int) -> str:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"in the cell {grade_id}" if grade_id else f"in cell number {index + 1}"
