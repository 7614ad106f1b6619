"""Cases and oracles of the gates with two inputs: add, multiply, max, matrix product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.assignments.backprop.checks.gates import (
    SHAPES,
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
from autograder.assignments.random_inputs import Array, away_from_kinks, in_float32
from autograder.judge.exercise import TestCase

Shapes = tuple[tuple[str, tuple[int, ...]], ...]
DrawCases = Callable[[np.random.Generator], list[TestCase]]


def draw_elementwise(name: str) -> DrawCases:
    """The cases of AddGate or MultiplyGate."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        make, array = made(name), normal(rng)
        a, b = (-2.0, 5.0) if name == "AddGate" else (3.0, -4.0)  # as on the book's pages
        cases = both_ways("two numbers of the book", make, (a, b), -4.0)
        cases += both_ways("two numbers", make, (number(rng), number(rng)), number(rng))
        cases += of_shapes(make, array, 2, array)
        zeros = rng.integers(-1, 2, (2, 12)).astype(float)
        cases += both_ways("zeros among the entries", make, tuple(zeros), array((12,)))
        cases += both_ways("a, and a again", make, (zeros[0], zeros[0]), array((12,)))
        large, tiny = 1e4 * array((3,)), 1e-6 * array((3,))
        cases += both_ways("numbers of 1e4", make, (large, large[::-1].copy()), 1e4 * array((3,)))
        cases += both_ways("numbers of 1e-6", make, (tiny, tiny + 1e-6), array((3,)))
        cases += both_ways("an upstream gradient of 0", make, (large, tiny), np.zeros(3))
        cases += _common(name, rng, array)
        return cases

    return draw


def _common(name: str, rng: np.random.Generator, array: Draw) -> list[TestCase]:
    """The ordinary case, and calls in a row."""
    make, single = made(name), normal(rng, "float32")
    inputs = single((3, 4)), single((3, 4))
    return [
        *ordinary_cases(make, inputs, single((3, 4))),
        *in_other_orders(
            make, make, [((array(s), array(s)), array(s)) for s in ((2, 2), (2, 2), (3, 1))]
        ),
    ]


def draw_max(rng: np.random.Generator) -> list[TestCase]:
    """The cases of MaxGate: ties on purpose, and elsewhere none is near."""
    make, array = made("MaxGate"), normal(rng)
    cases = both_ways("two numbers", make, (number(rng), number(rng) + 10), number(rng))
    cases += both_ways("two numbers, the first larger", make, (number(rng) + 10, 1.5), number(rng))
    cases += both_ways("two equal numbers", make, (2.5, 2.5), number(rng))
    ties: Shapes = ("ties among one axis", (16,)), ("ties among two axes", (4, 5))
    for label, shape in ties:
        inputs = tuple(rng.integers(-1, 2, (2, *shape)).astype(float))
        cases += both_ways(label, make, inputs, array(shape))
    equal = array((3,))
    cases += both_ways("equal arrays", make, (equal, equal.copy()), array((3,)))
    cases += both_ways("zeros of both signs", make, (np.zeros(2), -np.zeros(2)), array((2,)))

    def pair(shape: tuple[int, ...], dtype: str = "float64") -> tuple[Array, Array]:
        draw = normal(rng, dtype)
        a, b = away_from_kinks(lambda: (draw(shape), draw(shape)), lambda a, b: a - b)
        return a, b

    for label, shape in SHAPES:
        cases += both_ways(label, make, pair(shape), array(shape))
    a, b = pair((4,))
    cases += both_ways("numbers of 1e4", make, (1e4 * a, 1e4 * b), array((4,)))
    below = -np.abs(a) - 1
    cases += both_ways(
        "numbers below 0", make, (below, below + np.array([1, -1, 1, -1])), -np.abs(b)
    )
    cases += both_ways("an upstream gradient of 0", make, (a, b), np.zeros(4))
    single = normal(rng, "float32")
    cases += ordinary_cases(make, pair((3, 4), "float32"), single((3, 4)))
    first, third = pair((2, 3)), pair((4, 1))
    # What wins in one gate loses in the other, so that neither can be taken for the other.
    inputs = first, first[::-1], third
    cases += in_other_orders(make, make, [(given, array(given[0].shape)) for given in inputs])
    return cases


def draw_matmul(rng: np.random.Generator) -> list[TestCase]:
    """The cases of MatMulGate."""
    make, array = made("MatMulGate"), normal(rng)
    whole = np.array([[1.0, 2.0], [3.0, 4.0]])
    cases = both_ways("whole numbers", make, (whole, whole[:, ::-1].copy()), whole.T.copy())
    for label, count, inner, columns in (
        ("4×3 by 3×2", 4, 3, 2),
        ("square matrices", 3, 3, 3),
        ("2×3 by 3×2", 2, 3, 2),
        ("3×3 by 3×2", 3, 3, 2),
        ("3×2 by 2×2", 3, 2, 2),
        ("one row", 1, 3, 2),
        ("one column", 4, 3, 1),
        ("an inner length of 1", 4, 1, 2),
        ("a row by a column", 1, 4, 1),
        ("one number each", 1, 1, 1),
        ("12×10 by 10×9", 12, 10, 9),
    ):
        inputs = array((count, inner)), array((inner, columns))
        cases += both_ways(label, make, inputs, array((count, columns)))
    A, B, dout = array((4, 3)), array((3, 2)), array((4, 2))
    cases += both_ways("zeros among the entries", make, (A * (A > 0), B * (B > 0)), dout)
    cases += both_ways("numbers of 1e4", make, (1e4 * A, 1e4 * B), dout)
    cases += both_ways("an upstream gradient of 0", make, (A, B), 0 * dout)
    A, B, dout = in_float32(A, B, dout)
    cases += ordinary_cases(make, (A, B), dout)
    shapes = (2, 3, 2), (2, 3, 2), (4, 1, 3)
    pairs: list[tuple[tuple[Any, ...], Array]] = [
        ((array((n, d)), array((d, c))), array((n, c))) for n, d, c in shapes
    ]
    cases += in_other_orders(make, make, pairs)
    return cases


torch_add = torch_gate(lambda torch, a, b: a + b)
torch_multiply = torch_gate(lambda torch, a, b: a * b)
# torch.max halves the gradient at a tie; the contract gives it to the first.
torch_max = torch_gate(lambda torch, a, b: torch.where(a >= b, a, b))
torch_matmul = torch_gate(lambda torch, A, B: A @ B)
