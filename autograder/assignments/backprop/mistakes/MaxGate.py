"""Known mistakes of ``MaxGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import (
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.mistake import made


class TiesToTheSecond:
    """Where both inputs are equal, the second gets the gradient. The first shall get it."""

    def forward(self, a, b):
        self.first_wins = a > b
        return np.maximum(a, b)

    def backward(self, dout):
        return np.where(self.first_wins, dout, 0), np.where(self.first_wins, 0, dout)


class TiesToBoth:
    """Where both inputs are equal, the second gets the gradient as well. The first one gets it
    alone."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return np.maximum(a, b)

    def backward(self, dout):
        return dout * (self.a >= self.b), dout * (self.b >= self.a)


class NoUpstream:
    """This is the local gradient alone. What comes from upstream has to be multiplied with it."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return np.maximum(a, b)

    def backward(self, dout):
        return np.where(self.a >= self.b, 1.0, 0.0), np.where(self.a >= self.b, 0.0, 1.0)


class OneDecision:
    """The gate decides once for the whole array. Each entry has a larger input of its own."""

    def forward(self, a, b):
        self.first_wins = a >= b
        return a if self.first_wins else b

    def backward(self, dout):
        return (dout, 0 * dout) if self.first_wins else (0 * dout, dout)


class InvertedNumber:
    """Of plain numbers a comparison gives a plain truth value, and a tilde before that makes a
    whole number: minus 2 of True. Arrays are turned round rightly; find what does both."""

    def forward(self, a, b):
        self.first_wins = a >= b
        return np.maximum(a, b)

    def backward(self, dout):
        return dout * self.first_wins, dout * ~self.first_wins


to_both = made(
    "Both inputs get the gradient, as from an add gate. The smaller input could move a "
    "little, and the output would not notice.",
    gate(np.maximum, lambda dout, a, b: (dout, dout)),
)


def _back(dout, a, b):
    return np.where(a >= b, dout, 0), np.where(a >= b, 0, dout)


to_the_smaller = made(
    "The smaller input gets the gradient. It is the larger one that is the output.",
    gate(np.maximum, lambda dout, a, b: _back(dout, a, b)[::-1]),
)


def _half_at_ties(dout, a, b):
    return dout * ((a > b) + (a == b) / 2), dout * ((b > a) + (a == b) / 2)


ties_halved = made(
    "Where both inputs are equal, each gets half. Some libraries do that; here the first one "
    "gets it all.",
    gate(np.maximum, _half_at_ties),
)

ties_to_none = made(
    "Where both inputs are equal, the first one gets no gradient. All of it is due to that one.",
    gate(np.maximum, lambda dout, a, b: (dout * (a > b), dout * (b > a))),
)

values = made(
    "What comes back is the larger value and no gradient: the upstream gradient is missing.",
    gate(np.maximum, lambda dout, a, b: _back(np.maximum(a, b), a, b)),
)

times_values = made(
    "The gradient is multiplied by the input that wins. The slope there is 1.",
    gate(np.maximum, lambda dout, a, b: _back(dout * np.maximum(a, b), a, b)),
)

one_gradient = made(
    "Only one gradient comes back. The gate has two inputs, and each of them gets its own.",
    gate(np.maximum, lambda dout, a, b: np.where(a >= b, dout, 0)),
)

by_upstream = made(
    "The way is chosen by the sign of the upstream gradient. The inputs of forward choose it.",
    gate(np.maximum, lambda dout, a, b: (np.maximum(dout, 0), np.minimum(dout, 0))),
)

by_size = made(
    "The inputs are compared without their signs. Of minus 3 and 2, the larger is 2.",
    gate(
        lambda a, b: np.where(np.abs(a) >= np.abs(b), a, b),
        lambda dout, a, b: _back(dout, np.abs(a), np.abs(b)),
    ),
)

minimum = made(
    "This gate takes the smaller input. The larger one is asked for.",
    gate(np.minimum, lambda dout, a, b: _back(dout, b, a)[::-1]),
)

largest_entry = made(
    "This is the largest entry of both arrays. The inputs are compared entry by entry.",
    gate(lambda a, b: np.max([a, b]), _back),
)

kept_for_all = made(
    "What forward keeps belongs to the class here, so that the last gate that ran overwrites "
    "what all others kept. Each gate needs its own.",
    keeps_for_all(np.maximum, _back),
)

kept_the_first = made(
    "Backward uses the inputs of the first forward that the gate ever ran. It belongs to the "
    "last one.",
    keeps_the_first(np.maximum, _back),
)

adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(gate(np.maximum, _back)),
)
