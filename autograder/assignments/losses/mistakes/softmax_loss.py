"""Known mistakes of ``softmax_loss``."""

from functools import partial

import numpy as np

from autograder.assignments.losses.mistakes._linear import PADDINGS, around, with_dscores
from autograder.judge.mistake import Mistake


def no_shift(W, X, y, reg):
    """Exponentials of large scores overflow, and those of very low scores all round to 0: shift
    each row first."""
    rows = np.arange(len(y))
    scores = X @ W
    exponentials = np.exp(scores)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    loss = -np.log(probabilities[rows, y]).mean() + reg * (W * W).sum()
    probabilities[rows, y] -= 1
    return loss, X.T @ probabilities / len(y) + 2 * reg * W


def logarithm_of_zero(W, X, y, reg):
    """A small probability has rounded to 0 before its logarithm is taken. The logarithm of a
    quotient can be written without the quotient."""
    rows = np.arange(len(y))
    scores = X @ W
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    loss = -np.log(probabilities[rows, y]).mean() + reg * (W * W).sum()
    probabilities[rows, y] -= 1
    return loss, X.T @ probabilities / len(y) + 2 * reg * W


def shift_of_all(W, X, y, reg):
    """All rows are shifted by the largest score of the whole batch: a row that lies far below it
    rounds to 0. Each row needs a shift of its own."""
    rows = np.arange(len(y))
    scores = X @ W
    exponentials = np.exp(scores - scores.max())
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    loss = -np.log(probabilities[rows, y]).mean() + reg * (W * W).sum()
    probabilities[rows, y] -= 1
    return loss, X.T @ probabilities / len(y) + 2 * reg * W


def _cross_entropy(W, X, y):
    """The right sum of the losses and the probabilities."""
    scores = X @ W
    shifted = scores - scores.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -logarithms[np.arange(len(y)), y].sum(), np.exp(logarithms)


def _softmax_pieces(W, X, y):
    """The right sum of the losses and the gradient at the scores."""
    total, dscores = _cross_entropy(W, X, y)
    dscores[np.arange(len(y)), y] -= 1
    return total, dscores


of_any_loss = around(_softmax_pieces)


def _padded_logarithm(W, X, y, reg, padding):
    probabilities = _cross_entropy(W, X, y)[1]
    total = -np.log(probabilities[np.arange(len(y)), y] + padding).sum()
    return with_dscores(total, _softmax_pieces(W, X, y)[1], W, X, y, reg)


padded = tuple(
    Mistake(
        f"padded_by_{padding:.0e}",
        "A small number added to the probability, or a cut below, hides how wrong a very wrong "
        "answer is: the loss stops growing. No such help is needed if no probability is formed.",
        partial(_padded_logarithm, padding=padding),
    )
    for padding in PADDINGS
)


def over_examples(W, X, y, reg):
    """The probabilities are normalized over the examples: each row is a distribution."""
    rows = np.arange(len(y))
    scores = X @ W
    exponentials = np.exp(scores - scores.max(axis=0))
    probabilities = exponentials / exponentials.sum(axis=0)
    total = -np.log(probabilities[rows, y]).sum()
    probabilities[rows, y] -= 1
    return with_dscores(total, probabilities, W, X, y, reg)


def base_10(W, X, y, reg):
    """This is the logarithm to base 10: use the natural one."""
    total, dscores = _softmax_pieces(W, X, y)
    return with_dscores(total / np.log(10), dscores, W, X, y, reg)


def missing_minus(W, X, y, reg):
    """The sign of the data loss is wrong: a probability's logarithm is negative, a loss is not."""
    total, dscores = _softmax_pieces(W, X, y)
    return with_dscores(-total, dscores, W, X, y, reg)


def gradient_without_true_class(W, X, y, reg):
    """These are the probabilities alone: the true class's own score is in the loss once more, with
    a minus, and the gradient does not know which class is true."""
    total, dscores = _cross_entropy(W, X, y)
    return with_dscores(total, dscores, W, X, y, reg)


def gradient_true_class_only(W, X, y, reg):
    """Only the true class's scores get a gradient: the others stand in the sum of the
    exponentials."""
    rows = np.arange(len(y))
    total, right = _softmax_pieces(W, X, y)
    dscores = np.zeros_like(right)
    dscores[rows, y] = right[rows, y]
    return with_dscores(total, dscores, W, X, y, reg)


def gradient_indexes_columns(W, X, y, reg):
    """Indexing with a colon and the labels changes whole columns: each row has one true class."""
    total, dscores = _cross_entropy(W, X, y)
    dscores[:, y] -= 1
    return with_dscores(total, dscores, W, X, y, reg)


def gradient_subtracts_label(W, X, y, reg):
    """The labels are subtracted as numbers: they are positions of classes."""
    total, probabilities = _cross_entropy(W, X, y)
    return with_dscores(total, probabilities - y[:, np.newaxis], W, X, y, reg)


def gradient_through_sigmoid(W, X, y, reg):
    """The derivative of the softmax is multiplied in a second time: the gradient at the scores
    already contains it."""
    total, probabilities = _cross_entropy(W, X, y)
    dscores = _softmax_pieces(W, X, y)[1] * probabilities * (1 - probabilities)
    return with_dscores(total, dscores, W, X, y, reg)


def gradient_subtracts_everywhere(W, X, y, reg):
    """The 1 is taken off at every class: only the true class has it."""
    total, probabilities = _cross_entropy(W, X, y)
    return with_dscores(total, probabilities - 1, W, X, y, reg)


def gradient_mean_too_early(W, X, y, reg):
    """The probabilities are divided by N before the 1 is taken off at the true class: the 1 belongs
    to the mean, too."""
    total, probabilities = _cross_entropy(W, X, y)
    probabilities[np.arange(len(y)), y] -= len(y)
    return with_dscores(total, probabilities, W, X, y, reg)


def gradient_without_own_probability(W, X, y, reg):
    """The true class's score gets no gradient, as if its probability were taken off: take off 1."""
    total, probabilities = _cross_entropy(W, X, y)
    probabilities[np.arange(len(y)), y] = 0
    return with_dscores(total, probabilities, W, X, y, reg)


def gradient_adds_one(W, X, y, reg):
    """The 1 is added at the true class: a larger score of it makes the loss smaller, so take it
    off."""
    total, probabilities = _cross_entropy(W, X, y)
    probabilities[np.arange(len(y)), y] += 1
    return with_dscores(total, probabilities, W, X, y, reg)
