"""Cases and oracles for one step of momentum and of Adam."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array
from autograder.inside.plan import Call
from autograder.inside.wire import Kept
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

SHAPES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("one axis", (4,)),
    ("two axes", (3, 2)),
    ("two axes of equal length", (3, 3)),
    ("four axes", (2, 1, 3, 2)),
    ("one weight", (1,)),
    ("one row", (1, 4)),
    ("no axes", ()),
)


def _arrays(
    rng: np.random.Generator, count: int, shape: tuple[int, ...], dtype: str = "float64"
) -> list[Array]:
    return [np.asarray(array).astype(dtype) for array in rng.standard_normal((count, *shape))]


# momentum_step ----------------------------------------------------------------------


def draw_momentum(rng: np.random.Generator) -> list[TestCase]:
    """The cases of a step with momentum."""
    name = "momentum_step"
    one = np.array([1.0])
    cases = [case("a first step", name, one, one, 0 * one, 0.1)]
    for label, *arguments in _momentum_inputs(rng):
        cases.append(case(label, name, *arguments))
    inputs = _arrays(rng, 3, (2, 3))
    cases.append(case("rho of 0.5, by name", name, *inputs, 0.1, rho=0.5))
    cases.append(TestCase("three steps in a row", _momentum_walk(rng)))
    inputs = _arrays(rng, 3, (3, 4), "float32")
    return [*cases, ordinary(case("an ordinary step", name, *inputs, 0.1))]


def _momentum_inputs(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, w, dw, velocity, learning rate, and sometimes rho."""
    for label, shape in SHAPES:
        yield label, *_arrays(rng, 3, shape), 0.1
    w, dw, velocity = _arrays(rng, 3, (4,))
    yield "rho of 0.99, by position", w, dw, velocity, 0.1, 0.99
    yield "rho of 0", w, dw, velocity, 0.1, 0.0
    yield "rho of 1", w, dw, velocity, 0.1, 1.0
    yield "a velocity of 0", w, dw, 0 * velocity, 0.5
    yield "a gradient of 0", w, 0 * dw, velocity, 0.5
    yield "a gradient against the velocity", w, dw, -dw, 0.5
    yield "a learning rate of 0", w, dw, velocity, 0.0
    yield "a learning rate of 1", w, dw, velocity, 1.0
    yield "gradients of 1e4", w, 1e4 * dw, velocity, 0.1
    yield "gradients of 1e-6", w, 1e-6 * dw, 1e-6 * velocity, 0.1


def _momentum_walk(rng: np.random.Generator) -> tuple[Call, ...]:
    """Three steps, each from where the one before it arrived."""
    w, *gradients = _arrays(rng, 4, (2, 2))
    places: list[tuple[Any, Any]] = [(w, 0 * w)]
    places += [(Kept(f"step{n}", 0), Kept(f"step{n}", 1)) for n in (1, 2)]
    return tuple(
        Call("momentum_step", (place, dw, velocity, 0.1), keep=f"step{n}", returns=n == 3)
        for n, (dw, (place, velocity)) in enumerate(zip(gradients, places, strict=True), 1)
    )


def torch_momentum(torch: Torch, *calls: Call) -> tuple[Array, ...]:
    """torch's SGD with momentum, one step per call."""
    w, _, velocity, learning_rate, *rest = calls[0].arguments
    rho = rest[0] if rest else dict(calls[0].keywords).get("rho", 0.9)
    weights = torch.tensor(w).requires_grad_()
    optimizer = torch.torch.optim.SGD([weights], lr=learning_rate, momentum=rho)
    optimizer.state[weights]["momentum_buffer"] = torch.tensor(velocity)
    for call in calls:
        weights.grad = torch.tensor(call.arguments[1])
        optimizer.step()
    if rho == 0:  # torch then keeps no velocity: it is the gradient
        return torch.array(weights), calls[-1].arguments[1]
    return torch.array(weights), torch.array(optimizer.state[weights]["momentum_buffer"])


# adam_step --------------------------------------------------------------------------


