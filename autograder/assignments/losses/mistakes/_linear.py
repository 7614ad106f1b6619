"""What people get wrong around the loss of a linear classifier, whichever loss it is."""

from autograder.assignments.losses.mistakes import _penalty
from autograder.assignments.losses.mistakes._penalty import penalty_of
from autograder.judge.mistake import Mistake

PADDINGS = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
"""What people add to a probability before they take its logarithm."""


def with_dscores(total, dscores, W, X, y, reg):
    """Loss and gradient, right but for the total and the gradient at the scores."""
    penalty, dpenalty = penalty_of(W, reg)
    return total / len(y) + penalty, X.T @ dscores / len(y) + dpenalty


def _missing_mean(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total + penalty, X.T @ dscores + dpenalty

    return loss


def _missing_mean_in_loss(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total + penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _missing_mean_in_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total / len(y) + penalty, X.T @ dscores + dpenalty

    return loss


def _mean_over_classes(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        size = dscores.size
        return total / size + penalty, X.T @ dscores / size + dpenalty

    return loss


def _wrong_sign(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total / len(y) + penalty, -X.T @ dscores / len(y) + dpenalty

    return loss


def _transposed_gradient(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total / len(y) + penalty, (X.T @ dscores / len(y) + dpenalty).T

    return loss


def _mean_over_features(pieces):
    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total / len(W) + penalty, X.T @ dscores / len(W) + dpenalty

    return loss


def _unfinished_loss(pieces, share):
    """The sum of the losses, and of the regularization no more than a share."""

    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total + share * penalty, X.T @ dscores / len(y) + dpenalty

    return loss


def _unfinished_gradient(pieces, share):
    """The sum of the gradients, and of the regularization's no more than a share."""

    def loss(W, X, y, reg):
        total, dscores = pieces(W, X, y)
        penalty, dpenalty = penalty_of(W, reg)
        return total / len(y) + penalty, X.T @ dscores + share * dpenalty

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
            "The mean over the examples is missing in the loss: this is the sum.",
            _missing_mean_in_loss(pieces),
        ),
        Mistake(
            "missing_mean_in_gradient",
            "The mean over the examples is missing in the gradient: a mean has the mean of the "
            "gradients.",
            _missing_mean_in_gradient(pieces),
        ),
        Mistake(
            "mean_over_classes",
            "The mean runs over the classes as well: only the examples are averaged.",
            _mean_over_classes(pieces),
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
            "unfinished_loss",
            "Two things are missing in the loss: the mean over the examples, and the "
            "regularization.",
            _unfinished_loss(pieces, 0),
        ),
        Mistake(
            "unfinished_gradient",
            "Two things are missing in the gradient: the mean over the examples, and the "
            "regularization.",
            _unfinished_gradient(pieces, 0),
        ),
        Mistake(
            "sum_and_half_reg_in_loss",
            "The mean over the examples is missing in the loss, and its regularization is half "
            "as large as it should be.",
            _unfinished_loss(pieces, 0.5),
        ),
        Mistake(
            "sum_and_half_reg_in_gradient",
            "The mean over the examples is missing in the gradient, and the regularization's part "
            "of it is half as large as it should be.",
            _unfinished_gradient(pieces, 0.5),
        ),
        *_penalty.around(pieces),
    )
