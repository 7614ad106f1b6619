"""Known mistakes of ``elu_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import backward_mistakes
from autograder.judge.exercise import Mistake
from solutions.networks import elu_forward as right_forward


def overflow(dout, cache):
    x, alpha = cache
    return dout * ((x > 0) + (x <= 0) * alpha * np.exp(x))


def alpha_not_kept(dout, cache):
    x, _ = cache
    return dout * np.where(x > 0, 1, np.exp(x))


def slope_1_at_0(dout, cache):
    x, alpha = cache
    return dout * np.where(x >= 0, 1, alpha * np.exp(x))


def slope_0_at_0(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, (x < 0) * alpha * np.exp(np.minimum(x, 0)))


def value_for_slope(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha * (np.exp(x) - 1))


def relu_gradient(dout, cache):
    x, _ = cache
    return dout * (x > 0)


def leaky_gradient(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha)


def no_slope(dout, cache):
    return dout * 1.0


def exponential_everywhere(dout, cache):
    x, alpha = cache
    return dout * alpha * np.exp(x)


def wrong_side(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, alpha * np.exp(x), 1)


def minus_in_exponent(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha * np.exp(-x))


def minus_slope(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, -alpha * np.exp(x))


def alpha_in_exponent(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, np.exp(alpha * x))


def alpha_on_both_sides(dout, cache):
    x, alpha = cache
    return dout * alpha * np.where(x > 0, 1, np.exp(np.minimum(x, 0)))


def alpha_added(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha + np.exp(x))


def value_on_both_sides(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


def upstream_on_one_side(dout, cache):
    x, alpha = cache
    return np.where(x > 0, dout, alpha * np.exp(x))


def sign_of_upstream(dout, cache):
    x, alpha = cache
    return dout * np.where(dout > 0, 1, alpha * np.exp(np.minimum(x, 0)))


def forward_with_output(x, alpha=1.0):
    out, _ = right_forward(x, alpha)
    return out, (out, alpha)


def one_added(dout, cache):
    out, _ = cache
    return dout * np.where(out > 0, 1, out + 1)


def output_for_input(dout, cache):
    out, alpha = cache
    return dout * np.where(out > 0, 1, alpha * np.exp(np.minimum(out, 0)))


def alpha_times_output(dout, cache):
    out, alpha = cache
    return dout * np.where(out > 0, 1, alpha * out)


WITH_OUTPUT = {"elu_forward": forward_with_output}

ELU_BACKWARD = (
    Mistake(
        "overflow",
        "The exponential of a large x overflows, and infinity times 0 is no number: choose one of "
        "the two sides, and do not multiply by 0 and 1.",
        overflow,
    ),
    Mistake(
        "alpha_not_kept",
        "The factor alpha is missing on the negative side: use the one that the forward was "
        "called with.",
        alpha_not_kept,
    ),
    Mistake(
        "slope_1_at_0",
        "At 0 the gradient passes in full: by convention the slope there is alpha.",
        slope_1_at_0,
    ),
    Mistake(
        "slope_0_at_0",
        "At 0 no gradient comes through: by convention the slope there is alpha.",
        slope_0_at_0,
    ),
    Mistake(
        "value_for_slope",
        "On the negative side the upstream gradient is multiplied by the output: it is multiplied "
        "by the slope.",
        value_for_slope,
    ),
    Mistake(
        "relu_gradient",
        "No gradient comes through where x is negative: the curve has a slope there.",
        relu_gradient,
    ),
    Mistake(
        "leaky_gradient",
        "The slope on the negative side is the same everywhere: the curve gets flatter.",
        leaky_gradient,
    ),
    Mistake(
        "no_slope",
        "The upstream gradient came back as it was: where x is negative, the slope multiplies it.",
        no_slope,
    ),
    Mistake(
        "exponential_everywhere",
        "The exponential is used on both sides: above 0 the slope is 1.",
        exponential_everywhere,
    ),
    Mistake(
        "wrong_side",
        "The exponential is used where x is positive: it is for the other side.",
        wrong_side,
    ),
    Mistake(
        "minus_in_exponent",
        "On the negative side the slope grows: there is no minus sign in the exponential.",
        minus_in_exponent,
    ),
    Mistake(
        "minus_slope",
        "On the negative side the gradient has the wrong sign: the curve rises there, too.",
        minus_slope,
    ),
    Mistake(
        "alpha_in_exponent",
        "The factor alpha is inside the exponential: it multiplies what comes out.",
        alpha_in_exponent,
    ),
    Mistake(
        "alpha_on_both_sides",
        "The positive side is multiplied by alpha as well: the slope there is 1.",
        alpha_on_both_sides,
    ),
    Mistake(
        "alpha_added",
        "On the negative side alpha is added to the exponential: it is a factor.",
        alpha_added,
    ),
    Mistake(
        "value_on_both_sides",
        "On the positive side the upstream gradient is multiplied by x: the slope there is 1.",
        value_on_both_sides,
    ),
    Mistake(
        "upstream_on_one_side",
        "On the negative side the upstream gradient is not used: the slope multiplies it.",
        upstream_on_one_side,
    ),
    Mistake(
        "sign_of_upstream",
        "The side is chosen by the sign of the upstream gradient: the sign of x decides.",
        sign_of_upstream,
    ),
    Mistake(
        "one_added",
        "On the negative side 1 is added to the output: in terms of the output the slope depends "
        "on alpha.",
        one_added,
        WITH_OUTPUT,
    ),
    Mistake(
        "output_for_input",
        "On the negative side the exponential is taken of the output: it is that of x.",
        output_for_input,
        WITH_OUTPUT,
    ),
    Mistake(
        "alpha_times_output",
        "On the negative side the output is multiplied by alpha: look at the slope once more.",
        alpha_times_output,
        WITH_OUTPUT,
    ),
    *backward_mistakes("elu"),
)
