"""Known mistakes of ``ExpGate`` and ``ReciprocalGate``."""

import math

import numpy as np

from autograder.assignments.backprop.mistakes import made_gates
from autograder.assignments.backprop.mistakes.made_gates import (
    adds_up,
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.exercise import Mistake


class ExpUnchanged:
    def forward(self, x):
        return np.exp(x)

    def backward(self, dout):
        return dout


class ExpWithoutUpstream:
    def forward(self, x):
        self.out = np.exp(x)
        return self.out

    def backward(self, dout):
        return self.out


class ExpByThePowerRule:
    def forward(self, x):
        self.x = x
        return np.exp(x)

    def backward(self, dout):
        return dout * self.x * np.exp(self.x - 1)


def _exp_back(dout, x):
    return dout * np.exp(x)


at_the_output = gate(np.exp, lambda dout, x: dout * np.exp(np.exp(x)))
of_upstream = gate(np.exp, lambda dout, x: np.exp(dout))
times_x = gate(np.exp, lambda dout, x: dout * x)
minus = gate(np.exp, lambda dout, x: -dout * np.exp(x))
upstream_added = gate(np.exp, lambda dout, x: dout + np.exp(x))
one_number = gate(math.exp, lambda dout, x: dout * math.exp(x))
rounded = gate(lambda x: 2.718**x, lambda dout, x: dout * 2.718**x)
exp_in_a_tuple = gate(np.exp, lambda dout, x: (dout * np.exp(x),))

IN_A_TUPLE = (
    "The gradient comes in a tuple. This gate has one input, so backward returns the gradient "
    "itself."
)

EXP_GATE = (
    Mistake("no_local", made_gates.NO_LOCAL, ExpUnchanged),
    Mistake("no_upstream", made_gates.NO_UPSTREAM, ExpWithoutUpstream),
    Mistake(
        "power_rule",
        "The rule for powers is for a fixed exponent. Here the exponent moves, and the base is "
        "fixed.",
        ExpByThePowerRule,
    ),
    Mistake(
        "at_the_output",
        "The slope is taken at the output. It belongs to the input that forward received.",
        at_the_output,
    ),
    Mistake(
        "of_upstream",
        "The exponential of the upstream gradient is taken. The slope depends on the input of "
        "forward, and the upstream gradient multiplies it.",
        of_upstream,
    ),
    Mistake(
        "times_x",
        "The gradient is multiplied by the input. What is the slope of the exponential there?",
        times_x,
    ),
    Mistake(
        "minus",
        "The sign is wrong: the exponential grows everywhere, so its slope is above 0.",
        minus,
    ),
    Mistake("added", made_gates.ADDED, upstream_added),
    Mistake("one_number", made_gates.ONE_NUMBER, one_number),
    Mistake(
        "rounded_base",
        "The number e is rounded to three digits after the point. NumPy knows it to sixteen.",
        rounded,
    ),
    Mistake("in_a_tuple", IN_A_TUPLE, exp_in_a_tuple),
    Mistake("kept_for_all", made_gates.FOR_ALL, keeps_for_all(np.exp, _exp_back)),
    Mistake("kept_the_first", made_gates.THE_FIRST, keeps_the_first(np.exp, _exp_back)),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(gate(np.exp, _exp_back))),
)


class MinusForgotten:
    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dout):
        return dout / self.x**2


class ReciprocalWithoutUpstream:
    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dout):
        return -1 / self.x**2


class NotSquared:
    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dout):
        return -dout / self.x


def _reciprocal(x):
    return 1 / x


def _reciprocal_back(dout, x):
    return -dout / x**2


unchanged = gate(_reciprocal, lambda dout, x: dout)
reciprocal_at_the_output = gate(_reciprocal, lambda dout, x: -dout * x**2)
logarithm = gate(_reciprocal, lambda dout, x: dout * np.log(np.abs(x)))
divided_by_x = gate(_reciprocal, lambda dout, x: dout / x)
cubed = gate(_reciprocal, lambda dout, x: -2 * dout / x**3)
upstream_divided = gate(_reciprocal, lambda dout, x: 1 / dout)
guarded = gate(lambda x: 1 / (x + 1e-8), lambda dout, x: -dout / (x + 1e-8) ** 2)
reciprocal_in_a_tuple = gate(_reciprocal, lambda dout, x: (-dout / x**2,))
right_reciprocal = gate(_reciprocal, _reciprocal_back)

RECIPROCAL_GATE = (
    Mistake(
        "no_minus",
        "The sign is wrong: one over a number falls when the number grows.",
        MinusForgotten,
    ),
    Mistake("no_upstream", made_gates.NO_UPSTREAM, ReciprocalWithoutUpstream),
    Mistake(
        "not_squared",
        "The gradient is divided by the input once. Derive the slope again, with the rule for "
        "powers and an exponent of minus 1.",
        NotSquared,
    ),
    Mistake("no_local", made_gates.NO_LOCAL, unchanged),
    Mistake(
        "at_the_output",
        "The slope is taken at the output. It belongs to the input that forward received.",
        reciprocal_at_the_output,
    ),
    Mistake(
        "logarithm",
        "The logarithm is what one over x is the slope of. Here you need the slope of one over x.",
        logarithm,
    ),
    Mistake(
        "divided_by_x",
        "The gradient is divided by the input, as if the gate divided once more on the way back. "
        "What is the slope of one over x?",
        divided_by_x,
    ),
    Mistake(
        "second_slope",
        "This is the slope of the slope. Stop one derivative earlier.",
        cubed,
    ),
    Mistake(
        "upstream_inverted",
        "One over the upstream gradient is taken. The upstream gradient is multiplied by the slope "
        "at the input of forward.",
        upstream_divided,
    ),
    Mistake(
        "guarded",
        "A small number is added to the input, and shows in the result. The inputs are never 0, "
        "so nothing has to be guarded.",
        guarded,
    ),
    Mistake("in_a_tuple", IN_A_TUPLE, reciprocal_in_a_tuple),
    Mistake("kept_for_all", made_gates.FOR_ALL, keeps_for_all(_reciprocal, _reciprocal_back)),
    Mistake("kept_the_first", made_gates.THE_FIRST, keeps_the_first(_reciprocal, _reciprocal_back)),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(right_reciprocal)),
)
