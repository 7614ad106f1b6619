"""Known mistakes of ``tanh_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import forward_mistakes
from autograder.judge.exercise import Mistake


def overflow(x):
    out = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return out, out


def overflow_above(x):
    out = (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)
    return out, out


def too_flat(x):
    out = 2 / (1 + np.exp(-x)) - 1
    return out, out


def _wrong(out):
    """That output, with itself in the cache."""
    return out, out


def overflow_below(x):
    return _wrong((1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x)))


def sigmoid(x):
    return _wrong(1 / (1 + np.exp(-x)))


def steep_sigmoid(x):
    return _wrong(1 / (1 + np.exp(-2 * x)))


def twice_as_large(x):
    return _wrong(2 * np.tanh(x))


def falling(x):
    return _wrong(-np.tanh(x))


def hard(x):
    return _wrong(np.clip(x, -1, 1))


def tangent(x):
    return _wrong(np.tan(x))


def arc_tangent(x):
    return _wrong(np.arctan(x))


def sine(x):
    return _wrong(np.sinh(x))


def turned_over(x):
    return _wrong(1 / np.tanh(x))


def sign(x):
    return _wrong(np.sign(x))


def size(x):
    return _wrong(np.abs(np.tanh(x)))


def softsign(x):
    return _wrong(x / (1 + np.abs(x)))


def slope(x):
    out = np.tanh(x)
    return 1 - out**2, out


TANH_FORWARD = (
    Mistake(
        "overflow",
        "The exponentials overflow far from 0, and infinity divided by infinity is no number: "
        "NumPy has a function that is safe.",
        overflow,
    ),
    Mistake(
        "overflow_above",
        "The exponential of a large x overflows, and infinity divided by infinity is no number: "
        "NumPy has a function that is safe.",
        overflow_above,
    ),
    Mistake(
        "too_flat",
        "The curve is only half as steep as it should be: the sigmoid that it is made of takes "
        "twice x.",
        too_flat,
    ),
    Mistake(
        "overflow_below",
        "The exponential overflows where x is far below 0, and infinity divided by infinity is no "
        "number: NumPy has a function that is safe.",
        overflow_below,
    ),
    Mistake("sigmoid", "This is the sigmoid: it goes from 0 to 1.", sigmoid),
    Mistake(
        "steep_sigmoid",
        "This curve goes from 0 to 1: stretch it, so that it goes from minus 1 to 1.",
        steep_sigmoid,
    ),
    Mistake(
        "twice_as_large",
        "The curve goes from minus 2 to 2: it is twice as high as it should be.",
        twice_as_large,
    ),
    Mistake("falling", "The curve falls: a sign is turned round.", falling),
    Mistake("hard", "Numbers are cut off at minus 1 and 1: the curve is smooth.", hard),
    Mistake("tangent", "This is the tangent of an angle: the hyperbolic one is meant.", tangent),
    Mistake("arc_tangent", "This is the arc tangent, another S-shaped curve.", arc_tangent),
    Mistake(
        "sine",
        "This is the hyperbolic sine: the division by the hyperbolic cosine is missing.",
        sine,
    ),
    Mistake("turned_over", "The fraction is turned over.", turned_over),
    Mistake("sign", "The output is minus 1, 0 or 1: the curve is smooth.", sign),
    Mistake("size", "Negative outputs lost their sign.", size),
    Mistake("softsign", "This is another S-shaped curve, without an exponential.", softsign),
    Mistake("slope", "What came back is the slope: here the value is asked for.", slope),
    *forward_mistakes("tanh"),
)
