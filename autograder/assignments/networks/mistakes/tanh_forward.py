"""Known mistakes of ``tanh_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import forward_mistakes


def overflow(x):
    """The exponentials overflow far from 0, and infinity divided by infinity is no number: NumPy
    has a function that is safe."""
    out = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return out, out


def overflow_above(x):
    """The exponential of a large x overflows, and infinity divided by infinity is no number: NumPy
    has a function that is safe."""
    out = (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)
    return out, out


def too_flat(x):
    """The curve is only half as steep as it should be: it takes x itself, and a sigmoid that it is
    made of takes twice x."""
    out = 2 / (1 + np.exp(-x)) - 1
    return out, out


def _wrong(out):
    """That output, with itself in the cache."""
    return out, out


def overflow_below(x):
    """The exponential overflows where x is far below 0, and infinity divided by infinity is no
    number: NumPy has a function that is safe."""
    return _wrong((1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x)))


def sigmoid(x):
    """This is the sigmoid: it goes from 0 to 1."""
    return _wrong(1 / (1 + np.exp(-x)))


def steep_sigmoid(x):
    """This curve goes from 0 to 1: stretch it, so that it goes from minus 1 to 1."""
    return _wrong(1 / (1 + np.exp(-2 * x)))


def twice_as_large(x):
    """The curve goes from minus 2 to 2: it is twice as high as it should be."""
    return _wrong(2 * np.tanh(x))


def falling(x):
    """The curve falls: a sign is turned round."""
    return _wrong(-np.tanh(x))


def hard(x):
    """Numbers are cut off at minus 1 and 1: the curve is smooth."""
    return _wrong(np.clip(x, -1, 1))


def tangent(x):
    """This is the tangent of an angle: the hyperbolic one is meant."""
    return _wrong(np.tan(x))


def arc_tangent(x):
    """This is the arc tangent, another S-shaped curve."""
    return _wrong(np.arctan(x))


def sine(x):
    """This is the hyperbolic sine: the division by the hyperbolic cosine is missing."""
    return _wrong(np.sinh(x))


def turned_over(x):
    """The fraction is turned over."""
    return _wrong(1 / np.tanh(x))


def sign(x):
    """The output is minus 1, 0 or 1: the curve is smooth."""
    return _wrong(np.sign(x))


def size(x):
    """Negative outputs lost their sign."""
    return _wrong(np.abs(np.tanh(x)))


def softsign(x):
    """This is another S-shaped curve, without an exponential."""
    return _wrong(x / (1 + np.abs(x)))


def slope(x):
    """What came back is the slope: here the value is asked for."""
    out = np.tanh(x)
    return 1 - out**2, out


of_any_layer = forward_mistakes("tanh")
