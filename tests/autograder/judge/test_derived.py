"""Numbers with which a loss differentiates itself earn no gradient."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.inside.probe import answer
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from tests.autograder.cells import namespace_of

JudgeOf = Callable[[str, int], Judge]


def judged(judge: Judge, exercise: str, *cells: str) -> Verdict:
    return judge.verdict(exercise, answer(judge.plans[exercise], namespace_of(*cells)), "")


BY_STEPS = """
import numpy as np

class Dual:
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope
    def __sub__(self, other):
        return Dual(self.value - other.value, self.slope - other.slope)
    def __add__(self, other):
        return Dual(self.value + other, self.slope)

def losses_of(scores, y):
    rows = np.arange(len(y))
    top = scores.real.max(axis=1)
    return np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top - scores[rows, y]

def hinges_of(scores, y):
    right = scores[np.arange(len(y)), y]
    margins = scores - right[:, None] + 1.0
    return margins

def softmax_loss(W, X, y, reg):
    scores = X @ W
    dscores = np.zeros(scores.shape)
    for c in range(W.shape[1]):
        step = np.zeros(W.shape[1], dtype=complex)
        step[c] = 1e-30j
        dscores[:, c] = losses_of(scores + step, y).imag / 1e-30
    losses = losses_of(scores, y)
    return losses.mean() + reg * (W * W).sum(), X.T @ dscores / len(y) + 2 * reg * W

def svm_loss(W, X, y, reg):
    scores = X @ W
    dscores = np.zeros(scores.shape)
    for c in range(W.shape[1]):
        duals = np.array([[Dual(s, float(k == c)) for k, s in enumerate(row)] for row in scores])
        margins = hinges_of(duals, y)
        right = np.arange(W.shape[1]) == y[:, None]
        for i in range(len(y)):
            for k in range(W.shape[1]):
                if not right[i, k] and margins[i, k].value > 0:
                    dscores[i, c] += margins[i, k].slope
    margins = np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + 1)
    margins[np.arange(len(y)), y] = 0
    loss = margins.sum() / len(y) + reg * (W * W).sum()
    return loss, X.T @ dscores / len(y) + 2 * reg * W
"""


@pytest.mark.parametrize(
    ("exercise", "said"),
    [("softmax_loss", "losses_of with complex128"), ("svm_loss", "hinges_of with object")],
)
def test_a_gradient_by_numbers_that_differentiate_earns_nothing(
    exercise: str, said: str, judge_of: JudgeOf
) -> None:
    verdict = judged(judge_of("losses", 0), exercise, BY_STEPS)
    messages = {part.name: part.message for part in verdict.parts}
    assert messages["loss"] == ""
    assert messages["gradient"].startswith(f"calls {said} numbers")


def test_a_complex_step_in_the_function_itself_earns_nothing(judge_of: JudgeOf) -> None:
    inline = BY_STEPS.replace(
        "dscores[:, c] = losses_of(scores + step, y).imag / 1e-30",
        "beside = scores + step\n"
        "        top = scores.max(axis=1)\n"
        "        sums = np.log(np.exp(beside - top[:, None]).sum(axis=1))\n"
        "        dscores[:, c] = (sums - beside[np.arange(len(y)), y]).imag / 1e-30",
    )
    verdict = judged(judge_of("losses", 0), "softmax_loss", inline)
    messages = {part.name: part.message for part in verdict.parts}
    assert messages["gradient"].startswith("calls softmax_loss with complex128 numbers")
