"""Known mistakes of ``relu_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import forward_mistakes


def max_over_examples(x):
    """The largest number of each column came back: compare each number with 0, and not with the
    others."""
    return np.max(x, 0), x


def python_max(x):
    """The built-in max compares whole arrays, which it cannot: take NumPy's comparison, entry by
    entry."""
    return max(0, x), x


def step(x):
    """What came back is 1 where x is positive: it is x itself there."""
    return (x > 0) * 1.0, x


def minimum(x):
    """The negative numbers are kept: the larger of x and 0 is meant."""
    return np.minimum(0, x), x


def absolute_value(x):
    """Negative numbers lose their sign: they become 0."""
    return np.abs(x), x


def positive_entries_alone(x):
    """Only the positive numbers came back: the others become 0, and the shape stays."""
    return x[x > 0], x


def clipped_at_1(x):
    """Numbers above 1 are cut off: there is no upper bound."""
    return np.clip(x, 0, 1), x


def leaky(x):
    """Negative numbers are made small: that is the leaky one, and here they become 0."""
    return np.maximum(0.01 * x, x), x


def kink_at_1(x):
    """Numbers from 0 to 1 became 0: the kink is at 0."""
    return np.where(x > 1, x, 0), x


def minus_x(x):
    """The sign of x is turned round: positive numbers pass."""
    return np.maximum(0, -x), x


def softplus(x):
    """This is softplus, a smooth version: here the bend at 0 is sharp."""
    return np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0), x


def whole_examples(x):
    """Whole examples are kept or dropped: each number is compared with 0."""
    kept = x.reshape(len(x), -1).sum(axis=1) > 0
    return x * kept.reshape(-1, *[1] * (x.ndim - 1)), x


def whole_numbers(x):
    """The output is rounded to whole numbers: it keeps the precision of x."""
    return np.maximum(0, x).astype(int), x


def changed_to_the_mask(x):
    """True and False came back: the output is x where it is positive."""
    return x > 0, x


of_any_layer = forward_mistakes("relu")


def maximum_along_axis(x):
    """The function called max takes the maximum along an axis, and needs no 0: another one compares
    two numbers at each entry."""
    return np.max(0, x), x
