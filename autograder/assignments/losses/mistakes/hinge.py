"""Known mistakes of ``hinge_loss`` and ``squared_hinge_loss``."""

import numpy as np

from autograder.judge.exercise import Mistake


def _differences(scores, y):
    """Scores less the true class's score, a row an example."""
    return scores - scores[np.arange(len(y)), y][:, np.newaxis]


def _margins(scores, y, delta):
    """The right margins, 0 at the true class, before the maximum is taken."""
    margins = _differences(scores, y) + delta
    margins[np.arange(len(y)), y] = 0
    return margins


# hinge_loss -----------------------------------------------------------------------


def hinge_counts_true_class(scores, y, delta=1.0):
    correct = scores[np.arange(len(y)), y]
    return np.maximum(0, scores - correct[:, np.newaxis] + delta).sum(axis=1)


def hinge_forgets_margin(scores, y, delta=1.0):
    correct = scores[np.arange(len(y)), y]
    return np.maximum(0, scores - correct[:, np.newaxis]).sum(axis=1)


def hinge_ignores_delta(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1.0)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def hinge_subtracts_one(scores, y, delta=1.0):
    return np.maximum(0, _differences(scores, y) + delta).sum(axis=1) - 1


def hinge_subtracts_margin(scores, y, delta=1.0):
    return np.maximum(0, _margins(scores, y, -delta)).sum(axis=1)


def hinge_swaps_scores(scores, y, delta=1.0):
    return np.maximum(0, _margins(-scores, y, delta)).sum(axis=1)


def hinge_takes_mean(scores, y, delta=1.0):
    return np.maximum(0, _margins(scores, y, delta)).sum(axis=1).mean()


def hinge_mean_over_classes(scores, y, delta=1.0):
    return np.maximum(0, _margins(scores, y, delta)).mean(axis=1)


def hinge_no_maximum(scores, y, delta=1.0):
    return _margins(scores, y, delta).sum(axis=1)


def hinge_maximum_of_sum(scores, y, delta=1.0):
    return np.maximum(0, _margins(scores, y, delta).sum(axis=1))


def hinge_worst_class_only(scores, y, delta=1.0):
    return np.maximum(0, _margins(scores, y, delta)).max(axis=1)


def hinge_sums_over_examples(scores, y, delta=1.0):
    return np.maximum(0, _margins(scores, y, delta)).sum(axis=0)


def hinge_indexes_columns(scores, y, delta=1.0):
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[:, y] = 0
    return margins.sum(axis=1)


def hinge_row_instead_of_column(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y] + delta)
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
        "subtracts_one",
        "What the true class added to the sum is taken out again as 1. That is right only "
        "where delta is 1.",
        hinge_subtracts_one,
    ),
    Mistake(
        "subtracts_margin",
        "The margin has the wrong sign: delta makes the loss larger, not smaller.",
        hinge_subtracts_margin,
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
        "mean_over_classes",
        "The losses are divided by the number of classes: the classes are summed, not averaged.",
        hinge_mean_over_classes,
    ),
    Mistake(
        "no_maximum",
        "Margins that are met count as negative losses: each term stops at 0.",
        hinge_no_maximum,
    ),
    Mistake(
        "maximum_of_sum",
        "The sum is cut off at 0 instead of each term: a margin that is met by far must not "
        "pay for one that is not.",
        hinge_maximum_of_sum,
    ),
    Mistake(
        "worst_class_only",
        "Only the strongest wrong class counts here: every class that comes too near does.",
        hinge_worst_class_only,
    ),
    Mistake(
        "sums_over_examples",
        "The sum runs along the wrong axis: there is one number per class, not per example.",
        hinge_sums_over_examples,
    ),
    Mistake(
        "indexes_columns",
        "Indexing with a colon and the labels takes whole columns: you want one score from "
        "each row.",
        hinge_indexes_columns,
    ),
    Mistake(
        "row_instead_of_column",
        "The true classes' scores are subtracted along the wrong axis: example i's score goes "
        "to column i. Look at how the two shapes broadcast.",
        hinge_row_instead_of_column,
    ),
)

