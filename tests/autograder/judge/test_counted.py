"""A Python loop over the examples is found by what it executes, wherever it hides."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from autograder.inside.plan import Call, Work, decode_work, without_work
from autograder.inside.probe import answer
from autograder.judge.counted import loop_in
from autograder.judge.exercise import NO_LOOPS, Rounds, TestCase
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from tests.autograder.cells import namespace_of

JudgeOf = Callable[[str, int], Judge]

HELPERS = """
import functools, itertools, math, operator
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
import numpy as np

def row_loss(s, label):
    return np.log(np.exp(s - s.max()).sum()) + s.max() - s[label]

class Each:
    def __init__(self, scores, y):
        self.scores, self.y = scores, y
    def __call__(self):
        losses = np.zeros(len(self.y))
        for i in range(len(self.y)):
            losses[i] = row_loss(self.scores[i], self.y[i])
        return losses
    def __len__(self):
        return len(self.y)
    def __getitem__(self, i):
        return row_loss(self.scores[i], self.y[i])
    @staticmethod
    def of(scores, y):
        losses = np.zeros(len(y))
        for i in range(len(scores)):
            losses[i] = row_loss(scores[i], y[i])
        return losses

def one_after_another(scores, y):
    if len(y) == 0:
        return []
    return [row_loss(scores[0], y[0])] + one_after_another(scores[1:], y[1:])

def yielded(scores, y):
    for s, label in zip(scores, y):
        yield row_loss(s, label)

known = {}

def remembered(scores, y):
    key = scores.tobytes()
    if key not in known:
        known[key] = Each.of(scores, y)
    return known[key]
"""
SOFTMAX_LOSS = """
def softmax_loss(W, X, y, reg):
    scores = X @ W
    shifted = scores - scores.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1, keepdims=True)
    at_once = np.log(sums[:, 0]) - shifted[np.arange(len(y)), y]
{losses}
    dscores = np.exp(shifted) / sums
    dscores[np.arange(len(y)), y] -= 1
    return np.mean(losses) + reg * (W * W).sum(), X.T @ dscores / len(y) + 2 * reg * W
