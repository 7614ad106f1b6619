"""Python loops over the examples are found, however they are written; others are not."""

from __future__ import annotations

import textwrap

import pytest

from autograder.reading.loops import over_examples
from autograder.reading.statements import CELL_SEPARATOR

HEAD = "def svm_loss(W, X, y, reg):\n"


def found(body: str, before: str = "") -> str | None:
    """The loop found in a body of svm_loss, as code."""
    cell = HEAD + textwrap.indent(textwrap.dedent(body).strip(), "    ")
    loop = over_examples(before + CELL_SEPARATOR + cell, "svm_loss", ("X", "y"))
    return None if loop is None else loop.code


FORBIDDEN = {
    "range of a name for len": "N = len(y)\nfor i in range(N): pass",
    "range of len": "for i in range(len(X)): pass",
    "range of shape": "for i in range(X.shape[0]): pass",
    "range of y.size": "for i in range(y.size): pass",
    "range from 1": "for i in range(1, len(X)): pass",
    "range backwards": "for i in range(len(X) - 1, -1, -1): pass",
    "range of int": "N = int(X.shape[0])\nfor i in range(N): pass",
    "range of np.shape": "for i in range(np.shape(X)[0]): pass",
    "range of np.size": "for i in range(np.size(y)): pass",
    "the examples themselves": "for x in X: pass",
    "the labels": "for label in y: pass",
    "labels as a list": "for label in y.tolist(): pass",
    "list of the labels": "for label in list(y): pass",
    "zip": "for x, label in zip(X, y): pass",
    "zip strictly": "for x, label in zip(X, y, strict=True): pass",
    "enumerate": "for i, x in enumerate(X): pass",
    "enumerate of zip": "for i, (x, label) in enumerate(zip(X, y)): pass",
    "reversed": "for x in reversed(X): pass",
    "np.arange": "for i in np.arange(len(X)): pass",
    "np.ndindex": "for i, j in np.ndindex(X.shape): pass",
    "np.ndenumerate": "for i, s in np.ndenumerate(X @ W): pass",
    "np.nditer": "for s in np.nditer(X): pass",
    "scores": "scores = X @ W\nfor row in scores: pass",
    "scores by dot": "scores = X.dot(W)\nfor row in scores: pass",
    "scores by np.dot": "scores = np.dot(X, W)\nfor row in scores: pass",
    "scores by np.matmul": "scores = np.matmul(X, W)\nfor row in scores: pass",
    "scores by einsum": "scores = np.einsum('nd,dc->nc', X, W)\nfor row in scores: pass",
    "margins": "margins = np.maximum(0, X @ W + 1)\nfor row in margins: pass",
    "losses of each example": "losses = (X @ W).sum(axis=1)\nfor loss in losses: pass",
    "sum by np.sum": "losses = np.sum(X @ W, axis=1)\nfor loss in losses: pass",
    "sum by position": "losses = np.sum(X @ W, 1)\nfor loss in losses: pass",
    "unpacked shape": "N, D = X.shape\nfor i in range(N): pass",
    "unpacked in brackets": "(N, D) = X.shape\nfor i in range(N): pass",
    "unpacked with rest": "N, *rest = X.shape\nfor i in range(N): pass",
    "two names at once": "N, C = X.shape[0], W.shape[1]\nfor i in range(N): pass",
    "a chain of names": "A = X\nB = A\nfor row in B: pass",
    "a shape with a name": "shape = X.shape\nfor i in range(shape[0]): pass",
    "a walrus": "for i in range(N := len(X)): pass",
    "a name by walrus": "if (N := len(X)) > 0: pass\nfor i in range(N): pass",
    "an annotated name": "N: int = len(X)\nfor i in range(N): pass",
    "a name changed in place": "N = 0\nN += len(X)\nfor i in range(N): pass",
    "max of two": "N = max(len(X), 1)\nfor i in range(N): pass",
    "a choice": "N = len(X) if len(X) else 0\nfor i in range(N): pass",
    "while below": "i, N = 0, len(X)\nwhile i < N: i += 1",
    "while below len": "i = 0\nwhile i < len(y): i += 1",
    "while counting down": "i = len(X)\nwhile i > 0: i -= 1",
    "while counting down bare": "i = len(X)\nwhile i: i -= 1",
    "while above": "i, N = 0, len(X)\nwhile N > i: i += 1",
    "while not equal": "i = 0\nwhile i != X.shape[0]: i += 1",
    "while true and break": "i = 0\nwhile True:\n    if i == len(X): break\n    i += 1",
    "while a list lasts": "rest = list(X)\nwhile rest: rest.pop()",
    "list comprehension": "a = [x @ W for x in X]",
    "generator": "a = sum(x.sum() for x in X)",
    "set comprehension": "a = {i for i in range(len(X))}",
    "dict comprehension": "a = {i: X[i] for i in range(len(X))}",
    "pick by comprehension": "a = [s[label] for s, label in zip(X @ W, y)]",
    "map": "a = list(map(lambda x: x @ W, X))",
    "map over range": "a = list(map(lambda i: X[i] @ W, range(len(X))))",
    "map over two": "a = list(map(lambda x, label: 0, X, y))",
    "filter": "a = list(filter(None, y))",
    "reduce": "a = functools.reduce(lambda s, x: s + x, X)",
    "reduce by its bare name": "a = reduce(lambda s, x: s + x, X)",
    "losses by a ufunc": "a = np.logaddexp.reduce(X @ W, axis=1)\nfor loss in a: pass",
    "np.vectorize": "f = np.vectorize(lambda i: i)\nf(np.arange(3))",
    "apply_along_axis": "a = np.apply_along_axis(lambda s: s.sum(), 1, X @ W)",
    "fromiter": "a = np.fromiter((x[0] for x in X), float)",
    "nested below classes": "for c in range(W.shape[1]):\n    for i in range(len(X)): pass",
    "inside an if": "if reg > 0:\n    for i in range(len(X)): pass",
    "inside a with": "with np.errstate(all='ignore'):\n    for i in range(len(X)): pass",
    "inside a try": "try:\n    for i in range(len(X)): pass\nfinally: pass",
    "a function inside": "def one(i):\n    return X[i]\nfor i in range(len(X)): one(i)",
    "the loop in a function inside": "def all_of():\n    for x in X: pass\nall_of()",
    "the loop over a parameter inside": "def run(A):\n    for a in A: pass\nrun(X)",
    "np.unravel of rows": "rows = np.arange(X.shape[0])\nfor i in rows: pass",
    "a slice of all": "for x in X[:]: pass",
    "a slice from 1": "for x in X[1:]: pass",
    "a transposed transpose": "for x in X.T.T: pass",
    "split into rows": "for x in np.split(X, len(X)): pass",
    "a stack of columns": "for s in np.column_stack([X, y]): pass",
    "the rows by index": "rows = np.where(y >= 0)[0]\nfor i in rows: pass",
    "nonzero rows": "for i in np.flatnonzero(y >= 0): pass",
    "one-hot labels": "for row in np.eye(W.shape[1])[y]: pass",
    "pairs of a mask": "for i, j in zip(*np.where(X @ W > 0)): pass",
    "the first of nonzero": "rows, columns = (X @ W > 0).nonzero()\nfor i in rows: pass",
    "the columns of a transpose": "for s in (W.T @ X.T).T: pass",
    "losses of a transpose": "losses = (W.T @ X.T).sum(axis=0)\nfor loss in losses: pass",
    "zeros of N and C": "a = np.zeros((len(X), 3))\nfor row in a: pass",
    "itertools": "for i in itertools.count():\n    if i >= len(X): break",
}

