"""Known mistakes of ``AddConstantGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import constant_gate
from autograder.judge.mistake import made


class TimesTheConstant:
    """The gradient is multiplied by the constant. If the input grows by a bit, by how much does the
    output grow?"""

    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return dout * self.c


class Ones:
    """This is the local gradient alone. What comes from upstream has to be multiplied with it."""

    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return np.ones_like(dout)


class ConstantAddedBack:
    """The constant is added to the gradient. It moves the output, but not its slope."""

    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return dout + self.c


def _shift(c, x):
    return x + c


zeros = made(
    "The gradient is 0, as for the constant itself. But the input does move the output.",
    constant_gate(_shift, lambda c, dout, x: 0 * dout),
)

added = made(
    "Upstream and local gradient are added here. The chain rule multiplies them.",
    constant_gate(_shift, lambda c, dout, x: dout + 1),
)

two_gradients = made(
    "Two gradients come back. The constant is no input: nothing flows back to it, and there "
    "is one gradient.",
    constant_gate(_shift, lambda c, dout, x: (dout, dout)),
)

taken_away = made(
    "The constant is taken from the gradient, as if the gate had to be undone. The way back "
    "multiplies by the slope.",
    constant_gate(_shift, lambda c, dout, x: dout - c),
)


def _scale(c, x):
    return c * x


scales = made(
    "The input is multiplied by the constant on the way forward. This gate adds it.",
    constant_gate(_scale, lambda c, dout, x: dout),
)

subtracts = made(
    "The constant is subtracted. This gate adds it.",
    constant_gate(lambda c, x: x - c, lambda c, dout, x: dout),
)


class ConstantForAll:
    """The constant belongs to the class here, so that the last gate that is made changes it in all
    others. Each gate needs its own."""

    c = 0.0

    def __init__(self, c):
        ConstantForAll.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return dout


_right_shift = constant_gate(_shift, lambda c, dout, x: dout)


adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(_right_shift),
)


single_one = made(
    "Backward returns the number 1, whatever comes from upstream. That is the local gradient "
    "alone: what comes from upstream has to be multiplied with it.",
    constant_gate(_shift, lambda c, dout, x: 1.0),
)


zero_for_the_constant = made(
    "Two gradients come back. The constant is no input: nothing flows back to it, and there "
    "is one gradient.",
    constant_gate(_shift, lambda c, dout, x: (dout, 0)),
)
