"""Known mistakes of ``ScaleGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import constant_gate
from autograder.judge.mistake import made


class NoLocal:
    """The upstream gradient is handed on unchanged. It has to be multiplied by the slope of this
    gate."""

    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return self.c * x

    def backward(self, dout):
        return dout


class NoUpstream:
    """This is the local gradient alone. What comes from upstream has to be multiplied with it."""

    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return self.c * x

    def backward(self, dout):
        return self.c * np.ones_like(dout)


class GradientOfTheConstant:
    """This is the gradient for the constant, which needs none. How much does the output change when
    the input does?"""

    def __init__(self, c):
        self.c = c

    def forward(self, x):
        self.x = x
        return self.c * x

    def backward(self, dout):
        return dout * self.x


def _scale(c, x):
    return c * x


times_both = made(
    "The gradient is multiplied by the constant and by the input. The slope in the input is "
    "the constant alone.",
    constant_gate(_scale, lambda c, dout, x: c * dout * x),
)

two_gradients = made(
    "Two gradients come back. The constant is no input: nothing flows back to it, and there "
    "is one gradient.",
    constant_gate(_scale, lambda c, dout, x: (c * dout, dout * x)),
)

divided = made(
    "The gradient is divided by the constant, as if the gate had to be undone. The way back "
    "multiplies by the slope.",
    constant_gate(_scale, lambda c, dout, x: dout / c),
)

added = made(
    "Upstream and local gradient are added here. The chain rule multiplies them.",
    constant_gate(_scale, lambda c, dout, x: dout + c),
)

constant_alone = made(
    "Backward returns the constant, whatever comes from upstream. That is one number for all "
    "entries, and the upstream gradient is missing.",
    constant_gate(_scale, lambda c, dout, x: c),
)

adds_the_constant = made(
    "The constant is added on the way forward. This gate multiplies by it.",
    constant_gate(lambda c, x: x + c, lambda c, dout, x: c * dout),
)


class ConstantForAll:
    """The constant belongs to the class here, so that the last gate that is made changes it in all
    others. Each gate needs its own."""

    c = 1.0

    def __init__(self, c):
        ConstantForAll.c = c

    def forward(self, x):
        return self.c * x

    def backward(self, dout):
        return self.c * dout


_right_scale = constant_gate(_scale, lambda c, dout, x: c * dout)


adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(_right_scale),
)


twice = made(
    "The gradient is multiplied by the constant twice. The slope has it once.",
    constant_gate(lambda c, x: c * x, lambda c, dout, x: dout * c * c),
)