ALLOWED = {
    "classes": "for c in range(W.shape[1]): pass",
    "classes by name": "D, C = W.shape\nfor c in range(C): pass",
    "classes of the scores": "scores = X @ W\nfor c in range(scores.shape[1]): pass",
    "classes unpacked from the scores": "N, C = (X @ W).shape\nfor c in range(C): pass",
    "classes by unique": "for c in np.unique(y): pass",
    "classes by set": "for c in set(y): pass",
    "classes by set of a list": "for c in set(y.tolist()): pass",
    "classes by the largest label": "for c in range(y.max() + 1): pass",
    "classes by np.max": "for c in range(np.max(y) + 1): pass",
    "classes of one row": "scores = X @ W\nfor c in range(len(scores[0])): pass",
    "features": "for d in range(X.shape[1]): pass",
    "features from the end": "for d in range(X.shape[-1]): pass",
    "features unpacked": "N, D = X.shape\nfor d in range(D): pass",
    "features of W": "for d in range(len(W)): pass",
    "rows of W": "for row in W: pass",
    "columns of W": "for column in W.T: pass",
    "columns of X": "for column in X.T: pass",
    "columns of the scores": "for column in (X @ W).T: pass",
    "columns by transpose": "for column in X.transpose(): pass",
    "a constant": "for _ in range(3): pass",
    "a tuple of names": "for A in (W, W): pass",
    "a pair of arrays": "for A in (X, y): print(A.shape)",
    "two losses in a list": "total = sum([loss.sum() for loss in [X @ W, W]])",
    "parts of the gradient": "for part in [X.T @ (X @ W), 2 * reg * W]: pass",
    "the gradient's rows": "dW = X.T @ (X @ W)\nfor row in dW: pass",
    "the gradient by dot": "dW = X.T.dot(X @ W)\nfor row in dW: pass",
    "the gradient by np.dot": "dW = np.dot(X.T, X @ W)\nfor row in dW: pass",
    "means over the examples": "for mean in X.mean(axis=0): pass",
    "sums over the examples": "for total in np.sum(X @ W, axis=0): pass",
    "np.zeros like W": "dW = np.zeros_like(W)\nfor row in dW: pass",
    "np.zeros of W's shape": "dW = np.zeros(W.shape)\nfor row in dW: pass",
    "a class at a time": "for c in range(W.shape[1]):\n    mask = y == c\n    a = X[mask].sum()",
    "comprehension over classes": "a = [X[y == c].sum() for c in range(W.shape[1])]",
    "map over classes": "a = list(map(lambda c: (y == c).sum(), range(W.shape[1])))",
    "no loop at all": "scores = X @ W\nreturn scores.sum(), X.T @ scores",
    "a while over classes": "c = 0\nwhile c < W.shape[1]: c += 1",
    "a name that is overwritten": "N = len(X)\nN = 3\nfor i in range(N): pass",
    "counts of classes": "for n in np.bincount(y): pass",
    "shape of the examples": "for n in X.shape: pass",
    "one example": "for value in X[0]: pass",
    "the last example": "for value in X[-1]: pass",
    "a comprehension's own name": "a = [N for N in range(3)]",
    "the gradient, divided": "dW = X.T @ (X @ W) / len(X)\nfor row in dW: pass",
    "length of the gradient, divided": "dW = X.T @ (X @ W) / len(X)\nfor d in range(len(dW)): pass",
    "signs of the gradient": "dW = X.T @ (X @ W) / len(X)\nfor row in np.sign(dW): pass",
    "a class at a time, by columns": "a = np.apply_along_axis(lambda s: s.sum(), 0, X @ W)",
    "a break once all is well": "for _ in range(9):\n    if np.all(X @ W < 0): break",
    "a while until all is well": "while np.any(X @ W > 0): W = W / 2",
    "a function inside that is not called": "def slow():\n    for x in X: pass",
    "reduce of a ufunc": "a = np.logaddexp.reduce(X @ W, axis=1, keepdims=True)",
    "einsum over the examples": "dW = np.einsum('nd,nc->dc', X, X @ W)\nfor row in dW: pass",
}


