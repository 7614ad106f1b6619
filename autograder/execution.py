"""Executes a restored notebook and asks the probe, in a kernel of its own.

A pure function of its inputs: notebook and plans in, executed notebook and the
probe's replies out. It decides nothing and holds no answer.
"""

from __future__ import annotations

import copy
import logging
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from autograder.probe_in_kernel import REPLIES_MIME
from autograder.source_notebook import judged_exercise

UNGRADED = "ungraded"
"""Cells with this tag (pictures, training runs) are skipped when grading."""


@dataclass(frozen=True)
class Limits:
    """What one submission may take."""

    cell_seconds: int = 60
    submission_seconds: int = 300


@dataclass
class Executed:
    """What came of executing one notebook.

    Attributes:
        notebook: with the outputs of the student's cells.
        replies: the probe's replies by exercise, as text for the wire.
        troubles: why there is no reply, by exercise, as a sentence.
        seconds: wall time, start of the kernel included.
    """

    notebook: NotebookNode
    replies: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def execute(
    notebook: NotebookNode, plans: dict[str, str], limits: Limits, files: Path | None = None
) -> Executed:
    """Run a notebook's cells in order, and each exercise's plan where its test stands.

    Arguments:
        notebook: a restored notebook; it is not changed.
        plans: what the probe is asked, by exercise.
        limits: seconds a cell and a submission may take.
        files: a folder whose files (data) lie beside the notebook when it runs.
    """
    start = time.monotonic()
    executed = Executed(copy.deepcopy(notebook))
    with tempfile.TemporaryDirectory(prefix="submission-") as folder:
        _copy_files(files, Path(folder))
        run = _Run(executed, plans, limits, folder, start)
        try:
            run.all_cells()
        except (CellTimeoutError, DeadKernelError) as error:
            run.explain_end(error)
    executed.seconds = time.monotonic() - start
    return executed


def _copy_files(files: Path | None, folder: Path) -> None:
    for path in files.iterdir() if files else ():
        if path.is_file() and path.suffix != ".ipynb":
            shutil.copy(path, folder)


class _Run:
    """One pass through a notebook's cells."""

    def __init__(
        self,
        executed: Executed,
        plans: dict[str, str],
        limits: Limits,
        folder: str,
        start: float,
    ) -> None:
        self.executed = executed
        self.plans = plans
        self.deadline = start + limits.submission_seconds
        self.limits = limits
        self.where = "before its first cell"
        self.client = NotebookClient(
            executed.notebook,
            timeout=limits.cell_seconds,
            interrupt_on_timeout=True,
            raise_on_iopub_timeout=True,  # it ignored the interrupt and runs on
            # An interrupted cell is an error of that cell; the next ones still run.
            error_on_timeout={
                "ename": "TimeoutError",
                "evalue": f"stopped after {limits.cell_seconds} s",
                "traceback": [f"TimeoutError: stopped after {limits.cell_seconds} s"],
            },
            allow_errors=True,
            kernel_name="python3",
            extra_arguments=["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"],
            resources={"metadata": {"path": folder}},
        )
        self.client.log.setLevel(logging.CRITICAL)  # its errors become sentences of ours

    def all_cells(self) -> None:
        with self.client.setup_kernel():
            for index, cell in enumerate(self.executed.notebook.cells):
                if cell.cell_type != "code" or UNGRADED in cell.metadata.get("tags", []):
                    continue
                judged = judged_exercise(cell)
                self.where = f"in the cell that tests {judged[1]}" if judged else _name(cell, index)
                if time.monotonic() > self.deadline:
                    self._explain(f"stopped after {self.limits.submission_seconds} s {self.where}")
                    return
                if judged:
                    self._ask(judged[1], index)
                else:
                    self.client.execute_cell(cell, index)

    def _ask(self, exercise: str, index: int) -> None:
        """Run the probe in place of the hidden test."""
        source = (
            "from autograder.probe_in_kernel import publish as _publish\n"
            f"_publish({self.plans[exercise]!r})"
        )
        cell, test = nbformat.v4.new_code_cell(source), self.executed.notebook.cells[index]
        self.client.execute_cell(cell, index)
        self.executed.notebook.cells[index] = test  # nbclient puts what it ran there
        for output in cell.outputs:
            reply = output.get("data", {}).get(REPLIES_MIME)
            if isinstance(reply, str):
                self.executed.replies[exercise] = reply
                return
        errors = [output for output in cell.outputs if output.output_type == "error"]
        if errors and errors[-1].ename in ("TimeoutError", "KeyboardInterrupt"):
            trouble = f"stopped after {self.limits.cell_seconds} s"
        else:
            trouble = f"ended by {errors[-1].ename}" if errors else "ended without an answer"
        self.executed.troubles[exercise] = f"The tests of {exercise} were {trouble}."

    def explain_end(self, error: Exception) -> None:
        """Say why everything that was not asked yet has no answer."""
        if isinstance(error, CellTimeoutError):
            self._explain(
                f"stopped after {self.limits.cell_seconds} s {self.where}: "
                "it could not be interrupted"
            )
        else:
            self._explain(f"ended {self.where}: its Python process died")

    def _explain(self, reason: str) -> None:
        for exercise in self.plans:
            if exercise not in self.executed.replies:
                self.executed.troubles.setdefault(exercise, f"The notebook was {reason}.")


def _name(cell: NotebookNode, index: int) -> str:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"in the cell {grade_id}" if grade_id else f"in cell number {index + 1}"
