"""Cases and oracles for the fully connected layer, forward and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import large_normal, ordinary
from autograder.assignments.networks.checks.passes import (
    backward_case,
    cache_cases,
    differentiated,
    forward_case,
)
from autograder.assignments.random_inputs import Array
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

Inputs = tuple[Array, Array, Array]

X = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]])
W = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]])
B = np.array([10.0, 20.0])

SHAPES: tuple[tuple[str, tuple[int, ...], int], ...] = (
    ("a random batch", (5, 4), 3),
    ("N, D and M equal", (4, 4), 4),
    ("as many examples as outputs", (3, 5), 3),
    ("as many features as outputs", (2, 3), 3),
    ("more outputs than features", (4, 2), 7),
    ("one example", (1, 6), 4),
    ("one feature", (5, 1), 3),
    ("one output", (4, 3), 1),
    ("one example, one feature, one output", (1, 1), 1),
    ("images", (3, 2, 4, 3), 5),
    ("one image", (1, 2, 3, 2), 4),
    ("images with all axes equal", (2, 2, 2, 2), 2),
    ("three axes", (4, 2, 3), 2),
    ("five axes, one of length 1", (2, 3, 1, 2, 2), 3),
)
"""Label, shape of x, number of outputs."""

LARGE = (("many inputs", (150, 1000, 3)), ("many weights", (3, 1000, 150)))
"""Examples, features and outputs of backwards with 150,000 inputs and with as many weights.

Whoever measures a gradient by differences calls their own forward once for each, 0.05 ms a
call: 3 s, where the tests of an exercise may take 2. Whoever writes a loop over each of the
450,000 products needs half a second.
"""


def _inputs(
    rng: np.random.Generator, shape: tuple[int, ...], outputs: int, dtype: str = "float64"
) -> Inputs:
    """x of that shape, w and b."""
    features = int(np.prod(shape[1:]))
    shapes = shape, (features, outputs), (outputs,)
    x, w, b = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return x, w, b


def _varied(rng: np.random.Generator) -> Iterator[tuple[str, Inputs]]:
    """Label, and x, w and b; both directions are judged on these."""
    for label, shape, outputs in SHAPES:
        yield label, _inputs(rng, shape, outputs)
    x, w, b = (rng.integers(-3, 4, shape).astype(float) for shape in ((4, 3), (3, 2), (2,)))
    yield "small whole numbers", (x, w, b)
    x, w, b = _inputs(rng, (4, 3), 2)
    yield "x of 0", (0 * x, w, b)
    yield "weights of 0", (x, 0 * w, b)
    yield "biases of 0", (x, w, 0 * b)
    yield "one example four times", (np.tile(x[:1], (4, 1)), w, b)
    yield "numbers of 1e4", (1e4 * x, 1e4 * w, 1e4 * b)
    yield "numbers of 1e-6", (1e-6 * x, 1e-6 * w, 1e-6 * b)


def _ordinary(rng: np.random.Generator) -> Inputs:
    """Images, for only more than two axes show in which order x is flattened."""
    return _inputs(rng, (3, 2, 2, 3), 2, "float32")


# affine_forward ---------------------------------------------------------------------


def draw_affine_forward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the layer."""
    name = "affine_forward"
    cases = [forward_case("numbers to check by hand", name, X, W, B)]
    cases += [forward_case(label, name, *inputs) for label, inputs in _varied(rng)]
    return [*cases, ordinary(forward_case("ordinary images", name, *_ordinary(rng)))]


def torch_affine_forward(torch: Torch, call: Call) -> Array:
    """torch's linear layer, whose weights are (M, D)."""
    x, w, b = map(torch.tensor, call.arguments)
    return torch.array(torch.torch.nn.functional.linear(x.flatten(1), w.T, b))


# affine_backward --------------------------------------------------------------------


def draw_affine_backward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the layer's gradients."""
    name = "affine"
    dout = np.array([[1.0, 2.0], [3.0, -1.0]])
    cases = [backward_case("numbers to check by hand", name, (X, W, B), dout)]
    for label, inputs in _varied(rng):
        cases.append(backward_case(label, name, inputs, _upstream(rng, *inputs)))
    inputs = _inputs(rng, (4, 3), 2)
    dout = _upstream(rng, *inputs)
    for label, upstream in (
        ("an upstream gradient of ones", np.ones((4, 2))),
        ("an upstream gradient of 0", 0 * dout),
        ("an upstream gradient of 1e4", 1e4 * dout),
        ("an upstream gradient for one output of one example", dout * (dout == dout.max())),
    ):
        cases.append(backward_case(label, name, inputs, upstream))
    cases += cache_cases(name, inputs, _inputs(rng, (4, 3), 2), dout, _upstream(rng, *inputs))
    inputs = _ordinary(rng)
    dout = _upstream(rng, *inputs)
    cases.append(ordinary(backward_case("ordinary images", name, inputs, dout)))
    for label, (count, features, outputs) in LARGE:
        shapes = (count, features), (features, outputs), (outputs,)
        large = tuple(large_normal(rng, *shape) for shape in shapes)
        upstream = large_normal(rng, count, outputs)
        cases.append(backward_case(label, name, large, upstream))
    return cases


def _upstream(rng: np.random.Generator, x: Array, w: Array, b: Array) -> Array:
    """An upstream gradient for the output, of the dtype of x."""
    return rng.standard_normal((len(x), w.shape[1])).astype(x.dtype)


def torch_affine_backward(torch: Torch, *calls: Call) -> tuple[Array, ...]:
    """torch's linear layer, differentiated by torch."""

    def linear(x: Any, w: Any, b: Any) -> Any:
        return torch.torch.nn.functional.linear(x.flatten(1), w.T, b)

    return differentiated(torch, linear, calls)
