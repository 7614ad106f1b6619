"""Grades one notebook: restore, execute, judge, and write down what was said."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from autograder.classroom.cell_failures import cell_failure
from autograder.classroom.graded import Graded
from autograder.feedback.verdict_output import VERDICT_MIME
from autograder.harmless.markdown import make_harmless
from autograder.inside.plan import FollowUp
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from autograder.notebooks.cells import judged_exercise
from autograder.notebooks.files import as_json
from autograder.reading.reaching import reach
from autograder.reading.statements import CELL_SEPARATOR
from autograder.sandbox.execution import ask_again, execute, warm_sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.notebook_run import Executed
from autograder.sandbox.process import Sandbox


class Grading:
    """An executed notebook on its way to its verdicts.

    Arguments:
        executed: what came of the first pass.
        judge: decides.
    """

    def __init__(self, executed: Executed, judge: Judge) -> None:
        self.executed = executed
        self.judge = judge
        self._source = student_source(executed.notebook)
        self._verdicts = {name: self._verdict(name) for name in judge.assignment.by_name}

    def _verdict(self, exercise: str) -> Verdict:
        replies = self.executed.replies.get(exercise)
        trouble = self.executed.troubles.get(exercise, "")
        failure = cell_failure(self.executed.notebook, exercise)
        return self.judge.verdict(exercise, replies, self._source, trouble, failure)

    @property
    def open_questions(self) -> dict[str, FollowUp]:
        """Return what `ask_again` has to ask before the verdicts are final, by exercise."""
        return {
            name: self.judge.follow_ups[name] for name in self.judge.unexplained(self._verdicts)
        }

    @property
    def is_final(self) -> bool:
        """Tell whether nothing has to be asked again."""
        return not self.executed.put_off and not self.open_questions

    def go_on(self, executed: Executed) -> None:
        """Take in what came of asking again."""
        put_off, self.executed = self.executed.put_off, executed
        self._verdicts |= {name: self._verdict(name) for name in put_off}

    def graded(self, notes: list[str]) -> Graded:
        """Put the verdicts into the notebook.

        Arguments:
            notes: what had to be repaired before it could run.
        """
        notebook = self.executed.notebook
        notes = notes + self.executed.notes + reaching_notes(self._source)
        verdicts = self.judge.explained(self._verdicts, self.executed.followed_up, self._source)
        for cell in notebook.cells:
            judged = judged_exercise(cell)
            if judged and judged[1] in verdicts:
                cell.outputs = verdict_outputs(verdicts[judged[1]])
        make_harmless(notebook)
        notebook.metadata["autograder"] = {
            "seed": self.judge.seed,
            "judged_in": "the teacher's process",
            "notes": notes,
        }
        return Graded(as_json(notebook), verdicts, self.judge.seed, notes, self.executed.seconds)


def grade(
    notebook: NotebookNode,
    judge: Judge,
    limits: Limits,
    files: Path | None = None,
    sandbox: Sandbox | None = None,
    notes: Sequence[str] = (),
) -> Graded:
    """Execute a restored notebook and judge every exercise of it, here and now.

    Arguments:
        notebook: it is not changed.
        judge: decides.
        limits, files, sandbox: as for `execute`.
        notes: what had to be repaired before it could run.

    Raises:
        CourseError: untrusted code cannot be kept in on this system, or the course's own
            answers disagree.
    """
    sandbox = sandbox or warm_sandbox(files, limits.quotas)
    judge.prepare(followed_up=False)  # meanwhile the sandbox warms up
    executed = execute(notebook, judge.plans, limits, files, sandbox, judge.follow_ups)
    grading = Grading(executed, judge)
    if not grading.is_final:
        questions = grading.open_questions
        grading.go_on(ask_again(executed, judge.plans, questions, limits, files, sandbox))
    return grading.graded(list(notes))


def not_judged(judge: Judge, source: NotebookNode, trouble: str) -> Graded:
    """The verdict on a file that could not be executed: no points, and why.

    The notebook holds the test cells alone, so that feedback can be made of it.
    """
    executed = Executed(tests_alone(source))
    sentence = f"Your notebook could not be graded: {trouble}."
    executed.troubles = {exercise.name: sentence for exercise in judge.assignment.exercises}
    return replace(Grading(executed, judge).graded([sentence]), trouble=trouble)


def tests_alone(source: NotebookNode) -> NotebookNode:
    """A copy of the source notebook that holds nothing but its test cells."""
    notebook = copy.deepcopy(source)
    notebook.cells = [cell for cell in notebook.cells if judged_exercise(cell) is not None]
    return notebook


def reaching_notes(source: str) -> list[str]:
    """A note for the teacher on a notebook that reaches for what the probe is made of."""
    reached = reach(source)
    what = "arguments left alone, and no loops, earn nothing"
    return [f"The notebook reaches for {reached}: {what}."] if reached else []


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
    # nbformat's new_output would validate each.
    return [
        NotebookNode(output_type="stream", name="stdout", text=f"{verdict.message}\n"),
        NotebookNode(
            output_type="execute_result",
            data=NotebookNode(data),
            metadata=NotebookNode(),
            execution_count=None,
        ),
    ]
