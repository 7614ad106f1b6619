"""Known mistakes of ``SigmoidGate``."""

import math

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import (
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.mistake import made


class NoUpstream:
    """This is the local gradient alone. What comes from upstream has to be multiplied with it."""

    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        return (1 - self.out) * self.out


class Overflows:
    """For a large input the power of e is infinite, and infinity divided by infinity is no number.
    There is a form of the sigmoid in which no power can get large."""

    def forward(self, x):
        self.out = np.exp(x) / (1 + np.exp(x))
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out) * self.out


class SlopeAtTheOutput:
    """The sigmoid is taken of what is a sigmoid already. Its slope is made of the output as it
    is."""

    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        sigma = 1 / (1 + np.exp(-self.out))
        return dout * (1 - sigma) * sigma


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


no_local = made(
    "The upstream gradient is handed on unchanged. It has to be multiplied by the slope of "
    "this gate.",
    gate(_sigmoid, lambda dout, x: dout),
)

output_alone = made(
    "The slope is the output here. It needs a second factor, which fades when the output "
    "comes near 1.",
    gate(_sigmoid, lambda dout, x: dout * _sigmoid(x)),
)

rest_alone = made(
    "The slope is 1 less the output here. It needs a second factor, which fades when the "
    "output comes near 0.",
    gate(_sigmoid, lambda dout, x: dout * (1 - _sigmoid(x))),
)

slope_of_tanh = made(
    "This is how the slope of the hyperbolic tangent is made of its output. The sigmoid is "
    "another function.",
    gate(_sigmoid, lambda dout, x: dout * (1 - _sigmoid(x) ** 2)),
)

slope_of_the_input = made(
    "The formula for the slope is applied to the input. It is made of the output.",
    gate(_sigmoid, lambda dout, x: dout * x * (1 - x)),
)


def _sigmoid_back(dout, x):
    return dout * (1 - _sigmoid(x)) * _sigmoid(x)


minus = made(
    "The sign of the gradient is wrong: the sigmoid grows everywhere.",
    gate(_sigmoid, lambda dout, x: -_sigmoid_back(dout, x)),
)

slope_overflows = made(
    "For an input far below 0 the power of e in the slope is infinite, and infinity divided "
    "by infinity is no number. The output knows the slope.",
    gate(_sigmoid, lambda dout, x: dout * np.exp(-x) / (1 + np.exp(-x)) ** 2),
)


def _clipped(x):
    return _sigmoid(np.clip(x, -20, 20))


clipped = made(
    "Inputs are cut off, so that a small output comes out too large. Far below 0 the sigmoid "
    "still changes.",
    gate(_clipped, lambda dout, x: dout * (1 - _clipped(x)) * _clipped(x)),
)

sign_forgotten = made(
    "The output falls when the input grows. A sign in the exponent is missing.",
    gate(lambda x: 1 / (1 + np.exp(x)), _sigmoid_back),
)

tanh = made(
    "This is the hyperbolic tangent, which runs from minus 1 to 1.",
    gate(np.tanh, lambda dout, x: dout * (1 - np.tanh(x) ** 2)),
)


def _one_number(x):
    return 1 / (1 + math.exp(-x))


one_number = made(
    "The functions of the module math take one number. A gate gets arrays, too: NumPy has the "
    "same functions for both.",
    gate(_one_number, lambda dout, x: dout * (1 - _one_number(x)) * _one_number(x)),
)


class ForArraysOnly:
    """This works for arrays, and not for a plain number, which has neither a shape nor entries to
    choose."""

    def forward(self, x):
        self.out = np.zeros(x.shape, x.dtype)
        above = x >= 0
        self.out[above] = 1 / (1 + np.exp(-x[above]))
        self.out[~above] = np.exp(x[~above]) / (1 + np.exp(x[~above]))
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out) * self.out


in_a_tuple = made(
    "The gradient comes in a tuple. This gate has one input, so backward returns the gradient "
    "itself.",
    gate(_sigmoid, lambda dout, x: (_sigmoid_back(dout, x),)),
)

kept_for_all = made(
    "What forward keeps belongs to the class here, so that the last gate that ran overwrites "
    "what all others kept. Each gate needs its own.",
    keeps_for_all(_sigmoid, _sigmoid_back),
)

kept_the_first = made(
    "Backward uses the inputs of the first forward that the gate ever ran. It belongs to the "
    "last one.",
    keeps_the_first(_sigmoid, _sigmoid_back),
)

adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(gate(_sigmoid, _sigmoid_back)),
)


def _even(x):
    return 1 / (1 + np.exp(-np.abs(x)))


even = made(
    "Negative and positive inputs give the same: the form that is safe for one side of 0 is used "
    "for both.",
    gate(_even, lambda dout, x: dout * (1 - _even(x)) * _even(x)),
)


missing_bracket = made(
    "The upstream gradient multiplies only a part of the slope. A bracket is missing.",
    gate(_sigmoid, lambda dout, x: dout * _sigmoid(x) * 1 - _sigmoid(x)),
)


class ForNumbersOnly:
    """This asks once whether the input is above 0. An array has an answer for each entry, and no
    one answer."""

    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x)) if x >= 0 else np.exp(x) / (1 + np.exp(x))
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out) * self.out
