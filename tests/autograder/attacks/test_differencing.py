"""A gradient got by asking one's own loss about each weight is right, but takes too long."""

import inspect

import nbformat
from nbformat import NotebookNode

from autograder.classroom.one_notebook import grade
from autograder.inside.probe import answer
from autograder.judge.judge import Judge
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox
from solutions import losses

SVM, SOFTMAX = "svm_loss", "softmax_loss"
DIFFERENCING = """
import numpy as np

def value(W, X, y, reg):
    scores = X @ W
    scores = scores - scores.real.max(axis=1, keepdims=True)
    rows = np.arange(len(y))
    data = np.log(np.exp(scores).sum(axis=1)) - scores[rows, y]
    return data.mean() + reg * (W * W).sum()

def softmax_loss(W, X, y, reg):
    \"\"\"A step along the imaginary axis leaves no rounding, so no tolerance can tell.\"\"\"
    dW, W = np.zeros(W.shape), W.astype(complex)
    for index in np.ndindex(W.shape):
        W[index] += 1e-30j
        dW[index] = value(W, X.astype(float), y, reg).imag / 1e-30
        W[index] = W[index].real
    return value(W.real, X.astype(float), y, reg), dW
"""


def graded_cell(name: str) -> NotebookNode:
    metadata = {"nbgrader": {"grade_id": f"test_{name}", "grade": True, "locked": True}}
    return nbformat.v4.new_code_cell(f'hidden_tests("losses", "{name}")', metadata=metadata)


def test_complex_numbers_earn_no_gradient_even_if_time_does_not_matter(judge: Judge) -> None:
    namespace: dict[str, object] = {}
    exec(DIFFERENCING, namespace)
    verdict = judge.verdict(SOFTMAX, answer(judge.plans[SOFTMAX], namespace), "")
    assert {part.name for part in verdict.parts if part.message} == {"gradient"}


def test_it_takes_more_processor_time_than_the_tests_may_and_costs_that_exercise_alone(
    sandbox: Sandbox, judge: Judge
) -> None:
    cells = [
        *map(nbformat.v4.new_code_cell, (DIFFERENCING, inspect.getsource(losses.svm_loss))),
        *(graded_cell(name) for name in (SOFTMAX, SVM)),
    ]
    graded = grade(nbformat.v4.new_notebook(cells=cells), judge, Limits(), sandbox=sandbox)
    assert graded.verdicts[SOFTMAX].score == 0
    assert "more than 2 s of processor time" in graded.verdicts[SOFTMAX].message
    assert graded.verdicts[SVM].passed, graded.verdicts[SVM].message
