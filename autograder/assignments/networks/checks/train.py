"""Cases and oracle for the loop that trains a net."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import new_rng, ordinary
from autograder.assignments.random_inputs import Array, labels
from autograder.inside.families import halves
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.conventions import protected
from autograder.judge.exercise import Part, TestCase
from autograder.judge.torch_oracle import Torch

PARAMETERS = Part("parameters", 3)
LOSSES = Part("losses", 2)
ONLY_LOSSES = frozenset({LOSSES.name})

CLASSES = 4


def _problem(
    rng: np.random.Generator, count: int, features: int = 3, dtype: str = "float64"
) -> tuple[FamilyMember, Array, Array]:
    """A net that nobody has written, examples and labels."""
    scale, bend = rng.standard_normal((2, features)).astype(dtype)
    targets = rng.standard_normal((CLASSES, features)).astype(dtype)
    shift = rng.standard_normal(1).astype(dtype)
    net = FamilyMember("parabola_net", (scale, bend, shift, targets), keep="net")
    X = rng.uniform(-1, 1, (count, features)).astype(dtype)
    return net, X, labels(rng, count, CLASSES)


def _trainings(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, net, X, y, learning rate, batch size, epochs."""
    for label, count, size, epochs in (
        ("8 examples in batches of 3, two epochs", 8, 3, 2),
        ("one epoch", 7, 2, 1),
        ("batches that divide the examples", 6, 3, 3),
        ("one batch of all", 5, 5, 4),
        ("a batch size larger than all", 4, 9, 3),
        ("batches of one", 6, 1, 2),
        ("one example", 1, 1, 3),
        ("many epochs", 5, 2, 8),
        ("no epoch", 5, 2, 0),
    ):
        yield label, *_problem(rng, count), 0.1, size, epochs
    yield "one feature", *_problem(rng, 6, 1), 0.1, 4, 2
    yield "as many features as examples", *_problem(rng, 4, 4), 0.1, 3, 2
    yield "a learning rate of 0", *_problem(rng, 7), 0.0, 3, 2
    yield "a tiny learning rate", *_problem(rng, 7), 1e-5, 3, 2
    yield "a learning rate of 1", *_problem(rng, 7), 1.0, 3, 2


def draw_train(rng: np.random.Generator) -> list[TestCase]:
    """The cases of training."""
    cases = []
    for label, *arguments in _trainings(rng):
        cases += _both(label, Call("train", (*arguments, new_rng(rng))))
    inputs = _problem(rng, 7, 3, "float32")
    both = _both("an ordinary training", Call("train", (*inputs, 0.1, 3, 2, new_rng(rng))))
    return [*cases, *map(ordinary, both)]


def _both(label: str, call: Call) -> list[TestCase]:
    """A training, judged by its losses and by the parameters afterwards."""
    look = Call("net.params", attribute=True)
    return [
        TestCase(label, (call,), results=ONLY_LOSSES),
        TestCase(label, (call, look), results=frozenset({PARAMETERS.name})),
    ]


def draw_train_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases of training with batches that are cut in another way than minibatches does."""
    stand_ins = (("minibatches", FamilyMember("halves")),)
    cases = []
    for label, count, epochs in (
        ("other batches, two epochs", 8, 2),
        ("other batches, one epoch", 6, 1),
        ("other batches of unequal size", 7, 3),
        ("other batches, many epochs", 5, 8),
    ):
        arguments = (*_problem(rng, count), 0.1, 3, epochs, new_rng(rng))
        cases += _both(label, Call("train", arguments, stand_ins=stand_ins))
    return [*cases, protected(cases[0])]


def torch_train(torch: Torch, call: Call, *look: Call) -> Any:
    """torch's SGD on the same batches, each loss differentiated by torch."""
    made, X, y, learning_rate, size, epochs, seed = call.arguments
    *start, targets = map(torch.tensor, made.settings)
    parameters = dict(zip(("scale", "bend", "shift"), start, strict=True))
    scale, bend, shift = (number.requires_grad_() for number in start)
    rows, marks = torch.tensor(X), torch.labels(y)
    optimizer = torch.torch.optim.SGD(start, lr=learning_rate)
    rng = np.random.default_rng(seed.seed)
    losses = []
    for _ in range(epochs):
        for piece in map(torch.labels, _batches(call, len(X), size, rng)):
            optimizer.zero_grad()
            out = scale * rows[piece] + bend * rows[piece] ** 2 + shift
            loss = ((out - targets[marks[piece]]) ** 2).sum() / len(piece)
            loss.backward()
            optimizer.step()
            losses.append(torch.array(loss))
    return (
        {name: torch.array(parameter) for name, parameter in parameters.items()} if look else losses
    )


def _batches(call: Call, count: int, size: int, rng: np.random.Generator) -> list[Array]:
    """The numbers of the examples in each batch of one epoch."""
    if call.stand_ins:
        numbers = np.arange(count)
        return [batch for batch, _ in halves(numbers, numbers, size, rng)]
    return np.split(rng.permutation(count), range(size, count, size))
