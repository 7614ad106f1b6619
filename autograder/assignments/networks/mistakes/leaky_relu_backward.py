"""Known mistakes of ``leaky_relu_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import backward_mistakes


def slope_1_at_0(dout, cache):
    """At 0 the gradient passes in full: by convention the slope there is that of the negative
    side."""
    x, slope = cache
    return dout * np.where(x >= 0, 1, slope)


def slope_not_kept(dout, cache):
    """The slope is always the one by default: use the one that the forward was called with."""
    x, _ = cache
    return dout * np.where(x > 0, 1, 0.01)


def relu_gradient(dout, cache):
    """No gradient comes through where x is negative: there is the slope."""
    x, _ = cache
    return dout * (x > 0)


def slope_0_at_0(dout, cache):
    """At 0 no gradient comes through: by convention the slope there is that of the negative
    side."""
    x, slope = cache
    return dout * ((x > 0) + slope * (x < 0))


def mean_slope_at_0(dout, cache):
    """At 0 the mean of both slopes is taken: by convention it is that of the negative side."""
    x, slope = cache
    return dout * (1 + slope + (1 - slope) * np.sign(x)) / 2


def no_slope(dout, cache):
    """The upstream gradient came back as it was: where x is negative, the slope multiplies it."""
    return dout * 1.0


def slope_everywhere(dout, cache):
    """Every entry is multiplied by the slope: where x is positive, the gradient passes."""
    _, slope = cache
    return dout * slope


def value_for_slope(dout, cache):
    """The upstream gradient is multiplied by the output: it is multiplied by the slope."""
    x, slope = cache
    return dout * np.where(x > 0, x, slope * x)


def scaled_input(dout, cache):
    """On the negative side x is multiplied in: the slope there is a number without x."""
    x, slope = cache
    return dout * np.where(x > 0, 1, slope * x)


def upstream_on_one_side(dout, cache):
    """On the negative side the upstream gradient is not used: the slope multiplies it."""
    x, slope = cache
    return np.where(x > 0, dout, slope)


def minus_slope(dout, cache):
    """On the negative side the gradient has the wrong sign: the line rises there, too."""
    x, slope = cache
    return dout * np.where(x > 0, 1, -slope)


def wrong_side(dout, cache):
    """The slope is used where x is positive: it is for the other side."""
    x, slope = cache
    return dout * np.where(x > 0, slope, 1)


def sign_of_upstream(dout, cache):
    """The slope is used where the upstream gradient is negative: the sign of x decides."""
    _, slope = cache
    return np.where(dout > 0, dout, slope * dout)


def one_minus_slope(dout, cache):
    """On the negative side the gradient loses the slope's share: the slope is what it keeps."""
    x, slope = cache
    return dout * np.where(x > 0, 1, 1 - slope)


def slope_added(dout, cache):
    """On the positive side the slope is added to 1: the gradient passes as it is."""
    x, slope = cache
    return dout * ((x > 0) + slope)


of_any_layer = backward_mistakes("leaky_relu")


def output_for_slope(dout, cache):
    """On the negative side the output takes the gradient's place: the upstream gradient is
    multiplied by the slope."""
    x, slope = cache
    return np.where(x > 0, dout, slope * x)
