"""Cases and oracles for walking downhill: gradient descent, minibatches, SGD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import case, new_rng, ordinary
from autograder.assignments.random_inputs import Array, labels
from autograder.inside.families import FAMILIES, halves
from autograder.inside.plan import ITEMS, Call
from autograder.inside.wire import FamilyMember, Rng
from autograder.judge.conventions import protected
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

# gradient_descent -------------------------------------------------------------------


def _bowl(rng: np.random.Generator, shape: tuple[int, ...], dtype: str = "float64") -> FamilyMember:
    """The gradient of a bowl, with another steepness in each direction."""
    scale = np.asarray(rng.uniform(0.2, 1, shape)).astype(dtype)
    return FamilyMember(
        "quadratic_gradient", (scale, np.asarray(rng.normal(size=shape)).astype(dtype))
    )


def _start(rng: np.random.Generator, shape: tuple[int, ...], dtype: str = "float64") -> Array:
    return np.asarray(2 * rng.standard_normal(shape)).astype(dtype)


def draw_gradient_descent(rng: np.random.Generator) -> list[TestCase]:
    """The cases of gradient descent."""
    name = "gradient_descent"
    # The loss (w - 3)**2 of one weight, from 0: 0, 0.6, 1.08, 1.464.
    parabola = FamilyMember("quadratic_gradient", (np.array([1.0]), np.array([3.0])))
    cases = [case("three steps towards 3", name, parabola, np.array([0.0]), 0.1, 3)]
    for label, grad, w, *rest in _walks(rng):
        cases.append(case(label, name, grad, w, *rest))
    inputs = _bowl(rng, (3, 4), "float32"), _start(rng, (3, 4), "float32")
    return [*cases, ordinary(case("an ordinary walk", name, *inputs, 0.2, 3))]


def _walks(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, gradient, start, learning rate, steps."""
    for label, shape in (
        ("one axis", (5,)),
        ("two axes", (3, 2)),
        ("as many entries as places on the path", (4, 4)),
        ("three axes", (2, 3, 2)),
        ("one weight", (1,)),
        ("one row", (1, 3)),
        ("no axes", ()),
    ):
        yield label, _bowl(rng, shape), _start(rng, shape), 0.3, 3
        yield f"no step, {label}", _bowl(rng, shape), _start(rng, shape), 0.3, 0
    yield "one step", _bowl(rng, (3,)), _start(rng, (3,)), 0.3, 1
    yield "60 steps", _bowl(rng, (2,)), _start(rng, (2,)), 0.2, 60
    yield "a learning rate of 0", _bowl(rng, (3,)), _start(rng, (3,)), 0.0, 2
    yield "a learning rate that is too large", _bowl(rng, (2,)), _start(rng, (2,)), 12.0, 12
    yield "a tiny learning rate", _bowl(rng, (2,)), _start(rng, (2,)), 1e-4, 4
    yield "a start at 1e4", _bowl(rng, (3,)), 1e4 * _start(rng, (3,)), 0.1, 4
    lowest = rng.standard_normal(3)
    yield (
        "a start at the lowest point",
        FamilyMember("quadratic_gradient", (lowest**2, lowest)),
        lowest,
        0.5,
        3,
    )
    whole = rng.integers(-3, 4, (2, 2)).astype(float)
    yield (
        "whole numbers",
        FamilyMember("quadratic_gradient", (1 + 0 * whole, 0 * whole)),
        whole,
        0.5,
        2,
    )


def torch_gradient_descent(torch: Torch, call: Call) -> Array:
    """torch's SGD, down the bowl that the gradient belongs to."""
    made, start, learning_rate, steps = call.arguments
    f = FAMILIES["quadratic"](*map(torch.tensor, made.settings))
    w = torch.tensor(start).requires_grad_()
    optimizer = torch.torch.optim.SGD([w], lr=learning_rate)
    path = [torch.array(w).copy()]
    for _ in range(steps):
        optimizer.zero_grad()
        f(w).backward()
        optimizer.step()
        path.append(torch.array(w).copy())
    return np.array(path)


