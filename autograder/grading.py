"""Grades one notebook: restore, execute, judge, and write down what was said."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace

import nbformat
from nbformat import NotebookNode

from autograder.harmless import make_harmless
from autograder.judge import Judge
from autograder.notebook_run import Executed
from autograder.source_notebook import judged_exercise
from autograder.student_code import CELL_SEPARATOR
from autograder.verdict import Verdict
from autograder.verdict_output import VERDICT_MIME


@dataclass(frozen=True)
class Graded:
    """A graded notebook.

    Attributes:
        notebook: executed, with the verdicts as outputs of its test cells.
        verdicts: by exercise, in the order of the assignment.
        notes: what had to be repaired before it could run.
        seconds: wall time of its execution.
        trouble: why it could not be executed at all, where that is so.
    """

    notebook: NotebookNode
    verdicts: dict[str, Verdict]
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    trouble: str = ""

    @property
    def seed(self) -> int:
        """What decided all inputs: with the same one a run can be repeated."""
        return int(self.notebook.metadata["autograder"]["seed"])

    @property
    def score(self) -> float:
        """Points earned in all exercises."""
        return sum(verdict.score for verdict in self.verdicts.values())

    @property
    def max_score(self) -> float:
        """Points of all exercises."""
        return sum(verdict.max_score for verdict in self.verdicts.values())

    @property
    def status(self) -> str:
        """One line for the teacher's table."""
        if self.trouble:
            return f"not graded: {self.trouble}"
        return " ".join(["graded", *(f"({note.rstrip('.')})" for note in self.notes)])

    @property
    def failed(self) -> list[str]:
        """Exercises that did not earn all their points."""
        return [name for name, verdict in self.verdicts.items() if not verdict.passed]


def judge_notebook(executed: Executed, judge: Judge, notes: list[str]) -> Graded:
    """Judge every exercise of an executed notebook and put the verdicts into it."""
    notebook = executed.notebook
    notes = notes + executed.notes
    source = student_source(notebook)
    verdicts = {
        exercise.name: judge.verdict(
            exercise.name,
            executed.replies.get(exercise.name),
            source,
            executed.troubles.get(exercise.name, ""),
            executed.apart.get(exercise.name, ()),
        )
        for exercise in judge.assignment.exercises
    }
    verdicts = judge.with_causes(verdicts)
    for cell in notebook.cells:
        judged = judged_exercise(cell)
        if judged and judged[1] in verdicts:
            cell.outputs = verdict_outputs(verdicts[judged[1]])
    make_harmless(notebook)
    notebook.metadata["autograder"] = {
        "seed": judge.seed,
        "judged_in": "the teacher's process",
        "notes": notes,
    }
    return Graded(notebook, verdicts, notes, executed.seconds)


def not_judged(judge: Judge, source: NotebookNode, trouble: str) -> Graded:
    """The verdict on a file that could not be executed: no points, and why.

    The notebook holds the test cells alone, so that feedback can be made of it.
    """
    executed = Executed(tests_alone(source))
    sentence = f"Your notebook could not be graded: {trouble}."
    executed.troubles = {one.name: sentence for one in judge.assignment.exercises}
    graded = judge_notebook(executed, judge, [sentence])
    return replace(graded, trouble=trouble)


def tests_alone(source: NotebookNode) -> NotebookNode:
    """A copy of the source notebook that holds nothing but its test cells."""
    notebook = copy.deepcopy(source)
    notebook.cells = [cell for cell in notebook.cells if judged_exercise(cell) is not None]
    return notebook


def student_source(notebook: NotebookNode) -> str:
    """The code cells that a student may have written, joined for reading."""
    return CELL_SEPARATOR.join(
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("locked")
    )


def verdict_outputs(verdict: Verdict) -> list[NotebookNode]:
    """A test cell's outputs: the message, and the score as nbgrader reads it.

    nbgrader takes a number as a cell's value for partial credit; without any
    output it would give full marks.
    """
    data = {"text/plain": repr(float(verdict.score)), VERDICT_MIME: verdict.as_json()}
    # nbformat's new_output would validate each; the notebook is validated when it is written.
    return [
        NotebookNode(output_type="stream", name="stdout", text=f"{verdict.message}\n"),
        nbformat.from_dict(
            {
                "output_type": "execute_result",
                "data": data,
                "metadata": {},
                "execution_count": None,
            }
        ),
    ]
