"""Known mistakes of ``l1_penalty``, ``l2_penalty`` and ``elastic_net``."""

import numpy as np

from autograder.exercise import Mistake

# l1_penalty -----------------------------------------------------------------------


def l1_no_absolute_value(W):
    return W.sum(), np.ones_like(W)


def l1_squares(W):
    return (W * W).sum(), 2 * W


def l1_matrix_norm(W):
    return np.linalg.norm(W, 1), np.sign(W)


def l1_per_class(W):
    return np.abs(W).sum(axis=0), np.sign(W)


def l1_mean(W):
    return np.abs(W).mean(), np.sign(W) / W.size


def l1_gradient_one_at_zero(W):
    return np.abs(W).sum(), np.where(W >= 0, 1.0, -1.0)


def l1_gradient_minus_one_at_zero(W):
    return np.abs(W).sum(), np.where(W > 0, 1.0, -1.0)


def l1_gradient_divides_by_zero(W):
    return np.abs(W).sum(), W / np.abs(W)


def l1_gradient_of_absolute_values(W):
    return np.abs(W).sum(), np.abs(W)


def l1_gradient_all_ones(W):
    return np.abs(W).sum(), np.ones_like(W)


def l1_gradient_summed(W):
    return np.abs(W).sum(), np.sign(W).sum()


L1_PENALTY = (
    Mistake(
        "no_absolute_value",
        "The weights are added with their signs: a large negative weight must cost as much as "
        "a large positive one.",
        l1_no_absolute_value,
    ),
    Mistake("squares", "These are squares: that is the L2 penalty.", l1_squares),
    Mistake(
        "matrix_norm",
        "This is the matrix norm of that name, the largest sum of a column: the penalty adds "
        "up all weights.",
        l1_matrix_norm,
    ),
    Mistake(
        "per_class",
        "There is one number per class: the penalty is one number for all weights.",
        l1_per_class,
    ),
    Mistake(
        "mean",
        "The penalty is divided by the number of weights: it is a sum, not a mean.",
        l1_mean,
    ),
    Mistake(
        "gradient_one_at_zero",
        "A weight of exactly 0 gets the gradient 1: there the specification wants 0.",
        l1_gradient_one_at_zero,
    ),
    Mistake(
        "gradient_minus_one_at_zero",
        "A weight of exactly 0 gets the gradient −1: there the specification wants 0.",
        l1_gradient_minus_one_at_zero,
    ),
    Mistake(
        "gradient_divides_by_zero",
        "The gradient divides 0 by 0 where a weight is 0, and that is not a number.",
        l1_gradient_divides_by_zero,
    ),
    Mistake(
        "gradient_of_absolute_values",
        "The gradient holds the sizes of the weights: the slope of an absolute value does not "
        "depend on how large it is.",
        l1_gradient_of_absolute_values,
    ),
    Mistake(
        "gradient_all_ones",
        "The gradient is 1 everywhere: left of 0 an absolute value falls.",
        l1_gradient_all_ones,
    ),
    Mistake(
        "gradient_summed",
        "The gradient is summed to one number: every weight has its own slope.",
        l1_gradient_summed,
    ),
)

# l2_penalty -----------------------------------------------------------------------


def l2_half(W):
    return 0.5 * (W * W).sum(), 1.0 * W


def l2_square_root(W):
    norm = np.sqrt((W * W).sum())
    return norm, W / norm


def l2_square_root_in_value(W):
    return np.linalg.norm(W), 2 * W


def l2_gradient_missing_factor(W):
    return (W * W).sum(), 1.0 * W


def l2_half_in_value(W):
    return 0.5 * (W * W).sum(), 2 * W


def l2_gradient_loses_signs(W):
    return (W * W).sum(), 2 * np.abs(W)


def l2_mean(W):
    return (W * W).mean(), 2 * W / W.size


def l2_matrix_product(W):
    return (W.T @ W).sum(), 2 * W


def l2_square_of_sum(W):
    return W.sum() ** 2, 2 * W.sum() * np.ones_like(W)


def l2_absolute_values(W):
    return np.abs(W).sum(), np.sign(W)


def l2_per_class(W):
    return (W * W).sum(axis=0), 2 * W


def l2_skips_last_row(W):
    gradient = 2 * W
    gradient[-1] = 0
    return (W[:-1] * W[:-1]).sum(), gradient


