"""Every notebook runs from top to bottom, before it is solved and afterwards."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from nbformat import NotebookNode

from autograder import assignments
from autograder.notebooks.datasets import DATASETS
from autograder.notebooks.source_notebook import front_matter, make_source_notebook

ROOT = Path(__file__).parents[2]
SOLUTION = re.compile(r"^( *)### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL | re.MULTILINE)
NAMES = assignments.names()
EARLIER = "earlier"
"""The tag of the cell that a student pastes functions of earlier notebooks into."""

SHOWN = re.compile(r"^ *show\(\s*((?:\"[^\"]*\"\s*)+)\)", re.MULTILINE)
"""A call that shows a picture, with its description."""

OPEN_TASK = "open task"

Solved = Callable[[str], "Outcome"]


@cache
def cells(assignment: str) -> list[NotebookNode]:
    """The code cells, without those that judge."""
    text, solutions = ROOT / f"exercises/{assignment}.md", ROOT / f"solutions/{assignment}.py"
    notebook = make_source_notebook(text, assignments.load(assignment), solutions)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell for cell in code if "hidden_tests(" not in cell.source]


def pictures(assignment: str) -> list[NotebookNode]:
    return [cell for cell in cells(assignment) if SHOWN.search(cell.source)]


def earlier_functions(assignment: str) -> str:
    """The solutions of all other notebooks, as one that was diligent would have them."""
    others = [ROOT / f"solutions/{name}.py" for name in NAMES if name != assignment]
    return "\n".join(path.read_text() for path in others)


def tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


@dataclass
class Outcome:
    """What a notebook printed, how long its cells took, and the titles over its pictures."""

    said: str
    seconds: dict[str, float]
    titles: list[str]


def outcome(assignment: str, folder: Path, *, solved: bool, earlier: bool = True) -> Outcome:
    """Run a notebook as a kernel would."""
    matplotlib.use("Agg")
    printed, seconds, titles = io.StringIO(), {}, []
    namespace: dict[str, Any] = {}
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(Axes, "set_title", lambda _, title, **more: titles.append(str(title)))
        for name in front_matter(ROOT / f"exercises/{assignment}.md").get("data", []):
            np.savez(f"{name}.npz", allow_pickle=False, **DATASETS[name]())
        for number, cell in enumerate(cells(assignment)):
            source = cell.source
            if not solved:
                source = SOLUTION.sub(r"\1raise NotImplementedError", source)
            if earlier and EARLIER in tags(cell):
                source = earlier_functions(assignment)
            start = time.process_time()
            exec(compile(source, f"cell {number}", "exec"), namespace)
            name = cell.metadata.get("nbgrader", {}).get("grade_id", str(number))
            seconds[OPEN_TASK if "keep_best(" in source and number > 2 else name] = (
                time.process_time() - start
            )
    return Outcome(printed.getvalue(), seconds, titles)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Outcome]:
    """Runs a notebook with all solutions in it, once for all tests."""
    return cache(lambda name: outcome(name, tmp_path_factory.mktemp(name), solved=True))


@pytest.mark.parametrize("name", NAMES)
def test_solved_all_visible_tests_pass_within_a_second_of_computing_each(
    name: str, solved: Solved
) -> None:
    said, seconds = solved(name).said, solved(name).seconds
    for exercise in assignments.load(name).exercises:
        assert f"{exercise.name}: the visible tests pass." in said
        assert seconds[f"visible_{exercise.name}"] < 1
    assert "not written yet" not in said
    assert "not known yet" not in said


@pytest.mark.parametrize("name", NAMES)
def test_unsolved_every_exercise_says_that_it_is_not_written(name: str, tmp_path: Path) -> None:
    said = outcome(name, tmp_path, solved=False).said
    for exercise in assignments.load(name).exercises:
        assert f"{exercise.name} is not written yet." in said.splitlines()
    assert "the visible tests pass" not in said


@pytest.mark.parametrize("name", NAMES)
def test_without_the_earlier_functions_all_tests_pass_and_what_is_missing_is_said(
    name: str, tmp_path: Path, solved: Solved
) -> None:
    needs_earlier = any(EARLIER in tags(cell) for cell in cells(name))
    alone = outcome(name, tmp_path, solved=True, earlier=False) if needs_earlier else solved(name)
    said = alone.said
    assignment = assignments.load(name)
    for exercise in assignment.exercises:
        earlier = [before.name for _, before in assignment.earlier(exercise)]
        # What another answer may call, and this one does not, is not missed.
        needs = [name for name in earlier if hasattr(assignment.reference, name)]
        assert (f"{exercise.name}: the visible tests pass." in said) == (not needs)
        # The first one that is called is said.
        assert not needs or any(f"{name} is not known yet" in said for name in needs)
    assert ("is not known yet" in said) == needs_earlier


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_skipped_when_grading_and_labels_its_axes(name: str) -> None:
    assert len(pictures(name)) >= 5
    drawn = [cell for cell in cells(name) if "plt.subplots" in cell.source]
    assert drawn == pictures(name)
    for cell in drawn:
        assert tags(cell) == ["ungraded"]
        assert re.search(r"\bxlabel=|set_xlabel", cell.source)
        assert re.search(r"\bylabel=|set_ylabel", cell.source)


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_a_description_of_its_own(name: str) -> None:
    said = [SHOWN.search(cell.source)[1] for cell in pictures(name)]  # type: ignore[index]
    descriptions = [str(ast.literal_eval(f"({text})")) for text in said]
    assert all(40 < len(text) < 250 and text.endswith(".") for text in descriptions)
    assert len(set(descriptions)) == len(descriptions)


# An open task ends each notebook ---------------------------------------------------------

BEGINS_WITH = {
    "losses": ("% of the unseen digits", 94, 95),
    "optimization": ("images until 90 %", 100, 2000),
    "features": ("% of the unseen windows by 16 numbers", 70, 80),
    "backprop": ("ink from 8 to 3", 5, 12),
    "networks": ("parameters for the spiral", 1883, 1883),
    "convolution": ("% of the unseen digits, small network", 92, 95),
}
"""The open task of each notebook, and between which numbers its first result lies."""


@pytest.mark.parametrize("name", NAMES)
def test_the_open_task_runs_within_seconds_and_begins_below_what_its_text_promises(
    name: str, solved: Solved
) -> None:
    task, low, high = BEGINS_WITH[name]
    (found,) = re.findall(rf"^{re.escape(task)}: ([\d.]+) is your best", solved(name).said, re.M)
    assert low <= float(found) <= high
    assert solved(name).seconds[OPEN_TASK] < 10


# What was built works ------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_data_of_a_notebook_are_smaller_than_a_megabyte(name: str, tmp_path: Path) -> None:
    for dataset in front_matter(ROOT / f"exercises/{name}.md").get("data", []):
        np.savez_compressed(tmp_path / f"{dataset}.npz", allow_pickle=False, **DATASETS[dataset]())
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 1_000_000


def test_both_classifiers_of_losses_read_nine_digits_in_ten(solved: Solved) -> None:
    said = solved("losses").said
    shares = re.findall(r"([\d.]+)% of 397 unseen digits", said)
    assert len(shares) == 2
    assert all(float(share) > 90 for share in shares)


def test_small_batches_get_further_than_large_ones_and_every_rule_reads_digits(
    solved: Solved,
) -> None:
    said = solved("optimization").said
    shares = [float(share) for share in re.findall(r"([\d.]+)% of 397 unseen digits", said)]
    full, middle, small, *rules = shares
    assert full < middle < small
    assert len(rules) == 3
    assert all(share > 88 for share in rules)


def test_features_tell_more_windows_apart_than_pixels_do(solved: Solved) -> None:
    said = solved("features").said
    found = re.findall(r"^(\w+), (\w+): ([\d.]+)% of the unseen windows", said, re.MULTILINE)
    shares = {(task, kind): float(share) for task, kind, share in found}
    assert len(shares) == 5
    assert shares["photographs", "colours"] > shares["photographs", "pixels"] + 10
    assert shares["surfaces", "gradients"] > shares["surfaces", "pixels"] + 10
    assert shares["surfaces", "words"] > 90


def test_the_codebook_of_features_has_an_error_that_never_grows(solved: Solved) -> None:
    said = solved("features").said
    (printed,) = re.findall(r"round by round:\n(.+)", said)
    errors = [float(error) for error in printed.split()]
    assert len(errors) == 8
    assert errors == sorted(errors, reverse=True)


def test_a_network_of_gates_reads_digits_and_all_gates_pass_the_gradient_check(
    solved: Solved,
) -> None:
    said = solved("backprop").said
    (share,) = re.findall(r"([\d.]+)% of 397 unseen digits", said)
    assert float(share) > 95
    errors = [float(number) for number in re.findall(r"input \d: relative error (\S+)", said)]
    assert len(errors) == 11
    assert max(errors) < 1e-7
    # The sigmoid circuit of the book, there and back.
    assert re.findall(r"puts out +(\S+)", said) == ["-1.00", "0.37", "1.37", "0.73"]
    assert re.findall(r"hands back +(\S+)", said) == ["-0.53", "-0.53", "-0.20", "0.20"]


def test_the_net_reads_digits_beyond_its_threshold_and_a_spiral_wants_hidden_layers(
    solved: Solved,
) -> None:
    titles = solved("networks").titles
    said = solved("networks").said
    (share,) = re.findall(r"validation: ([\d.]+)% right", said)
    assert float(share) >= 95
    assert "The threshold of 95 % is reached." in said
    (linear,) = re.findall(r"without a hidden layer: ([\d.]+)% right", said)
    assert 93 < float(linear) < 95
    errors = re.findall(r"^[Wb][12]: relative error (.+)$", said, re.MULTILINE)
    assert len(errors) == 4
    assert all(float(error) < 1e-6 for error in errors)
    spiral = [float(number) for number in re.findall(r": (\d+)% of the points right", str(titles))]
    assert spiral[0] < 65 < 90 < spiral[1] <= spiral[2] == 100


def test_a_convolutional_network_of_own_layers_reads_digits(solved: Solved) -> None:
    said = solved("convolution").said
    (share,) = re.findall(r"([\d.]+)% of 397 unseen digits", said)
    assert float(share) > 95
