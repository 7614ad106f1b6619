"""Known mistakes of ``squared_hinge_loss``."""

import numpy as np

from autograder.assignments.losses.mistakes import _hinge


def not_squared(scores, y, delta=1.0):
    """This is the plain hinge loss: nothing is squared."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def squares_the_sum(scores, y, delta=1.0):
    """The whole sum is squared: each class's margin is squared by itself, then added up."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1) ** 2


def squares_first(scores, y, delta=1.0):
    """The square comes before the cut at 0: a margin that is met by far becomes a large loss."""
    rows = np.arange(len(y))
    margins = scores - scores[rows, y][:, np.newaxis] + delta
    margins[rows, y] = 0
    return np.maximum(0, margins**2).sum(axis=1)


def squares_differences(scores, y, delta=1.0):
    """The margin is added after squaring: it belongs inside, before the cut at 0."""
    rows = np.arange(len(y))
    differences = np.maximum(0, _hinge.differences(scores, y))
    losses = differences**2 + delta
    losses[rows, y] = 0
    return losses.sum(axis=1)


def counts_true_class(scores, y, delta=1.0):
    """The sum runs over the true class too: its own margin adds delta squared to every loss."""
    return (np.maximum(0, _hinge.differences(scores, y) + delta) ** 2).sum(axis=1)


def subtracts_delta(scores, y, delta=1.0):
    """What the true class added to the sum is taken out as delta, but it went in squared."""
    return (np.maximum(0, _hinge.differences(scores, y) + delta) ** 2).sum(axis=1) - delta


def forgets_margin(scores, y, delta=1.0):
    """The margin delta is missing: the true class must win by delta, not just win."""
    return (np.maximum(0, _hinge.differences(scores, y)) ** 2).sum(axis=1)


def ignores_delta(scores, y, delta=1.0):
    """The margin is fixed at 1: the argument delta is not used."""
    return (np.maximum(0, _hinge.margins(scores, y, 1.0)) ** 2).sum(axis=1)


def half(scores, y, delta=1.0):
    """The losses are half as large as they should be: there is no factor 1/2 here."""
    return 0.5 * (np.maximum(0, _hinge.margins(scores, y, delta)) ** 2).sum(axis=1)


def swaps_scores(scores, y, delta=1.0):
    """The difference has the wrong sign: the loss grows when the true class is ahead."""
    return (np.maximum(0, _hinge.margins(-scores, y, delta)) ** 2).sum(axis=1)


def mean_over_classes(scores, y, delta=1.0):
    """The losses are divided by the number of classes: the classes are summed, not averaged."""
    return (np.maximum(0, _hinge.margins(scores, y, delta)) ** 2).mean(axis=1)


def takes_mean(scores, y, delta=1.0):
    """One number comes back for the whole batch: return the loss of each example."""
    return (np.maximum(0, _hinge.margins(scores, y, delta)) ** 2).sum(axis=1).mean()


def indexes_columns_of_scores(scores, y, delta=1.0):
    """Indexing with a colon and the labels takes whole columns: you want one score from each
    row."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[rows, y] = 0
    return (margins**2).sum(axis=1)


def maximum_along_axis(scores, y, delta=1.0):
    """The function called max takes the maximum along an axis, and needs no 0: another one compares
    two numbers at each entry."""
    rows = np.arange(len(y))
    margins = np.max(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return (margins**2).sum(axis=1)


def doubled(scores, y, delta=1.0):
    """The margins are multiplied by 2: the square of a number is its product with itself."""
    return 2 * np.maximum(0, _hinge.margins(scores, y, delta)).sum(axis=1)


def first_example_only(scores, y, delta=1.0):
    """Only the first example has a loss: the function returns before the loop is through."""
    losses = np.zeros(len(y))
    losses[0] = (np.maximum(0, _hinge.margins(scores, y, delta))[0] ** 2).sum()
    return losses


def worst_class_only(scores, y, delta=1.0):
    """Only the strongest wrong class counts here: every class that comes too near does."""
    return np.maximum(0, _hinge.margins(scores, y, delta)).max(axis=1) ** 2


of_a_loop = _hinge.of_a_loop(
    lambda scores, y, delta: np.maximum(0, _hinge.margins(scores, y, delta)) ** 2
)
