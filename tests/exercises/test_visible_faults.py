"""What the visible tests of each exercise find, and what its first one shows."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from solutions import convolution, networks, optimization
from tests.exercises.visible_cells import passes, run, visible_tests

Function = Callable[..., Any]

EXERCISES = [
    pytest.param(assignment, exercise, id=f"{assignment}-{exercise}")
    for assignment in assignments.names()
    for exercise in assignments.load(assignment).by_name
]


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_the_reference_passes_the_visible_tests(assignment: str, exercise: str) -> None:
    run(assignment, exercise, {})


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_the_visible_tests_find_most_of_the_known_mistakes(assignment: str, exercise: str) -> None:
    known = assignments.load(assignment).by_name[exercise].mistakes
    let_through = [
        known_mistake.name
        for known_mistake in known
        if passes(assignment, exercise, {exercise: known_mistake.function, **known_mistake.also})
    ]
    assert len(let_through) <= max(1, 0.45 * len(known)), let_through


# Faults that they once let through ----------------------------------------------------------


def changed(right: Any, *lines: tuple[str, str]) -> dict[str, Any]:
    """A right answer with some of its text replaced, by the name that it has."""
    source = inspect.getsource(right)
    for before, after in lines:
        assert before in source, before
        source = source.replace(before, after)
    namespace = dict(vars(inspect.getmodule(right)))
    exec(source, namespace)
    return {right.__name__: namespace[right.__name__]}


def cumulative(f: Function, x: Any, h: float = 1e-4) -> Any:
    moved, before = x.copy(), f(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        last = f(moved)
        moved[index] += h
        gradient[index] = (f(moved) - last) / h
    assert before is not None
    return gradient


def largest_of_all_channels(x: Any, size: int = 2, stride: int = 2) -> Any:
    pool: Function = convolution.max_pool_forward
    out, cache = pool(x, size, stride)
    return np.broadcast_to(out.max(axis=1, keepdims=True), out.shape), cache


LET_THROUGH: list[tuple[str, str, dict[str, Any]]] = [
    (
        "networks",
        "affine_backward",
        changed(networks.affine_backward, ("dout.sum(axis=0)", "dout.sum(axis=1)")),
    ),
    ("convolution", "max_pool_forward", {"max_pool_forward": largest_of_all_channels}),
    (
        "networks",
        "TwoLayerNet",
        changed(networks.TwoLayerNet, ("dscores / len(X)", "dscores")),
    ),
    (
        "networks",
        "TwoLayerNet",
        changed(
            networks.TwoLayerNet,
            ("np.sum(W2 * W2))", "np.sum(W2 * W2) + np.sum(b1 * b1) + np.sum(b2 * b2))"),
            ('"b1": db1', '"b1": db1 + 2 * reg * b1'),
            ('"b2": db2', '"b2": db2 + 2 * reg * b2'),
        ),
    ),
    (
        "networks",
        "FullyConnectedNet",
        changed(networks.FullyConnectedNet, ("dout /= len(X)", "pass")),
    ),
    (
        "networks",
        "FullyConnectedNet",
        changed(
            networks.FullyConnectedNet,
            ("dW + 2 * reg * W", "dW + 2 * reg * W * (layer == depth)"),
            ("loss + reg * np.sum(W * W)", "loss + reg * np.sum(W * W) * (layer == depth)"),
        ),
    ),
    (
        "convolution",
        "ConvNet",
        changed(convolution.ConvNet, ('pad = (p["W1"].shape[-1] - 1) // 2', "pad = 0")),
    ),
    (
        "convolution",
        "ConvNet",
        changed(
            convolution.ConvNet,
            ("pooled.reshape(len(X), -1)", "pooled.transpose(0, 2, 3, 1).reshape(len(X), -1)"),
        ),
    ),
    (
        "convolution",
        "ConvNet",
        changed(convolution.ConvNet, ("dscores / len(X)", "dscores")),
    ),
    ("optimization", "forward_difference", {"forward_difference": cumulative}),
    ("losses", "softmax_loss", {"softmax_loss": lambda W, X, y, reg: unregularized(W, X, y)}),
]


def unregularized(W: Any, X: Any, y: Any) -> Any:
    return assignments.load("losses").reference.softmax_loss(W, X, y, 0.0)


@pytest.mark.parametrize(("assignment", "exercise", "functions"), LET_THROUGH)
def test_a_fault_that_was_let_through_is_found(
    assignment: str, exercise: str, functions: dict[str, Any]
) -> None:
    assert not passes(assignment, exercise, functions)


def test_a_cumulative_difference_is_right_where_entries_do_not_meet() -> None:
    """So only a function that mixes the entries finds it."""
    x = np.array([1.0, 2.0])
    alone = lambda x: (x**2).sum()  # noqa: E731
    right: Function = optimization.forward_difference
    np.testing.assert_allclose(cumulative(alone, x), right(alone, x))


# The first of them ---------------------------------------------------------------------------

OF_THE_BOOK = ("conv_step", "orientation_histogram")
"""Their first tests are a window and an image that the book and the text show."""


def sizes_of_first_call(assignment: str, exercise: str) -> list[tuple[int, ...]]:
    """The shapes of the arrays that an exercise is first called with; what it needs, too."""
    seen: list[tuple[int, ...]] = []
    right = getattr(assignments.load(assignment).reference, exercise)

    def spied(*arguments: Any, **keywords: Any) -> Any:
        shapes = [argument.shape for argument in arguments if isinstance(argument, np.ndarray)]
        if not seen:
            seen.extend(shapes)
        return right(*arguments, **keywords)

    run(assignment, exercise, {exercise: spied})
    return seen


FUNCTIONS = [
    pytest.param(assignment, name, id=f"{assignment}-{name}")
    for assignment in assignments.names()
    for name in assignments.load(assignment).by_name
    if inspect.isfunction(getattr(assignments.load(assignment).reference, name))
    and name not in OF_THE_BOOK
]


def square(shape: tuple[int, ...]) -> bool:
    return len(shape) > 1 and shape[-1] == shape[-2] and shape[-1] > 1


@pytest.mark.parametrize(("assignment", "exercise"), FUNCTIONS)
def test_no_array_of_the_first_visible_test_is_square(assignment: str, exercise: str) -> None:
    small = [shape for shape in sizes_of_first_call(assignment, exercise) if max(shape, default=0)]
    windows = exercise.startswith("conv") or exercise == "col2im"
    assert not any(map(square, small[:1] if windows else small))


@pytest.mark.parametrize(
    ("assignment", "exercise"), [("losses", "svm_loss"), ("losses", "softmax_loss")]
)
def test_examples_features_and_classes_differ_in_number_first(
    assignment: str, exercise: str
) -> None:
    (features, classes), (count, _), *_ = sizes_of_first_call(assignment, exercise)
    assert len({count, features, classes}) == 3


def test_every_exercise_has_visible_tests() -> None:
    for assignment in assignments.names():
        assert list(visible_tests(assignment)) == list(assignments.load(assignment).by_name)
        for code in visible_tests(assignment).values():
            assert re.search(r"\bcheck\(|assert ", code)
