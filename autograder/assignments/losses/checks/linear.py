"""Cases and oracles for the losses of a linear classifier, with their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.assignments.cases import bounded_case, case, counted_case, ordinary
from autograder.assignments.losses.checks.scores import extreme_scores, hinge_margins
from autograder.assignments.random_inputs import Array, away_from_kinks, labels
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.exercise import Judged, TestCase
from autograder.judge.torch_oracle import Torch

MANY = 500
"""Examples; right answers execute at most some 500 instructions for any number of them."""


def _draw_batch(
    rng: np.random.Generator, count: int, features: int, classes: int, dtype: str = "float64"
) -> tuple[Array, Array, Array]:
    """W, X and y with no margin near the hinge's kink."""
    drawn: tuple[Array, Array, Array] = away_from_kinks(
        lambda: (
            rng.standard_normal((features, classes)).astype(dtype),
            rng.standard_normal((count, features)).astype(dtype),
            labels(rng, count, classes),
        ),
        lambda W, X, y: hinge_margins(X @ W, y),
    )
    return drawn


def _extreme_batches(rng: np.random.Generator) -> list[tuple[str, Array, Array, Array]]:
    """W, X and y whose scores are those of `extreme_scores`: W is the identity.

    Weights as small as these keep the penalty from hiding the data loss.
    """
    return [
        (label, np.eye(3), scores, labels(rng, *scores.shape))
        for label, scores in extreme_scores(rng)
    ]


def draw_linear(name: str) -> Any:
    """The cases of a linear classifier's loss of that name."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        cases = []
        for label, count, features, classes, reg in (
            ("a random batch", 6, 4, 3, 0.1),
            ("no regularization", 5, 3, 4, 0.0),
            ("strong regularization", 7, 5, 3, 10.0),
            ("N, D and C equal", 4, 4, 4, 0.5),
            ("one example", 1, 5, 3, 0.2),
            ("one feature", 6, 1, 3, 0.3),
            ("one class", 5, 4, 1, 0.4),
            ("two classes", 8, 3, 2, 0.1),
            ("more features than examples", 3, 20, 5, 0.05),
        ):
            cases.append(case(label, name, *_draw_batch(rng, count, features, classes), reg))
        W = rng.integers(-1, 2, size=(3, 4)).astype(np.float64)
        X = rng.integers(-1, 2, size=(16, 3)).astype(np.float64)
        cases.append(case("small whole numbers, with ties", name, W, X, labels(rng, 16, 4), 0.5))
        y = labels(rng, 6, 3)
        solved = case("every example far ahead", name, 50 * np.eye(3), np.eye(3)[y], y, 0.0)
        cases.append(solved)
        repeated = np.tile(X[:1], (5, 1))
        cases.append(case("one example five times", name, W, repeated, labels(rng, 5, 4), 0.1))
        cases.append(case("weights of 0", name, 0 * W, X, labels(rng, 16, 4), 0.1))
        for label, W, X, y in _extreme_batches(rng):
            cases.append(case(label, name, W, X, y, 0.1))
        inputs = _draw_batch(rng, 6, 4, 3, "float32")
        cases.append(ordinary(case("an ordinary batch", name, *inputs, 0.1)))
        cases.append(TestCase("a large batch", (_large(rng, name),), frozenset({Judged.RESULT})))
        return cases

    return draw


def draw_counted_linear(name: str) -> Any:
    """The cases that count what a linear classifier's loss of that name executes."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        W, X, y = _draw_batch(rng, 6, 4, 3)
        few = (Call(name, (W, X, y, 0.1)),)
        more = (W, _repeated(X, 4), np.tile(y, 4))
        few_and_more = counted_case(few, (Call(name, (*more, 0.1)),), 3 * len(X), "example")
        W, X, y = _draw_batch(rng, 10, 1, 3)
        many = (Call(name, (W, _repeated(X, MANY // 10), np.tile(y, MANY // 10), 0.1)),)
        return [few_and_more, bounded_case("many examples", many, MANY, "example")]

    return draw


def _repeated(X: Array, times: int) -> Array:
    """The same examples several times, but for the last digits.

    So whatever the code decides by their numbers it decides alike, and yet no two are equal.
    """
    factors = 1 + 1e-8 * np.arange(times).repeat(len(X))[:, np.newaxis]
    repeated: Array = factors * np.tile(X, (times, 1))
    return repeated


def _large(rng: np.random.Generator, name: str) -> Call:
    """So many weights that asking the loss about each takes longer than the tests may.

    And so few examples that a loop over every product, which costs its own points, does not.
    """
    count, features, classes = 3, 600, 60
    W, X = (
        FamilyMember("standard_normal", (int(rng.integers(2**32)), *shape))
        for shape in ((features, classes), (count, features))
    )
    return Call(name, (W, X, labels(rng, count, classes), 0.1))


def torch_svm(torch: Torch, call: Call) -> tuple[Array, ...]:
    """The SVM loss of a batch, differentiated by torch."""
    W, X, y, reg = call.arguments
    hinge = torch.torch.nn.functional.multi_margin_loss

    def loss(weights: Any) -> Any:
        scores = torch.tensor(X) @ weights
        return hinge(scores, torch.labels(y)) * W.shape[1] + reg * (weights * weights).sum()

    return torch.value_and_gradients(loss, W)


def torch_softmax_loss(torch: Torch, call: Call) -> tuple[Array, ...]:
    """The softmax loss of a batch, differentiated by torch."""
    W, X, y, reg = call.arguments
    cross_entropy = torch.torch.nn.functional.cross_entropy

    def loss(weights: Any) -> Any:
        scores = torch.tensor(X) @ weights
        return cross_entropy(scores, torch.labels(y)) + reg * (weights * weights).sum()

    return torch.value_and_gradients(loss, W)
