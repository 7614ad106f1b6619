"""Known mistakes of ``hinge_loss``."""

import numpy as np

from autograder.assignments.losses.mistakes import _hinge


def counts_true_class(scores, y, delta=1.0):
    """The sum runs over the true class too: its own margin adds delta to every loss."""
    correct = scores[np.arange(len(y)), y]
    return np.maximum(0, scores - correct[:, np.newaxis] + delta).sum(axis=1)


def forgets_margin(scores, y, delta=1.0):
    """The margin delta is missing: the true class must win by delta, not just win."""
    correct = scores[np.arange(len(y)), y]
    return np.maximum(0, scores - correct[:, np.newaxis]).sum(axis=1)


def ignores_delta(scores, y, delta=1.0):
    """The margin is fixed at 1: the argument delta is not used."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1.0)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def subtracts_one(scores, y, delta=1.0):
    """What the true class added to the sum is taken out again as 1. That is right only where delta
    is 1."""
    return np.maximum(0, _hinge.differences(scores, y) + delta).sum(axis=1) - 1


def subtracts_margin(scores, y, delta=1.0):
    """The margin has the wrong sign: delta makes the loss larger, not smaller."""
    return np.maximum(0, _hinge.margins(scores, y, -delta)).sum(axis=1)


def swaps_scores(scores, y, delta=1.0):
    """The difference has the wrong sign: the loss grows when the true class is ahead."""
    return np.maximum(0, _hinge.margins(-scores, y, delta)).sum(axis=1)


def takes_mean(scores, y, delta=1.0):
    """One number comes back for the whole batch: return the loss of each example."""
    return np.maximum(0, _hinge.margins(scores, y, delta)).sum(axis=1).mean()


def mean_over_classes(scores, y, delta=1.0):
    """The losses are divided by the number of classes: the classes are summed, not averaged."""
    return np.maximum(0, _hinge.margins(scores, y, delta)).mean(axis=1)


def no_maximum(scores, y, delta=1.0):
    """Margins that are met count as negative losses: each term stops at 0."""
    return _hinge.margins(scores, y, delta).sum(axis=1)


def maximum_of_sum(scores, y, delta=1.0):
    """The sum is cut off at 0 instead of each term: a margin that is met by far must not pay for
    one that is not."""
    return np.maximum(0, _hinge.margins(scores, y, delta).sum(axis=1))


def worst_class_only(scores, y, delta=1.0):
    """Only the strongest wrong class counts here: every class that comes too near does."""
    return np.maximum(0, _hinge.margins(scores, y, delta)).max(axis=1)


def sums_over_examples(scores, y, delta=1.0):
    """The sum runs along the wrong axis: there is one number per class, not per example."""
    return np.maximum(0, _hinge.margins(scores, y, delta)).sum(axis=0)


def indexes_columns(scores, y, delta=1.0):
    """Indexing with a colon and the labels takes whole columns: you want one score from each
    row."""
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[:, y] = 0
    return margins.sum(axis=1)


def row_instead_of_column(scores, y, delta=1.0):
    """The true classes' scores are subtracted along the wrong axis: example i's score goes to
    column i. Look at how the two shapes broadcast."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def indexes_columns_of_scores(scores, y, delta=1.0):
    """Indexing with a colon and the labels takes whole columns: you want one score from each
    row."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def maximum_along_axis(scores, y, delta=1.0):
    """The function called max takes the maximum along an axis, and needs no 0: another one compares
    two numbers at each entry."""
    rows = np.arange(len(y))
    margins = np.max(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def only_classes_ahead(scores, y, delta=1.0):
    """Only classes that are ahead of the true one count here: those behind it by less than the
    margin do, too."""
    rows = np.arange(len(y))
    ahead = scores - scores[rows, y][:, np.newaxis]
    return np.where(ahead > 0, ahead + delta, 0).sum(axis=1)


def first_example_only(scores, y, delta=1.0):
    """Only the first example has a loss: the function returns before the loop is through."""
    losses = np.zeros(len(y))
    losses[0] = np.maximum(0, _hinge.margins(scores, y, delta))[0].sum()
    return losses


def first_class_left_out(scores, y, delta=1.0):
    """The first class is left out: classes are counted from 0."""
    return np.maximum(0, _hinge.margins(scores, y, delta))[:, 1:].sum(axis=1)


of_a_loop = _hinge.of_a_loop(
    lambda scores, y, delta: np.maximum(0, _hinge.margins(scores, y, delta))
)
