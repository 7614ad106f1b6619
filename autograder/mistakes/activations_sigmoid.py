"""Known mistakes of ``sigmoid_forward`` and ``sigmoid_backward``."""

import numpy as np

from autograder.exercise import Mistake
from autograder.mistakes.layers import backward_mistakes, forward_mistakes
from solutions.networks import sigmoid_forward as right_forward

# sigmoid_forward --------------------------------------------------------------------


def overflow_above(x):
    out = np.exp(x) / (1 + np.exp(x))
    return out, out


def no_minus(x):
    out = 1 / (1 + np.exp(x))
    return out, out


def missing_bracket(x):
    out = 1 / 1 + np.exp(-x)
    return out, out


def _wrong(out):
    """That output, with itself in the cache."""
    return out, out


def overflow_below(x):
    return _wrong(1 - np.exp(-x) / (1 + np.exp(-x)))


def even(x):
    small = np.exp(-np.abs(x))
    return _wrong(1 / (1 + small))


def odd_sides(x):
    small = np.exp(-np.abs(x))
    return _wrong(small / (1 + small))


def cut_off(x):
    return _wrong(1 / (1 + np.exp(-np.clip(x, -10, 10))))


def tanh(x):
    return _wrong(np.tanh(x))


def half_of_tanh(x):
    return _wrong((np.tanh(x) + 1) / 2)


def softmax(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return _wrong(powers / powers.sum(axis=-1, keepdims=True))


def step(x):
    return _wrong((x > 0) * 1.0)


def exponential_alone(x):
    return _wrong(1 / np.exp(-x))


def minus_for_plus(x):
    return _wrong(1 / (1 - np.exp(-x)))


def power_of_2(x):
    return _wrong(1 / (1 + 2.0 ** (-x)))


def slope(x):
    out = right_forward(x)[0]
    return out * (1 - out), out


def algebraic(x):
    return _wrong((x / (1 + np.abs(x)) + 1) / 2)


SIGMOID_FORWARD = (
    Mistake(
        "overflow_above",
        "The exponential of a large x overflows, and infinity divided by infinity is no number: "
        "let only negative numbers into the exponential.",
        overflow_above,
    ),
    Mistake(
        "no_minus",
        "The curve falls: in the exponential the minus sign is missing.",
        no_minus,
    ),
    Mistake(
        "missing_bracket",
        "The sum in the denominator is not in brackets: the division comes first.",
        missing_bracket,
    ),
    Mistake(
        "overflow_below",
        "The exponential of minus x overflows where x is far below 0, and infinity divided by "
        "infinity is no number.",
        overflow_below,
    ),
    Mistake(
        "even",
        "Negative and positive x give the same: the curve for safe exponentials has two sides, "
        "and one of them is missing.",
        even,
    ),
    Mistake(
        "odd_sides",
        "Positive x gives what negative x should: the curve for safe exponentials has two sides, "
        "and one of them is missing.",
        odd_sides,
    ),
    Mistake(
        "cut_off",
        "Large numbers are cut off too early: the curve goes on towards 0 and 1.",
        cut_off,
    ),
    Mistake("tanh", "This is the hyperbolic tangent: it goes from minus 1 to 1.", tanh),
    Mistake(
        "half_of_tanh",
        "The curve is twice as steep as it should be: the hyperbolic tangent that it is made of "
        "takes one half of x.",
        half_of_tanh,
    ),
    Mistake(
        "softmax",
        "The outputs share a sum of 1: that is softmax, and here each number stands alone.",
        softmax,
    ),
    Mistake("step", "The output is 0 or 1: the curve is smooth.", step),
    Mistake(
        "exponential_alone",
        "The output grows without bound: in the denominator the 1 is missing.",
        exponential_alone,
    ),
    Mistake(
        "minus_for_plus",
        "The denominator has a minus sign in front of the exponential: it is a sum.",
        minus_for_plus,
    ),
    Mistake("power_of_2", "These are powers of 2: powers of e are meant.", power_of_2),
    Mistake("slope", "What came back is the slope: here the value is asked for.", slope),
    Mistake(
        "algebraic",
        "This is another S-shaped curve, without an exponential.",
        algebraic,
    ),
    *forward_mistakes("sigmoid"),
)

# sigmoid_backward -------------------------------------------------------------------


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
