"""Cases and oracles for the activation functions, forward and back.

No case is so large that differencing one's own forward would not end in time: each
output depends on one input alone, so two calls measure all slopes at once. But at a
kink, and at 1e4, where a small step is rounded, a measured slope is not the right one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import ordinary
from autograder.assignments.networks.checks.passes import (
    backward_case,
    cache_cases,
    forward_case,
    forward_of,
)
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.plan import Call
from autograder.judge.exercise import PlainCache, TestCase
from autograder.judge.torch_oracle import Torch
from solutions import networks as reference

Draw = Callable[[np.random.Generator], list[TestCase]]

WHOLE = np.array([[-2.0, -1.0, 0.0], [1.0, 0.0, 3.0]])

SHAPES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("a random batch", (4, 3)),
    ("two axes of equal length", (3, 3)),
    ("one axis", (6,)),
    ("three axes", (2, 3, 2)),
    ("images", (2, 3, 2, 3)),
    ("one example", (1, 5)),
    ("one feature", (5, 1)),
    ("one number", (1, 1)),
)

SETTINGS = {"leaky_relu": (0.0, 0.3, 0.75, 1.0), "elu": (0.25, 0.5, 2.0, 1.5)}
"""Slopes of the leaky ReLU and alphas of the ELU, besides the one by default."""

PLAIN_CACHES = {
    "relu": (
        PlainCache("x", lambda x: x),
        PlainCache("x > 0", lambda x: x > 0),
        PlainCache("the output", lambda x: np.maximum(x, 0)),
    ),
    "sigmoid": (
        PlainCache("the output", lambda x: reference.sigmoid_forward(x)[0]),
        PlainCache("x", lambda x: x),
    ),
    "tanh": (
        PlainCache("the output", lambda x: reference.tanh_forward(x)[0]),
        PlainCache("x", lambda x: x),
    ),
    "leaky_relu": (PlainCache("(x, slope)", lambda x, slope: (x, slope)),),
    "elu": (PlainCache("(x, alpha)", lambda x, alpha: (x, alpha)),),
}
"""What many put into the cache of each activation function."""

WIDE = np.array([[-1e4, -300.0, -30.0, -3.0, 0.0], [1e4, 300.0, 30.0, 3.0, 0.5]])
"""Inputs up to the largest that the contract names; exp overflows at 710, in float32 at 89."""


def _varied(rng: np.random.Generator) -> Iterator[tuple[str, Array]]:
    """Label and x; both directions are judged on these."""
    for label, shape in SHAPES:
        yield label, 2 * rng.standard_normal(shape)
    yield "small whole numbers, with zeros", rng.integers(-2, 3, (4, 4)).astype(float)
    yield "x of 0", np.zeros((2, 3))
    yield "x above 0", rng.uniform(0.1, 3, (3, 2))
    yield "x below 0", rng.uniform(-3, -0.1, (3, 2))
    yield "numbers from -1e4 to 1e4", WIDE * rng.uniform(0.5, 1, WIDE.shape)
    yield "numbers of 1e4", rng.choice([-1e4, 1e4], (3, 4))
    yield "numbers of 1e-3", 1e-3 * rng.standard_normal((2, 3))
    yield "float32 numbers from -1e4 to 1e4", WIDE.astype("float32")


def draw_forward(activation: str) -> Draw:
    """The cases of an activation function."""
    name = f"{activation}_forward"

    def draw(rng: np.random.Generator) -> list[TestCase]:
        cases = [forward_case("numbers to check by hand", name, WHOLE)]
        cases += [forward_case(label, name, x) for label, x in _varied(rng)]
        for label, x, positional, by_name in _with_settings(rng, activation):
            cases.append(forward_case(label, name, x, *positional, **by_name))
        inputs = in_float32(rng.standard_normal((4, 3)))
        return [*cases, ordinary(forward_case("an ordinary batch", name, *inputs))]

    return draw


def draw_backward(activation: str) -> Draw:
    """The cases of an activation function's gradient."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        ones = np.ones(WHOLE.shape)
        cases = [backward_case("an upstream gradient of ones", activation, (WHOLE,), ones)]
        for label, x in _varied(rng):
            cases.append(backward_case(label, activation, (x,), _upstream(rng, x)))
        for label, x, positional, by_name in _with_settings(rng, activation):
            inputs, dout = (x, *positional), _upstream(rng, x)
            cases.append(backward_case(label, activation, inputs, dout, **by_name))
        x, other = 2 * rng.standard_normal((2, 4, 3))
        dout = _upstream(rng, x)
        for label, upstream in (
            ("an upstream gradient of 0", 0 * dout),
            ("an upstream gradient below 0", -np.abs(dout)),
            ("an upstream gradient of 1e4", 1e4 * dout),
        ):
            cases.append(backward_case(label, activation, (x,), upstream))
        cases += cache_cases(activation, (x,), (other,), dout, _upstream(rng, x))
        inputs = in_float32(rng.standard_normal((4, 3)))
        dout = _upstream(rng, *inputs)
        return [*cases, ordinary(backward_case("an ordinary batch", activation, inputs, dout))]

    return draw


def _with_settings(
    rng: np.random.Generator, activation: str
) -> Iterator[tuple[str, Array, tuple[float, ...], dict[str, float]]]:
    """Label, x with zeros, and a slope or alpha: by position, and by name."""
    if activation not in SETTINGS:
        return
    name = {"leaky_relu": "slope", "elu": "alpha"}[activation]
    for number, value in enumerate(SETTINGS[activation]):
        x = np.concatenate([2 * rng.standard_normal((2, 3)), np.zeros((1, 3))])
        if number % 2:
            yield f"{name} of {value:g}, by position", x, (value,), {}
        else:
            yield f"{name} of {value:g}, by name", x, (), {name: value}
    wide = WIDE * rng.uniform(0.5, 1, WIDE.shape)
    yield f"{name} of 0.5, numbers from -1e4 to 1e4", wide, (0.5,), {}


def _upstream(rng: np.random.Generator, x: Array) -> Array:
    """An upstream gradient of the shape and dtype of x."""
    return np.asarray(rng.standard_normal(x.shape)).astype(x.dtype)


def torch_forward(activation: str) -> Callable[..., Array]:
    """torch's function of that name."""

    def oracle(torch: Torch, call: Call) -> Array:
        return torch.array(_output(torch, activation, call, torch.tensor(call.arguments[0])))

    return oracle


def torch_backward(activation: str) -> Callable[..., Array]:
    """torch's function of that name, differentiated by torch."""

    def oracle(torch: Torch, *calls: Call) -> Array:
        forward, (dout, _) = forward_of(calls), calls[-1].arguments
        x = torch.tensor(forward.arguments[0]).requires_grad_()
        out = _output(torch, activation, forward, x)
        (gradient,) = torch.torch.autograd.grad(out, x, torch.tensor(dout))
        return torch.array(gradient)

    return oracle


def _output(torch: Torch, activation: str, call: Call, x: Any) -> Any:
    functional = torch.torch.nn.functional
    settings = (*call.arguments[1:], *dict(call.keywords).values())
    return getattr(functional, activation)(x, *settings)