@pytest.mark.parametrize("body", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_loop_over_the_examples_is_found(body: str) -> None:
    assert found(body) is not None


@pytest.mark.parametrize("body", ALLOWED.values(), ids=ALLOWED)
def test_another_loop_is_not_found(body: str) -> None:
    assert found(body) is None


def test_a_loop_in_a_helper_of_the_notebook_is_found() -> None:
    helper = "def helper(A, labels):\n    for a in A: pass\n"
    assert found("helper(X, y)", helper) == "for a in A"
    assert found("helper(A=X, labels=y)", helper) == "for a in A"
    assert found("return helper(X @ W, y), 0", helper) == "for a in A"
    assert found("helper(W, y)", helper) is None


def test_a_loop_in_a_helper_that_is_given_the_count_is_found() -> None:
    helper = "def helper(n, *, start=0):\n    for i in range(n): pass\n"
    assert found("helper(len(X))", helper) == "for i in range(n)"
    assert found("helper(W.shape[1])", helper) is None


def test_a_loop_in_a_helper_of_a_helper_is_found() -> None:
    helpers = "def one(A):\n    two(A)\n\ndef two(B):\n    for b in B: pass\n"
    assert found("one(X)", helpers) == "for b in B"


def test_what_a_helper_returns_keeps_its_rows() -> None:
    helper = "def scores_of(A, V):\n    return A @ V\n"
    assert found("for row in scores_of(X, W): pass", helper) is not None


def test_helpers_that_call_each_other_end() -> None:
    helpers = "def one(A):\n    two(A)\n\ndef two(B):\n    one(B)\n"
    assert found("one(X)", helpers) is None


def test_a_loop_in_a_function_that_is_not_called_does_not_count() -> None:
    assert found("return X @ W", "def slow(A):\n    for a in A: pass\n") is None


def test_a_cell_that_is_not_python_costs_only_its_own_definitions() -> None:
    assert found("for x in X: pass", "%matplotlib inline\n") == "for x in X"


def test_the_last_definition_counts() -> None:
    slow = HEAD + "    for x in X: pass"
    fast = HEAD + "    return X @ W"
    cells = CELL_SEPARATOR.join([slow, fast])
    assert over_examples(cells, "svm_loss", ("X", "y")) is None
    cells = CELL_SEPARATOR.join([fast, slow])
    assert over_examples(cells, "svm_loss", ("X", "y")) is not None


def test_the_parameters_may_have_other_names() -> None:
    cell = "def svm_loss(weights, inputs, labels, strength):\n    for x in inputs: pass"
    order = ("W", "X", "y", "reg")
    assert over_examples(cell, "svm_loss", ("X", "y"), order) is not None


def test_a_missing_function_has_no_loop() -> None:
    assert over_examples("x = 1", "svm_loss", ("X", "y")) is None


def test_the_report_names_the_function_that_loops() -> None:
    source = "def helper(A):\n    for a in A: pass\n" + HEAD + "    helper(X)"
    loop = over_examples(source, "svm_loss", ("X", "y"))
    assert loop is not None
    assert (loop.exercise, loop.function, loop.code) == ("svm_loss", "helper", "for a in A")


# Positions in an image --------------------------------------------------------------


def found_in_images(body: str, before: str = "") -> str | None:
    """The loop found in a body of conv, whose x are images and whose w are filters."""
    cell = "def conv(x, w, stride, pad):\n" + textwrap.indent(body, "    ")
    order = ("x", "w", "stride", "pad")
    loop = over_examples(before + CELL_SEPARATOR + cell, "conv", (), order, ("x",))
    return None if loop is None else loop.code


UNPACKED = "N, C, H, W = x.shape\nF, _, HH, WW = w.shape\n"
PLACES = UNPACKED + "down = (H + 2 * pad - HH) // stride + 1\n"

FORBIDDEN_IN_IMAGES = {
    "images": "for image in x: pass",
    "images by number": UNPACKED + "for n in range(N): pass",
    "images by len": "for n in range(len(x)): pass",
    "rows": UNPACKED + "for i in range(H): pass",
    "rows at a stride": UNPACKED + "for i in range(0, H - HH + 1, stride): pass",
    "columns by shape": "for j in range(x.shape[3]): pass",
    "columns by the last axis": "for j in range(x.shape[-1]): pass",
    "rows by np.shape": "for i in range(np.shape(x)[2]): pass",
    "places": PLACES + "for i in range(down): pass",
    "places by int": UNPACKED + "down = int((H - HH) / stride) + 1\nfor i in range(down): pass",
    "places by another function": "down = output_size(x.shape[2], 3)\nfor i in range(down): pass",
    "places of padded images": "p = np.pad(x, pad)\nfor i in range(p.shape[2] - 2): pass",
    "places of images padded by zero_pad": "H = zero_pad(x, pad).shape[2]\nfor i in range(H): pass",
    "places of the output": PLACES + "out = np.zeros((N, F, down, down))\n"
    "for i in range(out.shape[2]): pass",
    "the last two axes": "H, W = x.shape[2:]\nfor j in range(W): pass",
    "the last two axes from the end": "H, W = x.shape[-2:]\nfor j in range(W): pass",
    "the axes after a star": "*_, H, W = x.shape\nfor j in range(W): pass",
    "all places": "for i, j in np.ndindex(x.shape[2:]): pass",
    "all places, spread": "for i, j in np.ndindex(*x.shape[2:]): pass",
    "all places by product": PLACES + "for i, j in product(range(down), range(down)): pass",
    "in a comprehension": PLACES + "a = [x[:, :, i] for i in range(down)]",
    "while": PLACES + "i = 0\nwhile i < down: i += 1",
    "a copy of the images": "y = x.copy()\nfor i in range(y.shape[2]): pass",
}

ALLOWED_IN_IMAGES = {
    "rows of a filter": UNPACKED + "for i in range(HH): pass",
    "columns of a filter": "for j in range(w.shape[3]): pass",
    "rows and columns of a filter": "for i, j in np.ndindex(w.shape[2:]): pass",
    "filters": UNPACKED + "for f in range(F): pass",
    "channels": UNPACKED + "for c in range(C): pass",
    "channels by shape": "for c in range(x.shape[1]): pass",
    "channels from the end": "for c in range(x.shape[-3]): pass",
    "channels after a star": "N, *_ = x.shape\n*_, C, H, W = x.shape\nfor c in range(C): pass",
    "steps of a stride": "for i in range(stride): pass",
    "the sides": "for side in x.shape[2:]: pass",
    "the two grids of the places": PLACES + "for a in np.meshgrid(range(down), range(down)): pass",
    "the rows of a window": "v = sliding_window_view(x, (3, 3), axis=(2, 3))\n"
    "for i in range(v.shape[4]): pass",
    "slices as long as the output": PLACES + "for i in range(HH):\n"
    "    x[:, :, i : i + stride * down : stride]",
}


@pytest.mark.parametrize("body", FORBIDDEN_IN_IMAGES.values(), ids=FORBIDDEN_IN_IMAGES)
def test_a_loop_over_images_or_positions_is_found(body: str) -> None:
    assert found_in_images(body) is not None


@pytest.mark.parametrize("body", ALLOWED_IN_IMAGES.values(), ids=ALLOWED_IN_IMAGES)
def test_another_loop_over_images_is_not_found(body: str) -> None:
    assert found_in_images(body) is None


def test_a_loop_over_positions_in_a_helper_is_found() -> None:
    helper = "def im2col(images):\n    for i in range(images.shape[2]): pass\n"
    assert found_in_images("im2col(x)", helper) == "for i in range(images.shape[2])"
    assert found_in_images("im2col(w)", helper) is None


def test_where_only_examples_are_asked_for_positions_may_be_looped_over() -> None:
    cell = "def conv(x):\n    for i in range(x.shape[2]): pass"
    assert over_examples(cell, "conv", ("x",)) is None
