"""The hidden tests of `losses` where a loss calls earlier functions, and one of these is wrong."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from autograder.reading.statements import CELL_SEPARATOR
from solutions import losses as reference
from tests.autograder.judge.asked_in_process import verdicts_in

JudgeOf = Callable[[str, int], Judge]

ASSIGNMENT = assignments.load("losses")
RIGHT = {name: inspect.getsource(getattr(reference, name)) for name in ASSIGNMENT.by_name}


def written(head: str, *lines: str) -> str:
    return "\n    ".join([f"def {head}:", *lines]) + "\n"


def elastic_net(*lines: str) -> str:
    return written("elastic_net(W, beta)", *lines)


def svm_loss(data: str, penalty: str, gradient: str) -> str:
    return written(
        "svm_loss(W, X, y, reg)",
        "rows, scores = np.arange(len(y)), X @ W",
        "margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)",
        "margins[rows, y] = 0",
        f"loss = {data} + reg * {penalty}",
        "dscores = (margins > 0) * 1.0",
        "dscores[rows, y] = -dscores.sum(axis=1)",
        f"return loss, X.T @ dscores / len(y) + reg * {gradient}",
    )


def softmax_loss(data: str, dscores: str, penalty: str, gradient: str) -> str:
    return written(
        "softmax_loss(W, X, y, reg)",
        "rows, scores = np.arange(len(y)), X @ W",
        "shifted = scores - scores.max(axis=1, keepdims=True)",
        "sums = np.exp(shifted).sum(axis=1, keepdims=True)",
        f"loss = {data} + reg * {penalty}",
        f"dscores = {dscores}",
        "dscores[rows, y] -= 1",
        f"return loss, X.T @ dscores / len(y) + reg * {gradient}",
    )


HINGE = "hinge_loss(scores, y).mean()"
OWN_HINGE = "margins.sum() / len(y)"
CROSS_ENTROPY = "cross_entropy(scores, y).mean()"
OWN_CROSS_ENTROPY = "(np.log(sums[:, 0]) - shifted[rows, y]).mean()"
SOFTMAX = "softmax(scores)"
OWN_SOFTMAX = "np.exp(shifted) / sums"
VALUE, GRADIENT = "l2_penalty(W)[0]", "l2_penalty(W)[1]"
OWN_VALUE, OWN_GRADIENT = "(W * W).sum()", "2 * W"

STYLES = {
    "elastic_net, both": elastic_net(
        "(l1, dl1), (l2, dl2) = l1_penalty(W), l2_penalty(W)",
        "return beta * l2 + l1, beta * dl2 + dl1",
    ),
    "elastic_net, l1 alone": elastic_net(
        "l1, dl1 = l1_penalty(W)", "return beta * (W * W).sum() + l1, 2 * beta * W + dl1"
    ),
    "elastic_net, l2 alone": elastic_net(
        "l2, dl2 = l2_penalty(W)", "return beta * l2 + abs(W).sum(), beta * dl2 + np.sign(W)"
    ),
    "elastic_net, values alone": elastic_net(
        "return beta * l2_penalty(W)[0] + l1_penalty(W)[0], 2 * beta * W + np.sign(W)"
    ),
    "elastic_net, none": RIGHT["elastic_net"],
    "svm_loss, both": svm_loss(HINGE, VALUE, GRADIENT),
    "svm_loss, hinge alone": svm_loss(HINGE, OWN_VALUE, OWN_GRADIENT),
    "svm_loss, value alone": svm_loss(OWN_HINGE, VALUE, OWN_GRADIENT),
    "svm_loss, gradient alone": svm_loss(OWN_HINGE, OWN_VALUE, GRADIENT),
    "svm_loss, none": RIGHT["svm_loss"],
    "softmax_loss, all": softmax_loss(CROSS_ENTROPY, SOFTMAX, VALUE, GRADIENT),
    "softmax_loss, softmax alone": softmax_loss(
        OWN_CROSS_ENTROPY, SOFTMAX, OWN_VALUE, OWN_GRADIENT
    ),
    "softmax_loss, cross_entropy alone": softmax_loss(
        CROSS_ENTROPY, OWN_SOFTMAX, OWN_VALUE, OWN_GRADIENT
    ),
    "softmax_loss, scores alone": softmax_loss(CROSS_ENTROPY, SOFTMAX, OWN_VALUE, OWN_GRADIENT),
    "softmax_loss, value alone": softmax_loss(OWN_CROSS_ENTROPY, OWN_SOFTMAX, VALUE, OWN_GRADIENT),
    "softmax_loss, none": RIGHT["softmax_loss"],
}

BROKEN = {
    "l1_penalty": {
        "wrong": "def l1_penalty(W):\n    return W.sum(), np.ones_like(W)\n",
        "a dict": "def l1_penalty(W):\n    return {'value': abs(W).sum()}\n",
        "renamed": RIGHT["l1_penalty"].replace("def l1_penalty", "def l1_norm"),
    },
    "l2_penalty": {
        "wrong": "def l2_penalty(W):\n    return (W * W).sum() / 2, W\n",
        "a dict": "def l2_penalty(W):\n    return {'value': (W * W).sum(), 'gradient': 2 * W}\n",
        "renamed": RIGHT["l2_penalty"].replace("def l2_penalty", "def l2_norm"),
    },
    "hinge_loss": {
        "wrong": "def hinge_loss(scores, y, delta=1.0):\n    return scores.sum(axis=1)\n",
        "not written": "def hinge_loss(scores, y, delta=1.0):\n    raise NotImplementedError\n",
        "renamed": RIGHT["hinge_loss"].replace("def hinge_loss", "def svm_losses"),
    },
    "softmax": {
        "wrong": "def softmax(scores):\n    return np.exp(scores) / np.exp(scores).sum(axis=0)\n",
        "not written": "def softmax(scores):\n    raise NotImplementedError\n",
        "renamed": RIGHT["softmax"].replace("def softmax", "def soft_max"),
    },
    "cross_entropy": {
        "wrong": "def cross_entropy(scores, y):\n    return -np.log(scores).mean(axis=1)\n",
        "not written": "def cross_entropy(scores, y):\n    raise NotImplementedError\n",
        "renamed": RIGHT["cross_entropy"].replace("def cross_entropy", "def ce"),
    },
}


def verdicts(judge: Judge, **changed: str) -> dict[str, Verdict]:
    """The verdicts on a notebook of right functions, but for some cells."""
    names: dict[str, Any] = {"np": np}
    source = CELL_SEPARATOR.join((RIGHT | changed).values())
    exec(source, names)
    return verdicts_in(judge, names, source)


def broken_ones(found: dict[str, Verdict]) -> set[str]:
    return {name for name, verdict in found.items() if not verdict.passed}


BREAKS = [
    pytest.param(name, source, id=f"{name}-{how}")
    for name, ways in BROKEN.items()
    for how, source in ways.items()
]


@pytest.mark.parametrize("style", STYLES)
def test_a_loss_that_calls_right_functions_is_right(style: str, judge_of: JudgeOf) -> None:
    for seed in range(5):
        found = verdicts(judge_of("losses", seed), **{style.partition(",")[0]: STYLES[style]})
        assert all(entry.message == "Right." for entry in found.values())


@pytest.mark.parametrize(("name", "source"), BREAKS)
@pytest.mark.parametrize("style", STYLES)
def test_a_broken_function_costs_its_own_points_alone(
    style: str, name: str, source: str, judge_of: JudgeOf
) -> None:
    cells = {name: source, style.partition(",")[0]: STYLES[style]}
    assert broken_ones(verdicts(judge_of("losses", 0), **cells)) == {name}


@pytest.mark.parametrize("style", STYLES)
def test_all_that_a_loss_calls_may_be_broken(style: str, judge_of: JudgeOf) -> None:
    cells = {name: ways["wrong"] for name, ways in BROKEN.items() if name not in style}
    cells[style.partition(",")[0]] = STYLES[style]
    broken = cells.keys() & BROKEN.keys()
    for seed in range(3):
        assert broken_ones(verdicts(judge_of("losses", seed), **cells)) == broken


def test_a_dict_that_its_own_author_reads_is_right_beside_a_broken_softmax(
    judge_of: JudgeOf,
) -> None:
    penalty = "l2_penalty(W)['value']", "l2_penalty(W)['gradient']"
    found = verdicts(
        judge_of("losses", 0),
        softmax=BROKEN["softmax"]["wrong"],
        l2_penalty=BROKEN["l2_penalty"]["a dict"],
        softmax_loss=softmax_loss(CROSS_ENTROPY, SOFTMAX, *penalty),
    )
    assert broken_ones(found) == {"softmax", "l2_penalty"}


def test_the_message_says_that_something_stood_in(judge_of: JudgeOf) -> None:
    found = verdicts(
        judge_of("losses", 0),
        softmax=BROKEN["softmax"]["wrong"],
        softmax_loss=STYLES["softmax_loss, scores alone"],
    )
    assert found["softmax_loss"].message.splitlines() == [
        "softmax_loss calls softmax, which does not work yet: it was judged with another function "
        "in its place.",
        "Right.",
    ]


@pytest.mark.parametrize(
    ("wrong", "mistake", "lost"),
    [
        (softmax_loss(CROSS_ENTROPY, SOFTMAX, OWN_VALUE, "W"), "half_reg_in_gradient", 3),
        (
            softmax_loss(f"len(y) * {CROSS_ENTROPY}", SOFTMAX, VALUE, GRADIENT),
            "missing_mean_in_loss",
            2,
        ),
        (
            softmax_loss("-np.log(softmax(scores)[rows, y]).mean()", SOFTMAX, VALUE, GRADIENT),
            "logarithm_of_zero",
            2,
        ),
    ],
)
def test_a_mistake_of_its_own_is_named_and_costs_as_much_on_a_broken_softmax(
    wrong: str, mistake: str, lost: int, judge_of: JudgeOf
) -> None:
    for softmax in (RIGHT["softmax"], BROKEN["softmax"]["wrong"]):
        found = verdicts(judge_of("losses", 0), softmax=softmax, softmax_loss=wrong)["softmax_loss"]
        assert (found.max_score - found.score, found.mistake) == (lost, mistake)


def test_a_cross_entropy_of_a_broken_softmax_is_told_of_the_logarithm_of_zero(
    judge_of: JudgeOf,
) -> None:
    lines = "return -np.log(softmax(scores)[np.arange(len(y)), y])"
    wrong = written("cross_entropy(scores, y)", lines)
    for softmax in (RIGHT["softmax"], BROKEN["softmax"]["wrong"]):
        found = verdicts(judge_of("losses", 0), softmax=softmax, cross_entropy=wrong)
        assert (found["cross_entropy"].score, found["cross_entropy"].mistake) == (
            0,
            "logarithm_of_zero",
        )


def test_who_writes_all_out_hears_nothing_of_stand_ins(judge_of: JudgeOf) -> None:
    half = elastic_net("return beta * (W * W).sum() / 2 + abs(W).sum(), beta * W + np.sign(W)")
    broken = BROKEN["l2_penalty"]["wrong"]
    found = verdicts(judge_of("losses", 0), l2_penalty=broken, elastic_net=half)["elastic_net"]
    assert found.mistake == "half"
    assert "l2_penalty" not in found.message
