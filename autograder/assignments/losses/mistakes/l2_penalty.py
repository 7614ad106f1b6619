"""Known mistakes of ``l2_penalty``."""

import numpy as np

from autograder.judge.exercise import Mistake


def half(W):
    return 0.5 * (W * W).sum(), 1.0 * W


def square_root(W):
    norm = np.sqrt((W * W).sum())
    return norm, W / norm


def square_root_in_value(W):
    return np.linalg.norm(W), 2 * W


def gradient_missing_factor(W):
    return (W * W).sum(), 1.0 * W


def half_in_value(W):
    return 0.5 * (W * W).sum(), 2 * W


def gradient_loses_signs(W):
    return (W * W).sum(), 2 * np.abs(W)


def mean(W):
    return (W * W).mean(), 2 * W / W.size


def matrix_product(W):
    return (W.T @ W).sum(), 2 * W


def products_of_rows(W):
    return (W @ W.T).sum(), 2 * W


def matrix(W):
    return W @ W.T, 2 * W


def square_of_sum(W):
    return W.sum() ** 2, 2 * W.sum() * np.ones_like(W)


def absolute_values(W):
    return np.abs(W).sum(), np.sign(W)


def per_class(W):
    return (W * W).sum(axis=0), 2 * W


def skips_last_row(W):
    gradient = 2 * W
    gradient[-1] = 0
    return (W[:-1] * W[:-1]).sum(), gradient


L2_PENALTY = (
    Mistake(
        "half",
        "Penalty and gradient are half as large as they should be: in this course there is no "
        "factor 1/2.",
        half,
    ),
    Mistake(
        "square_root",
        "The root of the sum is taken: this penalty is the squared length, without the root.",
        square_root,
    ),
    Mistake(
        "square_root_in_value",
        "The value is the length of the weights, and its root is too much: the gradient "
        "belongs to the squared length.",
        square_root_in_value,
    ),
    Mistake(
        "gradient_missing_factor",
        "The gradient is half as large as it should be: differentiate the square once more.",
        gradient_missing_factor,
    ),
    Mistake(
        "half_in_value",
        "The value is half as large as it should be, and does not belong to the gradient.",
        half_in_value,
    ),
    Mistake(
        "gradient_loses_signs",
        "The gradient has lost the signs of the weights: left of 0 a square falls.",
        gradient_loses_signs,
    ),
    Mistake(
        "mean",
        "The penalty is divided by the number of weights: it is a sum, not a mean.",
        mean,
    ),
    Mistake(
        "matrix_product",
        "This is a matrix product, where products of different weights are added too: each "
        "weight meets only itself.",
        matrix_product,
    ),
    Mistake(
        "products_of_rows",
        "This is a matrix product, where products of different rows are added too: each "
        "weight meets only itself.",
        products_of_rows,
    ),
    Mistake(
        "matrix",
        "The value is a whole matrix of products: square each weight, then add all up.",
        matrix,
    ),
    Mistake(
        "square_of_sum",
        "The sum is squared: square each weight, then add up.",
        square_of_sum,
    ),
    Mistake(
        "absolute_values", "These are absolute values: that is the L1 penalty.", absolute_values
    ),
    Mistake(
        "per_class",
        "There is one number per class: the penalty is one number for all weights.",
        per_class,
    ),
    Mistake(
        "skips_last_row",
        "The last row is left out as if it were a bias: all rows here are weights.",
        skips_last_row,
    ),
)
