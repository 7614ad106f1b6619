"""Known mistakes of ``sigmoid_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import backward_mistakes
from autograder.judge.mistake import brings
from solutions.networks import sigmoid_forward as right_forward


def sigmoid_again(dout, cache):
    """The sigmoid is taken of its own output: the slope needs the output as it is."""
    s = 1 / (1 + np.exp(-cache))
    return dout * s * (1 - s)


def missing_factor(dout, cache):
    """The upstream gradient is multiplied by the output alone: the slope has two factors."""
    return dout * cache


def other_factor(dout, cache):
    """The upstream gradient is multiplied by what the output leaves up to 1: the slope has two
    factors."""
    return dout * (1 - cache)


def slope_of_tanh(dout, cache):
    """This is the slope of the hyperbolic tangent."""
    return dout * (1 - cache**2)


def plus_for_minus(dout, cache):
    """The second factor of the slope has a plus where a minus should be."""
    return dout * cache * (1 + cache)


def slope_of_upstream(dout, cache):
    """The slope is computed from the upstream gradient: it comes from the output of the forward."""
    return dout * (1 - dout)


def upstream_in_one_factor(dout, cache):
    """The upstream gradient is inside both factors: it multiplies the slope once."""
    return dout * cache * (1 - dout * cache)


def missing_bracket(dout, cache):
    """The upstream gradient multiplies only part of the slope: a bracket is missing."""
    return dout * cache - cache**2


def added(dout, cache):
    """The slope is added to the upstream gradient: they are multiplied."""
    return dout + cache * (1 - cache)


def sum_of_factors(dout, cache):
    """The two factors of the slope are added, which is always 1: they are multiplied."""
    return dout * (cache + 1 - cache)


def _forward_with_x(x):
    return right_forward(x)[0], x


@brings(sigmoid_forward=_forward_with_x)
def input_for_output(dout, cache):
    """The slope is computed from x as if x were the output: either keep the output, or take the
    sigmoid again."""
    return dout * cache * (1 - cache)


@brings(sigmoid_forward=_forward_with_x)
def overflow(dout, cache):
    """The exponential of minus x overflows where x is far below 0, and infinity divided by infinity
    is no number: the slope is safe in terms of the output."""
    power = np.exp(-cache)
    return dout * power / (1 + power) ** 2


@brings(sigmoid_forward=_forward_with_x)
def falling(dout, cache):
    """On one side the slope has the wrong sign: the curve rises everywhere."""
    power = np.exp(-np.abs(cache))
    return -dout * power / (1 + power) ** 2 * np.sign(cache)


@brings(sigmoid_forward=_forward_with_x)
def not_squared(dout, cache):
    """The slope's denominator is not squared."""
    power = np.exp(-np.abs(cache))
    return dout * power / (1 + power)


of_any_layer = backward_mistakes("sigmoid")


def rest_squared(dout, cache):
    """The slope is the square of what the output leaves up to 1: one of the two factors is the
    output itself."""
    return dout * (1 - cache) ** 2
