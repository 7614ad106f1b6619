"""Known mistakes of ``svm_loss``."""

import numpy as np

from autograder.assignments.losses.mistakes._linear import around, with_dscores


def counts_true_class(W, X, y, reg):
    """The true class counts as one that it must beat: the loss is 1 too large."""
    rows = np.arange(len(y))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1)
    loss = margins.sum() / len(y) + reg * (W * W).sum()
    margins[rows, y] = 0
    dscores = (margins > 0).astype(float)
    dscores[rows, y] = -dscores.sum(axis=1)
    return loss, X.T @ dscores / len(y) + 2 * reg * W


def gradient_without_true_class(W, X, y, reg):
    """The gradient pushes the wrong classes down, but never the true class up: its score stands in
    every margin, too."""
    rows = np.arange(len(y))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1)
    margins[rows, y] = 0
    loss = margins.sum() / len(y) + reg * (W * W).sum()
    dscores = (margins > 0).astype(float)
    return loss, X.T @ dscores / len(y) + 2 * reg * W


def gradient_true_class_once(W, X, y, reg):
    """The true class gets −1 for every example: its score stands in as many terms as there are
    margins not met, which may be none or several."""
    rows = np.arange(len(y))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1)
    margins[rows, y] = 0
    loss = margins.sum() / len(y) + reg * (W * W).sum()
    dscores = (margins > 0).astype(float)
    dscores[rows, y] = -1
    return loss, X.T @ dscores / len(y) + 2 * reg * W


def _margins(W, X, y):
    """Margins of all classes, the true one included, before the maximum."""
    scores = X @ W
    return scores - scores[np.arange(len(y)), y][:, np.newaxis] + 1


def _hinge(W, X, y):
    """The right sum of the losses and the gradient at the scores."""
    rows = np.arange(len(y))
    margins = np.maximum(0, _margins(W, X, y))
    margins[rows, y] = 0
    dscores = (margins > 0).astype(float)
    dscores[rows, y] = -dscores.sum(axis=1)
    return margins.sum(), dscores


of_any_loss = around(_hinge)


def gradient_keeps_true_class(W, X, y, reg):
    """The true class is counted among the margins that are not met, so its column of the gradient
    is pushed once too often."""
    rows = np.arange(len(y))
    total, _ = _hinge(W, X, y)
    dscores = (_margins(W, X, y) > 0).astype(float)
    dscores[rows, y] -= dscores.sum(axis=1)
    dscores[rows, y] -= 1
    return with_dscores(total, dscores, W, X, y, reg)


def gradient_at_kink(W, X, y, reg):
    """A margin of exactly 0 is counted as not met: at the kink the gradient is 0."""
    rows = np.arange(len(y))
    total, _ = _hinge(W, X, y)
    dscores = (_margins(W, X, y) >= 0).astype(float)
    dscores[rows, y] = 0
    dscores[rows, y] = -dscores.sum(axis=1)
    return with_dscores(total, dscores, W, X, y, reg)


def gradient_of_met_margins(W, X, y, reg):
    """Every class pushes, also those whose margin is met: where the loss is flat the gradient is
    0."""
    rows = np.arange(len(y))
    total, dscores = _hinge(W, X, y)
    dscores = np.ones_like(dscores)
    dscores[rows, y] = 1 - dscores.shape[1]
    return with_dscores(total, dscores, W, X, y, reg)


def gradient_weighted_by_margins(W, X, y, reg):
    """The gradient grows with the margin: that belongs to a squared loss. This loss is a straight
    line where it is not 0, with the same slope everywhere."""
    rows = np.arange(len(y))
    total, _ = _hinge(W, X, y)
    dscores = np.maximum(0, _margins(W, X, y))
    dscores[rows, y] = 0
    dscores[rows, y] = -dscores.sum(axis=1)
    return with_dscores(total, dscores, W, X, y, reg)


def forgets_margin(W, X, y, reg):
    """The margin of 1 is missing: the true class must win by 1, not just win."""
    rows = np.arange(len(y))
    margins = np.maximum(0, _margins(W, X, y) - 1)
    dscores = (margins > 0).astype(float)
    dscores[rows, y] = -dscores.sum(axis=1)
    return with_dscores(margins.sum(), dscores, W, X, y, reg)


def squared(W, X, y, reg):
    """This is the squared hinge loss: here nothing is squared."""
    rows = np.arange(len(y))
    margins = np.maximum(0, _margins(W, X, y))
    margins[rows, y] = 0
    dscores = 2 * margins
    dscores[rows, y] = -dscores.sum(axis=1)
    return with_dscores((margins**2).sum(), dscores, W, X, y, reg)
