"""The judge as a whole: what follows from what."""

from dataclasses import replace
from typing import Any

import numpy as np

from autograder import checks
from autograder.exercise import Assignment, Exercise, Mistake, Part, TestCase
from autograder.judge import Judge, Verdict
from autograder.probe import Call, answer
from autograder.torch_oracle import Torch
from autograder.wire import Kept

Array = np.ndarray[Any, Any]

LOSSES = checks.load("losses")


def _linked() -> Assignment:
    """`losses` as if svm_loss called hinge_loss."""
    exercises = tuple(
        replace(one, builds_on=("hinge_loss",)) if one.name == "svm_loss" else one
        for one in LOSSES.exercises
    )
    return Assignment("losses", LOSSES.reference, exercises)


def test_a_failure_names_the_failure_that_it_follows_from(torch_oracle: Torch) -> None:
    judge = Judge(_linked(), 1, torch_oracle)
    verdicts = {name: judge.verdict(name, None, "") for name in LOSSES.by_name}
    explained = judge.with_causes(verdicts)
    cause = "svm_loss fails because hinge_loss does: mend that first."
    assert explained["svm_loss"].message.startswith(cause)
    assert explained["svm_loss"].score == verdicts["svm_loss"].score
    assert explained["softmax"] == verdicts["softmax"]


def test_what_works_has_no_cause(torch_oracle: Torch) -> None:
    judge = Judge(_linked(), 1, torch_oracle)
    verdicts = {name: judge.verdict(name, None, "") for name in LOSSES.by_name}
    verdicts["svm_loss"] = replace(verdicts["svm_loss"], score=verdicts["svm_loss"].max_score)
    assert judge.with_causes(verdicts)["svm_loss"] == verdicts["svm_loss"]


# Functions of earlier notebooks ----------------------------------------------------------

OPTIMIZATION = checks.load("optimization")


def _after_optimization() -> Assignment:
    """`losses` as if it came after `optimization`, and svm_loss called minibatches."""
    exercises = tuple(
        replace(one, builds_on=("minibatches",)) if one.name == "svm_loss" else one
        for one in LOSSES.exercises
    )
    return Assignment("losses", LOSSES.reference, exercises, after=(OPTIMIZATION,))


def _svm_loss_verdict(torch_oracle: Torch, **pasted: object) -> Verdict:
    judge = Judge(_after_optimization(), 1, torch_oracle)
    replies = answer(judge.plan("svm_loss"), {"svm_loss": LOSSES.reference.l1_penalty, **pasted})
    verdict = judge.verdict("svm_loss", replies, "")
    return judge.with_causes({"svm_loss": verdict})["svm_loss"]


def test_a_function_of_an_earlier_notebook_that_is_missing_is_named_as_the_cause(
    torch_oracle: Torch,
) -> None:
    message = _svm_loss_verdict(torch_oracle).message
    assert message.startswith("svm_loss fails because minibatches does")


def test_a_wrong_function_of_an_earlier_notebook_is_named_as_the_cause(
    torch_oracle: Torch,
) -> None:
    wrong = OPTIMIZATION.by_name["minibatches"].mistakes[0].function
    message = _svm_loss_verdict(torch_oracle, minibatches=wrong).message
    assert message.startswith("svm_loss fails because minibatches does")


def test_a_right_function_of_an_earlier_notebook_is_no_cause(torch_oracle: Torch) -> None:
    right = OPTIMIZATION.reference.minibatches
    assert "minibatches" not in _svm_loss_verdict(torch_oracle, minibatches=right).message


def test_a_right_answer_needs_nothing_of_an_earlier_notebook(torch_oracle: Torch) -> None:
    judge = Judge(_after_optimization(), 1, torch_oracle)
    replies = answer(judge.plan("svm_loss"), {"svm_loss": LOSSES.reference.svm_loss})
    source = "def svm_loss(W, X, y, reg): ..."
    assert judge.verdict("svm_loss", replies, source).passed


def _negated(W: Array) -> tuple[float, Array]:
    value, gradient = LOSSES.reference.l2_penalty(W)
    return value, -gradient


def _of_a_gradient(rng: np.random.Generator) -> list[TestCase]:
    """l1_penalty of the gradient that l2_penalty left inside."""
    first = Call("l2_penalty", (rng.normal(size=(2, 3)),), keep="before", returns=0)
    return [TestCase("after l2_penalty", (first, Call("l1_penalty", (Kept("before", 1),))))]


def _torch_of_a_gradient(torch: Torch, first: Call, _: Call) -> tuple[float, Array]:
    gradient = 2 * first.arguments[0]
    return abs(gradient).sum(), np.sign(gradient)


def test_a_mistake_brings_the_function_that_it_comes_from(torch_oracle: Torch) -> None:
    left = {"l2_penalty": _negated}
    mistake = Mistake("negated", "Its sign is wrong.", LOSSES.reference.l1_penalty, left)
    exercise = Exercise(
        "l1_penalty", (Part("both", 1),), _of_a_gradient, _torch_of_a_gradient, (mistake,)
    )
    judge = Judge(Assignment("losses", LOSSES.reference, (exercise,)), 1, torch_oracle)
    plan = judge.plan("l1_penalty")
    assert judge.verdict("l1_penalty", answer(plan, vars(LOSSES.reference)), "").passed
    replies = answer(plan, vars(LOSSES.reference) | left)
    assert judge.verdict("l1_penalty", replies, "").mistake == "negated"
