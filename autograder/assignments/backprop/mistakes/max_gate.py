"""Known mistakes of ``MaxGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import made_gates
from autograder.assignments.backprop.mistakes.made_gates import (
    adds_up,
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.exercise import Mistake


class TiesToTheSecond:
    def forward(self, a, b):
        self.first_wins = a > b
        return np.maximum(a, b)

    def backward(self, dout):
        return np.where(self.first_wins, dout, 0), np.where(self.first_wins, 0, dout)


class TiesToBoth:
    def forward(self, a, b):
        self.a, self.b = a, b
        return np.maximum(a, b)

    def backward(self, dout):
        return dout * (self.a >= self.b), dout * (self.b >= self.a)


class WithoutUpstream:
    def forward(self, a, b):
        self.a, self.b = a, b
        return np.maximum(a, b)

    def backward(self, dout):
        return np.where(self.a >= self.b, 1.0, 0.0), np.where(self.a >= self.b, 0.0, 1.0)


class OnePython:
    def forward(self, a, b):
        self.first_wins = a >= b
        return a if self.first_wins else b

    def backward(self, dout):
        return (dout, 0 * dout) if self.first_wins else (0 * dout, dout)


class InvertedNumber:
    def forward(self, a, b):
        self.first_wins = a >= b
        return np.maximum(a, b)

    def backward(self, dout):
        return dout * self.first_wins, dout * ~self.first_wins


def _back(dout, a, b):
    return np.where(a >= b, dout, 0), np.where(a >= b, 0, dout)


def _half_at_ties(dout, a, b):
    return dout * ((a > b) + (a == b) / 2), dout * ((b > a) + (a == b) / 2)


to_both = gate(np.maximum, lambda dout, a, b: (dout, dout))
to_the_smaller = gate(np.maximum, lambda dout, a, b: _back(dout, a, b)[::-1])
ties_halved = gate(np.maximum, _half_at_ties)
ties_to_none = gate(np.maximum, lambda dout, a, b: (dout * (a > b), dout * (b > a)))
values = gate(np.maximum, lambda dout, a, b: _back(np.maximum(a, b), a, b))
times_values = gate(np.maximum, lambda dout, a, b: _back(dout * np.maximum(a, b), a, b))
one_gradient = gate(np.maximum, lambda dout, a, b: np.where(a >= b, dout, 0))
by_upstream = gate(np.maximum, lambda dout, a, b: (np.maximum(dout, 0), np.minimum(dout, 0)))
by_size = gate(
    lambda a, b: np.where(np.abs(a) >= np.abs(b), a, b),
    lambda dout, a, b: _back(dout, np.abs(a), np.abs(b)),
)
minimum = gate(np.minimum, lambda dout, a, b: _back(dout, b, a)[::-1])
largest_entry = gate(lambda a, b: np.max([a, b]), _back)

MAX_GATE = (
    Mistake(
        "ties_to_the_second",
        "Where both inputs are equal, the second gets the gradient. The first shall get it.",
        TiesToTheSecond,
    ),
    Mistake(
        "ties_to_both",
        "Where both inputs are equal, both get the whole gradient, so that it counts twice. The "
        "first one gets it alone.",
        TiesToBoth,
    ),
    Mistake("no_upstream", made_gates.NO_UPSTREAM, WithoutUpstream),
    Mistake(
        "one_decision",
        "The gate decides once for the whole array. Each entry has a larger input of its own.",
        OnePython,
    ),
    Mistake(
        "inverted_number",
        "Of plain numbers a comparison gives a plain truth value, and a tilde before that makes a "
        "whole number: minus 2 of True. Arrays are turned round rightly; find what does both.",
        InvertedNumber,
    ),
    Mistake(
        "to_both",
        "Both inputs get the gradient, as from an add gate. The smaller input could move a little, "
        "and the output would not notice.",
        to_both,
    ),
    Mistake(
        "to_the_smaller",
        "The smaller input gets the gradient. It is the larger one that is the output.",
        to_the_smaller,
    ),
    Mistake(
        "ties_halved",
        "Where both inputs are equal, each gets half. Some libraries do that; here the first one "
        "gets it all.",
        ties_halved,
    ),
    Mistake(
        "ties_to_none",
        "Where both inputs are equal, the gradient is lost. The first one gets it.",
        ties_to_none,
    ),
    Mistake(
        "values",
        "What comes back is the larger value and no gradient: the upstream gradient is missing.",
        values,
    ),
    Mistake(
        "times_values",
        "The gradient is multiplied by the input that wins. The slope there is 1.",
        times_values,
    ),
    Mistake("one_gradient", made_gates.ONE_GRADIENT, one_gradient),
    Mistake(
        "by_upstream",
        "The way is chosen by the sign of the upstream gradient. The inputs of forward choose it.",
        by_upstream,
    ),
    Mistake(
        "by_size",
        "The inputs are compared without their signs. Of minus 3 and 2, the larger is 2.",
        by_size,
    ),
    Mistake("minimum", "This gate takes the smaller input. The larger one is asked for.", minimum),
    Mistake(
        "largest_entry",
        "This is the largest entry of both arrays. The inputs are compared entry by entry.",
        largest_entry,
    ),
    Mistake("kept_for_all", made_gates.FOR_ALL, keeps_for_all(np.maximum, _back)),
    Mistake("kept_the_first", made_gates.THE_FIRST, keeps_the_first(np.maximum, _back)),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(gate(np.maximum, _back))),
)
