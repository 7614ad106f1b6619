"""Known mistakes of ``elu_forward`` and ``elu_backward``."""

import numpy as np

from autograder.exercise import Mistake
from autograder.mistakes.layers import backward_mistakes, forward_mistakes
from solutions.networks import elu_forward as right_forward

# elu_forward ------------------------------------------------------------------------


def overflow(x, alpha=1.0):
    return (x > 0) * x + (x <= 0) * alpha * (np.exp(x) - 1), (x, alpha)


def alpha_ignored(x, alpha=1.0):
    return np.where(x > 0, x, np.exp(x) - 1), (x, alpha)


def no_minus_1(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(x)), (x, alpha)


def missing_bracket(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(x) - 1), (x, alpha)


def largest(x, alpha=1.0):
    return np.maximum(x, alpha * (np.exp(x) - 1)), (x, alpha)


def smallest(x, alpha=1.0):
    return np.minimum(x, alpha * (np.exp(x) - 1)), (x, alpha)


def wrong_side(x, alpha=1.0):
    return np.where(x < 0, x, alpha * (np.exp(x) - 1)), (x, alpha)


def exponential_everywhere(x, alpha=1.0):
    return alpha * (np.exp(x) - 1), (x, alpha)


def wrong_way_round(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (1 - np.exp(x))), (x, alpha)


def minus_in_exponent(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(-x) - 1)), (x, alpha)


def plain_relu(x, alpha=1.0):
    return np.maximum(x, 0), (x, alpha)


def leaky(x, alpha=1.0):
    return np.where(x > 0, x, alpha * x), (x, alpha)


def alpha_in_exponent(x, alpha=1.0):
    return np.where(x > 0, x, np.exp(alpha * x) - 1), (x, alpha)


def alpha_divides_in_exponent(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(x / alpha) - 1)), (x, alpha)


def alpha_on_both_sides(x, alpha=1.0):
    return alpha * np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1), (x, alpha)


def alpha_subtracted(x, alpha=1.0):
    return np.where(x > 0, x, np.exp(x) - alpha), (x, alpha)


def selu(x, alpha=1.0):
    return 1.0507 * np.where(x > 0, x, 1.67326 * alpha * (np.exp(x) - 1)), (x, alpha)


def cut_off(x, alpha=1.0):
    return np.where(x > 0, x, np.maximum(x, -alpha)), (x, alpha)


ELU_FORWARD = (
    Mistake(
        "overflow",
        "The exponential of a large x overflows, and infinity times 0 is no number: choose one of "
        "the two sides, and do not multiply by 0 and 1.",
        overflow,
    ),
    Mistake("alpha_ignored", "The argument alpha is not used.", alpha_ignored),
    Mistake(
        "no_minus_1",
        "On the negative side the 1 is not subtracted: the two sides meet at 0.",
        no_minus_1,
    ),
    Mistake(
        "missing_bracket",
        "On the negative side alpha multiplies the exponential alone: a bracket is missing.",
        missing_bracket,
    ),
    Mistake(
        "largest",
        "The larger of the two formulas is taken: above 0 the exponential is the larger one, and "
        "x is meant there.",
        largest,
    ),
    Mistake(
        "smallest",
        "The smaller of the two formulas is taken: below 0 that may be x, and the exponential is "
        "meant there.",
        smallest,
    ),
    Mistake(
        "wrong_side",
        "The exponential is used where x is positive: it is for the other side.",
        wrong_side,
    ),
    Mistake(
        "exponential_everywhere",
        "The exponential is used on both sides: above 0 it is x itself.",
        exponential_everywhere,
    ),
    Mistake(
        "wrong_way_round",
        "On the negative side the output is positive: the difference is the wrong way round.",
        wrong_way_round,
    ),
    Mistake(
        "minus_in_exponent",
        "On the negative side the exponential grows: there is no minus sign in it.",
        minus_in_exponent,
    ),
    Mistake(
        "plain_relu", "Negative numbers became 0: here they bend towards minus alpha.", plain_relu
    ),
    Mistake(
        "leaky",
        "The negative side is a straight line: here it bends towards minus alpha.",
        leaky,
    ),
    Mistake(
        "alpha_in_exponent",
        "The factor alpha is inside the exponential: it multiplies what comes out.",
        alpha_in_exponent,
    ),
    Mistake(
        "alpha_divides_in_exponent",
        "Inside the exponential x is divided by alpha: that is another unit, CELU.",
        alpha_divides_in_exponent,
    ),
    Mistake(
        "alpha_on_both_sides",
        "The positive side is multiplied by alpha as well: it is x itself.",
        alpha_on_both_sides,
    ),
    Mistake(
        "alpha_subtracted",
        "On the negative side alpha is subtracted: it is a factor, and 1 is subtracted.",
        alpha_subtracted,
    ),
    Mistake("selu", "The output is scaled as for SELU: here there is no scale.", selu),
    Mistake(
        "cut_off",
        "The negative side is cut off at minus alpha: it bends towards it.",
        cut_off,
    ),
    *forward_mistakes("elu"),
)

# elu_backward -----------------------------------------------------------------------


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
