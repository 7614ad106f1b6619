"""Known mistakes of ``softmax``."""

import numpy as np


def no_shift(scores):
    """Exponentials of large scores overflow, and those of very low scores all round to 0. What may
    you subtract from a row without changing its probabilities?"""
    exponentials = np.exp(scores)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def shift_of_all(scores):
    """All rows are shifted by the largest score of the whole batch: a row that lies far below it
    rounds to 0. Each row needs a shift of its own."""
    exponentials = np.exp(scores - scores.max())
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def shift_by_smallest(scores):
    """The shift makes the smallest score 0, so the largest can still overflow."""
    exponentials = np.exp(scores - scores.min(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def shift_by_column(scores):
    """The shift differs from column to column, and that changes the probabilities: all scores of a
    row must move by the same amount."""
    exponentials = np.exp(scores - scores.max(axis=0))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def clips(scores):
    """Large scores are cut off, and so scores that differ become equal. A shift avoids the overflow
    and changes nothing."""
    exponentials = np.exp(np.clip(scores, -500, 500))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def over_examples(scores):
    """The columns sum to 1, not the rows: the sum runs along the wrong axis."""
    exponentials = np.exp(scores - scores.max(axis=0))
    return exponentials / exponentials.sum(axis=0)


def over_everything(scores):
    """The whole batch sums to 1: each row is a distribution of its own."""
    exponentials = np.exp(scores - scores.max())
    return exponentials / exponentials.sum()


def row_instead_of_column(scores):
    """The sums are divided along the wrong axis: example i's sum goes to column i. Look at how the
    two shapes broadcast."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1)


def not_normalized(scores):
    """The rows do not sum to 1: the exponentials are not normalized yet."""
    return np.exp(scores - scores.max(axis=1, keepdims=True))


def no_exponential(scores):
    """The scores themselves are normalized: exponentiate first, so that none is negative."""
    return scores / scores.sum(axis=1, keepdims=True)


def winner_takes_all(scores):
    """The best class gets probability 1 and the others 0: softmax is softer than that."""
    return np.eye(scores.shape[1])[scores.argmax(axis=1)]


def row_instead_of_column_unshifted(scores):
    """The sums are divided along the wrong axis: example i's sum goes to column i. Look at how the
    two shapes broadcast."""
    exponentials = np.exp(scores)
    return exponentials / exponentials.sum(axis=1)


def log_probabilities(scores):
    """These are logarithms of the probabilities: the probabilities themselves are meant."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def sigmoid_of_each(scores):
    """Each score goes through a sigmoid by itself: the probabilities of a row must sum to 1."""
    return np.exp(-np.logaddexp(0, -scores))


def minus_scores(scores):
    """The sign is wrong: a class with a larger score gets a smaller probability."""
    exponentials = np.exp(scores.min(axis=1, keepdims=True) - scores)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def over_everything_shifted_by_row(scores):
    """The whole batch sums to 1: each row is a distribution of its own."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum()


def shift_added(scores):
    """The shift goes the wrong way: the largest score is added, and the exponentials overflow all
    the sooner."""
    exponentials = np.exp(scores + scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def sum_not_shifted(scores):
    """The exponentials of the scores are shifted, and those in the sum are not: both need the same
    shift."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / np.exp(scores).sum(axis=1, keepdims=True)


def by_number_of_classes(scores):
    """The exponentials are divided by the number of classes: divide by their sum."""
    return np.exp(scores - scores.max(axis=1, keepdims=True)) / scores.shape[1]


def sum_of_the_last_row(scores):
    """All rows are divided by the sum of the last one: each has its own."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials[-1:].sum()


def small_number_added(scores):
    """A small number is added to the sums: the largest exponential is 1 after the shift, so no sum
    is 0, and the rows sum to less than 1."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / (exponentials.sum(axis=1, keepdims=True) + 1e-8)


def shift_by_mean(scores):
    """The shift makes the mean of a row 0, so the largest score can still overflow."""
    exponentials = np.exp(scores - scores.mean(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def by_length(scores):
    """The exponentials are divided by the length of their row, as of an arrow: divide by their
    sum."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / np.linalg.norm(exponentials, axis=1, keepdims=True)
