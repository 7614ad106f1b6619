"""Known mistakes of ``ReciprocalGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import (
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.mistake import made


class NoMinus:
    """The sign is wrong: one over a number falls when the number grows."""

    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dout):
        return dout / self.x**2


class NoUpstream:
    """This is the local gradient alone. What comes from upstream has to be multiplied with it."""

    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dout):
        return -1 / self.x**2


class NotSquared:
    """The gradient is divided by the input once. Derive the slope again, with the rule for powers
    and an exponent of minus 1."""

    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dout):
        return -dout / self.x


def _reciprocal(x):
    return 1 / x


no_local = made(
    "The upstream gradient is handed on unchanged. It has to be multiplied by the slope of "
    "this gate.",
    gate(_reciprocal, lambda dout, x: dout),
)

at_the_output = made(
    "The gradient is multiplied by the square of the input, as if the slope were taken at the "
    "output. It belongs to the input, and divides by its square.",
    gate(_reciprocal, lambda dout, x: -dout * x**2),
)

logarithm = made(
    "The logarithm is what one over x is the slope of. Here you need the slope of one over x.",
    gate(_reciprocal, lambda dout, x: dout * np.log(np.abs(x))),
)

divided_by_x = made(
    "The gradient is divided by the input, as if the gate divided once more on the way back. "
    "What is the slope of one over x?",
    gate(_reciprocal, lambda dout, x: dout / x),
)

second_slope = made(
    "This is the slope of the slope. Stop one derivative earlier.",
    gate(_reciprocal, lambda dout, x: -2 * dout / x**3),
)

upstream_inverted = made(
    "One over the upstream gradient is taken. The upstream gradient is multiplied by the "
    "slope at the input of forward.",
    gate(_reciprocal, lambda dout, x: 1 / dout),
)

guarded = made(
    "A small number is added to the input, and shows in the result. The inputs are never 0, "
    "so nothing has to be guarded.",
    gate(lambda x: 1 / (x + 1e-08), lambda dout, x: -dout / (x + 1e-08) ** 2),
)

in_a_tuple = made(
    "The gradient comes in a tuple. This gate has one input, so backward returns the gradient "
    "itself.",
    gate(_reciprocal, lambda dout, x: (-dout / x**2,)),
)


def _reciprocal_back(dout, x):
    return -dout / x**2


kept_for_all = made(
    "What forward keeps belongs to the class here, so that the last gate that ran overwrites "
    "what all others kept. Each gate needs its own.",
    keeps_for_all(_reciprocal, _reciprocal_back),
)

kept_the_first = made(
    "Backward uses the inputs of the first forward that the gate ever ran. It belongs to the "
    "last one.",
    keeps_the_first(_reciprocal, _reciprocal_back),
)

_right_reciprocal = gate(_reciprocal, _reciprocal_back)


adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(_right_reciprocal),
)
