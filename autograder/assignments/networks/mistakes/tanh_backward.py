"""Known mistakes of ``tanh_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import backward_mistakes
from autograder.judge.mistake import brings
from solutions.networks import tanh_forward as right_forward


def not_squared(dout, cache):
    """The output is not squared in the slope."""
    return dout * (1 - cache)


def slope_of_sigmoid(dout, cache):
    """This is the slope of the sigmoid."""
    return dout * cache * (1 - cache)


def tanh_again(dout, cache):
    """The hyperbolic tangent is taken of its own output: the slope needs the output as it is."""
    return dout * (1 - np.tanh(cache) ** 2)


def missing_bracket(dout, cache):
    """The upstream gradient multiplies only part of the slope: a bracket is missing."""
    return dout * 1 - cache**2


def upstream_in_the_square_alone(dout, cache):
    """The upstream gradient multiplies only part of the slope: a bracket is missing."""
    return 1 - dout * cache**2


def plus_for_minus(dout, cache):
    """The slope has a plus where a minus should be."""
    return dout * (1 + cache**2)


def square_alone(dout, cache):
    """The slope is largest far from 0: it is what the square leaves up to 1."""
    return dout * cache**2


def output_for_slope(dout, cache):
    """The upstream gradient is multiplied by the output: it is multiplied by the slope."""
    return dout * cache


def difference_squared(dout, cache):
    """The difference is squared: only the output is."""
    return dout * (1 - cache) ** 2


def upstream_inside(dout, cache):
    """The upstream gradient is inside the square: it multiplies the slope."""
    return 1 - (dout * cache) ** 2


def upstream_for_output(dout, cache):
    """The slope is computed from the upstream gradient: it comes from the output of the forward."""
    return dout * (1 - dout**2)


def added(dout, cache):
    """The slope is added to the upstream gradient: they are multiplied."""
    return dout + (1 - cache**2)


def root(dout, cache):
    """A square root is taken of the slope: there is none."""
    return dout * np.sqrt(np.maximum(0, 1 - cache**2))


def twice(dout, cache):
    """The gradient is twice as large as it should be."""
    return 2 * dout * (1 - cache**2)


def _forward_with_x(x):
    return right_forward(x)[0], x


@brings(tanh_forward=_forward_with_x)
def input_for_output(dout, cache):
    """The slope is computed from x as if x were the output: either keep the output, or take the
    hyperbolic tangent again."""
    return dout * (1 - cache**2)


@brings(tanh_forward=_forward_with_x)
def overflow(dout, cache):
    """The exponentials overflow far from 0, and infinity divided by infinity is no number: the
    slope is safe in terms of the output."""
    return dout * (1 - (np.sinh(cache) / np.cosh(cache)) ** 2)


of_any_layer = backward_mistakes("tanh")
