"""Known mistakes of ``leaky_relu_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import forward_mistakes
from autograder.judge.exercise import Mistake


def slope_ignored(x, slope=0.01):
    return np.maximum(x, 0.01 * x), (x, slope)


def plain_relu(x, slope=0.01):
    return np.maximum(x, 0), (x, slope)


def slope_for_value(x, slope=0.01):
    return np.where(x > 0, x, slope), (x, slope)


def slope_everywhere(x, slope=0.01):
    return slope * x, (x, slope)


def slope_subtracted(x, slope=0.01):
    return np.where(x > 0, x, x - slope), (x, slope)


def slope_added(x, slope=0.01):
    return np.where(x > 0, x, x + slope), (x, slope)


def slope_divides(x, slope=0.01):
    return np.where(x > 0, x, x / slope), (x, slope)


def minus_slope(x, slope=0.01):
    return np.where(x > 0, x, -slope * x), (x, slope)


def wrong_side(x, slope=0.01):
    return np.where(x > 0, slope * x, x), (x, slope)


def floor_at_slope(x, slope=0.01):
    return np.maximum(x, slope), (x, slope)


def shifted_up(x, slope=0.01):
    return np.maximum(x, 0) + slope * x, (x, slope)


def one_minus_slope(x, slope=0.01):
    return np.where(x > 0, x, (1 - slope) * x), (x, slope)


def another_default(x, slope=0.1):
    return np.where(x > 0, x, slope * x), (x, slope)


LEAKY_RELU_FORWARD = (
    Mistake("slope_ignored", "The argument slope is not used.", slope_ignored),
    Mistake(
        "plain_relu",
        "Negative numbers became 0: here they keep a small slope.",
        plain_relu,
    ),
    Mistake(
        "slope_for_value",
        "Negative numbers were replaced by the slope: they are multiplied by it.",
        slope_for_value,
    ),
    Mistake(
        "slope_everywhere",
        "Every number is multiplied by the slope: those above 0 stay as they are.",
        slope_everywhere,
    ),
    Mistake(
        "slope_subtracted",
        "The slope is subtracted from negative numbers: they are multiplied by it.",
        slope_subtracted,
    ),
    Mistake(
        "slope_added",
        "The slope is added to negative numbers: they are multiplied by it.",
        slope_added,
    ),
    Mistake(
        "slope_divides",
        "Negative numbers are divided by the slope: they are multiplied by it.",
        slope_divides,
    ),
    Mistake(
        "minus_slope",
        "Negative numbers change their sign: the output is negative there, too.",
        minus_slope,
    ),
    Mistake(
        "wrong_side",
        "The slope is used where x is positive: it is for the other side.",
        wrong_side,
    ),
    Mistake(
        "floor_at_slope",
        "Numbers below the slope were raised to it: negative numbers are multiplied by it.",
        floor_at_slope,
    ),
    Mistake(
        "shifted_up",
        "The slope is added on the positive side as well: x stays as it is there.",
        shifted_up,
    ),
    Mistake(
        "one_minus_slope",
        "Negative numbers lose the slope's share: the slope is what they keep.",
        one_minus_slope,
    ),
    Mistake(
        "another_default",
        "Where no slope is given, another one is used: look at the signature once more.",
        another_default,
    ),
    *forward_mistakes("leaky_relu"),
)
