"""Loops over the examples that hide where no text shows them, graded in the real sandbox."""

from __future__ import annotations

import nbformat
import pytest

from autograder.classroom.one_notebook import grade
from autograder.judge.judge import Judge
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

SVM_LOSS = """from concurrent.futures import ThreadPoolExecutor
import numpy as np

pool = ThreadPoolExecutor(1)
pool.submit(print).result()

class Losses:
    @staticmethod
    def of(scores, y):
        losses = np.zeros(len(y))
        for i in range(len(scores)):
            losses[i] = (np.maximum(0, scores[i] - scores[i][y[i]] + 1)).sum() - 1
        return losses

    def __call__(self, scores, y):
        return [self.of(scores[i : i + 1], y[i : i + 1])[0] for i in range(len(y))]

def one_after_another(scores, y):
    rest = one_after_another(scores[1:], y[1:]) if len(y) > 1 else []
    return [*Losses.of(scores[:1], y[:1]), *rest]

def svm_loss(W, X, y, reg):
    rows, scores = np.arange(len(y)), X @ W
    losses = {losses}
    dscores = (scores - scores[rows, y][:, None] + 1 > 0) * 1.0
    dscores[rows, y] -= dscores.sum(axis=1)
    return np.mean(losses) + reg * (W * W).sum(), X.T @ dscores / len(y) + 2 * reg * W
"""
LOOPS = {
    "static method": "Losses.of(scores, y)",
    "callable object": "Losses()(scores, y)",
    "recursion": "one_after_another(scores, y)",
    "lambda": "(lambda: [Losses.of(scores[i : i + 1], y[i : i + 1])[0] for i in rows])()",
    "a thread that runs already": "pool.submit(Losses.of, scores, y).result()",
    "exec": "eval('[Losses.of(s[None], np.array([c]))[0] for s, c in zip(scores, y)]',"
    " {'Losses': Losses, 'np': np, 'scores': scores, 'y': y})",
}


@pytest.mark.parametrize("losses", LOOPS.values(), ids=LOOPS)
def test_a_loop_that_no_text_shows_is_found_by_what_it_executes(
    losses: str, sandbox: Sandbox, judge: Judge
) -> None:
    metadata = {"nbgrader": {"grade_id": "test_svm_loss", "grade": True, "locked": True}}
    test = nbformat.v4.new_code_cell('hidden_tests("losses", "svm_loss")', metadata=metadata)
    code = nbformat.v4.new_code_cell(SVM_LOSS.format(losses=losses))
    notebook = nbformat.v4.new_notebook(cells=[code, test])
    verdict = grade(notebook, judge, Limits(), sandbox=sandbox).verdicts["svm_loss"]
    wrong = {part.name: part.message for part in verdict.parts if part.message}
    assert list(wrong) == ["no Python loop over the examples"], verdict.message
    assert "of your cell, `" in verdict.message
