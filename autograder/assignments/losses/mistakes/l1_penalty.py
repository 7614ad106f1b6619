"""Known mistakes of ``l1_penalty``."""

import numpy as np


def no_absolute_value(W):
    """The weights are added with their signs: a large negative weight must cost as much as a large
    positive one."""
    return W.sum(), np.ones_like(W)


def squares(W):
    """These are squares: that is the L2 penalty."""
    return (W * W).sum(), 2 * W


def matrix_norm(W):
    """This is the matrix norm of that name, the largest sum of a column: the penalty adds up all
    weights."""
    return np.linalg.norm(W, 1), np.sign(W)


def per_class(W):
    """There is one number per class: the penalty is one number for all weights."""
    return np.abs(W).sum(axis=0), np.sign(W)


def mean(W):
    """The penalty is divided by the number of weights: it is a sum, not a mean."""
    return np.abs(W).mean(), np.sign(W) / W.size


def gradient_one_at_zero(W):
    """A weight of exactly 0 gets the gradient 1: there the specification wants 0."""
    return np.abs(W).sum(), np.where(W >= 0, 1.0, -1.0)


def gradient_minus_one_at_zero(W):
    """A weight of exactly 0 gets the gradient −1: there the specification wants 0."""
    return np.abs(W).sum(), np.where(W > 0, 1.0, -1.0)


def gradient_divides_by_zero(W):
    """The gradient divides 0 by 0 where a weight is 0, and that is not a number."""
    return np.abs(W).sum(), W / np.abs(W)


def gradient_of_absolute_values(W):
    """The gradient holds the sizes of the weights: the slope of an absolute value does not depend
    on how large it is."""
    return np.abs(W).sum(), np.abs(W)


def gradient_all_ones(W):
    """The gradient is 1 everywhere: left of 0 an absolute value falls."""
    return np.abs(W).sum(), np.ones_like(W)


def gradient_summed(W):
    """The gradient is summed to one number: every weight has its own slope."""
    return np.abs(W).sum(), np.sign(W).sum()


def gradient_of_l2(W):
    """The gradient is the weight itself: the slope of an absolute value is its sign."""
    return np.abs(W).sum(), W


def absolute_sum(W):
    """The weights are added with their signs, and the sum loses its sign: take the size of each
    weight, and then add."""
    return np.abs(np.sum(W)), np.sign(W)


def mean_in_value(W):
    """The value is divided by the number of weights: it is a sum, not a mean."""
    return np.mean(np.abs(W)), np.sign(W)


def no_absolute_value_in_value(W):
    """The weights are added with their signs: the value takes the size of each."""
    return W.sum(), np.sign(W)
