"""Known mistakes of ``sigmoid_forward``."""

import math

import numpy as np

from autograder.assignments.networks.mistakes.layers import forward_mistakes
from autograder.judge.exercise import Mistake
from solutions.networks import sigmoid_forward as right_forward


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


def python_exponential(x):
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = 1 / (1 + math.exp(-value))
    return _wrong(out)


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
        "python_exponential",
        "Python's own exponential stops with an error where x is far below 0: let only negative "
        "numbers into it.",
        python_exponential,
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
