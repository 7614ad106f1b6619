"""Known mistakes of the assignment ``losses``."""

import numpy as np

from autograder.exercise import Mistake

# hinge_loss -----------------------------------------------------------------------


def hinge_counts_true_class(scores, y, delta=1.0):
    correct = scores[np.arange(len(y)), y]
    return np.maximum(0, scores - correct[:, np.newaxis] + delta).sum(axis=1)


def hinge_forgets_margin(scores, y, delta=1.0):
    correct = scores[np.arange(len(y)), y]
    margins = np.maximum(0, scores - correct[:, np.newaxis])
    return margins.sum(axis=1)


def hinge_ignores_delta(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1.0)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def hinge_swaps_scores(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores[rows, y][:, np.newaxis] - scores + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def hinge_takes_mean(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1).mean()


def hinge_no_maximum(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = scores - scores[rows, y][:, np.newaxis] + delta
    margins[rows, y] = 0
    return margins.sum(axis=1)


HINGE_LOSS = (
    Mistake(
        "counts_true_class",
        "The sum runs over the true class too: its own margin adds delta to every loss.",
        hinge_counts_true_class,
    ),
    Mistake(
        "forgets_margin",
        "The margin delta is missing: the true class must win by delta, not just win.",
        hinge_forgets_margin,
    ),
    Mistake(
        "ignores_delta",
        "The margin is fixed at 1: the argument delta is not used.",
        hinge_ignores_delta,
    ),
    Mistake(
        "swaps_scores",
        "The difference has the wrong sign: the loss grows when the true class is ahead.",
        hinge_swaps_scores,
    ),
    Mistake(
        "takes_mean",
        "One number comes back for the whole batch: return the loss of each example.",
        hinge_takes_mean,
    ),
    Mistake(
        "no_maximum",
        "Margins that are met count as negative losses: each term stops at 0.",
        hinge_no_maximum,
    ),
)

# svm_loss -------------------------------------------------------------------------


def svm_missing_mean(W, X, y, reg):
    rows = np.arange(len(y))
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1)
    margins[rows, y] = 0
    dscores = (margins > 0).astype(scores.dtype)
    dscores[rows, y] = -dscores.sum(axis=1)
    return margins.sum() + reg * (W * W).sum(), X.T @ dscores + 2 * reg * W


SVM_LOSS = (
    Mistake(
        "missing_mean",
        "The mean over the examples is missing: this is the sum.",
        svm_missing_mean,
    ),
)