L2_PENALTY = (
    Mistake(
        "half",
        "Penalty and gradient are half as large as they should be: in this course there is no "
        "factor 1/2.",
        l2_half,
    ),
    Mistake(
        "square_root",
        "The root of the sum is taken: this penalty is the squared length, without the root.",
        l2_square_root,
    ),
    Mistake(
        "square_root_in_value",
        "The value is the length of the weights, and its root is too much: the gradient "
        "belongs to the squared length.",
        l2_square_root_in_value,
    ),
    Mistake(
        "gradient_missing_factor",
        "The gradient is half as large as it should be: differentiate the square once more.",
        l2_gradient_missing_factor,
    ),
    Mistake(
        "half_in_value",
        "The value is half as large as it should be, and does not belong to the gradient.",
        l2_half_in_value,
    ),
    Mistake(
        "gradient_loses_signs",
        "The gradient has lost the signs of the weights: left of 0 a square falls.",
        l2_gradient_loses_signs,
    ),
    Mistake(
        "mean",
        "The penalty is divided by the number of weights: it is a sum, not a mean.",
        l2_mean,
    ),
    Mistake(
        "matrix_product",
        "This is a matrix product, where products of different weights are added too: each "
        "weight meets only itself.",
        l2_matrix_product,
    ),
    Mistake(
        "square_of_sum",
        "The sum is squared: square each weight, then add up.",
        l2_square_of_sum,
    ),
    Mistake(
        "absolute_values", "These are absolute values: that is the L1 penalty.", l2_absolute_values
    ),
    Mistake(
        "per_class",
        "There is one number per class: the penalty is one number for all weights.",
        l2_per_class,
    ),
    Mistake(
        "skips_last_row",
        "The last row is left out as if it were a bias: all rows here are weights.",
        l2_skips_last_row,
    ),
)

# elastic_net ----------------------------------------------------------------------


def _elastic(W, ridge, lasso):
    """The net with any two weights."""
    return (
        ridge * (W * W).sum() + lasso * np.abs(W).sum(),
        2 * ridge * W + lasso * np.sign(W),
    )


def elastic_beta_on_l1(W, beta):
    squares, sizes = (W * W).sum(), np.abs(W).sum()
    return squares + beta * sizes, 2 * W + beta * np.sign(W)


def elastic_beta_on_both(W, beta):
    squares, sizes = (W * W).sum(), np.abs(W).sum()
    return beta * (squares + sizes), beta * (2 * W + np.sign(W))


def elastic_mixture(W, beta):
    squares, sizes = (W * W).sum(), np.abs(W).sum()
    return beta * squares + (1 - beta) * sizes, 2 * beta * W + (1 - beta) * np.sign(W)


def elastic_ignores_beta(W, beta):
    return _elastic(W, 1, 1)


def elastic_half(W, beta):
    return _elastic(W, beta / 2, 1)


def elastic_square_root(W, beta):
    norm = np.sqrt((W * W).sum())
    return beta * norm + np.abs(W).sum(), beta * W / max(norm, 1e-300) + np.sign(W)


def elastic_gradient_missing_factor(W, beta):
    return _elastic(W, beta, 1)[0], beta * W + np.sign(W)


def elastic_gradient_without_l1(W, beta):
    return _elastic(W, beta, 1)[0], 2 * beta * W


def elastic_gradient_without_l2(W, beta):
    return _elastic(W, beta, 1)[0], np.sign(W)


def elastic_gradient_without_beta(W, beta):
    return _elastic(W, beta, 1)[0], 2 * W + np.sign(W)


def elastic_gradient_one_at_zero(W, beta):
    return _elastic(W, beta, 1)[0], 2 * beta * W + np.where(W >= 0, 1.0, -1.0)


def elastic_gradient_divides_by_zero(W, beta):
    return _elastic(W, beta, 1)[0], 2 * beta * W + W / np.abs(W)


ELASTIC_NET = (
    Mistake(
        "beta_on_l1",
        "beta weighs the wrong part: it belongs to the squares.",
        elastic_beta_on_l1,
    ),
    Mistake(
        "beta_on_both",
        "beta weighs both parts: only the squares have it.",
        elastic_beta_on_both,
    ),
    Mistake(
        "mixture",
        "The two parts are mixed with weights that add up to 1. That is another common form: "
        "here the L1 part always counts in full.",
        elastic_mixture,
    ),
    Mistake("ignores_beta", "The argument beta is not used.", elastic_ignores_beta),
    Mistake(
        "half",
        "The L2 part is half as large as it should be: in this course there is no factor 1/2.",
        elastic_half,
    ),
    Mistake(
        "square_root",
        "The L2 part is the length of the weights: it should be the squared length.",
        elastic_square_root,
    ),
    Mistake(
        "gradient_missing_factor",
        "The L2 part of the gradient is half as large as it should be: differentiate the "
        "square once more.",
        elastic_gradient_missing_factor,
    ),
    Mistake(
        "gradient_without_l1",
        "The L1 part is missing in the gradient.",
        elastic_gradient_without_l1,
    ),
    Mistake(
        "gradient_without_l2",
        "The L2 part is missing in the gradient.",
        elastic_gradient_without_l2,
    ),
    Mistake(
        "gradient_without_beta",
        "beta is missing in the gradient: it is a factor there as in the value.",
        elastic_gradient_without_beta,
    ),
    Mistake(
        "gradient_one_at_zero",
        "A weight of exactly 0 gets a slope of 1 from the L1 part: there it is 0.",
        elastic_gradient_one_at_zero,
    ),
    Mistake(
        "gradient_divides_by_zero",
        "The gradient divides 0 by 0 where a weight is 0, and that is not a number.",
        elastic_gradient_divides_by_zero,
    ),
)
