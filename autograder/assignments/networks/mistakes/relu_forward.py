"""Known mistakes of ``relu_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import forward_mistakes
from autograder.judge.exercise import Mistake


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
