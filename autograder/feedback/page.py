"""All that a feedback page shows of a graded notebook, for the template to lay out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup

from autograder.feedback.causes import Causes, causes_of, depends_on
from autograder.feedback.cells import body_of, outputs_of
from autograder.feedback.verdict_output import ShownVerdict, read_verdict
from autograder.harmless.html import safe_markdown
from autograder.harmless.values import finite_number, mapping

AUTOMATIC_COMMENT = "No response."
"""What nbgrader itself writes beside a cell that was left as it was."""

READ_AGAIN = re.compile(r"^\*Read again: .{1,500}$", re.MULTILINE)
"""The line of an exercise's text that leads to a section of the book."""


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
        read_again: which section of the book the exercise's text names.
    """

    number: int
    kind: str
    name: str
    score: float
    max_score: float
    verdict: ShownVerdict | None
    comment: Markup
    read_again: Markup

    @property
    def state(self) -> str:
        """Say how far it is right: "right", "partly" or "wrong"."""
        if self.score >= self.max_score:
            return "right"
        return "partly" if self.score > 0 else "wrong"

    @property
    def missing(self) -> float:
        """Points that were not earned."""
        return self.max_score - self.score

    @cached_property
    def causes(self) -> Causes | None:
        """List what is wrong, each cause once."""
        return causes_of(self.verdict) if self.verdict else None

    @property
    def depends_on(self) -> list[str]:
        """Exercises that have to be mended first."""
        return depends_on(self.verdict) if self.verdict else []

    @property
    def regraded(self) -> bool:
        """Say whether a person gave other points than the tests did."""
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
        is_text: whether it is Markdown.
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
    is_text: bool


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
    results: list[Result] = field(init=False)
    remarks: list[ShownCell] = field(init=False)

    def __post_init__(self) -> None:
        graded = [cell.result for cell in self.cells if cell.result is not None]
        object.__setattr__(self, "results", graded)
        remarks = [cell for cell in self.cells if cell.said and cell.result is None]
        object.__setattr__(self, "remarks", remarks)

    @property
    def right(self) -> int:
        """Count the exercises that are right in full."""
        return sum(result.state == "right" for result in self.results)

    @cached_property
    def start(self) -> Result | None:
        """The first exercise with something to mend that does not hang on another."""
        return next(
            (
                result
                for result in self.results
                if result.verdict and result.state != "right" and not result.depends_on
            ),
            None,
        )

    @property
    def mended_too(self) -> list[str]:
        """Exercises that fail because the first one to mend does."""
        return [
            result.name
            for result in self.results
            if self.start is not None and self.start.name in result.depends_on
        ]


def feedback_page(notebook: Any, resources: Mapping[str, Any]) -> Page:
    """Collect what to show of a notebook that nbgrader has put the grades into."""
    cells = [
        _shown_cell(number, cell, read_again)
        for number, (cell, read_again) in enumerate(_with_sections(notebook.cells), 1)
    ]
    grades = resources.get("nbgrader", {})
    notes = mapping(notebook.metadata.get("autograder")).get("notes")
    return Page(
        title=str(grades.get("notebook", "notebook")),
        student=str(grades.get("student", "")),
        score=finite_number(grades.get("score")),
        max_score=finite_number(grades.get("max_score")),
        late_penalty=finite_number(grades.get("late_penalty")),
        notes=[str(note) for note in notes] if isinstance(notes, list) else [],
        cells=cells,
    )


def _with_sections(cells: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Each cell with the line on the book's section that was last named before it."""
    line = ""
    for cell in cells:
        if cell.cell_type == "markdown":
            if found := READ_AGAIN.search(cell.source):
                line = found[0]
            elif cell.source.startswith("## "):
                line = ""
        yield cell, line


def _shown_cell(number: int, cell: Any, read_again: str) -> ShownCell:
    grading = mapping(cell.metadata.get("nbgrader"))
    test = bool(grading.get("grade")) and not grading.get("solution")
    said = grading.get("comment") or ""
    comment = safe_markdown(said) if said else Markup()
    result = _result(number, cell, grading, comment, read_again)
    return ShownCell(
        number=number,
        label=_label(grading, test),
        name=str(grading.get("grade_id", f"cell {number}")),
        body=body_of(cell),
        outputs=list(outputs_of(cell, result.verdict if result else None)),
        result=result,
        comment=comment,
        test=test and cell.cell_type == "code",
        said=bool(said) and said != AUTOMATIC_COMMENT,
        is_text=cell.cell_type == "markdown",
    )


def _label(grading: Mapping[str, Any], test: bool) -> str:
    if grading.get("solution"):
        return "Your answer"
    if grading.get("task"):
        return "Task"
    return "Test" if test else ""


def _result(
    number: int, cell: Any, grading: Mapping[str, Any], comment: Markup, read_again: str
) -> Result | None:
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
        read_again=safe_markdown(read_again) if read_again else Markup(),
    )


def _kind(cell: Any, grading: Mapping[str, Any]) -> str:
    if grading.get("task"):
        return "task"
    if not grading.get("solution"):
        return "tests"
    return "code" if cell.cell_type == "code" else "written answer"
