"""The notebook of `losses` runs from top to bottom, before it is solved and afterwards."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from nbformat import NotebookNode

from autograder import checks
from autograder.datasets import digits
from autograder.exercise import Assignment
from autograder.source_notebook import make_source_notebook

ROOT = Path(__file__).parents[2]
SOLUTION = re.compile(r" *### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return checks.load("losses")


@pytest.fixture(scope="module")
def cells(assignment: Assignment) -> list[NotebookNode]:
    """The code cells, without those that judge."""
    text, solutions = ROOT / "exercises/losses.md", ROOT / "solutions/losses.py"
    notebook = make_source_notebook(text, assignment, solutions)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell for cell in code if "hidden_tests(" not in cell.source]


@pytest.fixture
def beside_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matplotlib.use("Agg")
    monkeypatch.setattr(plt, "show", lambda: plt.close("all"))
    monkeypatch.chdir(tmp_path)
    data = digits()
    np.savez("digits.npz", images=data["images"], labels=data["labels"])


def run(cells: list[NotebookNode], *, solved: bool) -> dict[str, float]:
    """Run the cells as a kernel would; how long each took, by its grade id or number."""
    namespace: dict[str, Any] = {}
    seconds = {}
    for number, cell in enumerate(cells):
        source = cell.source
        if not solved:
            source = SOLUTION.sub("    raise NotImplementedError", source)
        start = time.perf_counter()
        exec(compile(source, f"cell {number}", "exec"), namespace)
        name = cell.metadata.get("nbgrader", {}).get("grade_id", str(number))
        seconds[name] = time.perf_counter() - start
    return seconds


@pytest.mark.usefixtures("beside_the_data")
def test_solved_all_visible_tests_pass_in_under_a_second_each(
    cells: list[NotebookNode], assignment: Assignment, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = run(cells, solved=True)
    said = capsys.readouterr().out
    for exercise in assignment.exercises:
        assert f"{exercise.name}: the visible tests pass." in said
        assert seconds[f"visible_{exercise.name}"] < 1


@pytest.mark.usefixtures("beside_the_data")
def test_solved_both_classifiers_read_nine_digits_in_ten(
    cells: list[NotebookNode], capsys: pytest.CaptureFixture[str]
) -> None:
    run(cells, solved=True)
    shares = re.findall(r"([\d.]+)% of 397 unseen digits", capsys.readouterr().out)
    assert len(shares) == 2
    assert all(float(share) > 90 for share in shares)


@pytest.mark.usefixtures("beside_the_data")
def test_unsolved_every_exercise_says_that_it_is_not_written(
    cells: list[NotebookNode], assignment: Assignment, capsys: pytest.CaptureFixture[str]
) -> None:
    run(cells, solved=False)
    said = capsys.readouterr().out.splitlines()
    for exercise in assignment.exercises:
        assert f"{exercise.name} is not written yet." in said
    assert not any("pass" in line for line in said)


def test_every_picture_and_experiment_is_skipped_when_grading(cells: list[NotebookNode]) -> None:
    for cell in cells:
        if "plt." in cell.source:
            assert cell.metadata.get("tags") == ["ungraded"]


def test_every_picture_labels_its_axes(cells: list[NotebookNode]) -> None:
    pictures = [cell.source for cell in cells if "plt.show" in cell.source]
    assert len(pictures) >= 5
    for source in pictures:
        assert "set_xlabel" in source and "set_ylabel" in source
