"""What a student sees below an exercise: how far it is, and where to look."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

PATH = Path(__file__).parents[2] / "exercises/visible_tests.py"


@pytest.fixture(scope="module")
def shared() -> ModuleType:
    spec = importlib.util.spec_from_file_location("visible_tests", PATH)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fail(error: Exception) -> None:
    """Stands for a student's function that raises."""
    raise error


def test_success_is_said(shared: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with shared.visible_tests("softmax"):
        pass
    assert capsys.readouterr().out == "softmax: the visible tests pass.\n"


def test_a_function_that_is_not_written_is_said_and_the_notebook_goes_on(
    shared: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with shared.visible_tests("softmax"):
        fail(NotImplementedError())
    assert capsys.readouterr().out == "softmax is not written yet.\n"


def test_a_function_whose_cell_has_not_run_is_said_and_the_notebook_goes_on(
    shared: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with shared.visible_tests("softmax"):
        fail(NameError("name 'softmax' is not defined", name="softmax"))
    said = capsys.readouterr().out
    assert said == "softmax is not known yet: run the cell that makes it first.\n"


def test_another_unknown_name_is_the_students_error(shared: ModuleType) -> None:
    with pytest.raises(NameError), shared.visible_tests("softmax"):
        fail(NameError("name 'sofmax' is not defined", name="sofmax"))


@pytest.mark.parametrize("error", [AssertionError, ValueError, IndexError])
def test_an_error_goes_through_and_no_success_is_said(
    shared: ModuleType, error: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(error), shared.visible_tests("softmax"):
        fail(error("look here"))
    assert capsys.readouterr().out == ""


def test_overflow_does_not_bother(shared: ModuleType) -> None:
    with shared.visible_tests("softmax"):
        np.exp(np.array([1e4])) / np.exp(np.array([1e4]))


def test_an_experiment_names_all_that_it_needs(
    shared: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with shared.experiment("hinge_loss", "softmax"):
        fail(NotImplementedError())
    assert capsys.readouterr().out == "One of hinge_loss, softmax is not written yet.\n"


def test_equal_numbers_pass(shared: ModuleType) -> None:
    shared.check(2.9, 2.9 + 1e-9, "the cat")
    shared.check(np.array([2.04]), np.array([2.0404]), "the cat", tolerance=1e-3)


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (None, "is the return statement missing"),
        (np.zeros(3), "The shape should be (2,), but it is (3,)"),
        (np.array([1.0, 3.0]), "expected: [1. 2.]\n  got:      [1. 3.]\n  look at the frog"),
        (np.array([1.0, np.nan]), "look at the frog"),
        (1.0, "but it is ()"),
        ([1.0, 2.0], "A list, and no array, came back"),
        ([np.float64(1.0), np.float64(3.0)], "got:      [1. 3.]"),
    ],
)
def test_a_difference_is_said_with_both_values_and_the_hint(
    shared: ModuleType, got: object, said: str
) -> None:
    with pytest.raises(AssertionError) as raised:
        shared.check(got, np.array([1.0, 2.0]), "look at the frog")
    assert said in str(raised.value)
