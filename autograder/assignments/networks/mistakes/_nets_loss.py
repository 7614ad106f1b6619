"""Mistakes in a net's loss: softmax, and the penalty."""

import numpy as np

from autograder.assignments.networks.mistakes._nets_right import Net
from autograder.judge.mistake import Mistake


class Sums(Net):
    """The losses of the examples are added up: take their mean."""

    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss * len(y), dscores * len(y)


class Overflows(Net):
    """Large scores overflow in the exponential: take the largest score off first."""

    def softmax(self, scores, y):
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(len(y)), y]).mean()
        return loss, (p - np.eye(scores.shape[1])[y]) / len(y)


class OverflowsInLog(Net):
    """The exponentials of large scores overflow before the logarithm is taken: take the largest
    score off first."""

    def softmax(self, scores, y):
        powers, rows = np.exp(scores), np.arange(len(y))
        loss = (np.log(powers.sum(axis=1)) - scores[rows, y]).mean()
        p = powers / powers.sum(axis=1, keepdims=True)
        return loss, (p - np.eye(scores.shape[1])[y]) / len(y)


class LargestOfAll(Net):
    """The largest score of all examples is taken off each row, and rows far below it underflow:
    take off each row's own."""

    def softmax(self, scores, y):
        powers = np.exp(scores - scores.max())
        p = powers / powers.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(len(y)), y]).mean()
        return loss, (p - np.eye(scores.shape[1])[y]) / len(y)


class LogarithmOfZero(Net):
    """A probability has rounded to 0, and its logarithm is infinite. The loss of a very wrong
    answer can be written without that probability."""

    floor = 0.0

    def softmax(self, scores, y):
        _, dscores = super().softmax(scores, y)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        p = powers / powers.sum(axis=1, keepdims=True)
        return -np.log(np.maximum(p[np.arange(len(y)), y], self.floor)).mean(), dscores


_FLOORS = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
"""What people add to a probability, or cut it at, before they take its logarithm."""

FLOORED = tuple(
    Mistake(
        f"floor_of_{floor:.0e}",
        "A small number inside the logarithm, or a cut below, caps the loss: a very wrong answer "
        "costs no more than a wrong one. No such help is needed if no probability is formed.",
        type("Floored", (LogarithmOfZero,), {"floor": floor}),
    )
    for floor in _FLOORS
)


class HalfPenalty(Net):
    """The penalty is half as large as asked: some courses have a factor of one half there, this one
    has none."""

    def penalty(self, reg, count):
        return super().penalty(reg, count) / 2

    def with_penalty(self, grads, reg, count):
        return super().with_penalty(grads, reg / 2, count)


class NoPenalty(Net):
    """The regularization is not there: reg is not used."""

    def penalty(self, reg, count):
        return 0

    def with_penalty(self, grads, reg, count):
        return grads


class NoPenaltyInLoss(Net):
    """The penalty is missing in the loss."""

    def penalty(self, reg, count):
        return 0


class PenaltyPerExample(Net):
    """The penalty is divided by the number of examples: only the losses of the examples are
    averaged."""

    def penalty(self, reg, count):
        return super().penalty(reg, count) / count

    def with_penalty(self, grads, reg, count):
        return super().with_penalty(grads, reg / count, count)


class BiasesPenalised(Net):
    """The biases are regularized, too: only the weight matrices are."""

    def matrices(self):
        return list(self.params)


class FirstMatrixOnly(Net):
    """The weight matrices after the first are not regularized: all of them are."""

    def matrices(self):
        return ["W1"]


class LastMatrixOnly(Net):
    """The weight matrices before the last are not regularized: all of them are."""

    def matrices(self):
        return [f"W{len(self.params) // 2}"]


class AlwaysPenalised(Net):
    """There is a penalty where none is asked for: reg is 0 by default."""

    default_reg = 1e-3


class SumsInLoss(Net):
    """The losses of the examples are added up in the loss: take their mean."""

    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss * len(y), dscores


class BiasesPenalisedInLoss(Net):
    """The penalty counts the biases, too: only the weight matrices are regularized."""

    def penalty(self, reg, count):
        return reg * sum(np.sum(parameter**2) for parameter in self.current().values())


class PenaltyPerExampleInLoss(Net):
    """The penalty in the loss is divided by the number of examples: only the losses of the examples
    are averaged."""

    def penalty(self, reg, count):
        return super().penalty(reg, count) / count


class PaddedLogarithm(Net):
    """A small number inside the logarithm caps the loss: a very wrong answer costs no more than a
    wrong one. No such help is needed if no probability is formed."""

    padding = 1e-7

    def softmax(self, scores, y):
        _, dscores = super().softmax(scores, y)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        p = powers / powers.sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(y)), y] + self.padding).mean(), dscores


class OverflowsInLogOfSum(Net):
    """The exponentials of large scores overflow before the logarithm is taken: take the largest
    score off first."""

    def softmax(self, scores, y):
        rows = np.arange(len(y))
        log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        dscores = np.exp(log_p)
        dscores[rows, y] -= 1
        return -log_p[rows, y].mean(), dscores / len(y)


class FirstMatrixOnlyInLoss(Net):
    """The penalty in the loss counts W1 alone: all weight matrices are regularized."""

    def penalty(self, reg, count):
        return reg * np.sum(self.current()["W1"] ** 2)


class LastMatrixSparedInGradient(Net):
    """The gradient of the last weight matrix lacks its penalty: all weight matrices are
    regularized."""

    def with_penalty(self, grads, reg, count):
        last = f"W{len(self.params) // 2}"
        return super().with_penalty(grads, reg, count) | {last: grads[last]}


class HalfPenaltyInLoss(Net):
    """The penalty in the loss is half as large as asked: some courses have a factor of one half
    there, this one has none."""

    def penalty(self, reg, count):
        return super().penalty(reg, count) / 2


class SumOfWeights(Net):
    """The penalty in the loss adds up the weights: it adds up their squares."""

    def penalty(self, reg, count):
        return reg * sum(np.sum(self.current()[name]) for name in self.matrices())


class MeanOfAllClasses(Net):
    """The loss is a mean over all classes: only the true class's logarithm counts."""

    def softmax(self, scores, y):
        _, dscores = super().softmax(scores, y)
        shifted = scores - scores.max(axis=1, keepdims=True)
        return -(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))).mean(), dscores


PADDED = tuple(
    Mistake(
        f"padding_of_{padding:.0e}",
        "A small number inside the logarithm caps the loss: a very wrong answer costs no more "
        "than a wrong one. No such help is needed if no probability is formed.",
        type("Padded", (PaddedLogarithm,), {"padding": padding}),
    )
    for padding in (1e-10, 1e-9, 1e-8, 1e-6, 1e-5)
)
