"""Known mistakes of ``relu_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import backward_mistakes


def zero_passes(dout, cache):
    """The gradient passes where x is exactly 0: by convention the slope there is 0."""
    return dout * (cache >= 0)


def no_mask(dout, cache):
    """The upstream gradient came back as it was: it stops where x is not positive."""
    return dout * 1.0


def mask_of_upstream(dout, cache):
    """The gradient stops where the upstream gradient is negative: where it stops is decided by the
    sign of x."""
    return dout * (dout > 0)


def both_masks(dout, cache):
    """Negative upstream gradients are cut off as well: they pass wherever x is positive."""
    return dout * (dout > 0) * (cache > 0)


def mask_turned_round(dout, cache):
    """The gradient passes where x is not positive: it is the other way round."""
    return dout * (cache <= 0)


def output_for_slope(dout, cache):
    """The upstream gradient is multiplied by the output: it is multiplied by the slope, which is 1
    there."""
    return dout * np.maximum(0, cache)


def input_for_slope(dout, cache):
    """The upstream gradient is multiplied by x: it is multiplied by the slope, 1 or 0."""
    return dout * cache


def half_at_0(dout, cache):
    """The slope at 0 is taken as one half: by convention it is 0."""
    return dout * (np.sign(cache) + 1) / 2


def sign_for_slope(dout, cache):
    """The slope is taken as the sign of x: where x is negative it is 0, and not minus 1."""
    return dout * np.sign(cache)


def leaky_slope(dout, cache):
    """Some gradient comes through where x is negative: that is the leaky one's slope."""
    return np.where(cache > 0, dout, 0.01 * dout)


def mask_at_1(dout, cache):
    """The gradient stops where x is between 0 and 1: it passes."""
    return dout * (cache > 1)


def passing_entries_alone(dout, cache):
    """Only the entries that pass came back: the others are 0, and the shape is that of x."""
    return dout[cache > 0]


def summed_over_examples(dout, cache):
    """The gradient is summed over the examples: each entry of x has its own."""
    return (dout * (cache > 0)).sum(axis=0)


def mask_added(dout, cache):
    """The slope is added to the upstream gradient: they are multiplied."""
    return dout + (cache > 0)


of_any_layer = backward_mistakes("relu")
