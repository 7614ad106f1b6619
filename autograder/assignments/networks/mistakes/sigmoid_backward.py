"""Known mistakes of ``sigmoid_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import backward_mistakes
from autograder.judge.exercise import Mistake
from solutions.networks import sigmoid_forward as right_forward


def sigmoid_again(dout, cache):
    s = 1 / (1 + np.exp(-cache))
    return dout * s * (1 - s)


def missing_factor(dout, cache):
    return dout * cache


def other_factor(dout, cache):
    return dout * (1 - cache)


def slope_of_tanh(dout, cache):
    return dout * (1 - cache**2)


def plus_for_minus(dout, cache):
    return dout * cache * (1 + cache)


def slope_of_upstream(dout, cache):
    return dout * (1 - dout)


def upstream_in_one_factor(dout, cache):
    return dout * cache * (1 - dout * cache)


def missing_bracket(dout, cache):
    return dout * cache - cache**2


def added(dout, cache):
    return dout + cache * (1 - cache)


def sum_of_factors(dout, cache):
    return dout * (cache + 1 - cache)


def forward_with_x(x):
    return right_forward(x)[0], x


def input_for_output(dout, cache):
    return dout * cache * (1 - cache)


def overflow(dout, cache):
    power = np.exp(-cache)
    return dout * power / (1 + power) ** 2


def falling(dout, cache):
    power = np.exp(-np.abs(cache))
    return -dout * power / (1 + power) ** 2 * np.sign(cache)


def not_squared(dout, cache):
    power = np.exp(-np.abs(cache))
    return dout * power / (1 + power)


WITH_X = {"sigmoid_forward": forward_with_x}

SIGMOID_BACKWARD = (
    Mistake(
        "sigmoid_again",
        "The sigmoid is taken of its own output: the slope needs the output as it is.",
        sigmoid_again,
    ),
    Mistake(
        "missing_factor",
        "The upstream gradient is multiplied by the output alone: the slope has two factors.",
        missing_factor,
    ),
    Mistake(
        "other_factor",
        "The upstream gradient is multiplied by what the output leaves up to 1: the slope has two "
        "factors.",
        other_factor,
    ),
    Mistake(
        "slope_of_tanh",
        "This is the slope of the hyperbolic tangent.",
        slope_of_tanh,
    ),
    Mistake(
        "plus_for_minus",
        "The second factor of the slope has a plus where a minus should be.",
        plus_for_minus,
    ),
    Mistake(
        "slope_of_upstream",
        "The slope is computed from the upstream gradient: it comes from the output of the "
        "forward.",
        slope_of_upstream,
    ),
    Mistake(
        "upstream_in_one_factor",
        "The upstream gradient is inside both factors: it multiplies the slope once.",
        upstream_in_one_factor,
    ),
    Mistake(
        "missing_bracket",
        "The upstream gradient multiplies only part of the slope: a bracket is missing.",
        missing_bracket,
    ),
    Mistake("added", "The slope is added to the upstream gradient: they are multiplied.", added),
    Mistake(
        "sum_of_factors",
        "The two factors of the slope are added, which is always 1: they are multiplied.",
        sum_of_factors,
    ),
    Mistake(
        "input_for_output",
        "The slope is computed from x as if x were the output: either keep the output, or take "
        "the sigmoid again.",
        input_for_output,
        WITH_X,
    ),
    Mistake(
        "overflow",
        "The exponential of minus x overflows where x is far below 0, and infinity divided by "
        "infinity is no number: the slope is safe in terms of the output.",
        overflow,
        WITH_X,
    ),
    Mistake(
        "falling",
        "On one side the slope has the wrong sign: the curve rises everywhere.",
        falling,
        WITH_X,
    ),
    Mistake(
        "not_squared",
        "The slope's denominator is not squared.",
        not_squared,
        WITH_X,
    ),
    *backward_mistakes("sigmoid"),
)
