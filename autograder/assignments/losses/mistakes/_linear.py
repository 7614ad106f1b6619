"""What people get wrong around the loss of a linear classifier, whichever loss it is."""

import numpy as np

from autograder.judge.mistake import Mistake

PADDINGS = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
"""What people add to a probability before they take its logarithm."""


def _penalty(W, reg):
    """The right L2 term and its gradient."""
    return reg * (W * W).sum(), 2 * reg * W


def with_dscores(total, dscores, W, X, y, reg):
    """Loss and gradient, right but for the total and the gradient at the scores."""
    penalty, dpenalty = _penalty(W, reg)
    return total / len(y) + penalty, X.T @ dscores / len(y) + dpenalty


def _missing_mean(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return total + penalty, X.T @ dscores + dpenalty

    return loss


def _missing_mean_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return total + penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _missing_mean_in_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return total / len(y) + penalty, X.T @ dscores + dpenalty

    return loss


def _mean_over_classes(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        size = dscores.size
        return total / size + penalty, X.T @ dscores / size + dpenalty

    return loss


def _missing_reg(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y), X.T @ dscores / len(y)

    return loss


def _missing_reg_in_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y) + _penalty(W, reg)[0], X.T @ dscores / len(y)

    return loss


def _missing_reg_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y), X.T @ dscores / len(y) + _penalty(W, reg)[1]

    return loss


def _half_reg(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg / 2)
        return total / len(y) + penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _half_reg_in_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y) + _penalty(W, reg)[0], X.T @ dscores / len(y) + reg * W

    return loss


def _half_reg_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return total / len(y) + penalty / 2, X.T @ dscores / len(y) + dpenalty

    return loss


def _sum_of_weights(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y) + reg * W.sum(), X.T @ dscores / len(y) + _penalty(W, reg)[1]

    return loss


def _sum_of_weights_and_its_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y) + reg * W.sum(), X.T @ dscores / len(y) + reg

    return loss


def _reg_averaged(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return (total + penalty) / len(y), (X.T @ dscores + dpenalty) / len(y)

    return loss


def _reg_per_example(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg * len(y))
        return total / len(y) + penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _l1_reg(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty = reg * np.abs(W).sum()
        return total / len(y) + penalty, X.T @ dscores / len(y) + reg * np.sign(W)

    return loss


def _wrong_sign(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return total / len(y) + penalty, -X.T @ dscores / len(y) + dpenalty

    return loss


def _transposed_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return total / len(y) + penalty, (X.T @ dscores / len(y) + dpenalty).T

    return loss


def _mean_over_features(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return total / len(W) + penalty, X.T @ dscores / len(W) + dpenalty

    return loss


def _reg_ignored(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, 1)
        return total / len(y) + penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _length_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty = reg * np.linalg.norm(W)
        return total / len(y) + penalty, X.T @ dscores / len(y) + _penalty(W, reg)[1]

    return loss


def _reg_averaged_in_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = _penalty(W, reg)
        return total / len(y) + penalty, (X.T @ dscores + dpenalty) / len(y)

    return loss


def around(pieces):
    """The mistakes that do not depend on which loss it is.

    `pieces(W, X, y)` gives the right sum of the losses and gradient at the scores.
    """
    return (
        Mistake(
            "missing_mean",
            "The mean over the examples is missing: this is the sum.",
            _missing_mean(pieces),
        ),
        Mistake(
            "missing_mean_in_loss",
            "The mean over the examples is missing in the loss, though the gradient has it.",
            _missing_mean_in_loss(pieces),
        ),
        Mistake(
            "missing_mean_in_gradient",
            "The mean over the examples is missing in the gradient, though the loss has it.",
            _missing_mean_in_gradient(pieces),
        ),
        Mistake(
            "mean_over_classes",
            "The mean runs over the classes as well: only the examples are averaged.",
            _mean_over_classes(pieces),
        ),
        Mistake(
            "missing_reg",
            "The regularization is missing in the loss and in the gradient.",
            _missing_reg(pieces),
        ),
        Mistake(
            "missing_reg_in_gradient",
            "The regularization is missing in the gradient, though the loss has it.",
            _missing_reg_in_gradient(pieces),
        ),
        Mistake(
            "missing_reg_in_loss",
            "The regularization is missing in the loss, though the gradient has it.",
            _missing_reg_in_loss(pieces),
        ),
        Mistake(
            "half_reg",
            "The regularization is half as strong as it should be: there is no factor 1/2.",
            _half_reg(pieces),
        ),
        Mistake(
            "half_reg_in_gradient",
            "The regularization's part of the gradient is half as large as it should be: "
            "differentiate the square once more.",
            _half_reg_in_gradient(pieces),
        ),
        Mistake(
            "half_reg_in_loss",
            "The regularization is half as large as it should be in the loss, though the gradient "
            "has it whole: there is no factor 1/2.",
            _half_reg_in_loss(pieces),
        ),
        Mistake(
            "sum_of_weights",
            "The regularization adds the weights: it adds their squares.",
            _sum_of_weights(pieces),
        ),
        Mistake(
            "sum_of_weights_and_its_gradient",
            "The regularization adds the weights, also in the gradient: it adds their squares.",
            _sum_of_weights_and_its_gradient(pieces),
        ),
        Mistake(
            "reg_averaged",
            "The regularization is divided by the number of examples: it does not depend on "
            "the data and stands outside the mean.",
            _reg_averaged(pieces),
        ),
        Mistake(
            "reg_per_example",
            "The regularization is added once per example: it is added once in all.",
            _reg_per_example(pieces),
        ),
        Mistake(
            "l1_reg",
            "The regularization adds absolute values: here it is the L2 penalty.",
            _l1_reg(pieces),
        ),
        Mistake(
            "wrong_sign",
            "The data part of the gradient has the wrong sign: it points downhill.",
            _wrong_sign(pieces),
        ),
        Mistake(
            "transposed_gradient",
            "The gradient is transposed: it has the shape of W, a row per feature.",
            _transposed_gradient(pieces),
        ),
        Mistake(
            "mean_over_features",
            "The sums are divided by the number of features: divide by the number of examples, "
            "the rows of X.",
            _mean_over_features(pieces),
        ),
        Mistake(
            "reg_averaged_in_gradient",
            "The penalty's part of the gradient is divided by the number of examples, though the "
            "loss has it whole.",
            _reg_averaged_in_gradient(pieces),
        ),
        Mistake(
            "reg_ignored",
            "The penalty is added in full: its strength reg is not used.",
            _reg_ignored(pieces),
        ),
        Mistake(
            "length_in_loss",
            "The penalty in the loss is the length of the weights, and does not belong to the "
            "gradient: it is the sum of their squares, without a root.",
            _length_in_loss(pieces),
        ),
    )
