"""Known mistakes of ``elu_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import forward_mistakes


def overflow(x, alpha=1.0):
    """The exponential of a large x overflows, and infinity times 0 is no number: choose one of the
    two sides, and do not multiply by 0 and 1."""
    return (x > 0) * x + (x <= 0) * alpha * (np.exp(x) - 1), (x, alpha)


def alpha_ignored(x, alpha=1.0):
    """The argument alpha is not used."""
    return np.where(x > 0, x, np.exp(x) - 1), (x, alpha)


def no_minus_1(x, alpha=1.0):
    """On the negative side the 1 is not subtracted: the two sides meet at 0."""
    return np.where(x > 0, x, alpha * np.exp(x)), (x, alpha)


def missing_bracket(x, alpha=1.0):
    """On the negative side alpha multiplies the exponential alone: a bracket is missing."""
    return np.where(x > 0, x, alpha * np.exp(x) - 1), (x, alpha)


def largest(x, alpha=1.0):
    """The larger of the two formulas is taken: above 0 the exponential is the larger one, and x is
    meant there."""
    return np.maximum(x, alpha * (np.exp(x) - 1)), (x, alpha)


def smallest(x, alpha=1.0):
    """The smaller of the two formulas is taken: below 0 that may be x, and the exponential is meant
    there."""
    return np.minimum(x, alpha * (np.exp(x) - 1)), (x, alpha)


def wrong_side(x, alpha=1.0):
    """The exponential is used where x is positive: it is for the other side."""
    return np.where(x < 0, x, alpha * (np.exp(x) - 1)), (x, alpha)


def exponential_everywhere(x, alpha=1.0):
    """The exponential is used on both sides: above 0 it is x itself."""
    return alpha * (np.exp(x) - 1), (x, alpha)


def wrong_way_round(x, alpha=1.0):
    """On the negative side the output is positive: the difference is the wrong way round."""
    return np.where(x > 0, x, alpha * (1 - np.exp(x))), (x, alpha)


def minus_in_exponent(x, alpha=1.0):
    """On the negative side the exponential grows: there is no minus sign in it."""
    return np.where(x > 0, x, alpha * (np.exp(-x) - 1)), (x, alpha)


def plain_relu(x, alpha=1.0):
    """Negative numbers became 0: here they bend towards minus alpha."""
    return np.maximum(x, 0), (x, alpha)


def leaky(x, alpha=1.0):
    """The negative side is a straight line: here it bends towards minus alpha."""
    return np.where(x > 0, x, alpha * x), (x, alpha)


def alpha_in_exponent(x, alpha=1.0):
    """The factor alpha is inside the exponential: it multiplies what comes out."""
    return np.where(x > 0, x, np.exp(alpha * x) - 1), (x, alpha)


def alpha_divides_in_exponent(x, alpha=1.0):
    """Inside the exponential x is divided by alpha: that is another unit, CELU."""
    return np.where(x > 0, x, alpha * (np.exp(x / alpha) - 1)), (x, alpha)


def alpha_on_both_sides(x, alpha=1.0):
    """The positive side is multiplied by alpha as well: it is x itself."""
    return alpha * np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1), (x, alpha)


def alpha_subtracted(x, alpha=1.0):
    """On the negative side alpha is subtracted: it is a factor, and 1 is subtracted."""
    return np.where(x > 0, x, np.exp(x) - alpha), (x, alpha)


def selu(x, alpha=1.0):
    """The output is scaled as for SELU: here there is no scale."""
    return 1.0507 * np.where(x > 0, x, 1.67326 * alpha * (np.exp(x) - 1)), (x, alpha)


def cut_off(x, alpha=1.0):
    """The negative side is cut off at minus alpha: it bends towards it."""
    return np.where(x > 0, x, np.maximum(x, -alpha)), (x, alpha)


of_any_layer = forward_mistakes("elu")
