"""Cases and oracles for losses of scores: hinge, squared hinge, softmax, cross-entropy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, away_from_kinks, labels
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

# Scores of a cat, a car and a frog image, as the lecture notes have them.
NOTES_SCORES = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
NOTES_LABELS = np.array([0, 1, 2])


# Examples and classes of the batches that are drawn: where two sizes are equal,
# or one of them is 1, an array of the wrong shape broadcasts without an error.
SIZES = (
    ("random scores", 7, 4),
    ("more classes than examples", 3, 11),
    ("as many classes as examples", 5, 5),
    ("one example", 1, 6),
    ("two classes", 6, 2),
    ("one class", 4, 1),
    ("one example of one class", 1, 1),
)


def hinge_margins(scores: Array, y: Array, delta: float = 1.0) -> Array:
    """The margins of all wrong classes: where one is 0 the hinge has its kink."""
    rows = np.arange(len(y))
    margins = scores - scores[rows, y][:, np.newaxis] + delta
    return np.asarray(margins[np.arange(scores.shape[1]) != y[:, np.newaxis]])


def _draw_scores(
    rng: np.random.Generator, count: int, classes: int, dtype: str = "float64"
) -> tuple[Array, Array]:
    """Scores and labels with no margin near the hinge's kink."""
    drawn: tuple[Array, Array] = away_from_kinks(
        lambda: (
            (3 * rng.standard_normal((count, classes))).astype(dtype),
            labels(rng, count, classes),
        ),
        hinge_margins,
    )
    return drawn


def extreme_scores(rng: np.random.Generator) -> list[tuple[str, Array]]:
    """Scores up to 1e4 in size, whole numbers so that no margin is near a kink by rounding."""
    small = rng.integers(-3, 4, size=(4, 3)).astype(np.float64)
    levels = 1e3 * rng.permutation([-9.0, -3.0, 3.0, 9.0])[:, np.newaxis]
    # Never all three equal: a row is (a, 0, b) with one of the two at the top.
    sizes = 1e4 * np.stack(
        [rng.choice([-1.0, 1.0], 8), np.zeros(8), rng.choice([-1.0, 1.0], 8)], axis=1
    )
    return [
        ("scores up to 1e4 in size", rng.permuted(sizes, axis=1)),
        ("rows of very high and very low scores", small + levels),
        ("very high scores near each other", small + 9e3),
        ("very low scores near each other", small - 9e3),
    ]


def _score_cases(name: str, rng: np.random.Generator) -> list[TestCase]:
    """Cases for a loss of scores (N, C) and labels (N,)."""
    cases = [case("the three images of the notes", name, NOTES_SCORES, NOTES_LABELS)]
    for label, count, classes in SIZES:
        cases.append(case(label, name, *_draw_scores(rng, count, classes)))
    ties = rng.integers(-2, 3, size=(12, 4)).astype(np.float64)
    cases.append(case("small whole numbers, with ties", name, ties, labels(rng, 12, 4)))
    equal = np.full((3, 4), float(rng.integers(-3, 4)))
    cases.append(case("all scores equal", name, equal, labels(rng, 3, 4)))
    won = np.eye(4)[labels(rng, 6, 4)] * 50
    cases.append(case("the true class far ahead", name, won, won.argmax(axis=1)))
    for label, extreme in extreme_scores(rng):
        cases.append(case(label, name, extreme, labels(rng, *extreme.shape)))
    inputs = _draw_scores(rng, 6, 4, "float32")
    return [*cases, ordinary(case("an ordinary batch", name, *inputs))]


def draw_hinge(name: str) -> Any:
    """The cases of a hinge loss of that name."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        scores, y = _draw_scores(rng, 6, 5)
        return [
            *_score_cases(name, rng),
            case("delta of 2.5", name, scores, y, delta=2.5),
            case("delta of 0.25, by position", name, scores, y, 0.25),
        ]

    return draw


def torch_hinge(power: int) -> Any:
    """torch's multi-class margin loss, each margin raised to a power."""

    def oracle(torch: Torch, call: Call) -> Array:
        scores, y, *rest = call.arguments
        delta = rest[0] if rest else dict(call.keywords).get("delta", 1.0)
        # torch divides the sum over the classes by their number.
        losses = torch.torch.nn.functional.multi_margin_loss(
            torch.tensor(scores), torch.labels(y), p=power, margin=delta, reduction="none"
        )
        return torch.array(losses * scores.shape[1])

    return oracle


def draw_softmax(rng: np.random.Generator) -> list[TestCase]:
    """The cases of a loss of scores, without the labels."""
    cases = []
    for labelled in _score_cases("softmax", rng):
        call = replace(labelled.calls[0], arguments=labelled.calls[0].arguments[:1])
        cases.append(replace(labelled, calls=(call,)))
    return cases


def draw_cross_entropy(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the softmax loss of scores."""
    return _score_cases("cross_entropy", rng)


def torch_softmax(torch: Torch, call: Call) -> Array:
    """torch's softmax of each row."""
    return torch.array(torch.torch.softmax(torch.tensor(call.arguments[0]), dim=1))


def torch_cross_entropy(torch: Torch, call: Call) -> Array:
    """torch's cross-entropy of each example."""
    scores, y = call.arguments
    return torch.array(
        torch.torch.nn.functional.cross_entropy(
            torch.tensor(scores), torch.labels(y), reduction="none"
        )
    )
