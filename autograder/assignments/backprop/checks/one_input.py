"""Cases and oracles of the gates with one input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.backprop.checks.gates import (
    Draw,
    both_ways,
    in_other_orders,
    made,
    normal,
    number,
    of_shapes,
    ordinary_cases,
    torch_gate,
)
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase


def _common(
    rng: np.random.Generator, make: Call, draw: Draw, other: Call | None = None
) -> Iterator[TestCase]:
    """Every shape, the ordinary case, and calls in a row."""
    array = normal(rng)
    yield from of_shapes(make, draw, 1, array)
    zero = np.zeros((2, 3))
    yield from both_ways("an upstream gradient of 0", make, (draw((2, 3)),), zero)
    yield from both_ways("an upstream gradient of 1e4", make, (draw((3,)),), 1e4 * array((3,)))
    x, dout = in_float32(draw((3, 4)), array((3, 4)))
    yield from ordinary_cases(make, (x,), dout)
    pairs = [((draw(shape),), array(shape)) for shape in ((2, 2), (2, 2), (3, 1))]
    yield from in_other_orders(make, other or make, pairs)


# exp, 1 / x, sigmoid ----------------------------------------------------------------


def draw_exp(rng: np.random.Generator) -> list[TestCase]:
    """The cases of ExpGate."""
    make, array = made("ExpGate"), normal(rng)
    cases = both_ways("-1, as in the book", make, (-1.0,), -0.53)
    cases += both_ways("a number", make, (number(rng),), number(rng))
    cases += both_ways("zeros", make, (np.zeros(3),), array((3,)))
    cases += both_ways("numbers around 300", make, (300 + array((3,)),), array((3,)))
    cases += both_ways("numbers down to -1e4", make, (np.array([-1e4, -1e3, -1.0]),), array((3,)))
    return [*cases, *_common(rng, make, array)]


def draw_reciprocal(rng: np.random.Generator) -> list[TestCase]:
    """The cases of ReciprocalGate, of both signs and never near 0."""
    make, array = made("ReciprocalGate"), normal(rng)

    def draw(shape: tuple[int, ...]) -> Array:
        return np.asarray(rng.choice([-1.0, 1.0], shape) * rng.uniform(0.3, 3, shape))

    cases = both_ways("1.37, as in the book", make, (1.37,), 1.0)
    cases += both_ways("a number", make, (number(rng),), number(rng))
    cases += both_ways("1 and -1", make, (np.array([1.0, -1.0]),), array((2,)))
    cases += both_ways("numbers of 1e4", make, (1e4 * draw((3,)),), array((3,)))
    cases += both_ways("numbers of 1e-4", make, (1e-4 * draw((3,)),), array((3,)))
    return [*cases, *_common(rng, make, draw)]


def draw_sigmoid(rng: np.random.Generator) -> list[TestCase]:
    """The cases of SigmoidGate, from where its power overflows to where it vanishes."""
    make, array = made("SigmoidGate"), normal(rng)
    cases = both_ways("1, as in the book", make, (1.0,), 1.0)
    cases += both_ways("a number", make, (number(rng),), number(rng))
    cases += both_ways("an input of -1e4", make, (-1e4,), number(rng))
    cases += both_ways("an input of 1e4", make, (1e4,), number(rng))
    cases += both_ways("zeros", make, (np.zeros(3),), array((3,)))
    ends = np.array([-1e4, -750.0, -30.0, 0.0, 30.0, 750.0, 1e4])
    cases += both_ways("numbers from -1e4 to 1e4", make, (ends,), array((7,)))
    below = -20 - 20 * rng.random(4)  # alone: beside a larger one they would count as 0
    cases += both_ways("numbers from -40 to -20", make, (below,), array((4,)))
    wide = in_float32(ends, array((7,)))
    cases += both_ways("float32 from -1e4 to 1e4", make, wide[:1], wide[1])
    return [*cases, *_common(rng, make, lambda shape: 3 * array(shape))]


# Constants --------------------------------------------------------------------------


def draw_scale(rng: np.random.Generator) -> list[TestCase]:
    """The cases of ScaleGate."""
    return _draw_constant("ScaleGate", rng)


def draw_add_constant(rng: np.random.Generator) -> list[TestCase]:
    """The cases of AddConstantGate."""
    return _draw_constant("AddConstantGate", rng)


def _draw_constant(name: str, rng: np.random.Generator) -> list[TestCase]:
    array = normal(rng)
    constants = (("-1, as in the book", -1.0), ("0", 0.0), ("1", 1.0), ("0.5", 0.5), ("1e4", 1e4))
    cases = []
    for label, c in constants:
        cases += both_ways(f"a constant of {label}", made(name, c), (array((3,)),), array((3,)))
    make = made(name, number(rng))
    cases += both_ways("a number", make, (number(rng),), number(rng))
    cases += both_ways("an input of 0", make, (np.zeros(2),), array((2,)))
    return [*cases, *_common(rng, make, array, made(name, number(rng) + 10))]


# Branches ---------------------------------------------------------------------------


def draw_branch(rng: np.random.Generator) -> list[TestCase]:
    """The cases of BranchGate, whose backward takes a tuple."""
    array = normal(rng)

    def several(copies: int, shape: tuple[int, ...]) -> tuple[Array, ...]:
        return tuple(array(shape) for _ in range(copies))

    cases = both_ways("two uses, as in the book", made("BranchGate", 2), (3.0,), (2.0, 1.0))
    upstream = tuple(number(rng) for _ in range(3))
    cases += both_ways("a number with three uses", made("BranchGate", 3), (number(rng),), upstream)
    for label, copies, shape in (
        ("one use", 1, (3,)),
        ("one use, two axes", 1, (2, 3)),
        ("two uses", 2, (4,)),
        ("as many uses as entries", 3, (3,)),
        ("three uses, equal lengths", 3, (3, 3)),
        ("four uses, four axes", 4, (2, 1, 3, 2)),
        ("two uses of one entry", 2, (1,)),
        ("two uses of an array without axes", 2, ()),
        ("ten uses", 10, (2,)),
    ):
        make = made("BranchGate", copies)
        cases += both_ways(label, make, (array(shape),), several(copies, shape))
    two = made("BranchGate", 2)
    d = array((3,))
    cases += both_ways("gradients that cancel", two, (array((3,)),), (d, -d))
    cases += both_ways("one gradient of 0", two, (array((3,)),), (0 * d, d))
    cases += both_ways("the same gradient twice", two, (array((3,)),), (d, d))
    x, *dout = in_float32(*several(3, (3, 4)))
    cases += ordinary_cases(two, (x,), tuple(dout))
    make, shapes = made("BranchGate", 3), ((2, 2), (2, 2), (3, 1))
    pairs: list[tuple[tuple[Any, ...], Any]] = [
        ((array(shape),), several(3, shape)) for shape in shapes
    ]
    pairs[1] = (pairs[1][0], several(2, (2, 2)))
    cases += in_other_orders(make, two, pairs)
    return cases


torch_exp = torch_gate(lambda torch, x: torch.exp(x))
torch_reciprocal = torch_gate(lambda torch, x: torch.reciprocal(x))
torch_sigmoid = torch_gate(lambda torch, x: torch.sigmoid(x))
torch_scale = torch_gate(lambda torch, c, x: c * x)
torch_add_constant = torch_gate(lambda torch, c, x: x + c)
torch_branch = torch_gate(lambda torch, copies, x: tuple(x.clone() for _ in range(copies)))