"""
ONE_LINE = "[row_loss(s, label) for s, label in zip(scores, y)]"
LOOPS = {
    "for": "losses = np.zeros(len(y))\nfor i in range(len(X)):\n"
    "    losses[i] = row_loss(scores[i], y[i])",
    "while": "losses = []\nwhile len(losses) < len(X):\n"
    "    losses.append(row_loss(scores[len(losses)], y[len(losses)]))",
    "comprehension": f"losses = {ONE_LINE}",
    "set comprehension": "rows = {int(i) for i in range(len(X))}\nlosses = at_once",
    "generator": "losses = np.fromiter((row_loss(s, c) for s, c in zip(scores, y)), float)",
    "generator function": "losses = list(yielded(scores, y))",
    "map": "losses = list(map(row_loss, scores, y))",
    "map of a function in C": "losses = list(map(float, at_once))",
    "filter of a function in C": "losses = list(filter(math.isfinite, at_once))",
    "starmap of a function in C": "losses = at_once\nlist(itertools.starmap(max, zip(y, y)))",
    "reduce of a function in C": "losses = functools.reduce(operator.add, at_once) / len(y)",
    "reduce by its bare name": "losses = reduce(operator.add, at_once) / len(y)",
    "np.vectorize": "losses = np.vectorize(lambda i: row_loss(scores[i], y[i]))(np.arange(len(y)))",
    "np.vectorize of a function in C": "losses = np.vectorize(math.fabs)(at_once)",
    "np.frompyfunc": "losses = np.frompyfunc(math.fabs, 1, 1)(at_once).astype(float)",
    "np.apply_along_axis": "top = np.apply_along_axis(np.max, 1, scores)\nlosses = at_once",
    "sorted by a key": "losses = []\nsorted(zip(y, scores),"
    " key=lambda pair: losses.append(row_loss(pair[1], pair[0])) or 0)",
    "exec": f"out = {{**globals(), 'scores': scores, 'y': y}}\nexec('losses = {ONE_LINE}', out)\n"
    "losses = out['losses']",
    "exec of a line for each example": "losses = []\nrows = zip(scores, y)\n"
    "exec('losses.append(row_loss(*next(rows)))\\n' * len(y),"
    " {**globals(), 'losses': losses, 'rows': rows})",
    "exec under the name of NumPy's file": "out = {**globals(), 'scores': scores, 'y': y}\n"
    f"exec(compile('losses = {ONE_LINE}', np.__file__, 'exec'), out)\nlosses = out['losses']",
    "eval": f"losses = eval('{ONE_LINE}', {{**globals(), 'scores': scores, 'y': y}})",
    "lambda": "each = lambda: [row_loss(s, label) for s, label in zip(scores, y)]\nlosses = each()",
    "callable object": "losses = Each(scores, y)()",
    "an object's items": "losses = list(Each(scores, y))",
    "static method": "losses = Each.of(scores, y)",
    "recursion": "losses = one_after_another(scores, y)",
    "a thread for each example": "with ThreadPoolExecutor(1) as pool:\n"
    "    losses = list(pool.map(row_loss, scores, y))",
    "a fixed number of times": "losses = np.zeros(len(y))\nfor number in range(600):\n"
    "    i = number % len(y)\n    losses[i] = row_loss(scores[i], y[i])",
    "remembered from before": "losses = remembered(scores, y)",
}


def judged(judge: Judge, exercise: str, *cells: str) -> Verdict:
    return judge.verdict(exercise, answer(judge.plans[exercise], namespace_of(*cells)), "")


@pytest.mark.parametrize("losses", LOOPS.values(), ids=LOOPS)
def test_a_loop_over_the_examples_costs_its_own_part_wherever_it_hides(
    losses: str, judge_of: JudgeOf
) -> None:
    code = SOFTMAX_LOSS.format(losses=textwrap.indent(losses, "    "))
    verdict = judged(judge_of("losses", 0), "softmax_loss", HELPERS, code)
    wrong = {part.name: part.message for part in verdict.parts if part.message}
    assert list(wrong) == [NO_LOOPS.name], verdict.message
    assert "runs once for each example" in wrong[NO_LOOPS.name]


def said_of(losses: str, judge_of: JudgeOf) -> str:
    code = SOFTMAX_LOSS.format(losses=textwrap.indent(losses, "    ")).lstrip()
    return judged(judge_of("losses", 0), "softmax_loss", HELPERS.lstrip(), code).message


def test_the_first_line_that_runs_once_for_each_is_shown(judge_of: JudgeOf) -> None:
    said = f"{NO_LOOPS.name}: line 7 of your cell, `for i in range(len(X)):`, runs once for each"
    assert said_of(LOOPS["for"], judge_of).startswith(said)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("static method", "for i in range(len(scores)):"),
        ("recursion", "if len(y) == 0:"),
        ("exec", f"exec('losses = {ONE_LINE}', out)"),
        ("map of a function in C", "losses = list(map(float, at_once))"),
        ("np.apply_along_axis", "top = np.apply_along_axis(np.max, 1, scores)"),
    ],
)
def test_what_cannot_be_shown_is_shown_by_the_line_that_it_works_for(
    name: str, line: str, judge_of: JudgeOf
) -> None:
    assert f"`{line}`" in said_of(LOOPS[name], judge_of)


# Answers without a loop over the examples -----------------------------------------------

ROWS = "rows, scores = np.arange(len(y)), X @ W\n"
HINGE = f"{ROWS}margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)\n"
FROM_MARGINS = (
    "margins[rows, y] = 0\ndscores = (margins > 0) * 1.0\n"
    "dscores[rows, y] = -dscores.sum(axis=1)\nlosses = margins.sum(axis=1)\n"
)
STYLES = {
    "indices": HINGE + FROM_MARGINS,
    "np.where": f"{HINGE}margins = np.where(y[:, None] == np.arange(W.shape[1]), 0, margins)\n"
    + FROM_MARGINS,
    "one-hot": f"{ROWS}true = np.eye(W.shape[1])[y]\n"
    "right = (scores * true).sum(axis=1, keepdims=True)\n"
    "margins = np.maximum(0, scores - right + 1) * (1 - true)\n"
    "dscores = (margins > 0) - true * (margins > 0).sum(axis=1, keepdims=True)\n"
    "losses = margins.sum(axis=1)\n",
    "take_along_axis": f"{ROWS}right = np.take_along_axis(scores, y[:, None].astype(int), axis=1)\n"
    "margins = np.maximum(0, scores - right + 1)\n" + FROM_MARGINS,
    "einsum": "rows, scores = np.arange(len(y)), np.einsum('nd,dc->nc', X, W, optimize=True)\n"
    "margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)\n" + FROM_MARGINS,
    "a loop over classes": f"{ROWS}losses, dscores = np.zeros(len(y)), np.zeros(scores.shape)\n"
    "for c in range(W.shape[1]):\n"
    "    margin = (scores[:, c] - scores[rows, y] + 1) * (y != c)\n"
    "    if not (margin > 0).any():\n        continue\n"
    "    losses += np.maximum(margin, 0)\n    dscores[:, c] += margin > 0\n"
    "    dscores[rows, y] -= margin > 0\n",
    "a comprehension over classes": f"{ROWS}true = scores[rows, y]\n"
    "margins = np.stack([np.maximum(0, column - true + 1) for column in scores.T], axis=1)\n"
    + FROM_MARGINS,
    "map over classes": f"{ROWS}true = scores[rows, y]\n"
    "margins = np.stack(list(map(lambda c: np.maximum(0, scores[:, c] - true + 1),"
    " range(W.shape[1]))), axis=1)\n" + FROM_MARGINS,
    "apply_along_axis over classes": f"{ROWS}true = scores[rows, y]\n"
    "margins = np.apply_along_axis(lambda s: np.maximum(0, s - true + 1), 0, scores)\n"
    + FROM_MARGINS,
    "labels in a loop": f"{ROWS}margins = np.zeros(scores.shape)\nfor c in np.unique(y):\n"
    "    of_c = scores[y == c]\n"
    "    margins[y == c] = np.maximum(0, of_c - of_c[:, c, None] + 1)\n" + FROM_MARGINS,
    "recursion over classes": f"{ROWS}margins = scores.copy()\n"
    "def work(c):\n    if c < W.shape[1]:\n"
    "        margins[:, c] = np.maximum(0, scores[:, c] - scores[rows, y] + 1)\n"
    "        work(c + 1)\n"
    "work(0)\n" + FROM_MARGINS,
    "a helper with a cache by shape": f"{ROWS}rows = numbers(len(y))\n"
    "margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)\n" + FROM_MARGINS,
    "an array that is printed": HINGE + FROM_MARGINS + "print(X, repr(scores), y)\n",
    "exec of one statement": f"{HINGE}exec('margins[rows, y] = 0')\n" + FROM_MARGINS,
    "a class of its own": f"{ROWS}margins = Margins(scores, y).all()\n" + FROM_MARGINS,
    "batches of a hundred": f"{ROWS}margins = np.concatenate([np.maximum(0, scores[i:i + 100] -"
    " scores[rows[i:i + 100], y[i:i + 100]][:, None] + 1) for i in range(0, len(X), 100)])\n"
    + FROM_MARGINS,
}
BEFORE = """
import functools
import numpy as np

