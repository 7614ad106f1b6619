"""Cases and oracles for measured gradients, and for comparing two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.families import FAMILIES
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

# An entry of 1, an axis of 1 or two equal axes let a wrong shape broadcast
# without an error; more than two axes end what loops over rows and columns.
SHAPES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("one axis", (5,)),
    ("two axes", (3, 4)),
    ("two axes of equal length", (3, 3)),
    ("three axes", (2, 3, 2)),
    ("four axes", (2, 1, 3, 2)),
    ("one entry", (1,)),
    ("one row", (1, 4)),
    ("one column", (4, 1)),
)


# How well can a slope be measured in float64? For a function of third degree, Taylor's
# theorem says exactly what the quotient is: f' + h * f'' / 2 + h**2 * f''' / 6 on one
# side, f' + h**2 * f''' / 6 on both. So the step's length is no error here, and rounding
# is the only one. A sum of n terms that is F in size is off by at most n * u * F, u being
# half the spacing of numbers near 1, 1.1e-16, and the quotient takes two of them:
#
#     error <= 2 * n * u * F / (2 * h)   on both sides, with h = 1e-5
#     error <= 2 * n * u * F / h         on one side, with h = 1e-4, a fifth of it
#
# x + h is rounded too, which changes the slope by no more than 2e-11 of itself. What is
# accepted (`compare.is_close`) is 1e-9 of the slope and 1e-10 of the largest slope
# beside it. So the function's value must not be many times as large as its slopes.
#
# Measured from NEAR away, a parabola of scale s has the value s * d**2 and the slope
# 2 * s * d. The worst of twelve entries (d and s from 0.1 and 0.5 to 0.2 and 2) is one
# with the smallest slope, 0.1, beside eleven of the largest, 0.8, where F = 0.9: the
# error is at most 1.2e-10, and 1.8e-10 is accepted. For s * x**3, with x as near to 0,
# the slope is 0.015 beside 0.24 where F = 0.18: at most 2.4e-11, and 3.9e-11 is accepted.
NEAR = (0.1, 0.2)


def _signed(rng: np.random.Generator, shape: tuple[int, ...], low: float, high: float) -> Array:
    """Numbers between two sizes, of either sign."""
    return np.asarray(rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape))


def _away_from_0(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers between 0.5 and 2 in size, of either sign."""
    return _signed(rng, shape, 0.5, 2)


