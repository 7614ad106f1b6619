"""Cases that stop a gradient by differences leave room for loops in the plainest style.

Steps are counted, not seconds: a step of the loops here takes up to a microsecond, and the tests
of an exercise may take two seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.assignments.cases import drawn
from autograder.inside.plan import Call
from autograder.judge.conventions import draw_cases

MOST_STEPS = 1_000_000


def products_of_affine(x: Any, w: Any, *rest: Any) -> int:
    return int(len(x) * w.size)


def products_of_maxout(x: Any, w1: Any, *rest: Any) -> int:
    return int(2 * len(x) * w1.size)


def places(side: int, length: int, stride: int, pad: int) -> int:
    return (side + 2 * pad - length) // stride + 1


def products_of_convolution(x: Any, w: Any, b: Any, stride: int = 1, pad: int = 0) -> int:
    """A step for each place of a filter and each of its weights."""
    sides = zip(x.shape[2:], w.shape[2:], strict=True)
    return int(len(x) * w.size * np.prod([places(*pair, stride, pad) for pair in sides]))


def meetings_of_convolution(x: Any, w: Any, b: Any, stride: int = 1, pad: int = 0) -> int:
    """A step for each pixel in its frame and each weight that may meet it, at stride 1."""
    pixels = int(np.prod([side + 2 * pad for side in x.shape[2:]]))
    return int(len(x) * w.size * pixels)


def comparisons_of_pool(x: Any, size: int, stride: int) -> int:
    rows, columns = (places(side, size, stride, 0) for side in x.shape[2:])
    return int(x.shape[0] * x.shape[1] * rows * columns * size**2)


STEPS: list[tuple[str, str, Callable[..., int]]] = [
    ("networks", "affine_backward", products_of_affine),
    ("networks", "maxout_backward", products_of_maxout),
    ("convolution", "conv_backward", products_of_convolution),
    ("convolution", "conv_backward", meetings_of_convolution),
    ("convolution", "conv1d_backward", products_of_convolution),
    ("convolution", "conv1d_backward", meetings_of_convolution),
    ("convolution", "conv_backward_fast", products_of_convolution),
]


def forwards_of_large_cases(assignment: str, exercise: str) -> Iterator[Call]:
    found = assignments.load(assignment).by_name[exercise]
    for case in draw_cases(found, np.random.default_rng(0)):
        if case.is_large:
            yield case.calls[0]


@pytest.mark.parametrize(("assignment", "exercise", "steps"), STEPS)
def test_a_loop_over_every_product_of_the_large_cases_ends_soon(
    assignment: str, exercise: str, steps: Callable[..., int]
) -> None:
    calls = list(forwards_of_large_cases(assignment, exercise))
    assert calls
    counts = []
    for call in calls:
        arguments = [
            argument if isinstance(argument, int) else drawn(argument)
            for argument in call.arguments
        ]
        counts.append(steps(*arguments))
    assert sum(counts) <= MOST_STEPS


@pytest.mark.parametrize("name", ["TwoLayerNet", "FullyConnectedNet"])
def test_a_loop_over_every_product_of_a_large_net_ends_soon(name: str) -> None:
    exercise = assignments.load("networks").by_name[name]
    steps = 0
    for case in draw_cases(exercise, np.random.default_rng(0)):
        if case.is_large:
            X = drawn(case.calls[-1].arguments[0])
            updates = [call for call in case.calls if call.target == "net.params.update"]
            parameters = dict(updates[-1].keywords)
            steps += sum(
                len(X) * drawn(parameter).size
                for key, parameter in parameters.items()
                if key[0] == "W"
            )
    assert 0 < steps <= MOST_STEPS


@pytest.mark.parametrize("name", ["svm_loss", "softmax_loss"])
def test_a_loop_over_examples_of_a_large_batch_ends_soon(name: str) -> None:
    """Such a loop is not allowed: it costs its own points, and no others."""
    exercise = assignments.load("losses").by_name[name]
    large = [case for case in draw_cases(exercise, np.random.default_rng(0)) if case.is_large]
    sizes = [[drawn(argument) for argument in case.calls[0].arguments[:2]] for case in large]
    assert [len(X) * W.size <= MOST_STEPS for W, X in sizes] == [True]


def test_the_parameters_of_a_network_make_its_case_large_too() -> None:
    for assignment, name in (("networks", "TwoLayerNet"), ("convolution", "ConvNet")):
        exercise = assignments.load(assignment).by_name[name]
        assert any(case.is_large for case in draw_cases(exercise, np.random.default_rng(0)))
