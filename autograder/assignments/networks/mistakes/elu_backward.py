"""Known mistakes of ``elu_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import backward_mistakes
from autograder.judge.mistake import brings
from solutions.networks import elu_forward as right_forward


def overflow(dout, cache):
    """The exponential of a large x overflows, and infinity times 0 is no number: choose one of the
    two sides, and do not multiply by 0 and 1."""
    x, alpha = cache
    return dout * ((x > 0) + (x <= 0) * alpha * np.exp(x))


def alpha_not_kept(dout, cache):
    """The factor alpha is missing on the negative side: use the one that the forward was called
    with."""
    x, _ = cache
    return dout * np.where(x > 0, 1, np.exp(x))


def slope_1_at_0(dout, cache):
    """At 0 the gradient passes in full: by convention the slope there is alpha."""
    x, alpha = cache
    return dout * np.where(x >= 0, 1, alpha * np.exp(x))


def slope_0_at_0(dout, cache):
    """At 0 no gradient comes through: by convention the slope there is alpha."""
    x, alpha = cache
    return dout * np.where(x > 0, 1, (x < 0) * alpha * np.exp(np.minimum(x, 0)))


def value_for_slope(dout, cache):
    """On the negative side the upstream gradient is multiplied by the output: it is multiplied by
    the slope."""
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha * (np.exp(x) - 1))


def relu_gradient(dout, cache):
    """No gradient comes through where x is negative: the curve has a slope there."""
    x, _ = cache
    return dout * (x > 0)


def leaky_gradient(dout, cache):
    """The slope on the negative side is the same everywhere: the curve gets flatter."""
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha)


def no_slope(dout, cache):
    """The upstream gradient came back as it was: where x is negative, the slope multiplies it."""
    return dout * 1.0


def exponential_everywhere(dout, cache):
    """The exponential is used on both sides: above 0 the slope is 1."""
    x, alpha = cache
    return dout * alpha * np.exp(x)


def wrong_side(dout, cache):
    """The exponential is used where x is positive: it is for the other side."""
    x, alpha = cache
    return dout * np.where(x > 0, alpha * np.exp(x), 1)


def minus_in_exponent(dout, cache):
    """On the negative side the slope grows: there is no minus sign in the exponential."""
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha * np.exp(-x))


def minus_slope(dout, cache):
    """On the negative side the gradient has the wrong sign: the curve rises there, too."""
    x, alpha = cache
    return dout * np.where(x > 0, 1, -alpha * np.exp(x))


def alpha_in_exponent(dout, cache):
    """The factor alpha is inside the exponential: it multiplies what comes out."""
    x, alpha = cache
    return dout * np.where(x > 0, 1, np.exp(alpha * x))


def alpha_on_both_sides(dout, cache):
    """The positive side is multiplied by alpha as well: the slope there is 1."""
    x, alpha = cache
    return dout * alpha * np.where(x > 0, 1, np.exp(np.minimum(x, 0)))


def alpha_added(dout, cache):
    """On the negative side alpha is added to the exponential: it is a factor."""
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha + np.exp(x))


def value_on_both_sides(dout, cache):
    """On the positive side the upstream gradient is multiplied by x: the slope there is 1."""
    x, alpha = cache
    return dout * np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


def upstream_on_one_side(dout, cache):
    """On the negative side the upstream gradient is not used: the slope multiplies it."""
    x, alpha = cache
    return np.where(x > 0, dout, alpha * np.exp(x))


def sign_of_upstream(dout, cache):
    """The side is chosen by the sign of the upstream gradient: the sign of x decides."""
    x, alpha = cache
    return dout * np.where(dout > 0, 1, alpha * np.exp(np.minimum(x, 0)))


def _forward_with_output(x, alpha=1.0):
    out, _ = right_forward(x, alpha)
    return out, (out, alpha)


@brings(elu_forward=_forward_with_output)
def one_added(dout, cache):
    """On the negative side 1 is added to the output: in terms of the output the slope depends on
    alpha."""
    out, _ = cache
    return dout * np.where(out > 0, 1, out + 1)


@brings(elu_forward=_forward_with_output)
def output_for_input(dout, cache):
    """On the negative side the exponential is taken of the output: it is that of x."""
    out, alpha = cache
    return dout * np.where(out > 0, 1, alpha * np.exp(np.minimum(out, 0)))


@brings(elu_forward=_forward_with_output)
def alpha_times_output(dout, cache):
    """On the negative side the output is multiplied by alpha: look at the slope once more."""
    out, alpha = cache
    return dout * np.where(out > 0, 1, alpha * out)


of_any_layer = backward_mistakes("elu")


@brings(elu_forward=_forward_with_output)
def alpha_taken_off(dout, cache):
    """On the negative side alpha is taken off the output: there it has been taken off already."""
    out, alpha = cache
    return dout * np.where(out > 0, 1, out - alpha)
