"""Known mistakes of ``tanh_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import backward_mistakes
from autograder.judge.exercise import Mistake
from solutions.networks import tanh_forward as right_forward


def not_squared(dout, cache):
    return dout * (1 - cache)


def slope_of_sigmoid(dout, cache):
    return dout * cache * (1 - cache)


def tanh_again(dout, cache):
    return dout * (1 - np.tanh(cache) ** 2)


def missing_bracket(dout, cache):
    return dout * 1 - cache**2


def plus_for_minus(dout, cache):
    return dout * (1 + cache**2)


def square_alone(dout, cache):
    return dout * cache**2


def output_for_slope(dout, cache):
    return dout * cache


def difference_squared(dout, cache):
    return dout * (1 - cache) ** 2


def upstream_inside(dout, cache):
    return 1 - (dout * cache) ** 2


def upstream_for_output(dout, cache):
    return dout * (1 - dout**2)


def added(dout, cache):
    return dout + (1 - cache**2)


def root(dout, cache):
    return dout * np.sqrt(np.maximum(0, 1 - cache**2))


def twice(dout, cache):
    return 2 * dout * (1 - cache**2)


def forward_with_x(x):
    return right_forward(x)[0], x


def input_for_output(dout, cache):
    return dout * (1 - cache**2)


def overflow(dout, cache):
    return dout * (1 - (np.sinh(cache) / np.cosh(cache)) ** 2)


WITH_X = {"tanh_forward": forward_with_x}

TANH_BACKWARD = (
    Mistake(
        "not_squared",
        "The output is not squared in the slope.",
        not_squared,
    ),
    Mistake("slope_of_sigmoid", "This is the slope of the sigmoid.", slope_of_sigmoid),
    Mistake(
        "tanh_again",
        "The hyperbolic tangent is taken of its own output: the slope needs the output as it is.",
        tanh_again,
    ),
    Mistake(
        "missing_bracket",
        "The upstream gradient multiplies only part of the slope: a bracket is missing.",
        missing_bracket,
    ),
    Mistake("plus_for_minus", "The slope has a plus where a minus should be.", plus_for_minus),
    Mistake(
        "square_alone",
        "The slope is largest far from 0: it is what the square leaves up to 1.",
        square_alone,
    ),
    Mistake(
        "output_for_slope",
        "The upstream gradient is multiplied by the output: it is multiplied by the slope.",
        output_for_slope,
    ),
    Mistake(
        "difference_squared",
        "The difference is squared: only the output is.",
        difference_squared,
    ),
    Mistake(
        "upstream_inside",
        "The upstream gradient is inside the square: it multiplies the slope.",
        upstream_inside,
    ),
    Mistake(
        "upstream_for_output",
        "The slope is computed from the upstream gradient: it comes from the output of the "
        "forward.",
        upstream_for_output,
    ),
    Mistake("added", "The slope is added to the upstream gradient: they are multiplied.", added),
    Mistake("root", "A square root is taken of the slope: there is none.", root),
    Mistake("twice", "The gradient is twice as large as it should be.", twice),
    Mistake(
        "input_for_output",
        "The slope is computed from x as if x were the output: either keep the output, or take "
        "the hyperbolic tangent again.",
        input_for_output,
        WITH_X,
    ),
    Mistake(
        "overflow",
        "The exponentials overflow far from 0, and infinity divided by infinity is no number: "
        "the slope is safe in terms of the output.",
        overflow,
        WITH_X,
    ),
    *backward_mistakes("tanh"),
)
