"""Known mistakes of ``leaky_relu_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import forward_mistakes


def slope_ignored(x, slope=0.01):
    """The argument slope is not used."""
    return np.maximum(x, 0.01 * x), (x, slope)


def plain_relu(x, slope=0.01):
    """Negative numbers became 0: here they keep a small slope."""
    return np.maximum(x, 0), (x, slope)


def slope_for_value(x, slope=0.01):
    """Negative numbers were replaced by the slope: they are multiplied by it."""
    return np.where(x > 0, x, slope), (x, slope)


def slope_everywhere(x, slope=0.01):
    """Every number is multiplied by the slope: those above 0 stay as they are."""
    return slope * x, (x, slope)


def slope_subtracted(x, slope=0.01):
    """The slope is subtracted from negative numbers: they are multiplied by it."""
    return np.where(x > 0, x, x - slope), (x, slope)


def slope_added(x, slope=0.01):
    """The slope is added to negative numbers: they are multiplied by it."""
    return np.where(x > 0, x, x + slope), (x, slope)


def slope_divides(x, slope=0.01):
    """Negative numbers are divided by the slope: they are multiplied by it."""
    return np.where(x > 0, x, x / slope), (x, slope)


def minus_slope(x, slope=0.01):
    """Negative numbers change their sign: the output is negative there, too."""
    return np.where(x > 0, x, -slope * x), (x, slope)


def wrong_side(x, slope=0.01):
    """The slope is used where x is positive: it is for the other side."""
    return np.where(x > 0, slope * x, x), (x, slope)


def floor_at_slope(x, slope=0.01):
    """Numbers below the slope were raised to it: negative numbers are multiplied by it."""
    return np.maximum(x, slope), (x, slope)


def shifted_up(x, slope=0.01):
    """The slope is added on the positive side as well: x stays as it is there."""
    return np.maximum(x, 0) + slope * x, (x, slope)


def one_minus_slope(x, slope=0.01):
    """Negative numbers lose the slope's share: the slope is what they keep."""
    return np.where(x > 0, x, (1 - slope) * x), (x, slope)


def another_default(x, slope=0.1):
    """Where no slope is given, another one is used: look at the signature once more."""
    return np.where(x > 0, x, slope * x), (x, slope)


of_any_layer = forward_mistakes("leaky_relu")
