"""Known mistakes of ``SigmoidGate`` and ``sigmoid_neuron``."""

import math

import numpy as np

from autograder.assignments.backprop.mistakes import made_gates
from autograder.assignments.backprop.mistakes.function_gates import IN_A_TUPLE
from autograder.assignments.backprop.mistakes.made_gates import (
    adds_up,
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.exercise import Mistake


class SigmoidWithoutUpstream:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        return (1 - self.out) * self.out


class Overflows:
    def forward(self, x):
        self.out = np.exp(x) / (1 + np.exp(x))
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out) * self.out


class SlopeAtTheOutput:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        sigma = 1 / (1 + np.exp(-self.out))
        return dout * (1 - sigma) * sigma


class ForArraysOnly:
    def forward(self, x):
        self.out = np.zeros(x.shape, x.dtype)
        above = x >= 0
        self.out[above] = 1 / (1 + np.exp(-x[above]))
        self.out[~above] = np.exp(x[~above]) / (1 + np.exp(x[~above]))
        return self.out

    def backward(self, dout):
        return dout * (1 - self.out) * self.out


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _sigmoid_back(dout, x):
    return dout * (1 - _sigmoid(x)) * _sigmoid(x)


def _clipped(x):
    return _sigmoid(np.clip(x, -20, 20))


def _one_number(x):
    return 1 / (1 + math.exp(-x))


unchanged = gate(_sigmoid, lambda dout, x: dout)
output_alone = gate(_sigmoid, lambda dout, x: dout * _sigmoid(x))
rest_alone = gate(_sigmoid, lambda dout, x: dout * (1 - _sigmoid(x)))
slope_of_tanh = gate(_sigmoid, lambda dout, x: dout * (1 - _sigmoid(x) ** 2))
slope_of_the_input = gate(_sigmoid, lambda dout, x: dout * x * (1 - x))
minus = gate(_sigmoid, lambda dout, x: -_sigmoid_back(dout, x))
slope_overflows = gate(_sigmoid, lambda dout, x: dout * np.exp(-x) / (1 + np.exp(-x)) ** 2)
clipped = gate(_clipped, lambda dout, x: dout * (1 - _clipped(x)) * _clipped(x))
sign_forgotten = gate(lambda x: 1 / (1 + np.exp(x)), _sigmoid_back)
tanh = gate(np.tanh, lambda dout, x: dout * (1 - np.tanh(x) ** 2))
one_number = gate(_one_number, lambda dout, x: dout * (1 - _one_number(x)) * _one_number(x))
in_a_tuple = gate(_sigmoid, lambda dout, x: (_sigmoid_back(dout, x),))

SIGMOID_GATE = (
    Mistake("no_upstream", made_gates.NO_UPSTREAM, SigmoidWithoutUpstream),
    Mistake(
        "overflows",
        "For a large input the power of e is infinite, and infinity divided by infinity is no "
        "number. There is a form of the sigmoid in which no power can get large.",
        Overflows,
    ),
    Mistake(
        "slope_at_the_output",
        "The sigmoid is taken of what is a sigmoid already. Its slope is made of the output as it "
        "is.",
        SlopeAtTheOutput,
    ),
    Mistake("no_local", made_gates.NO_LOCAL, unchanged),
    Mistake(
        "output_alone",
        "The slope is the output here. It needs a second factor, which fades when the output comes "
        "near 1.",
        output_alone,
    ),
    Mistake(
        "rest_alone",
        "The slope is 1 less the output here. It needs a second factor, which fades when the "
        "output comes near 0.",
        rest_alone,
    ),
    Mistake(
        "slope_of_tanh",
        "This is how the slope of the hyperbolic tangent is made of its output. The sigmoid is "
        "another function.",
        slope_of_tanh,
    ),
    Mistake(
        "slope_of_the_input",
        "The formula for the slope is applied to the input. It is made of the output.",
        slope_of_the_input,
    ),
    Mistake(
        "minus",
        "The sign of the gradient is wrong: the sigmoid grows everywhere.",
        minus,
    ),
    Mistake(
        "slope_overflows",
        "For an input far below 0 the power of e in the slope is infinite, and infinity divided by "
        "infinity is no number. The output knows the slope.",
        slope_overflows,
    ),
    Mistake(
        "clipped",
        "Inputs are cut off, so that a small output comes out too large. Far below 0 the sigmoid "
        "still changes.",
        clipped,
    ),
    Mistake(
        "sign_forgotten",
        "The output falls when the input grows. A sign in the exponent is missing.",
        sign_forgotten,
    ),
    Mistake("tanh", "This is the hyperbolic tangent, which runs from minus 1 to 1.", tanh),
    Mistake("one_number", made_gates.ONE_NUMBER, one_number),
    Mistake(
        "for_arrays_only",
        "This works for arrays, and not for a plain number, which has neither a shape nor entries "
        "to choose.",
        ForArraysOnly,
    ),
    Mistake("in_a_tuple", IN_A_TUPLE, in_a_tuple),
    Mistake("kept_for_all", made_gates.FOR_ALL, keeps_for_all(_sigmoid, _sigmoid_back)),
    Mistake("kept_the_first", made_gates.THE_FIRST, keeps_the_first(_sigmoid, _sigmoid_back)),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(gate(_sigmoid, _sigmoid_back))),
)