# minibatches ------------------------------------------------------------------------


def _examples(count: int, shape: tuple[int, ...] = (2,), dtype: str = "float64") -> Array:
    """Examples that can be told apart: whole numbers, none twice."""
    size = count * int(np.prod(shape))
    return np.arange(1, size + 1).astype(dtype).reshape(count, *shape)


def draw_minibatches(rng: np.random.Generator) -> list[TestCase]:
    """The cases of one epoch of batches."""
    inputs = list(_epochs(rng))
    cases = [_epoch_case(label, X, y, size, new_rng(rng)) for label, X, y, size in inputs]
    _, X, y, size = inputs[0]
    # What was drawn in the first epoch shows in the second, but for one rng in about 80:
    # a permutation throws away what does not fit, and that may be just the number that
    # was drawn too much. Not for three of them.
    for label, cut in (("", size), (", in batches of two", 2), (", in one batch", len(X))):
        call = Call("minibatches", (X, y, cut, new_rng(rng, shared=True)), returns=ITEMS)
        cases.append(TestCase(f"the second epoch from one rng{label}", (call, call)))
    X, y = _examples(7, (3,), "float32"), labels(rng, 7, 9)
    return [*cases, ordinary(_epoch_case("ordinary examples", X, y, 2, new_rng(rng)))]


def _epoch_case(label: str, X: Array, y: Array, size: int, rng: Rng) -> TestCase:
    return TestCase(label, (Call("minibatches", (X, y, size, rng), returns=ITEMS),))


def _epochs(rng: np.random.Generator) -> Iterator[tuple[str, Array, Array, int]]:
    """Label, X, y, batch size."""
    for label, count, size in (
        ("8 examples in batches of 3", 8, 3),
        ("9 examples in batches of 3", 9, 3),
        ("9 examples in batches of 4", 9, 4),
        ("11 examples in batches of 4", 11, 4),
        ("batches of one", 5, 1),
        ("one batch of all", 6, 6),
        ("a batch size larger than all", 5, 8),
        ("all but one in the first batch", 7, 6),
        ("two batches of half", 8, 4),
    ):
        yield label, _examples(count), labels(rng, count, 10), size
    yield "one example", _examples(1), labels(rng, 1, 10), 1
    yield "one example, a larger batch size", _examples(1), labels(rng, 1, 10), 4
    yield "one feature", _examples(6, (1,)), labels(rng, 6, 3), 4
    yield "images", _examples(5, (2, 3, 2)), labels(rng, 5, 3), 2
    yield "as many features as examples", _examples(4, (4,)), labels(rng, 4, 4), 3
    yield "labels that are all equal", _examples(7), np.full(7, 2), 3


def torch_minibatches(torch: Torch, *calls: Call) -> list[tuple[Array, Array]]:
    """The same order, epoch after epoch, split by torch."""
    rng = np.random.default_rng(calls[0].arguments[3].seed)
    for call in calls:
        X, y, size, _ = call.arguments
        pieces = torch.labels(rng.permutation(len(X))).split(size)
    rows, marks = torch.tensor(X), torch.labels(y)
    return [(torch.array(rows[piece]), torch.array(marks[piece])) for piece in pieces]


# sgd --------------------------------------------------------------------------------


def draw_sgd(rng: np.random.Generator) -> list[TestCase]:
    """The cases of stochastic gradient descent."""
    cases = [case(label, "sgd", *arguments, new_rng(rng)) for label, *arguments in _trainings(rng)]
    inputs = _problem(rng, 7, 3, 2, "float32")
    training = case("an ordinary training", "sgd", *inputs, 0.1, 3, 2, new_rng(rng))
    return [*cases, ordinary(training)]


