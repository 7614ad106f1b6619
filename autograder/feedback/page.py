"""All that a feedback page shows of a graded notebook, for the template to lay out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from autograder.feedback.cells import MathsSeen, body_of, outputs_of
from autograder.feedback.maths import maths_script, security_policy
from autograder.feedback.verdict_output import ShownVerdict, read_verdict
from autograder.harmless.values import finite_number, mapping

AUTOMATIC_COMMENT = "No response."
"""What nbgrader itself writes beside a cell that was left as it was."""


@dataclass(frozen=True)
class Result:
    """A row of the table: one graded cell.

    Attributes:
        number: which cell of the notebook; anchors are made of it.
        kind: what sort of cell was graded, in words.
        name: of the exercise, or of the cell where there is no verdict.
        score: points by the gradebook.
        max_score: points there are.
        verdict: what the tests say, if they said anything.
        comment: what a teacher says.
    """

    number: int
    kind: str
    name: str
    score: float
    max_score: float
    verdict: ShownVerdict | None
    comment: Markup

    @property
    def state(self) -> str:
        """How far it is right: "right", "partly" or "wrong"."""
        if self.score >= self.max_score:
            return "right"
        return "partly" if self.score > 0 else "wrong"

    @property
    def regraded(self) -> bool:
        """Whether a person gave other points than the tests did."""
        return self.verdict is not None and abs(self.verdict.score - self.score) > 0.005


@dataclass(frozen=True)
class ShownCell:
    """One cell of the notebook.

    Attributes:
        number: its place in the notebook.
        label: whose cell it is, where nbgrader knows.
        name: what nbgrader calls it.
        body: its source, rendered.
        outputs: rendered, in order.
        result: how it was graded, if it was.
        comment: what a teacher says about it.
        test: whether it is the teacher's test rather than the student's work.
        said: whether the comment belongs among the first things on the page.
    """

    number: int
    label: str
    name: str
    body: Markup
    outputs: list[Markup]
    result: Result | None
    comment: Markup
    test: bool
    said: bool


@dataclass(frozen=True)
class Page:
    """All that a feedback page shows."""

    title: str
    student: str
    score: float
    max_score: float
    late_penalty: float
    notes: list[str]
    cells: list[ShownCell]
    script: Markup
    policy: str
    results: list[Result] = field(init=False)
    remarks: list[ShownCell] = field(init=False)

    def __post_init__(self) -> None:
        graded = [cell.result for cell in self.cells if cell.result is not None]
        object.__setattr__(self, "results", graded)
        remarks = [cell for cell in self.cells if cell.said and cell.result is None]
        object.__setattr__(self, "remarks", remarks)

    @property
    def right(self) -> int:
        """How many exercises are right in full."""
        return sum(result.state == "right" for result in self.results)


def feedback_page(notebook: Any, resources: Mapping[str, Any]) -> Page:
    """What to show of a notebook that nbgrader has put the grades into."""
    maths = MathsSeen()
    cells = [_shown_cell(number, cell, maths) for number, cell in enumerate(notebook.cells, 1)]
    grades = resources.get("nbgrader", {})
    notes = mapping(notebook.metadata.get("autograder")).get("notes")
    script = maths_script() if maths.seen else Markup()
    return Page(
        title=str(grades.get("notebook", "notebook")),
        student=str(grades.get("student", "")),
        score=finite_number(grades.get("score")),
        max_score=finite_number(grades.get("max_score")),
        late_penalty=finite_number(grades.get("late_penalty")),
        notes=[str(note) for note in notes] if isinstance(notes, list) else [],
        cells=cells,
        script=script,
        policy=security_policy(script),
    )


def _shown_cell(number: int, cell: Any, maths: MathsSeen) -> ShownCell:
    grading = mapping(cell.metadata.get("nbgrader"))
    test = bool(grading.get("grade")) and not grading.get("solution")
    said = grading.get("comment") or ""
    comment = maths.markdown(said) if said else Markup()
    result = _result(number, cell, grading, comment)
    return ShownCell(
        number=number,
        label=_label(grading, test),
        name=str(grading.get("grade_id", f"cell {number}")),
        body=body_of(cell, maths),
        outputs=list(outputs_of(cell, result.verdict if result else None, maths)),
        result=result,
        comment=comment,
        test=test and cell.cell_type == "code",
        said=bool(said) and said != AUTOMATIC_COMMENT,
    )


def _label(grading: Mapping[str, Any], test: bool) -> str:
    if grading.get("solution"):
        return "Your answer"
    if grading.get("task"):
        return "Task"
    return "Test" if test else ""


def _result(number: int, cell: Any, grading: Mapping[str, Any], comment: Markup) -> Result | None:
    if not (grading.get("grade") or grading.get("task")):
        return None
    verdict = read_verdict(cell) if grading.get("grade") else None
    name = verdict.exercise if verdict else ""
    return Result(
        number=number,
        kind=_kind(cell, grading),
        name=name or str(grading.get("grade_id", "")),
        score=finite_number(grading.get("score")),
        max_score=finite_number(grading.get("points")),
        verdict=verdict,
        comment=comment,
    )


def _kind(cell: Any, grading: Mapping[str, Any]) -> str:
    if grading.get("task"):
        return "task"
    if not grading.get("solution"):
        return "tests"
    return "code" if cell.cell_type == "code" else "written answer"