def draw_adam(rng: np.random.Generator) -> list[TestCase]:
    """The cases of a step of Adam."""
    name = "adam_step"
    one = np.array([2.0])
    cases = [case("a first step", name, one, one, 0 * one, 0 * one, 1, 0.1)]
    for label, *arguments in _adam_inputs(rng):
        cases.append(case(label, name, *arguments))
    inputs = _moments(rng, (2, 3))
    cases.append(case("beta1 of 0.5, by name", name, *inputs, 2, 0.1, beta1=0.5))
    cases.append(case("beta2 of 0.9, by name", name, *inputs, 2, 0.1, beta2=0.9))
    cases.append(case("eps of 0.5, by name", name, *inputs, 3, 0.1, eps=0.5))
    cases.append(TestCase("four steps in a row", _adam_walk(rng)))
    inputs = _moments(rng, (3, 4), "float32")
    return [*cases, ordinary(case("an ordinary step", name, *inputs, 3, 0.1))]


def _moments(
    rng: np.random.Generator, shape: tuple[int, ...], dtype: str = "float64"
) -> list[Array]:
    """w, dw, m and v; v is a mean of squares, so it is never below 0."""
    w, dw, m, v = _arrays(rng, 4, shape, dtype)
    return [w, dw, m, np.asarray(v**2 + np.asarray(0.1, dtype))]


def _adam_inputs(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, w, dw, m, v, t, learning rate, and sometimes beta1, beta2, eps."""
    for label, shape in SHAPES:
        w, dw, m, v = _moments(rng, shape)
        yield f"a first step, {label}", w, dw, 0 * m, 0 * v, 1, 0.1
        yield f"a third step, {label}", w, dw, m, v, 3, 0.1
    w, dw, m, v = _moments(rng, (4,))
    yield "a second step", w, dw, m, v, 2, 0.1
    yield "step 10", w, dw, m, v, 10, 0.1
    yield "step 1000", w, dw, m, v, 1000, 0.1
    yield "step 1000000", w, dw, m, v, 1_000_000, 0.1
    yield "betas and eps by position", w, dw, m, v, 4, 0.1, 0.8, 0.95, 0.01
    yield "betas of 0", w, dw, m, v, 2, 0.1, 0.0, 0.0
    yield "equal betas", w, dw, m, v, 2, 0.1, 0.9, 0.9
    yield "a learning rate of 1", w, dw, m, v, 5, 1.0
    yield "a gradient of 0, never another", w, 0 * dw, 0 * m, 0 * v, 1, 0.1
    yield "a gradient of 0", w, 0 * dw, m, v, 6, 0.1
    # Here eps is as large as what it is added to.
    yield "gradients of 1e-8", w, 1e-8 * dw, 1e-8 * m, 1e-16 * v, 2, 0.1
    yield "gradients of 1e4", w, 1e4 * dw, 1e4 * m, 1e8 * v, 2, 0.1
    yield "a first gradient of 1e4", w, 1e4 * dw, 0 * m, 0 * v, 1, 0.1
    w, dw, m, v = _moments(rng, (5,), "float32")
    yield "a first step in float32", w, dw, 0 * m, 0 * v, 1, 0.1


def _adam_walk(rng: np.random.Generator) -> tuple[Call, ...]:
    """Four steps, each from where the one before it arrived."""
    w, *gradients = _arrays(rng, 5, (2, 2))
    places: list[tuple[Any, ...]] = [(w, 0 * w, 0 * w)]
    places += [tuple(Kept(f"step{n}", item) for item in range(3)) for n in (1, 2, 3)]
    return tuple(
        Call("adam_step", (place, dw, m, v, n, 0.1), keep=f"step{n}", returns=n == 4)
        for n, (dw, (place, m, v)) in enumerate(zip(gradients, places, strict=True), 1)
    )


def torch_adam(torch: Torch, *calls: Call) -> tuple[Array, ...]:
    """torch's Adam, one step per call."""
    w, _, m, v, t, learning_rate, *rest = calls[0].arguments
    settings = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    settings |= dict(zip(settings, rest, strict=False)) | dict(calls[0].keywords)
    weights = torch.tensor(w).requires_grad_()
    optimizer = torch.torch.optim.Adam(
        [weights],
        lr=learning_rate,
        betas=(settings["beta1"], settings["beta2"]),
        eps=settings["eps"],
    )
    optimizer.state[weights] = {
        "step": torch.torch.tensor(float(t - 1)),
        "exp_avg": torch.tensor(m),
        "exp_avg_sq": torch.tensor(v),
    }
    for call in calls:
        weights.grad = torch.tensor(call.arguments[1])
        optimizer.step()
    state = optimizer.state[weights]
    return tuple(map(torch.array, (weights, state["exp_avg"], state["exp_avg_sq"])))
