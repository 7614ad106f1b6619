"""Known mistakes of ``relu_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import backward_mistakes
from autograder.judge.exercise import Mistake


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
