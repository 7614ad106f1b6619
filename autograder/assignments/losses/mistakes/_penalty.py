"""What people get wrong in the penalty of a linear classifier's loss, whichever loss it is."""

import numpy as np

from autograder.judge.mistake import Mistake


def penalty_of(W, reg):
    """The right L2 term and its gradient."""
    return reg * (W * W).sum(), 2 * reg * W


def _missing_reg(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y), X.T @ dscores / len(y)

    return loss


def _missing_reg_in_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y) + penalty_of(W, reg)[0], X.T @ dscores / len(y)

    return loss


def _missing_reg_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y), X.T @ dscores / len(y) + penalty_of(W, reg)[1]

    return loss


def _half_reg(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg / 2)
        return total / len(y) + penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _half_reg_in_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y) + penalty_of(W, reg)[0], X.T @ dscores / len(y) + reg * W

    return loss


def _half_reg_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total / len(y) + penalty / 2, X.T @ dscores / len(y) + dpenalty

    return loss


def _sum_of_weights(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y) + reg * W.sum(), X.T @ dscores / len(y) + penalty_of(W, reg)[1]

    return loss


def _sum_of_weights_and_its_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        return total / len(y) + reg * W.sum(), X.T @ dscores / len(y) + reg

    return loss


def _reg_averaged(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return (total + penalty) / len(y), (X.T @ dscores + dpenalty) / len(y)

    return loss


def _reg_per_example(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg * len(y))
        return total / len(y) + penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _l1_reg(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty = reg * np.abs(W).sum()
        return total / len(y) + penalty, X.T @ dscores / len(y) + reg * np.sign(W)

    return loss


def _reg_ignored(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, 1)
        return total / len(y) + penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _length_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty = reg * np.linalg.norm(W)
        return total / len(y) + penalty, X.T @ dscores / len(y) + penalty_of(W, reg)[1]

    return loss


def _reg_averaged_in_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total / len(y) + penalty, (X.T @ dscores + dpenalty) / len(y)

    return loss


def _reg_averaged_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return (total + penalty) / len(y), X.T @ dscores / len(y) + dpenalty

    return loss


def around(pieces):
    """The mistakes that do not depend on which loss it is.

    `pieces(W, X, y)` gives the right sum of the losses and gradient at the scores.
    """
    return (
        Mistake(
            "missing_reg",
            "The regularization is missing in the loss and in the gradient.",
            _missing_reg(pieces),
        ),
        Mistake(
            "missing_reg_in_gradient",
            "The regularization is missing in the gradient: what is the slope of a square?",
            _missing_reg_in_gradient(pieces),
        ),
        Mistake(
            "missing_reg_in_loss",
            "The regularization is missing in the loss.",
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
            "In the loss, the regularization is half as large as it should be: there is no "
            "factor 1/2.",
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
            "reg_averaged_in_gradient",
            "The penalty's part of the gradient is divided by the number of examples: it does not "
            "depend on the data and stands outside the mean.",
            _reg_averaged_in_gradient(pieces),
        ),
        Mistake(
            "reg_averaged_in_loss",
            "The penalty in the loss is divided by the number of examples: it does not depend on "
            "the data and stands outside the mean.",
            _reg_averaged_in_loss(pieces),
        ),
        Mistake(
            "reg_ignored",
            "The penalty is added in full: its strength reg is not used.",
            _reg_ignored(pieces),
        ),
        Mistake(
            "length_in_loss",
            "The penalty in the loss is the length of the weights: it is the sum of their squares, "
            "without a root.",
            _length_in_loss(pieces),
        ),
    )
