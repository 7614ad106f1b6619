"""Known mistakes of ``ExpGate``."""

import math

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import (
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.mistake import made


class NoLocal:
    """The upstream gradient is handed on unchanged. It has to be multiplied by the slope of this
    gate."""

    def forward(self, x):
        return np.exp(x)

    def backward(self, dout):
        return dout


class NoUpstream:
    """This is the local gradient alone. What comes from upstream has to be multiplied with it."""

    def forward(self, x):
        self.out = np.exp(x)
        return self.out

    def backward(self, dout):
        return self.out


class PowerRule:
    """The rule for powers is for a fixed exponent. Here the exponent moves, and the base is
    fixed."""

    def forward(self, x):
        self.x = x
        return np.exp(x)

    def backward(self, dout):
        return dout * self.x * np.exp(self.x - 1)


at_the_output = made(
    "The slope is taken at the output. It belongs to the input that forward received.",
    gate(np.exp, lambda dout, x: dout * np.exp(np.exp(x))),
)

of_upstream = made(
    "The exponential of the upstream gradient is taken. The slope depends on the input of "
    "forward, and the upstream gradient multiplies it.",
    gate(np.exp, lambda dout, x: np.exp(dout)),
)

times_x = made(
    "The gradient is multiplied by the input. What is the slope of the exponential there?",
    gate(np.exp, lambda dout, x: dout * x),
)

minus = made(
    "The sign is wrong: the exponential grows everywhere, so its slope is above 0.",
    gate(np.exp, lambda dout, x: -dout * np.exp(x)),
)

added = made(
    "Upstream and local gradient are added here. The chain rule multiplies them.",
    gate(np.exp, lambda dout, x: dout + np.exp(x)),
)

one_number = made(
    "The functions of the module math take one number. A gate gets arrays, too: NumPy has the "
    "same functions for both.",
    gate(math.exp, lambda dout, x: dout * math.exp(x)),
)

rounded_base = made(
    "The number e is rounded to three digits after the point. NumPy knows it to sixteen.",
    gate(lambda x: 2.718**x, lambda dout, x: dout * 2.718**x),
)

in_a_tuple = made(
    "The gradient comes in a tuple. This gate has one input, so backward returns the gradient "
    "itself.",
    gate(np.exp, lambda dout, x: (dout * np.exp(x),)),
)


def _exp_back(dout, x):
    return dout * np.exp(x)


kept_for_all = made(
    "What forward keeps belongs to the class here, so that the last gate that ran overwrites "
    "what all others kept. Each gate needs its own.",
    keeps_for_all(np.exp, _exp_back),
)

kept_the_first = made(
    "Backward uses the inputs of the first forward that the gate ever ran. It belongs to the "
    "last one.",
    keeps_the_first(np.exp, _exp_back),
)

adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(gate(np.exp, _exp_back)),
)