def _near_0(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers so near to 0 that their cubes are small beside their slopes."""
    return _signed(rng, shape, *NEAR)


def _parabola_at(rng: np.random.Generator, x: Array) -> FamilyMember:
    """A parabola in each entry, whose lowest point is near x."""
    return FamilyMember("quadratic", (_away_from_0(rng, x.shape), x + _near_0(rng, x.shape)))


def _cubic(rng: np.random.Generator, shape: tuple[int, ...]) -> FamilyMember:
    return FamilyMember("cubic", (_away_from_0(rng, shape),))


def draw_differences(name: str) -> Callable[[np.random.Generator], list[TestCase]]:
    """The cases of a function that measures a gradient."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        parabola = FamilyMember("quadratic", (np.array([1.0]), np.array([0.0])))
        cases = [case("the square of one number", name, parabola, np.array([3.0]))]
        for label, f, x, *h in _inputs(rng):
            cases.append(case(label, name, f, x, *h))
        x = _away_from_0(rng, (2, 3))
        cases.append(case("a step of 0.5", name, _cubic(rng, (2, 3)), x, h=0.5))
        inputs = _cubic(rng, (3, 4)), _near_0(rng, (3, 4))
        return [*cases, ordinary(case("an ordinary function", name, *inputs))]

    return draw


def _inputs(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, function, x, and sometimes the step."""
    for label, shape in SHAPES:
        x = _away_from_0(rng, shape)
        yield label, _parabola_at(rng, x), x
        yield f"a function of third degree, {label}", _cubic(rng, shape), _near_0(rng, shape)
    x = np.array(rng.uniform(0.5, 2))
    yield "no axes", _parabola_at(rng, x), x
    # Here the slope in one entry depends on where all the others are.
    sum_of_six = FamilyMember("cubed_sum", (rng.uniform(0.5, 1, (2, 3)),))
    yield "a function that mixes the entries", sum_of_six, rng.uniform(0.5, 1, (2, 3))
    yield "a step of 0.25, by position", sum_of_six, rng.uniform(0.5, 1, (2, 3)), 0.25
    flat = np.array([[0.0, 1.0], [2.0, 0.0]])
    yield "some slopes of 0", FamilyMember("quadratic", (flat, 0 * flat)), _away_from_0(rng, (2, 2))
    whole = rng.integers(1, 4, 4).astype(float)
    yield "at the lowest point", FamilyMember("quadratic", (whole, 0 * whole)), np.zeros(4)
    yield "all entries equal", _cubic(rng, (2, 2)), np.full((2, 2), 1.5)
    # A value of 1e8 is rounded to 1e-8: only a step of that size can be measured.
    far = FamilyMember("quadratic", (_away_from_0(rng, (3,)), _away_from_0(rng, (3,))))
    yield "entries of 1e4", far, 1e4 * _away_from_0(rng, (3,)), 1.0
    bowl = FamilyMember("quadratic", (_away_from_0(rng, (3,)), np.zeros(3)))
    yield "entries of 1e-6", bowl, 1e-6 * _away_from_0(rng, (3,)), 1e-8
    # Numbers below the step lose their last digits in the sum with it: who adds the step
    # and takes it away again, in whatever order, does not come back to any of them.
    tiny = np.array([[1.0, -2.0], [4.0, -5.0]]) / 3e6
    yield "entries far below the step", _parabola_at(rng, tiny), tiny
    # Here the curve's own bend, and so the step by default, shows in every slope.
    yield "third degree, entries of 1e-3", _cubic(rng, (4,)), 1e-3 * _away_from_0(rng, (4,))


def _unpacked(torch: Torch, call: Call, h: float) -> tuple[Any, Any, Any, float]:
    """f on tensors, x, the unit vectors of its space, and the step."""
    made, x, *rest = call.arguments
    step = rest[0] if rest else dict(call.keywords).get("h", h)
    f = FAMILIES[made.family](*map(torch.tensor, made.settings))
    units = torch.tensor(np.eye(x.size).reshape(x.size, *x.shape))
    return f, torch.tensor(x), units, step


def torch_forward_difference(torch: Torch, call: Call) -> Array:
    """The same quotient, on torch's numbers."""
    f, x, units, h = _unpacked(torch, call, 1e-4)
    slopes = [(f(x + h * unit) - f(x)) / h for unit in units]
    return torch.array(torch.torch.stack(slopes).reshape(x.shape))


def torch_numerical_gradient(torch: Torch, call: Call) -> Array:
    """The gradient by autograd, and what a step of this length adds to it.

    By Taylor's theorem the central difference is f' + h**2 / 6 * f''', and for the
    functions here, of third degree at most, no term follows.
    """
    f, x, units, h = _unpacked(torch, call, 1e-5)
    slopes = []
    for unit in units:
        t = torch.tensor(0.0).requires_grad_()
        first, _, third = _derivatives(torch, f(x + t * unit), t)
        slopes.append(first + h**2 / 6 * third)
    return torch.array(torch.torch.stack(slopes).reshape(x.shape))


def _derivatives(torch: Torch, value: Any, t: Any) -> list[Any]:
    """The first three derivatives of a value by t."""
    found = []
    for _ in range(3):
        if value.requires_grad:
            (value,) = torch.torch.autograd.grad(
                value, t, create_graph=True, allow_unused=True, materialize_grads=True
            )
        else:
            value = torch.tensor(0.0)
        found.append(value)
    return found


def draw_relative_error(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the relative error."""
    name = "relative_error"
    cases = [case("1 against 3, and 2 against 2", name, np.array([1.0, 2.0]), np.array([3.0, 2.0]))]
    for label, a, b in _pairs(rng):
        cases.append(case(label, name, a, b))
    inputs = in_float32(_away_from_0(rng, (3, 4)), _away_from_0(rng, (3, 4)))
    return [*cases, ordinary(case("ordinary arrays", name, *inputs))]


def _pairs(rng: np.random.Generator) -> Iterator[tuple[str, Array, Array]]:
    for label, shape in SHAPES:
        a = _away_from_0(rng, shape)
        yield f"{label}, random numbers", a, _away_from_0(rng, shape)
        yield f"{label}, nearly equal", a, a * (1 + 1e-3 * rng.standard_normal(shape))
    a = _away_from_0(rng, (2, 3))
    yield "no axes", np.array(1.5), np.array(-0.25)
    yield "equal arrays", a, a.copy()
    yield "opposite signs", a, -a
    yield "equal sums of sizes, unequal differences", np.array([4.0, -1.0]), np.array([2.0, 5.0])
    yield "negative numbers", -np.abs(a), -3 * np.abs(a)
    yield "a above b everywhere", np.abs(a) + 1, np.abs(a)
    yield "a below b everywhere", np.abs(a), np.abs(a) + 1
    yield "zeros in both", np.zeros(3), np.zeros(3)
    yield "zeros in both, beside other numbers", np.array([0.0, 2.0]), np.array([0.0, 3.0])
    yield "0 against another number", np.array([0.0, 1.0]), np.array([5.0, 1.0])
    yield "numbers near 1e-9", 1e-9 * a, 1e-9 * _away_from_0(rng, (2, 3))
    yield "numbers near 1e-8, opposite signs", 4e-9 * np.sign(a), -2e-9 * np.sign(a)
    yield "numbers near 1e-7", 1e-7 * np.array([1.0, 3.0]), 1e-7 * np.array([2.0, 3.0])
    yield "a large difference that is small for its size", *_large_and_small()
    yield "numbers of 1e4", 1e4 * a, 1e4 * _away_from_0(rng, (2, 3))


def _large_and_small() -> tuple[Array, Array]:
    """The largest difference, size and quotient each at another entry."""
    return np.array([1000.0, 0.1, 20.0]), np.array([1010.0, 0.3, 25.0])


def torch_relative_error(torch: Torch, call: Call) -> Array:
    """The formula, on torch's numbers."""
    a, b = map(torch.tensor, call.arguments)
    return torch.array(((a - b).abs() / (a.abs() + b.abs()).clamp(min=1e-8)).max())
