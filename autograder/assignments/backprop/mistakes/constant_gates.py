"""Known mistakes of ``ScaleGate`` and ``AddConstantGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import made_gates
from autograder.assignments.backprop.mistakes.made_gates import adds_up, constant_gate
from autograder.judge.exercise import Mistake

CONSTANT_FOR_ALL = (
    "The constant belongs to the class here, so that the last gate that is made changes it in all "
    "others. Each gate needs its own."
)
TWO_GRADIENTS = (
    "Two gradients come back. The constant is no input: nothing flows back to it, and there is "
    "one gradient."
)


class ScaleUnchanged:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return self.c * x

    def backward(self, dout):
        return dout


class ScaleWithoutUpstream:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return self.c * x

    def backward(self, dout):
        return self.c * np.ones_like(dout)


class GradientOfTheConstant:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        self.x = x
        return self.c * x

    def backward(self, dout):
        return dout * self.x


class ScaleForAll:
    c = 1.0

    def __init__(self, c):
        ScaleForAll.c = c

    def forward(self, x):
        return self.c * x

    def backward(self, dout):
        return self.c * dout


def _scale(c, x):
    return c * x


times_both = constant_gate(_scale, lambda c, dout, x: c * dout * x)
scale_two_gradients = constant_gate(_scale, lambda c, dout, x: (c * dout, dout * x))
divided = constant_gate(_scale, lambda c, dout, x: dout / c)
added_on_the_way_back = constant_gate(_scale, lambda c, dout, x: dout + c)
constant_alone = constant_gate(_scale, lambda c, dout, x: c)
adds_the_constant = constant_gate(lambda c, x: x + c, lambda c, dout, x: c * dout)
right_scale = constant_gate(_scale, lambda c, dout, x: c * dout)

SCALE_GATE = (
    Mistake("no_local", made_gates.NO_LOCAL, ScaleUnchanged),
    Mistake("no_upstream", made_gates.NO_UPSTREAM, ScaleWithoutUpstream),
    Mistake(
        "gradient_of_the_constant",
        "This is the gradient for the constant, which needs none. How much does the output change "
        "when the input does?",
        GradientOfTheConstant,
    ),
    Mistake(
        "times_both",
        "The gradient is multiplied by the constant and by the input. The slope in the input is "
        "the constant alone.",
        times_both,
    ),
    Mistake("two_gradients", TWO_GRADIENTS, scale_two_gradients),
    Mistake(
        "divided",
        "The gradient is divided by the constant, as if the gate had to be undone. The way back "
        "multiplies by the slope.",
        divided,
    ),
    Mistake("added", made_gates.ADDED, added_on_the_way_back),
    Mistake(
        "constant_alone",
        "Backward returns the constant, whatever comes from upstream. That is one number for all "
        "entries, and the upstream gradient is missing.",
        constant_alone,
    ),
    Mistake(
        "adds_the_constant",
        "The constant is added on the way forward. This gate multiplies by it.",
        adds_the_constant,
    ),
    Mistake("constant_for_all", CONSTANT_FOR_ALL, ScaleForAll),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(right_scale)),
)


class TimesTheConstant:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return dout * self.c


class Ones:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return np.ones_like(dout)


class ConstantAddedBack:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return dout + self.c


class ShiftForAll:
    c = 0.0

    def __init__(self, c):
        ShiftForAll.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return dout


def _shift(c, x):
    return x + c


zeros = constant_gate(_shift, lambda c, dout, x: 0 * dout)
one_added = constant_gate(_shift, lambda c, dout, x: dout + 1)
shift_two_gradients = constant_gate(_shift, lambda c, dout, x: (dout, dout))
taken_away = constant_gate(_shift, lambda c, dout, x: dout - c)
scales = constant_gate(_scale, lambda c, dout, x: dout)
subtracts = constant_gate(lambda c, x: x - c, lambda c, dout, x: dout)
right_shift = constant_gate(_shift, lambda c, dout, x: dout)

ADD_CONSTANT_GATE = (
    Mistake(
        "times_the_constant",
        "The gradient is multiplied by the constant. If the input grows by a bit, by how much does "
        "the output grow?",
        TimesTheConstant,
    ),
    Mistake("ones", made_gates.NO_UPSTREAM, Ones),
    Mistake(
        "constant_added_back",
        "The constant is added to the gradient. It moves the output, but not its slope.",
        ConstantAddedBack,
    ),
    Mistake(
        "zeros",
        "The gradient is 0, as for the constant itself. But the input does move the output.",
        zeros,
    ),
    Mistake("added", made_gates.ADDED, one_added),
    Mistake("two_gradients", TWO_GRADIENTS, shift_two_gradients),
    Mistake(
        "taken_away",
        "The constant is taken from the gradient, as if the gate had to be undone. The way back "
        "multiplies by the slope.",
        taken_away,
    ),
    Mistake(
        "scales",
        "The input is multiplied by the constant on the way forward. This gate adds it.",
        scales,
    ),
    Mistake("subtracts", "The constant is subtracted. This gate adds it.", subtracts),
    Mistake("constant_for_all", CONSTANT_FOR_ALL, ShiftForAll),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(right_shift)),
)
