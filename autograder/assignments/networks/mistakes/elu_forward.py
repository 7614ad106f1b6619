"""Known mistakes of ``elu_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import forward_mistakes
from autograder.judge.exercise import Mistake


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