# squared_hinge_loss ---------------------------------------------------------------


def squared_not_squared(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1)


def squared_squares_the_sum(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1) ** 2


def squared_squares_first(scores, y, delta=1.0):
    rows = np.arange(len(y))
    margins = scores - scores[rows, y][:, np.newaxis] + delta
    margins[rows, y] = 0
    return np.maximum(0, margins**2).sum(axis=1)


def squared_squares_differences(scores, y, delta=1.0):
    rows = np.arange(len(y))
    differences = np.maximum(0, _differences(scores, y))
    losses = differences**2 + delta
    losses[rows, y] = 0
    return losses.sum(axis=1)


def squared_counts_true_class(scores, y, delta=1.0):
    return (np.maximum(0, _differences(scores, y) + delta) ** 2).sum(axis=1)


def squared_subtracts_delta(scores, y, delta=1.0):
    return (np.maximum(0, _differences(scores, y) + delta) ** 2).sum(axis=1) - delta


def squared_forgets_margin(scores, y, delta=1.0):
    return (np.maximum(0, _differences(scores, y)) ** 2).sum(axis=1)


def squared_ignores_delta(scores, y, delta=1.0):
    return (np.maximum(0, _margins(scores, y, 1.0)) ** 2).sum(axis=1)


def squared_half(scores, y, delta=1.0):
    return 0.5 * (np.maximum(0, _margins(scores, y, delta)) ** 2).sum(axis=1)


def squared_swaps_scores(scores, y, delta=1.0):
    return (np.maximum(0, _margins(-scores, y, delta)) ** 2).sum(axis=1)


def squared_mean_over_classes(scores, y, delta=1.0):
    return (np.maximum(0, _margins(scores, y, delta)) ** 2).mean(axis=1)


def squared_takes_mean(scores, y, delta=1.0):
    return (np.maximum(0, _margins(scores, y, delta)) ** 2).sum(axis=1).mean()


SQUARED_HINGE_LOSS = (
    Mistake(
        "not_squared",
        "This is the plain hinge loss: nothing is squared.",
        squared_not_squared,
    ),
    Mistake(
        "squares_the_sum",
        "The whole sum is squared: each class's margin is squared by itself, then added up.",
        squared_squares_the_sum,
    ),
    Mistake(
        "squares_first",
        "The square comes before the cut at 0: a margin that is met by far becomes a large loss.",
        squared_squares_first,
    ),
    Mistake(
        "squares_differences",
        "The margin is added after squaring: it belongs inside, before the cut at 0.",
        squared_squares_differences,
    ),
    Mistake(
        "counts_true_class",
        "The sum runs over the true class too: its own margin adds delta squared to every loss.",
        squared_counts_true_class,
    ),
    Mistake(
        "subtracts_delta",
        "What the true class added to the sum is taken out as delta, but it went in squared.",
        squared_subtracts_delta,
    ),
    Mistake(
        "forgets_margin",
        "The margin delta is missing: the true class must win by delta, not just win.",
        squared_forgets_margin,
    ),
    Mistake(
        "ignores_delta",
        "The margin is fixed at 1: the argument delta is not used.",
        squared_ignores_delta,
    ),
    Mistake(
        "half",
        "The losses are half as large as they should be: there is no factor 1/2 here.",
        squared_half,
    ),
    Mistake(
        "swaps_scores",
        "The difference has the wrong sign: the loss grows when the true class is ahead.",
        squared_swaps_scores,
    ),
    Mistake(
        "mean_over_classes",
        "The losses are divided by the number of classes: the classes are summed, not averaged.",
        squared_mean_over_classes,
    ),
    Mistake(
        "takes_mean",
        "One number comes back for the whole batch: return the loss of each example.",
        squared_takes_mean,
    ),
)
