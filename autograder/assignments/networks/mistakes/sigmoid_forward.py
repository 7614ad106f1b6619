"""Known mistakes of ``sigmoid_forward``."""

import math
from functools import partial

import numpy as np

from autograder.assignments.networks.mistakes._layers import forward_mistakes
from autograder.judge.mistake import Mistake
from solutions.networks import sigmoid_forward as right_forward


def overflow_above(x):
    """The exponential of a large x overflows, and infinity divided by infinity is no number: let
    only negative numbers into the exponential."""
    out = np.exp(x) / (1 + np.exp(x))
    return out, out


def no_minus(x):
    """The curve falls: in the exponential the minus sign is missing, or the forms for the two sides
    of 0 change places."""
    out = 1 / (1 + np.exp(x))
    return out, out


def missing_bracket(x):
    """The sum in the denominator is not in brackets: the division comes first."""
    out = 1 / 1 + np.exp(-x)
    return out, out


def _wrong(out):
    """That output, with itself in the cache."""
    return out, out


def _cut_off(x, limit):
    return _wrong(1 / (1 + np.exp(-np.clip(x, -limit, limit))))


def overflow_below(x):
    """The exponential of minus x overflows where x is far below 0, and infinity divided by infinity
    is no number."""
    return _wrong(1 - np.exp(-x) / (1 + np.exp(-x)))


def python_exponential(x):
    """Python's own exponential stops with an error where x is far below 0: let only negative
    numbers into it."""
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = 1 / (1 + math.exp(-value))
    return _wrong(out)


def even(x):
    """Negative and positive x give the same: the curve for safe exponentials has two sides, and one
    of them is missing."""
    small = np.exp(-np.abs(x))
    return _wrong(1 / (1 + small))


def numerator_alone(x):
    """Below 0 the exponential itself came back: it is divided by 1 and itself, as on the other
    side."""
    small = np.exp(-np.abs(x))
    return _wrong(np.where(x >= 0, 1 / (1 + small), small))


def odd_sides(x):
    """Positive x gives what negative x should: the curve for safe exponentials has two sides, and
    one of them is missing."""
    small = np.exp(-np.abs(x))
    return _wrong(small / (1 + small))


cut_off = tuple(
    Mistake(
        f"cut_off_at_{limit}",
        "Large numbers are cut off too early: the curve goes on towards 0 and 1.",
        partial(_cut_off, limit=limit),
    )
    for limit in (5, 6, 8, 10, 15, 20)
)


def tanh(x):
    """This is the hyperbolic tangent: it goes from minus 1 to 1."""
    return _wrong(np.tanh(x))


def half_of_tanh(x):
    """The curve is twice as steep as it should be: the hyperbolic tangent that it is made of takes
    one half of x."""
    return _wrong((np.tanh(x) + 1) / 2)


def softmax(x):
    """The outputs share a sum of 1: that is softmax, and here each number stands alone."""
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return _wrong(powers / powers.sum(axis=-1, keepdims=True))


def step(x):
    """The output is 0 or 1: the curve is smooth."""
    return _wrong((x > 0) * 1.0)


def exponential_alone(x):
    """The output grows without bound: in the denominator the 1 is missing."""
    return _wrong(1 / np.exp(-x))


def minus_for_plus(x):
    """The denominator has a minus sign in front of the exponential: it is a sum."""
    return _wrong(1 / (1 - np.exp(-x)))


def power_of_2(x):
    """These are powers of 2: powers of e are meant."""
    return _wrong(1 / (1 + 2.0 ** (-x)))


def slope(x):
    """What came back is the slope: here the value is asked for."""
    out = right_forward(x)[0]
    return out * (1 - out), out


def algebraic(x):
    """This is another S-shaped curve, without an exponential."""
    return _wrong((x / (1 + np.abs(x)) + 1) / 2)


of_any_layer = forward_mistakes("sigmoid")
