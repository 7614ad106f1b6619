"""The sample class of every assignment holds what its students' names promise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from autograder import assignments
from autograder.classroom.sample_class import notebooks_of_a_class
from autograder.inside.probe import answer
from autograder.judge.exercise import Assignment
from autograder.judge.judge import Judge
from autograder.notebooks.cells import judged_exercise
from autograder.notebooks.source_notebook import make_source_notebook

ROOT = Path(__file__).parents[3]
NAMES = assignments.names()


def source_notebook(assignment: Assignment) -> NotebookNode:
    text = ROOT / f"exercises/{assignment.name}.md"
    return make_source_notebook(text, assignment, ROOT / f"solutions/{assignment.name}.py")


def run(notebook: NotebookNode) -> dict[str, Any]:
    """What the cells that grading runs define, but for the tests."""
    namespace: dict[str, Any] = {}
    for cell in notebook.cells:
        is_picture = "ungraded" in cell.metadata.get("tags", [])
        is_test = str(cell.metadata.get("nbgrader", {}).get("grade_id")).startswith("visible_")
        if cell.cell_type == "code" and not (is_picture or is_test or judged_exercise(cell)):
            exec(cell.source, namespace)
    return namespace


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_right_needs_nothing_but_the_notebook(
    name: str, judge_of: Callable[[str, int], Judge]
) -> None:
    judge = judge_of(name, 0)
    handed_in = notebooks_of_a_class(judge.assignment, source_notebook(judge.assignment))
    right = {
        student: notebook for student, notebook in handed_in.items() if student.startswith("right-")
    }
    assert len(right) >= 3
    for student, notebook in right.items():
        assert not isinstance(notebook, bytes)
        namespace = run(notebook)
        for exercise in judge.assignment.by_name:
            replies = answer(judge.plans[exercise], namespace)
            verdict = judge.verdict(exercise, replies, "")
            assert verdict.passed, f"{student}: {verdict.message}"
