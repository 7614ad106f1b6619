"""Known mistakes of ``relu_forward`` and ``relu_backward``."""

import numpy as np

from autograder.exercise import Mistake
from autograder.mistakes.layers import backward_mistakes, forward_mistakes

# relu_forward -----------------------------------------------------------------------


def max_over_examples(x):
    return np.max(x, 0), x


def python_max(x):
    return max(0, x), x


def step(x):
    return (x > 0) * 1.0, x


def minimum(x):
    return np.minimum(0, x), x


def absolute_value(x):
    return np.abs(x), x


def positive_entries_alone(x):
    return x[x > 0], x


def clipped_at_1(x):
    return np.clip(x, 0, 1), x


def leaky(x):
    return np.maximum(0.01 * x, x), x


def kink_at_1(x):
    return np.where(x > 1, x, 0), x


def minus_x(x):
    return np.maximum(0, -x), x


def softplus(x):
    return np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0), x


def whole_examples(x):
    kept = x.reshape(len(x), -1).sum(axis=1) > 0
    return x * kept.reshape(-1, *[1] * (x.ndim - 1)), x


def whole_numbers(x):
    return np.maximum(0, x).astype(int), x


def changed_to_the_mask(x):
    return x > 0, x


RELU_FORWARD = (
    Mistake(
        "max_over_examples",
        "The largest number of each column came back: compare each number with 0, and not with "
        "the others.",
        max_over_examples,
    ),
    Mistake(
        "python_max",
        "The built-in max compares whole arrays, which it cannot: take NumPy's comparison, entry "
        "by entry.",
        python_max,
    ),
    Mistake("step", "What came back is 1 where x is positive: it is x itself there.", step),
    Mistake("minimum", "The negative numbers are kept: the larger of x and 0 is meant.", minimum),
    Mistake(
        "absolute_value",
        "Negative numbers lose their sign: they become 0.",
        absolute_value,
    ),
    Mistake(
        "positive_entries_alone",
        "Only the positive numbers came back: the others become 0, and the shape stays.",
        positive_entries_alone,
    ),
    Mistake("clipped_at_1", "Numbers above 1 are cut off: there is no upper bound.", clipped_at_1),
    Mistake(
        "leaky",
        "Negative numbers are made small: that is the leaky one, and here they become 0.",
        leaky,
    ),
    Mistake("kink_at_1", "Numbers from 0 to 1 became 0: the kink is at 0.", kink_at_1),
    Mistake("minus_x", "The sign of x is turned round: positive numbers pass.", minus_x),
    Mistake(
        "softplus",
        "This is softplus, a smooth version: here the bend at 0 is sharp.",
        softplus,
    ),
    Mistake(
        "whole_examples",
        "Whole examples are kept or dropped: each number is compared with 0.",
        whole_examples,
    ),
    Mistake(
        "whole_numbers",
        "The output is rounded to whole numbers: it keeps the precision of x.",
        whole_numbers,
    ),
    Mistake(
        "changed_to_the_mask",
        "True and False came back: the output is x where it is positive.",
        changed_to_the_mask,
    ),
    *forward_mistakes("relu"),
)

# relu_backward ----------------------------------------------------------------------


def zero_passes(dout, cache):
    return dout * (cache >= 0)


def no_mask(dout, cache):
    return dout * 1.0


def mask_of_upstream(dout, cache):
    return dout * (dout > 0)


def both_masks(dout, cache):
    return dout * (dout > 0) * (cache > 0)


def mask_turned_round(dout, cache):
    return dout * (cache <= 0)


def output_for_slope(dout, cache):
    return dout * np.maximum(0, cache)


def input_for_slope(dout, cache):
    return dout * cache


def half_at_0(dout, cache):
    return dout * (np.sign(cache) + 1) / 2


def sign_for_slope(dout, cache):
    return dout * np.sign(cache)


def leaky_slope(dout, cache):
    return np.where(cache > 0, dout, 0.01 * dout)


def mask_at_1(dout, cache):
    return dout * (cache > 1)


def passing_entries_alone(dout, cache):
    return dout[cache > 0]


def summed_over_examples(dout, cache):
    return (dout * (cache > 0)).sum(axis=0)


def mask_added(dout, cache):
    return dout + (cache > 0)


RELU_BACKWARD = (
    Mistake(
        "zero_passes",
        "The gradient passes where x is exactly 0: by convention the slope there is 0.",
        zero_passes,
    ),
    Mistake(
        "no_mask",
        "The upstream gradient came back as it was: it stops where x is not positive.",
        no_mask,
    ),
    Mistake(
        "mask_of_upstream",
        "The gradient stops where the upstream gradient is negative: where it stops is decided by "
        "the sign of x.",
        mask_of_upstream,
    ),
    Mistake(
        "both_masks",
        "Negative upstream gradients are cut off as well: they pass wherever x is positive.",
        both_masks,
    ),
    Mistake(
        "mask_turned_round",
        "The gradient passes where x is not positive: it is the other way round.",
        mask_turned_round,
    ),
    Mistake(
        "output_for_slope",
        "The upstream gradient is multiplied by the output: it is multiplied by the slope, which "
        "is 1 there.",
        output_for_slope,
    ),
    Mistake(
        "input_for_slope",
        "The upstream gradient is multiplied by x: it is multiplied by the slope, 1 or 0.",
        input_for_slope,
    ),
    Mistake(
        "half_at_0",
        "The slope at 0 is taken as one half: by convention it is 0.",
        half_at_0,
    ),
    Mistake(
        "sign_for_slope",
        "The slope is taken as the sign of x: where x is negative it is 0, and not minus 1.",
        sign_for_slope,
    ),
    Mistake(
        "leaky_slope",
        "Some gradient comes through where x is negative: that is the leaky one's slope.",
        leaky_slope,
    ),
    Mistake("mask_at_1", "The gradient stops where x is between 0 and 1: it passes.", mask_at_1),
    Mistake(
        "passing_entries_alone",
        "Only the entries that pass came back: the others are 0, and the shape is that of x.",
        passing_entries_alone,
    ),
    Mistake(
        "summed_over_examples",
        "The gradient is summed over the examples: each entry of x has its own.",
        summed_over_examples,
    ),
    Mistake(
        "mask_added",
        "The slope is added to the upstream gradient: they are multiplied.",
        mask_added,
    ),
    *backward_mistakes("relu"),
)
