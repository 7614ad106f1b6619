"""Cases and oracles of the functions: a neuron, ReLU's Jacobian, and a squared norm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.backprop.checks.gates import normal
from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, away_from_kinks, in_float32
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

MANY = 50_000
"""Entries whose Jacobian takes more than the memory of a submission, even of truth values."""


# sigmoid_neuron ---------------------------------------------------------------------


def draw_neuron(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the neuron."""
    name = "sigmoid_neuron"
    book = np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0])
    cases = [case("the neuron of the book", name, *book)]
    cases += [case(label, name, w, x) for label, w, x in _neurons(rng)]
    array = normal(rng, "float32")
    return [*cases, ordinary(case("ordinary numbers", name, array((3,)), array((2,))))]


def _neurons(rng: np.random.Generator) -> Iterator[tuple[str, Array, Array]]:
    array = normal(rng)
    w, x = array((3,)), array((2,))
    yield "normal numbers", w, x
    yield "other normal numbers", array((3,)), array((2,))
    yield "a sum of 0", np.array([1.0, 2.0, -3.0]), np.ones(2)
    yield "weights of 0", 0 * w, x
    yield "a bias of 0", w * [1, 1, 0], x
    yield "inputs of 0", w, 0 * x
    yield "one input of 0", w, x * [0, 1]
    yield "equal weights", np.full(3, 0.5), x
    yield "a bias of 1e4", np.array([1.0, -1.0, 1e4]), x
    yield "a bias of -1e4", np.array([1.0, -1.0, -1e4]), x
    yield "inputs of 1e4", np.array([1.0, 0.5, 0.0]), np.array([-1e4, 2e3])
    yield "a sum around -30", np.array([1.0, 1.0, -30.0]), x
    yield "float32 and a bias of -1e4", np.array([1, 1, -1e4], "float32"), x.astype("float32")


def torch_neuron(torch: Torch, call: Call) -> Any:
    """torch's sigmoid of the weighted sum, and autograd."""

    def neuron(w: Any, x: Any) -> Any:
        return torch.torch.sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])

    out, dw, dx = torch.value_and_gradients(neuron, *call.arguments)
    return out, (dw, dx)


# ReLU -------------------------------------------------------------------------------


def _apart(rng: np.random.Generator, shape: tuple[int, ...], dtype: str = "float64") -> Array:
    """Normal numbers, none of them near the kink."""
    draw = normal(rng, dtype)
    (x,) = away_from_kinks(lambda: (draw(shape),), lambda x: x)
    return np.asarray(x)


def _lines(rng: np.random.Generator) -> Iterator[tuple[str, Array]]:
    """Inputs with one axis."""
    yield "four numbers of the book", np.array([1.0, -2.0, 3.0, -1.0])
    yield "zeros among the entries", rng.integers(-1, 2, 12).astype(float)
    yield "nothing but zeros", np.zeros(3)
    yield "zeros of both signs", np.array([0.0, -0.0, 1.0])
    yield "a positive entry alone", np.array([2.5])
    yield "a negative entry alone", np.array([-2.5])
    yield "two entries", _apart(rng, (2,))
    yield "seven entries", _apart(rng, (7,))
    yield "no positive entry", -np.abs(_apart(rng, (4,)))
    yield "no negative entry", np.abs(_apart(rng, (4,)))
    yield "numbers of 1e4", 1e4 * _apart(rng, (4,))
    yield "numbers of 1e-5", 1e-5 * np.sign(_apart(rng, (4,)))
    yield "zeros in float32", rng.integers(-1, 2, 6).astype("float32")


def draw_jacobian(rng: np.random.Generator) -> list[TestCase]:
    """The cases of ReLU's Jacobian."""
    cases = [case(label, "relu_jacobian", x) for label, x in _lines(rng)]
    x = _apart(rng, (5,), "float32")
    return [*cases, ordinary(case("ordinary numbers", "relu_jacobian", x))]


def draw_relu_backward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of ReLU's way back; one is too large for a Jacobian."""
    name, array = "relu_backward", normal(rng)
    cases = [case(label, name, array(x.shape).astype(x.dtype), x) for label, x in _lines(rng)]
    for label, shape in (
        ("two axes", (3, 2)),
        ("equal lengths", (3, 3)),
        ("four axes", (2, 1, 3, 2)),
        ("one row", (1, 4)),
        ("no axes", ()),
    ):
        cases.append(case(label, name, array(shape), _apart(rng, shape)))
    x = rng.integers(-1, 2, (4, 5)).astype(float)
    cases.append(case("zeros among two axes", name, array((4, 5)), x))
    cases.append(case("an upstream gradient of 0", name, np.zeros(4), _apart(rng, (4,))))
    # The signs of both are drawn apart, so that neither can be taken for the other.
    cases.append(case("an upstream gradient of 1e4", name, 1e4 * array((4,)), _apart(rng, (4,))))
    inputs = normal(rng, "float32")((3, 4)), _apart(rng, (3, 4), "float32")
    cases.append(ordinary(case("ordinary arrays", name, *inputs)))
    many = rng.choice([-2.0, -1.0, 1.0, 2.0], (2, MANY))
    return [*cases, case(f"{MANY:,} entries", name, *many)]


def torch_jacobian(torch: Torch, call: Call) -> Array:
    """torch's own Jacobian of relu."""
    relu = torch.torch.relu
    return torch.array(
        torch.torch.autograd.functional.jacobian(relu, torch.tensor(*call.arguments))
    )


def torch_relu_backward(torch: Torch, call: Call) -> Array:
    """The gradient of torch's relu."""
    dout, x = map(torch.tensor, call.arguments)
    leaf = x.requires_grad_()
    (gradient,) = torch.torch.autograd.grad(torch.torch.relu(leaf), leaf, dout)
    return torch.array(gradient)


# squared_norm_of_product --------------------------------------------------------------


def draw_squared_norm(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the squared length of a product."""
    name, array = "squared_norm_of_product", normal(rng)
    W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
    cases = [case("the numbers of the book", name, W, x)]
    for label, rows, columns in (
        ("more rows than columns", 4, 2),
        ("more columns than rows", 2, 5),
        ("a square matrix", 3, 3),
        ("one row", 1, 3),
        ("one column", 3, 1),
        ("one number each", 1, 1),
        ("20 rows and 30 columns", 20, 30),
    ):
        cases.append(case(label, name, array((rows, columns)), array((columns,))))
    W, x = array((3, 4)), array((4,))
    symmetric = array((3, 3))
    cases += [
        case("a symmetric matrix", name, symmetric + symmetric.T, array((3,))),
        case("a product of 0", name, np.array([[1.0, -1.0], [2.0, -2.0]]), np.ones(2)),
        case("a matrix of 0", name, 0 * W, x),
        case("a vector of 0", name, W, 0 * x),
        case("numbers of 1e4", name, 1e4 * W, 1e4 * x),
        case("numbers of 1e-4", name, 1e-4 * W, 1e-4 * x),
    ]
    return [*cases, ordinary(case("ordinary arrays", name, *in_float32(W, x)))]


def torch_squared_norm(torch: Torch, call: Call) -> Any:
    """The value by torch, and autograd."""
    f, dW, dx = torch.value_and_gradients(lambda W, x: ((W @ x) ** 2).sum(), *call.arguments)
    return f, (dW, dx)
