"""The first pass through a notebook: runs its cells and asks what their hidden tests stand for."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from autograder.harmless.outputs import trusted_outputs
from autograder.notebooks.cells import visibly_tested_exercise
from autograder.notebooks.repairs import in_words
from autograder.reading.definitions import definitions_apart
from autograder.sandbox.child import OUTPUT_ROOM, Child, Stopped
from autograder.sandbox.notebook_run import NoReply, NotebookRun, is_ungraded
from autograder.sandbox.process import Died

NO_MEMORY = "MemoryError"
"""Is in the name of Python's exception, and of NumPy's."""


class FirstPass:
    """Runs a notebook's cells in order, and asks each exercise where its test stands.

    Arguments:
        run: what is asked, and what has come of it.
    """

    def __init__(self, run: NotebookRun) -> None:
        self.run = run
        self.executions = 0
        self.room = OUTPUT_ROOM
        """How many characters the outputs may still have."""

    def all_cells(self) -> None:
        """Run everything; a process that ends is followed by another from there on."""
        position = 0
        while position < len(self.run.executed.notebook.cells) and not self.run.time.is_late:
            with Child(self.run.sandbox) as child:
                if self.run.repeat_definitions(child, 0, position):
                    position = self._run_from(child, position)
        for exercise in self.run.plans.keys() - self.run.executed.put_off:
            if exercise not in self.run.executed.replies:
                self.run.executed.troubles.setdefault(exercise, self.run.too_late(exercise))
        self._put_off_what_had_no_memory()

    def _put_off_what_had_no_memory(self) -> None:
        """Ask again where an earlier cell had filled the memory: it is no fault of the answer."""
        full = [name for name, text in self.run.executed.replies.items() if NO_MEMORY in text]
        if full:
            self.run.executed.put_off += full
            self.run.executed.notes.append(
                f"The memory was full when the tests of {in_words(full)} ran: "
                "they were run again in a new process."
            )

    def _run_from(self, child: Child, position: int) -> int:
        """Run cells until the end or until the process ends; where to go on."""
        cells = self.run.executed.notebook.cells
        for index in range(position, len(cells)):
            if self.run.time.is_late:
                return index
            cell = cells[index]
            if cell.cell_type != "code":
                continue
            exercise = self.run.test_cells.get(index)
            try:
                if is_ungraded(cell):
                    self._define(child, cell, index)
                elif exercise:
                    self._ask(child, exercise)
                else:
                    self._run_cell(child, cell, index)
            except Died as error:
                self._note_death(exercise, cell, index, str(error))
                return index + 1
        return len(cells)

    def _define(self, child: Child, cell: NotebookNode, index: int) -> None:
        """Run what a cell defines, which later cells may call, and nothing that it does."""
        source = definitions_apart(cell.source)
        try:
            if source:
                child.run(source, self.run.time.deadline())
        except Stopped:
            self._note_stop(cell, index)

    def _run_cell(self, child: Child, cell: NotebookNode, index: int) -> None:
        held_up = self.run.held_up_by(visibly_tested_exercise(cell))
        if held_up:
            cell.outputs = [_text(f"Not run: it needs {' and '.join(held_up)}, which did not end.")]
            return
        self.executions += 1
        cell.execution_count = self.executions
        try:
            raw = child.run(cell.source, self.run.time.deadline(), self.room)
            cell.outputs = trusted_outputs(raw, self.room)
            self.room = max(0, self.room - sum(len(str(output)) for output in cell.outputs))
        except Stopped:
            self._note_stop(cell, index)

    def _ask(self, child: Child, exercise: str) -> None:
        """Run the probe in place of the hidden test, or put it off."""
        if self.run.held_up_by(exercise):
            self.run.executed.put_off.append(exercise)
            return
        try:
            self.run.executed.replies[exercise] = self.run.reply(
                child, exercise, self.run.plans[exercise]
            )
        except NoReply as error:
            self.run.executed.troubles[exercise] = str(error)

    def _note_stop(self, cell: NotebookNode, index: int) -> None:
        reason = f"stopped after {self.run.time.allowed} s"
        cell.outputs = [_error(reason)]
        self.run.executed.notes.append(f"The notebook was {reason} {_name(cell, index)}.")

    def _note_death(
        self, exercise: str | None, cell: NotebookNode, index: int, reason: str
    ) -> None:
        where = f"in the cell that tests {exercise}" if exercise else _name(cell, index)
        ended = self.run.ended(where, reason)
        if exercise:
            self.run.executed.troubles[exercise] = ended
        else:
            cell.outputs = [_error(f"the process was ended: {self.run.in_full(reason)}")]
        self.run.executed.notes.append(ended)


def _error(reason: str) -> NotebookNode:
    return nbformat.v4.new_output(
        "error", ename="Stopped", evalue=reason, traceback=[f"Stopped: {reason}"]
    )


def _text(sentence: str) -> NotebookNode:
    return nbformat.v4.new_output("stream", name="stdout", text=f"{sentence}\n")


def _name(cell: NotebookNode, index: int) -> str:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"in the cell {grade_id}" if grade_id else f"in cell number {index + 1}"
