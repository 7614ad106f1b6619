"""Known mistakes of ``l2_penalty``."""

import numpy as np


def half(W):
    """Penalty and gradient are half as large as they should be: in this course there is no factor
    1/2."""
    return 0.5 * (W * W).sum(), 1.0 * W


def square_root(W):
    """The root of the sum is taken: this penalty is the squared length, without the root."""
    norm = np.sqrt((W * W).sum())
    return norm, W / norm


def square_root_in_value(W):
    """The value is the length of the weights, and its root is too much: what is asked for is the
    squared length."""
    return np.linalg.norm(W), 2 * W


def gradient_missing_factor(W):
    """The gradient is half as large as it should be: differentiate the square once more."""
    return (W * W).sum(), 1.0 * W


def half_in_value(W):
    """The value is half as large as it should be: in this course there is no factor 1/2."""
    return 0.5 * (W * W).sum(), 2 * W


def gradient_loses_signs(W):
    """The gradient has lost the signs of the weights: left of 0 a square falls."""
    return (W * W).sum(), 2 * np.abs(W)


def mean(W):
    """The penalty is divided by the number of weights: it is a sum, not a mean."""
    return (W * W).mean(), 2 * W / W.size


def matrix_product(W):
    """This is a matrix product, where products of different weights are added too: each weight
    meets only itself."""
    return (W.T @ W).sum(), 2 * W


def products_of_rows(W):
    """This is a matrix product, where products of different rows are added too: each weight meets
    only itself."""
    return (W @ W.T).sum(), 2 * W


def matrix(W):
    """The value is a whole matrix of products: square each weight, then add all up."""
    return W @ W.T, 2 * W


def square_of_sum(W):
    """The sum is squared: square each weight, then add up."""
    return W.sum() ** 2, 2 * W.sum() * np.ones_like(W)


def absolute_values(W):
    """These are absolute values: that is the L1 penalty."""
    return np.abs(W).sum(), np.sign(W)


def per_class(W):
    """There is one number per class: the penalty is one number for all weights."""
    return (W * W).sum(axis=0), 2 * W


def skips_last_row(W):
    """The last row is left out as if it were a bias: all rows here are weights."""
    gradient = 2 * W
    gradient[-1] = 0
    return (W[:-1] * W[:-1]).sum(), gradient


def gradient_summed(W):
    """The gradient is one number for all weights: it has an entry for each."""
    return np.sum(W * W), 2 * W.sum()


def mean_in_value(W):
    """The value is divided by the number of weights: it is a sum, not a mean."""
    return np.mean(W * W), 2 * W
