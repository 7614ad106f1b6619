"""The judge as a whole: what follows from what."""

from dataclasses import replace

from autograder import checks
from autograder.exercise import Assignment
from autograder.judge import Judge
from autograder.torch_oracle import Torch

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
