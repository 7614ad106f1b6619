"""What makes an answer to the assignment ``losses`` right."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.drawing import LABEL_DTYPES, Array, away_from_kinks, labels, read_only, strided
from autograder.exercise import (
    ARGUMENTS,
    NO_LOOPS,
    Assignment,
    Exercise,
    Judged,
    Part,
    TestCase,
)
from autograder.mistakes import losses as mistakes
from autograder.probe import Call
from autograder.torch_oracle import Torch
from solutions import losses as reference

ONLY_ARGUMENTS = frozenset({Judged.ARGUMENTS})

# Scores of a cat, a car and a frog image, as the lecture notes have them.
NOTES_SCORES = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
NOTES_LABELS = np.array([0, 1, 2])


def _case(label: str, name: str, *arguments: Any, **keywords: Any) -> TestCase:
    return TestCase(label, (Call(name, arguments, tuple(keywords.items())),))


# Losses of each example ---------------------------------------------------------


def _margins(scores: Array, y: Array, delta: float = 1.0) -> Array:
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
        _margins,
    )
    return drawn


def _score_cases(name: str, rng: np.random.Generator) -> list[TestCase]:
    """Cases for a loss of scores (N, C) and labels (N,)."""
    cases = [_case("the three images of the notes", name, NOTES_SCORES, NOTES_LABELS)]
    for label, count, classes in (
        ("random scores", 7, 4),
        ("more classes than examples", 3, 11),
        ("as many classes as examples", 5, 5),
        ("one example", 1, 6),
        ("two classes", 6, 2),
        ("one class", 4, 1),
        ("one example of one class", 1, 1),
    ):
        cases.append(_case(label, name, *_draw_scores(rng, count, classes)))
    cases.append(_case("float32 scores", name, *_draw_scores(rng, 6, 5, "float32")))
    for dtype in LABEL_DTYPES[1:]:
        scores, y = _draw_scores(rng, 5, 4)
        cases.append(_case(f"labels of dtype {dtype}", name, scores, y.astype(dtype)))
    ties = rng.integers(-2, 3, size=(12, 4)).astype(np.float64)
    cases.append(_case("small whole numbers, with ties", name, ties, labels(rng, 12, 4)))
    huge = 1e4 * rng.choice([-1.0, 0.0, 1.0], size=(8, 3))
    cases.append(_case("scores up to 1e4 in size", name, huge, labels(rng, 8, 3)))
    won = np.eye(4)[labels(rng, 6, 4)] * 50
    cases.append(_case("the true class far ahead", name, won, won.argmax(axis=1)))
    scores, y = _draw_scores(rng, 6, 4)
    cases.append(_case("scores in column order", name, np.asfortranarray(scores), y))
    cases.append(_case("scores with gaps in memory", name, strided(scores), strided(y)))
    protected = Call(name, (read_only(scores), read_only(y)))
    cases.append(TestCase("read-only inputs", (protected,), ONLY_ARGUMENTS))
    return cases


def _draw_hinge(name: str) -> Any:
    def draw(rng: np.random.Generator) -> list[TestCase]:
        scores, y = _draw_scores(rng, 6, 5)
        return [
            *_score_cases(name, rng),
            _case("delta of 2.5", name, scores, y, delta=2.5),
            _case("delta of 0.25, by position", name, scores, y, 0.25),
        ]

    return draw


def _torch_hinge(power: int) -> Any:
    def oracle(torch: Torch, call: Call) -> Array:
        scores, y, *rest = call.arguments
        delta = rest[0] if rest else dict(call.keywords).get("delta", 1.0)
        # torch divides the sum over the classes by their number.
        losses = torch.torch.nn.functional.multi_margin_loss(
            torch.tensor(scores), torch.labels(y), p=power, margin=delta, reduction="none"
        )
        return torch.array(losses * scores.shape[1])

    return oracle


# Losses of a linear classifier, with their gradient -------------------------------


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
        lambda W, X, y: _margins(X @ W, y),
    )
    return drawn


def _draw_linear(name: str) -> Any:
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
            cases.append(_case(label, name, *_draw_batch(rng, count, features, classes), reg))
        cases.append(_case("float32 inputs", name, *_draw_batch(rng, 6, 4, 3, "float32"), 0.1))
        for dtype in LABEL_DTYPES[1:]:
            W, X, y = _draw_batch(rng, 5, 3, 4)
            cases.append(_case(f"labels of dtype {dtype}", name, W, X, y.astype(dtype), 0.1))
        W = rng.integers(-1, 2, size=(3, 4)).astype(np.float64)
        X = rng.integers(-1, 2, size=(16, 3)).astype(np.float64)
        cases.append(_case("small whole numbers, with ties", name, W, X, labels(rng, 16, 4), 0.5))
        W, X = rng.choice([-1.0, 1.0], size=(2, 3)), 5e3 * rng.choice([-1.0, 1.0], size=(8, 2))
        cases.append(_case("scores up to 1e4 in size", name, W, X, labels(rng, 8, 3), 0.1))
        W, X, y = _draw_batch(rng, 6, 4, 3)
        layout = np.asfortranarray(W), strided(X), strided(y)
        cases.append(_case("inputs with gaps in memory", name, *layout, 0.1))
        protected = Call(name, (read_only(W), read_only(X), read_only(y), 0.1))
        cases.append(TestCase("read-only inputs", (protected,), ONLY_ARGUMENTS))
        return cases

    return draw


def _torch_svm(torch: Torch, call: Call) -> tuple[Array, ...]:
    W, X, y, reg = call.arguments
    hinge = torch.torch.nn.functional.multi_margin_loss

    def loss(weights: Any) -> Any:
        scores = torch.tensor(X) @ weights
        return hinge(scores, torch.labels(y)) * W.shape[1] + reg * (weights * weights).sum()

    return torch.value_and_gradients(loss, W)


LOSS_AND_GRADIENT = (Part("loss", 2, item=0), Part("gradient", 3, item=1), ARGUMENTS, NO_LOOPS)

ASSIGNMENT = Assignment(
    name="losses",
    reference=reference,
    exercises=(
        Exercise(
            name="hinge_loss",
            parts=(Part("losses", 3), ARGUMENTS),
            draw=_draw_hinge("hinge_loss"),
            oracle=_torch_hinge(power=1),
            mistakes=mistakes.HINGE_LOSS,
        ),
        Exercise(
            name="svm_loss",
            parts=LOSS_AND_GRADIENT,
            draw=_draw_linear("svm_loss"),
            oracle=_torch_svm,
            mistakes=mistakes.SVM_LOSS,
            examples=("X", "y"),
        ),
    ),
)
