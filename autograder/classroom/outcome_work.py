"""Reads graded notebooks for a summary, in a limited process.

Those are files that a student's work went into: their verdicts, and the code that is compared
with others'. What comes back is bounded, and its reader takes of it only what fits the assignment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.classroom.look_alikes import fingerprints
from autograder.errors import CourseError
from autograder.feedback.verdict_output import ShownVerdict, read_verdict
from autograder.harmless.text import plain_line, plain_text
from autograder.harmless.values import mapping
from autograder.judge.exercise import Assignment, Exercise
from autograder.limited import Work
from autograder.notebooks.bounds import is_within_bounds
from autograder.notebooks.cells import judged_exercise
from autograder.notebooks.files import read_bytes

MOST_PRINTS = 20_000
"""Fingerprints of one submission; an assignment's solution has some 500."""
MOST_NAME = 100
"""Characters of a cell's name."""


class OutcomeWork(Work):
    """Reads graded notebooks of one assignment, one after another."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment

    def do(self, job: str) -> dict[str, Any]:
        """Read the notebook at a path; one that is damaged says nothing.

        Returns:
            "verdicts": of each exercise that has one, as plain data. "prints": of each cell of
            the student's own that has any, its name and its fingerprints.
        """
        verdicts: list[dict[str, Any]] = []
        prints: list[tuple[str, list[int]]] = []
        left = MOST_PRINTS
        for number, cell in enumerate(_cells(Path(job)), start=1):
            judged = judged_exercise(cell)
            if judged and judged[1] in self._assignment.by_name:
                verdict = read_verdict(cell)
                if verdict and verdict.exercise == judged[1]:
                    fits = fitting(verdict, self._assignment.by_name[judged[1]])
                    verdicts.append(asdict(fits))
            elif name := _own_name(cell, number):
                found = list(islice(fingerprints(cell.source), left))
                left -= len(found)
                if found:
                    prints.append((name, found))
        return {"verdicts": verdicts, "prints": prints}


def fitting(verdict: ShownVerdict, exercise: Exercise) -> ShownVerdict:
    """A verdict with the exercise's own parts and points, and with bounded text."""
    points = {part.name: part.points for part in exercise.parts}
    parts = {
        part.name: replace(
            part,
            score=min(max(part.score, 0.0), points[part.name]),
            max_score=points[part.name],
            message=plain_text(part.message),
        )
        for part in verdict.parts
        if part.name in points
    }
    known = {mistake.name for mistake in exercise.mistakes}
    return replace(
        verdict,
        score=min(max(verdict.score, 0.0), exercise.points),
        message=plain_text(verdict.message),
        mistake=verdict.mistake if verdict.mistake in known else "",
        parts=tuple(parts.values()),
    )


def _cells(path: Path) -> Iterator[NotebookNode]:
    try:
        content = read_bytes(path)
    except CourseError:
        return
    if not is_within_bounds(content):
        return
    try:
        found = json.loads(content)["cells"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return
    for cell in found if isinstance(found, list) else ():
        if _is_cell(cell):
            yield NotebookNode(cell | {"metadata": NotebookNode(cell["metadata"])})


def _is_cell(cell: Any) -> bool:
    match cell:
        case {"cell_type": str(), "metadata": dict(), "source": str()}:
            outputs = cell.get("outputs", [])
            return isinstance(outputs, list) and all(isinstance(output, dict) for output in outputs)
    return False


def _own_name(cell: NotebookNode, number: int) -> str:
    """The name of a cell of the student's own code, numbered if it has none; "" for others."""
    about: Mapping[str, Any] = mapping(cell.metadata.get("nbgrader"))
    if cell.cell_type != "code" or about.get("locked"):
        return ""
    name = about.get("grade_id")
    return plain_line(name, MOST_NAME) if isinstance(name, str) and name else f"cell {number}"
