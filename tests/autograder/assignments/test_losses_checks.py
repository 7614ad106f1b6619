"""The hidden tests of `losses`: loops over the examples, partial credit, and messages."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.assignments.right_answers import styles
from autograder.inside.probe import answer
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from solutions import losses as reference

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]

ASSIGNMENT = assignments.load("losses")
NAMES = tuple(ASSIGNMENT.by_name)
right_hinge: Callable[..., Any] = reference.hinge_loss
WITHOUT_LOOPS = ("svm_loss", "softmax_loss")


def scores_by_part(verdict: Verdict) -> dict[str, float]:
    return {part.name: part.score for part in verdict.parts}


# The exercises ---------------------------------------------------------------------


def test_the_assignment_has_every_function_of_the_contract() -> None:
    assert set(NAMES) >= {
        *("hinge_loss", "squared_hinge_loss", "softmax", "cross_entropy", "l1_penalty"),
        *("l2_penalty", "elastic_net", "svm_loss", "softmax_loss"),
    }


# Loops over the examples ------------------------------------------------------------


def svm_loss_with_loops(W: Array, X: Array, y: Array, reg: float) -> tuple[float, Array]:
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(X.shape[0]):
        scores = X[i] @ W
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / len(y) + reg * np.sum(W**2), dW / len(y) + 2 * reg * W


def softmax_loss_with_loops(W: Array, X: Array, y: Array, reg: float) -> tuple[float, Array]:
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y, strict=True):
        scores = x @ W
        shifted = scores - max(scores)
        total = sum(np.exp(shifted))
        loss += np.log(total) - shifted[label]
        for j in range(W.shape[1]):
            dW[:, j] += x * (np.exp(shifted[j]) / total - (j == label))
    return loss / len(y) + reg * np.sum(W**2), dW / len(y) + 2 * reg * W


@pytest.mark.parametrize("function", [svm_loss_with_loops, softmax_loss_with_loops])
def test_a_loop_over_the_examples_costs_exactly_its_own_part(
    function: Callable[..., Any], judged: JudgedBy
) -> None:
    exercise = function.__name__.removesuffix("_with_loops")
    verdict = judged(exercise, function)
    assert scores_by_part(verdict) == {
        "loss": 2,
        "gradient": 3,
        "arguments left alone": 1,
        "no Python loop over the examples": 0,
    }
    assert "`, runs once for each example." in verdict.message


def test_all_judged_calls_of_a_slow_right_answer_take_little_time(judge_of: JudgeOf) -> None:
    judge = judge_of("losses", 0)
    plans = {name: judge.plans[name] for name in NAMES}
    slow = vars(styles("losses")["loops"]) | {
        "svm_loss": svm_loss_with_loops,
        "softmax_loss": softmax_loss_with_loops,
    }
    times = []
    for _ in range(3):
        start = time.process_time()
        for plan in plans.values():
            answer(plan, slow)
        times.append(time.process_time() - start)
    assert min(times) < 0.15


# Parts -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in NAMES if name in WITHOUT_LOOPS])
def test_a_right_loss_with_a_wrong_gradient_gets_the_points_of_the_loss(
    name: str, judged: JudgedBy
) -> None:
    right = getattr(reference, name)
    verdict = judged(name, lambda *arguments: (right(*arguments)[0], right(*arguments)[1] + 1))
    parts = scores_by_part(verdict)
    assert parts["loss"] == 2
    assert parts["gradient"] == 0


def test_a_wrong_value_with_a_right_gradient_gets_the_points_of_the_gradient(
    judged: JudgedBy,
) -> None:
    verdict = judged("l2_penalty", lambda W: (1.0 + (W * W).sum(), 2 * W))
    assert scores_by_part(verdict) == {"value": 0, "gradient": 1, "arguments left alone": 1}


# What messages say -----------------------------------------------------------------


def raises(scores: Array, y: Array, delta: float = 1.0) -> Array:
    raise ValueError("so it goes")


def prints(scores: Array, y: Array, delta: float = 1.0) -> None:
    print(right_hinge(scores, y, delta))


def not_written(scores: Array, y: Array, delta: float = 1.0) -> Array:
    raise NotImplementedError


def as_column(scores: Array, y: Array, delta: float = 1.0) -> Array:
    return np.asarray(right_hinge(scores, y, delta))[:, np.newaxis]


def rounded(scores: Array, y: Array, delta: float = 1.0) -> Array:
    return np.asarray(right_hinge(scores, y, delta)).astype(int)


def as_list(scores: Array, y: Array, delta: float = 1.0) -> list[float]:
    return list(map(float, right_hinge(scores, y, delta)))


def as_generator(scores: Array, y: Array, delta: float = 1.0) -> Any:
    return (float(loss) for loss in right_hinge(scores, y, delta))


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (raises, "raised ValueError (so it goes)"),
        (prints, "nothing (None); is the return statement missing?"),
        (not_written, "hinge_loss is not written yet."),
        (as_column, "an array of shape (6, 1); expected an array of shape (6,)"),
        (rounded, "values differ), dtype int64"),
        (as_list, "a list; expected an array of shape (6,)"),
        (as_generator, "cannot be compared"),
    ],
)
def test_an_answer_of_the_wrong_kind_gets_a_message_that_says_so(
    function: Callable[..., Any], said: str, judged: JudgedBy
) -> None:
    verdict = judged("hinge_loss", function)
    assert verdict.score == 0
    assert said in verdict.message


def test_one_value_where_two_are_due_is_said(judged: JudgedBy) -> None:
    verdict = judged("svm_loss", lambda W, X, y, reg: 1.0)
    assert verdict.score == 0
    assert "a number; expected a tuple of 2 values" in verdict.message


def test_a_message_names_the_call_and_the_first_difference(judged: JudgedBy) -> None:
    verdict = judged("hinge_loss", lambda s, y, delta=1.0: right_hinge(s, y, 1.0) + 1)
    first, *_ = verdict.message.splitlines()
    assert "hinge_loss(np.array([[" in first
    assert "])) [two classes] returned " in first
    assert "(6 of 6 values differ)" in first


def test_small_scores_are_not_said_to_overflow_where_large_ones_do_as_well(
    judged: JudgedBy,
) -> None:
    def overflowing_and_of_base_10(scores: Array, y: Array) -> Array:
        exponentials = np.exp(scores)
        probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
        return np.asarray(-np.log10(probabilities[np.arange(len(y)), y]))

    verdict = judged("cross_entropy", overflowing_and_of_base_10)
    assert "overflow" not in verdict.message


def test_whole_numbers_of_one_class_are_as_good_as_floats(judged: JudgedBy) -> None:
    def with_python_sums(scores: Array, y: Array, delta: float = 1.0) -> Array:
        losses = []
        for row, label in zip(scores, y, strict=True):
            rivals = [score for j, score in enumerate(row) if j != label]
            losses.append(sum(max(0, score - row[label] + delta) ** 2 for score in rivals))
        return np.array(losses)

    assert judged("squared_hinge_loss", with_python_sums).passed


def test_an_error_of_another_cause_is_not_taken_for_a_known_mistake(judged: JudgedBy) -> None:
    assert judged("hinge_loss", raises).mistake is None


# What the cases vary ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("exercise", "body"),
    [
        ("hinge_loss", "scores[np.arange(len(y)) + 0 * y, y]"),
        ("cross_entropy", "scores.ravel()[np.arange(len(y)) * scores.shape[1] + y]"),
    ],
)
def test_arithmetic_that_only_some_label_dtypes_survive_is_rejected(
    exercise: str, body: str, judged: JudgedBy
) -> None:
    """A uint64 label and an int64 row number add up to a float, which is no index."""
    right = getattr(reference, exercise)
    namespace: dict[str, Any] = {"np": np, "right": right}
    lines = (
        "def student(scores, y, *rest, **more):",
        f"    {body}",
        "    return right(scores, y, *rest, **more)",
    )
    exec("\n".join(lines), namespace)
    verdict = judged(exercise, namespace["student"])
    assert not verdict.passed
    assert "uint64" in verdict.message
