"""Known mistakes of ``l1_penalty``."""

import numpy as np

from autograder.judge.exercise import Mistake


def no_absolute_value(W):
    return W.sum(), np.ones_like(W)


def squares(W):
    return (W * W).sum(), 2 * W


def matrix_norm(W):
    return np.linalg.norm(W, 1), np.sign(W)


def per_class(W):
    return np.abs(W).sum(axis=0), np.sign(W)


def mean(W):
    return np.abs(W).mean(), np.sign(W) / W.size


def gradient_one_at_zero(W):
    return np.abs(W).sum(), np.where(W >= 0, 1.0, -1.0)


def gradient_minus_one_at_zero(W):
    return np.abs(W).sum(), np.where(W > 0, 1.0, -1.0)


def gradient_divides_by_zero(W):
    return np.abs(W).sum(), W / np.abs(W)


def gradient_of_absolute_values(W):
    return np.abs(W).sum(), np.abs(W)


def gradient_all_ones(W):
    return np.abs(W).sum(), np.ones_like(W)


def gradient_summed(W):
    return np.abs(W).sum(), np.sign(W).sum()


L1_PENALTY = (
    Mistake(
        "no_absolute_value",
        "The weights are added with their signs: a large negative weight must cost as much as "
        "a large positive one.",
        no_absolute_value,
    ),
    Mistake("squares", "These are squares: that is the L2 penalty.", squares),
    Mistake(
        "matrix_norm",
        "This is the matrix norm of that name, the largest sum of a column: the penalty adds "
        "up all weights.",
        matrix_norm,
    ),
    Mistake(
        "per_class",
        "There is one number per class: the penalty is one number for all weights.",
        per_class,
    ),
    Mistake(
        "mean",
        "The penalty is divided by the number of weights: it is a sum, not a mean.",
        mean,
    ),
    Mistake(
        "gradient_one_at_zero",
        "A weight of exactly 0 gets the gradient 1: there the specification wants 0.",
        gradient_one_at_zero,
    ),
    Mistake(
        "gradient_minus_one_at_zero",
        "A weight of exactly 0 gets the gradient −1: there the specification wants 0.",
        gradient_minus_one_at_zero,
    ),
    Mistake(
        "gradient_divides_by_zero",
        "The gradient divides 0 by 0 where a weight is 0, and that is not a number.",
        gradient_divides_by_zero,
    ),
    Mistake(
        "gradient_of_absolute_values",
        "The gradient holds the sizes of the weights: the slope of an absolute value does not "
        "depend on how large it is.",
        gradient_of_absolute_values,
    ),
    Mistake(
        "gradient_all_ones",
        "The gradient is 1 everywhere: left of 0 an absolute value falls.",
        gradient_all_ones,
    ),
    Mistake(
        "gradient_summed",
        "The gradient is summed to one number: every weight has its own slope.",
        gradient_summed,
    ),
)
