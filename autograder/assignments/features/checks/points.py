"""Cases and oracles for what is done to feature vectors: polar form, one scale."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch


def draw_to_polar(rng: np.random.Generator) -> list[TestCase]:
    """The cases of polar coordinates."""
    cases = [case(label, "to_polar", X) for label, X in _points(rng)]
    inputs = in_float32(rng.standard_normal((7, 2)))
    return [*cases, ordinary(case("ordinary points", "to_polar", *inputs))]


def _points(rng: np.random.Generator) -> Iterator[tuple[str, Array]]:
    X = rng.standard_normal((7, 2))
    yield "the point (3, 4)", np.array([[3.0, 4.0]])
    yield "seven points", X
    yield "two points", rng.standard_normal((2, 2))
    yield "one point", rng.standard_normal((1, 2))
    for label, signs in (
        ("upper right", (1, 1)),
        ("upper left", (-1, 1)),
        ("lower left", (-1, -1)),
        ("lower right", (1, -1)),
    ):
        yield f"points at the {label}", rng.uniform(0.5, 2, (3, 2)) * signs
    yield "points on the axes", np.array([[2.0, 0.0], [0.0, 3.0], [-1.0, 0.0], [0.0, -2.0]])
    yield "the origin", np.zeros((2, 2))
    yield "points on a circle", np.array([[0.6, 0.8], [-0.8, 0.6], [1.0, 0.0]])
    yield "numbers of 1e4", 1e4 * X
    yield "numbers of 1e-6", 1e-6 * X
    yield "whole numbers", rng.integers(-3, 4, (5, 2)).astype(float)


def torch_to_polar(torch: Torch, call: Call) -> Array:
    """torch's hypot and atan2."""
    x, y = torch.tensor(call.arguments[0]).T
    return torch.array(torch.torch.stack([torch.torch.hypot(x, y), torch.torch.atan2(y, x)], 1))


def draw_standardize(rng: np.random.Generator) -> list[TestCase]:
    """The cases of bringing features to one scale."""
    name = "standardize"
    cases = [case(label, name, train, test) for label, train, test in _sets(rng)]
    inputs = in_float32(*_pair(rng, 5, 4, 3))
    return [*cases, ordinary(case("ordinary examples", name, *inputs))]


def _pair(rng: np.random.Generator, train: int, test: int, features: int) -> tuple[Array, Array]:
    """Sets whose columns lie elsewhere and spread otherwise, and the test set's again."""
    center, spread = rng.uniform(-3, 3, features), rng.uniform(0.5, 4, features)
    return (
        center + spread * rng.standard_normal((train, features)),
        center + 1 + 2 * spread * rng.standard_normal((test, features)),
    )


def _sets(rng: np.random.Generator) -> Iterator[tuple[str, Array, Array]]:
    yield "1 and 3, and a test example of 5", np.array([[1.0], [3.0]]), np.array([[5.0]])
    for label, sizes in (
        ("6 and 4 examples of 3 features", (6, 4, 3)),
        ("as many examples as features", (3, 3, 3)),
        ("equally many in both sets", (4, 4, 2)),
        ("one test example", (5, 1, 3)),
        ("one feature", (5, 3, 1)),
        ("two training examples", (2, 3, 2)),
    ):
        yield label, *_pair(rng, *sizes)
    train, test = _pair(rng, 5, 4, 3)
    yield "numbers of 1e4", 1e4 * train, 1e4 * test
    yield "numbers of 1e-10", 1e-10 * train, 1e-10 * test
    yield "one training example", train[:1], test
    blank = train.copy()
    blank[:, 1] = 0
    yield "a feature that is 0 throughout the training set", blank, test
    even = train.copy()
    even[:, 1] = 2.5
    yield "a feature that is 2.5 throughout the training set", even, test
    # The mean of three times 0.1 is a little more than 0.1.
    rounded = np.column_stack([np.full(3, 0.1), train[:3, 0]])
    yield "a feature that is 0.1 throughout the training set", rounded, test[:, :2]
    one, other = in_float32(rounded, test[:, :2])
    yield "a feature that is 0.1 throughout the training set, in float32", one, other
    yield "all features constant", np.full((4, 2), 7.0), test[:, :2]
    yield "a feature with a small spread", np.array([[1.0], [1.001], [0.999]]), np.array([[1.002]])


def torch_standardize(torch: Torch, call: Call) -> tuple[Array, Array]:
    """torch's mean and standard deviation without Bessel's correction."""
    train, test = map(torch.tensor, call.arguments)
    deviation, mean = torch.torch.std_mean(train, 0, correction=0)
    constant = (train == train[0]).all(0)
    results = (((points - mean) / deviation).masked_fill(constant, 0) for points in (train, test))
    return torch.array(next(results)), torch.array(next(results))