def _problem(
    rng: np.random.Generator, count: int, features: int, outputs: int, dtype: str = "float64"
) -> tuple[FamilyMember, Array, Array, Array]:
    """A loss with its gradient, the weights at the start, examples and labels."""
    classes = 4
    targets = rng.standard_normal((classes, outputs)).astype(dtype)
    W = rng.standard_normal((features, outputs)).astype(dtype)
    X = rng.standard_normal((count, features)).astype(dtype)
    return FamilyMember("squared_error", (targets,)), W, X, labels(rng, count, classes)


def _trainings(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, loss, W, X, y, learning rate, batch size, epochs."""
    for label, count, size, epochs in (
        ("8 examples in batches of 3, two epochs", 8, 3, 2),
        ("one epoch", 7, 2, 1),
        ("batches that divide the examples", 6, 3, 3),
        ("one batch of all", 5, 5, 4),
        ("a batch size larger than all", 4, 9, 3),
        ("batches of one", 6, 1, 2),
        ("one example", 1, 1, 3),
        ("many epochs", 5, 2, 12),
        ("no epoch", 5, 2, 0),
    ):
        yield label, *_problem(rng, count, 3, 2), 0.1, size, epochs
    yield "one feature", *_problem(rng, 6, 1, 2), 0.1, 4, 2
    yield "as many features as outputs", *_problem(rng, 6, 3, 3), 0.05, 4, 2
    yield "a learning rate of 0", *_problem(rng, 7, 3, 2), 0.0, 3, 2
    yield "a tiny learning rate", *_problem(rng, 7, 3, 2), 1e-5, 3, 2
    yield "a learning rate that is too large", *_problem(rng, 7, 3, 2), 2.0, 3, 3
    loss, W, X, y = _problem(rng, 7, 3, 2)
    vector = FamilyMember("squared_error", (loss.settings[0][:, 0],))
    yield "weights with one axis", vector, W[:, 0].copy(), X, y, 0.1, 3, 2
    yield "weights of 0", loss, 0 * W, X, y, 0.1, 3, 2


def draw_sgd_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases of SGD with batches that are cut in another way than minibatches does."""
    stand_ins = (("minibatches", FamilyMember("halves")),)
    cases = []
    for label, count, epochs in (
        ("other batches, two epochs", 8, 2),
        ("other batches, one epoch", 6, 1),
        ("other batches of unequal size", 7, 3),
        ("other batches, many epochs", 5, 8),
    ):
        arguments = (*_problem(rng, count, 3, 2), 0.1, 3, epochs, new_rng(rng))
        cases.append(TestCase(label, (Call("sgd", arguments, stand_ins=stand_ins),)))
    return [*cases, protected(cases[0])]


def _batches_of(call: Call, rng: np.random.Generator) -> list[Any]:
    """The numbers of the examples in each batch of one epoch."""
    X, size = call.arguments[2], call.arguments[5]
    numbers = np.arange(len(X))
    if call.stand_ins:
        return [batch for batch, _ in halves(numbers, numbers, size, rng)]
    return np.split(rng.permutation(len(X)), range(size, len(X), size))


def torch_sgd(torch: Torch, call: Call) -> tuple[Array, list[Array]]:
    """torch's SGD on the same batches, each loss differentiated by torch."""
    made, W, X, y, learning_rate, _, epochs, seed = call.arguments
    (targets,) = map(torch.tensor, made.settings)
    rows, marks = torch.tensor(X), torch.labels(y)
    weights = torch.tensor(W).requires_grad_()
    optimizer = torch.torch.optim.SGD([weights], lr=learning_rate)
    rng = np.random.default_rng(seed.seed)
    losses = []
    for _ in range(epochs):
        for piece in map(torch.labels, _batches_of(call, rng)):
            optimizer.zero_grad()
            error = rows[piece] @ weights - targets[marks[piece]]
            loss = (error**2).sum() / len(piece)
            loss.backward()
            optimizer.step()
            losses.append(torch.array(loss))
    return torch.array(weights), losses