@functools.lru_cache
def numbers(count):
    return np.arange(count)

class Margins:
    def __init__(self, scores, y):
        self.scores, self.y = scores, y
    def all(self):
        right = self.scores[np.arange(len(self.y)), self.y]
        return np.maximum(0, self.scores - right[:, None] + 1)
"""
END = "return losses.mean() + reg * (W * W).sum(), X.T @ dscores / len(y) + 2 * reg * W"


@pytest.mark.parametrize("body", STYLES.values(), ids=STYLES)
def test_an_answer_without_such_a_loop_executes_as_much_for_more_examples(
    body: str, judge_of: JudgeOf
) -> None:
    judge = judge_of("losses", 0)
    code = "def svm_loss(W, X, y, reg):\n" + textwrap.indent(body + END, "    ")
    replies = answer(judge.plans["svm_loss"], namespace_of(BEFORE, code))
    verdict = judge.verdict("svm_loss", replies, "")
    assert verdict.passed, verdict.message
    (few, more), *_ = (counted for counted in decode_work(replies) if counted)
    assert few.total == more.total > 0


# What may be forged ----------------------------------------------------------------------


def test_a_count_that_was_stopped_or_left_out_earns_nothing(judge_of: JudgeOf) -> None:
    judge = judge_of("losses", 0)
    code = SOFTMAX_LOSS.format(losses="    losses = at_once")
    stops = code.replace("    scores =", "    import sys; sys.settrace(None)\n    scores =", 1)
    for replies in (
        answer(judge.plans["softmax_loss"], namespace_of(HELPERS, stops)),
        without_work(answer(judge.plans["softmax_loss"], namespace_of(HELPERS, code))),
        without_work(answer(judge.plans["softmax_loss"], namespace_of(HELPERS, code)))
        + '\n{"list":[{"list":[]}]}',
    ):
        verdict = judge.verdict("softmax_loss", replies, "")
        wrong = {part.name: part.message for part in verdict.parts if part.message}
        assert list(wrong) == [NO_LOOPS.name]
        assert wrong[NO_LOOPS.name].startswith("could not be judged: something stopped the count")


def test_fewer_instructions_more_than_there_are_rounds_are_no_loop() -> None:
    calls = (Call("softmax_loss", counted=True), Call("softmax_loss", counted=True))
    case = TestCase("", calls, rounds=Rounds(18, "example"))
    few = Work({(1, "a"): 100})
    assert loop_in(case, [few, Work({(1, "a"): 117})]) is None
    assert loop_in(case, [few, Work({(1, "a"): 118})]) is not None
