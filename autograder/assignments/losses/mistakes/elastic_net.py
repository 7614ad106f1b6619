"""Known mistakes of ``elastic_net``."""

import numpy as np


def beta_on_l1(W, beta):
    """beta weighs the wrong part: it belongs to the squares."""
    squares, sizes = (W * W).sum(), np.abs(W).sum()
    return squares + beta * sizes, 2 * W + beta * np.sign(W)


def beta_on_both(W, beta):
    """beta weighs both parts: only the squares have it."""
    squares, sizes = (W * W).sum(), np.abs(W).sum()
    return beta * (squares + sizes), beta * (2 * W + np.sign(W))


def mixture(W, beta):
    """The two parts are mixed with weights that add up to 1. That is another common form: here the
    L1 part always counts in full."""
    squares, sizes = (W * W).sum(), np.abs(W).sum()
    return beta * squares + (1 - beta) * sizes, 2 * beta * W + (1 - beta) * np.sign(W)


def _elastic(W, ridge, lasso):
    """The net with any two weights."""
    return (
        ridge * (W * W).sum() + lasso * np.abs(W).sum(),
        2 * ridge * W + lasso * np.sign(W),
    )


def ignores_beta(W, beta):
    """The argument beta is not used."""
    return _elastic(W, 1, 1)


def half(W, beta):
    """The L2 part is half as large as it should be: in this course there is no factor 1/2."""
    return _elastic(W, beta / 2, 1)


def square_root(W, beta):
    """The L2 part is the length of the weights: it should be the squared length."""
    norm = np.sqrt((W * W).sum())
    return beta * norm + np.abs(W).sum(), beta * W / max(norm, 1e-300) + np.sign(W)


def gradient_missing_factor(W, beta):
    """The L2 part of the gradient is half as large as it should be: differentiate the square once
    more."""
    return _elastic(W, beta, 1)[0], beta * W + np.sign(W)


def gradient_without_l1(W, beta):
    """The L1 part is missing in the gradient."""
    return _elastic(W, beta, 1)[0], 2 * beta * W


def gradient_without_l2(W, beta):
    """The L2 part is missing in the gradient."""
    return _elastic(W, beta, 1)[0], np.sign(W)


def gradient_without_beta(W, beta):
    """beta is missing in the gradient: it is a factor there as in the value."""
    return _elastic(W, beta, 1)[0], 2 * W + np.sign(W)


def gradient_one_at_zero(W, beta):
    """A weight of exactly 0 gets a slope of 1 from the L1 part: there it is 0."""
    return _elastic(W, beta, 1)[0], 2 * beta * W + np.where(W >= 0, 1.0, -1.0)


def gradient_divides_by_zero(W, beta):
    """The gradient divides 0 by 0 where a weight is 0, and that is not a number."""
    return _elastic(W, beta, 1)[0], 2 * beta * W + W / np.abs(W)


def beta_squared(W, beta):
    """The square takes beta along: beta multiplies the squares of the weights."""
    return _elastic(W, beta**2, 1)