def bias_forgotten(w, x):
    out = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1])))
    dsum = (1 - out) * out
    return out, (np.array([dsum * x[0], dsum * x[1], dsum]), dsum * w[:2])


def no_gradient_for_bias(w, x):
    out = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    dsum = (1 - out) * out
    return out, (dsum * x, dsum * w[:2])


def times_the_same(w, x):
    out = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    dsum = (1 - out) * out
    return out, (np.array([dsum * w[0], dsum * w[1], dsum]), dsum * x)


def _neuron(slope=lambda out: (1 - out) * out, squash=_sigmoid, back=None):
    """A neuron, right but for its slope, its sigmoid, or how it hands the slope on."""

    def neuron(w, x):
        out = squash(w[:2] @ x + w[2])
        dsum = slope(out)
        return out, (back or _handed_on)(dsum, w, x)

    return neuron


def _handed_on(dsum, w, x):
    return dsum * np.append(x, 1), dsum * w[:2]


def bias_first(w, x):
    out, (dw, dx) = _neuron()(np.append(w[1:], w[0]), x)
    return out, (np.append(dw[2], dw[:2]), dx)


def flat(w, x):
    out, (dw, dx) = _neuron()(w, x)
    return out, dw, dx


SIGMOID_NEURON = (
    Mistake("bias_forgotten", "The bias, the last entry of w, is not in the sum.", bias_forgotten),
    Mistake(
        "no_gradient_for_bias",
        "The bias has no gradient here. It is the last entry of w, so the gradient for w has three "
        "entries.",
        no_gradient_for_bias,
    ),
    Mistake(
        "times_the_same",
        "Each factor gets the gradient times its own value. The slope of a product in one factor "
        "is the other factor.",
        times_the_same,
    ),
    Mistake(
        "output_as_slope",
        "The slope of the sigmoid is taken to be its output. A factor is missing.",
        _neuron(lambda out: out),
    ),
    Mistake(
        "no_sigmoid_on_the_way_back",
        "The way back skips the sigmoid: its slope is missing in both gradients.",
        _neuron(lambda out: 1.0),
    ),
    Mistake(
        "sigmoid_of_the_output",
        "The slope of the sigmoid is taken at its output. It is made of the output as it is.",
        _neuron(lambda out: (1 - _sigmoid(out)) * _sigmoid(out)),
    ),
    Mistake(
        "rounded_early",
        "The gradient of the sum is rounded to one digit before it goes on. Keep all digits until "
        "the end.",
        _neuron(lambda out: np.round((1 - out) * out, 1)),
    ),
    Mistake(
        "bias_gets_one",
        "The gradient for the bias is 1, the local gradient of the last sum. What comes from "
        "upstream is missing in it.",
        _neuron(back=lambda d, w, x: (np.append(d * x, 1), d * w[:2])),
    ),
    Mistake("bias_first", "The first entry of w is taken as the bias. It is the last.", bias_first),
    Mistake(
        "overflows",
        "For a large sum the power of e is infinite, and infinity by infinity is no number. "
        "There is a form of the sigmoid in which no power can get large.",
        _neuron(squash=lambda s: np.exp(s) / (1 + np.exp(s))),
    ),
    Mistake(
        "no_sigmoid",
        "The weighted sum comes back as it is, without the sigmoid.",
        _neuron(lambda out: 1.0, squash=lambda s: s),
    ),
    Mistake(
        "sign_forgotten",
        "The output falls when the sum grows. A sign in the exponent of the sigmoid is missing.",
        _neuron(squash=lambda s: 1 / (1 + np.exp(s))),
    ),
    Mistake(
        "minus",
        "The signs of all gradients are wrong: the sigmoid grows with the sum.",
        _neuron(lambda out: (out - 1) * out),
    ),
    Mistake(
        "flat",
        "Three results come back side by side. What is asked for is two: the output and a tuple "
        "of both gradients.",
        flat,
    ),
    Mistake(
        "order_of_gradients",
        "The gradient for x comes first. It comes after that for w, as the arguments do.",
        _neuron(back=lambda d, w, x: _handed_on(d, w, x)[::-1]),
    ),
    Mistake(
        "inputs_with_bias",
        "The gradient for x has an entry for the constant 1 that the bias is multiplied by. It has "
        "the shape of x.",
        _neuron(back=lambda d, w, x: (d * np.append(x, 1), d * w)),
    ),
)
