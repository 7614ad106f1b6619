"""Executes a restored notebook in the sandbox and asks the probe.

A pure function of its inputs: notebook and plans in, executed notebook and the
probe's replies out. It decides nothing and holds no answer.
"""

from __future__ import annotations

import atexit
import copy
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.definitions import definitions
from autograder.outputs import trusted_outputs
from autograder.sandbox.outside import (
    OUTPUT_ROOM,
    Child,
    Died,
    Quotas,
    Sandbox,
    Stopped,
    Unanswered,
)
from autograder.source_notebook import judged_exercise

UNGRADED = "ungraded"
"""Cells with this tag (pictures, training runs) are skipped when grading."""


@dataclass(frozen=True)
class Limits:
    """What one submission may take."""

    cell_seconds: int = 60
    submission_seconds: int = 300
    memory_bytes: int = Quotas.memory_bytes
    file_bytes: int = Quotas.file_bytes
    test_cpu_seconds: int = 2
    """Processor time of one exercise's hidden tests: a right answer needs a small part of it,
    a gradient got by asking the loss about one weight after another needs more."""

    @property
    def quotas(self) -> Quotas:
        """What the sandbox enforces by itself; CPU time is a last resort."""
        return Quotas(self.memory_bytes, self.file_bytes, self.submission_seconds + 30)


@dataclass
class Executed:
    """What came of executing one notebook.

    Attributes:
        notebook: with the outputs of the student's cells.
        replies: the probe's replies by exercise, as text for the wire.
        troubles: why there is no reply, by exercise, as a sentence.
        notes: what happened on the way, as sentences.
        seconds: wall time.
    """

    notebook: NotebookNode
    replies: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0


def execute(
    notebook: NotebookNode,
    plans: dict[str, str],
    limits: Limits,
    files: Path | None = None,
    sandbox: Sandbox | None = None,
) -> Executed:
    """Run a notebook's cells in order, and each exercise's plan where its test stands.

    Arguments:
        notebook: a restored notebook; it is not changed.
        plans: what the probe is asked, by exercise.
        limits: what a cell and a submission may take.
        files: a folder whose files (data) lie beside the notebook when it runs.
        sandbox: where to run it instead, with the files and quotas that it has.

    Raises:
        CourseError: untrusted code cannot be kept in on this system.
    """
    start = time.monotonic()
    executed = Executed(copy.deepcopy(notebook))
    sandbox = sandbox or warm_sandbox(files, limits.quotas)
    run = _Run(executed, plans, limits, sandbox, start)
    run.all_cells()
    executed.seconds = time.monotonic() - start
    return executed


@cache
def warm_sandbox(files: Path | None, quotas: Quotas) -> Sandbox:
    """The sandbox of this process: warming up once serves a whole class."""
    sandbox = Sandbox(files, quotas)
    atexit.register(sandbox.close)
    return sandbox


class _Run:
    """One pass through a notebook's cells, in as many processes as it takes."""

    def __init__(
        self,
        executed: Executed,
        plans: dict[str, str],
        limits: Limits,
        sandbox: Sandbox,
        start: float,
    ) -> None:
        self.executed = executed
        self.plans = plans
        self.limits = limits
        self.sandbox = sandbox
        self.end = start + limits.submission_seconds
        self.executions = 0
        self.room = OUTPUT_ROOM
        self.asked = _test_cells(executed.notebook, plans)
        self.given_up: set[int] = set()
        """Cells whose definitions a new process does not survive."""

    def all_cells(self) -> None:
        """Run everything; a process that ends is followed by another from there on."""
        position = 0
        while position < len(self.executed.notebook.cells) and not self._is_late():
            with Child(self.sandbox) as child:
                if self._repeat_definitions(child, position):
                    position = self._run_from(child, position)
        self._explain_the_rest()

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

    def _repeat_definitions(self, child: Child, position: int) -> bool:
        """Give a new process what the student had defined so far, and nothing that acts.

        Returns:
            Whether it survived; another has to do without the cell that ended it.
        """
        for index, cell in enumerate(self.executed.notebook.cells[:position]):
            if cell.cell_type != "code" or index in self.asked or index in self.given_up:
                continue
            source = definitions(cell.source)
            try:
                if source and UNGRADED not in cell.metadata.get("tags", []):
                    child.run(source, self._deadline())
            except Died:
                self.given_up.add(index)
                return False
            except Stopped:
                self.given_up.add(index)
        return True

    def _run_cell(self, child: Child, cell: NotebookNode, index: int) -> None:
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
        """Run the probe in place of the hidden test."""
        try:
            before = child.cpu_seconds()
            replies = child.ask(self.plans[exercise], self._deadline())
            if child.cpu_seconds() - before <= self.limits.test_cpu_seconds:
                self.executed.replies[exercise] = replies
            else:
                self.executed.troubles[exercise] = (
                    f"The tests of {exercise} took more than {self.limits.test_cpu_seconds} s of "
                    "processor time. A right answer needs a small part of that."
                )
        except Stopped:
            self.executed.troubles[exercise] = (
                f"The tests of {exercise} were stopped after {self._allowed()} s."
            )
        except Unanswered as error:
            self.executed.troubles[exercise] = (
                f"The tests of {exercise} could not be judged: {error}."
            )

    def _note_death(
        self, exercise: str | None, cell: NotebookNode, index: int, reason: str
    ) -> None:
        if reason == "it could not be interrupted":
            reason = f"it was stopped after {self._allowed()} s and {reason}"
        if exercise:
            where = f"in the cell that tests {exercise}"
            self.executed.troubles[exercise] = f"The notebook had to be ended {where}: {reason}."
        else:
            where = _name(cell, index)
            cell.outputs = [_error(f"the process was ended: {reason}")]
        self.executed.notes.append(f"The notebook had to be ended {where}: {reason}.")

    def _deadline(self) -> float:
        return min(time.monotonic() + self.limits.cell_seconds, self.end)

    def _allowed(self) -> int:
        """Seconds that the cell had: the submission's, where these ran out first."""
        return self.limits.submission_seconds if self._is_late() else self.limits.cell_seconds

    def _is_late(self) -> bool:
        return time.monotonic() >= self.end

    def _explain_the_rest(self) -> None:
        for exercise in self.plans:
            if exercise not in self.executed.replies:
                self.executed.troubles.setdefault(
                    exercise,
                    f"The notebook was stopped after {self.limits.submission_seconds} s, before "
                    f"the tests of {exercise} could run.",
                )


def _test_cells(notebook: NotebookNode, plans: dict[str, str]) -> dict[int, str]:
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


def _name(cell: NotebookNode, index: int) -> str:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"in the cell {grade_id}" if grade_id else f"in cell number {index + 1}"
