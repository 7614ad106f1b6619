"""Cases and oracles for the maxout layer, forward and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import large_normal, large_normals, ordinary
from autograder.assignments.networks.checks.passes import (
    backward_case,
    cache_cases,
    differentiated,
    forward_case,
)
from autograder.assignments.random_inputs import Array, away_from_kinks
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

Inputs = tuple[Array, Array, Array, Array, Array]

# One unit wins by its first map for the first example and by its second for the
# other; the other unit is a tie in both.
HAND = (
    np.array([[1.0, 2.0, -1.0], [0.0, -1.0, 2.0]]),
    np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]),
    np.array([0.0, 3.0]),
    np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 1.0]]),
    np.array([1.0, 3.0]),
)

SHAPES: tuple[tuple[str, int, int, int], ...] = (
    ("a random batch", 5, 4, 3),
    ("N, D and M equal", 4, 4, 4),
    ("as many examples as outputs", 3, 5, 3),
    ("as many features as outputs", 2, 3, 3),
    ("more outputs than features", 4, 2, 6),
    ("one example", 1, 5, 4),
    ("one feature", 6, 1, 3),
    ("one output", 5, 3, 1),
    ("one example, one feature, one output", 1, 1, 1),
)
"""Label, examples, features, outputs."""

CHANGES: tuple[tuple[str, Callable[..., Inputs]], ...] = (
    ("a second map of 0", lambda x, w1, b1, w2, b2: (x, w1, b1, 0 * w2, 0 * b2)),
    ("biases of 0", lambda x, w1, b1, w2, b2: (x, w1, 0 * b1, w2, 0 * b2)),
    ("a first map that always wins", lambda x, w1, b1, w2, b2: (x, w1, b1 + 50, w2, b2)),
    ("a second map that always wins", lambda x, w1, b1, w2, b2: (x, w1, b1, w2, b2 + 50)),
    ("outputs below 0", lambda x, w1, b1, w2, b2: (x, w1, b1 - 50, w2, b2 - 50)),
    ("numbers of 1e4", lambda x, w1, b1, w2, b2: (1e4 * x, w1, 1e4 * b1, w2, 1e4 * b2)),
)
"""Label, and what is done to a random batch."""

LARGE = (("many inputs", (120, 1000, 2)), ("many weights", (2, 1000, 120)))
"""Examples, features and outputs of backwards with 120,000 inputs, and with as many weights in
each map.

Whoever measures a gradient by differences calls their own forward once for each, where the
tests of an exercise may take 2 s. And a step that is long enough not to be lost in rounding
meets a kink here and there. Whoever writes a loop over each of the 240,000 products of a map
needs a part of a second.
"""


def _inputs(
    rng: np.random.Generator,
    count: int,
    features: int,
    outputs: int,
    dtype: str = "float64",
    changed: Callable[..., Inputs] = lambda *inputs: inputs,
) -> Inputs:
    """x, w1, b1, w2 and b2 with no two maps nearly equal, once they are changed."""
    shapes = _shapes(count, features, outputs)
    drawn: Inputs = away_from_kinks(
        lambda: changed(*(rng.standard_normal(shape).astype(dtype) for shape in shapes)),
        _first_ahead,
    )
    return drawn


def _shapes(count: int, features: int, outputs: int) -> tuple[tuple[int, ...], ...]:
    return (count, features), (features, outputs), (outputs,), (features, outputs), (outputs,)


def _first_ahead(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> Array:
    """The lead of the first map over the second."""
    ahead: Array = x @ (w1 - w2) + (b1 - b2)
    return ahead


def _varied(rng: np.random.Generator) -> Iterator[tuple[str, Inputs]]:
    """Label, and x, w1, b1, w2 and b2; both directions are judged on these."""
    for label, count, features, outputs in SHAPES:
        yield label, _inputs(rng, count, features, outputs)
    shapes = (9, 2), (2, 3), (3,), (2, 3), (3,)
    x, w1, b1, w2, b2 = (rng.integers(-1, 2, shape).astype(float) for shape in shapes)
    yield "small whole numbers, with ties", (x, w1, b1, w2, b2)
    yield "both maps equal", (x, w1, b1, w1.copy(), b1.copy())
    yield "maps that differ in their biases alone", (x, w1, b1, w1.copy(), b1 + np.arange(-1, 2))
    yield "x of 0", (0 * x, w1, b1, w2, b2)
    yield "one example four times", (np.tile(x[:1], (4, 1)), w1, b1, w2, b2)
    for label, changed in CHANGES:
        yield label, _inputs(rng, 6, 3, 2, changed=changed)


# maxout_forward ---------------------------------------------------------------------


def draw_maxout_forward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the layer."""
    name = "maxout_forward"
    cases = [forward_case("numbers to check by hand", name, *HAND)]
    cases += [forward_case(label, name, *inputs) for label, inputs in _varied(rng)]
    inputs = _inputs(rng, 4, 3, 2, "float32")
    return [*cases, ordinary(forward_case("an ordinary batch", name, *inputs))]


def _layer(torch: Torch) -> Any:
    """The layer by torch; torch.maximum would share the gradient of a tie."""
    linear = torch.torch.nn.functional.linear

    def maxout(x: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        first, second = linear(x, w1.T, b1), linear(x, w2.T, b2)
        return torch.torch.where(first >= second, first, second)

    return maxout


def torch_maxout_forward(torch: Torch, call: Call) -> Array:
    """The larger of two of torch's linear layers."""
    return torch.array(_layer(torch)(*map(torch.tensor, call.arguments)))


# maxout_backward --------------------------------------------------------------------


def draw_maxout_backward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the layer's gradients."""
    name = "maxout"
    dout = np.array([[1.0, 2.0], [3.0, -1.0]])
    cases = [backward_case("numbers to check by hand", name, HAND, dout)]
    for label, inputs in _varied(rng):
        cases.append(backward_case(label, name, inputs, _upstream(rng, inputs)))
    inputs = _inputs(rng, 4, 3, 2)
    dout = _upstream(rng, inputs)
    for label, upstream in (
        ("an upstream gradient of ones", np.ones((4, 2))),
        ("an upstream gradient of 0", 0 * dout),
        ("an upstream gradient of 1e4", 1e4 * dout),
        ("an upstream gradient for one output of one example", dout * (dout == dout.max())),
    ):
        cases.append(backward_case(label, name, inputs, upstream))
    cases += cache_cases(name, inputs, _inputs(rng, 4, 3, 2), dout, _upstream(rng, inputs))
    inputs = _inputs(rng, 4, 3, 2, "float32")
    dout = _upstream(rng, inputs)
    cases.append(ordinary(backward_case("an ordinary batch", name, inputs, dout)))
    for label, sizes in LARGE:
        large = tuple(large_normals(rng, _shapes(*sizes), _first_ahead))
        upstream = large_normal(rng, sizes[0], sizes[2])
        cases.append(backward_case(label, name, large, upstream))
    return cases


def _upstream(rng: np.random.Generator, inputs: Inputs) -> Array:
    """An upstream gradient for the output, of the dtype of x."""
    x, w1, *_ = inputs
    return rng.standard_normal((len(x), w1.shape[1])).astype(x.dtype)


def torch_maxout_backward(torch: Torch, *calls: Call) -> tuple[Array, ...]:
    """The same layer, differentiated by torch."""
    return differentiated(torch, _layer(torch), calls)
