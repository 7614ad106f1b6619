"""Known mistakes of ``sigmoid_neuron``."""

import numpy as np

from autograder.judge.mistake import made


def bias_forgotten(w, x):
    """The bias, the last entry of w, is not in the sum."""
    out = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1])))
    dsum = (1 - out) * out
    return out, (np.array([dsum * x[0], dsum * x[1], dsum]), dsum * w[:2])


def no_gradient_for_bias(w, x):
    """The bias has no gradient here. It is the last entry of w, so the gradient for w has three
    entries."""
    out = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    dsum = (1 - out) * out
    return out, (dsum * x, dsum * w[:2])


def times_the_same(w, x):
    """Each factor gets the gradient times its own value. The slope of a product in one factor is
    the other factor."""
    out = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    dsum = (1 - out) * out
    return out, (np.array([dsum * w[0], dsum * w[1], dsum]), dsum * x)


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _handed_on(dsum, w, x):
    return dsum * np.append(x, 1), dsum * w[:2]


def _neuron(slope=lambda out: (1 - out) * out, squash=_sigmoid, back=None):
    """A neuron, right but for its slope, its sigmoid, or how it hands the slope on."""

    def neuron(w, x):
        out = squash(w[:2] @ x + w[2])
        dsum = slope(out)
        return out, (back or _handed_on)(dsum, w, x)

    return neuron


output_as_slope = made(
    "The slope of the sigmoid is taken to be its output. A factor is missing.",
    _neuron(lambda out: out),
)

no_sigmoid_on_the_way_back = made(
    "The way back skips the sigmoid: its slope is missing in both gradients.",
    _neuron(lambda out: 1.0),
)

sigmoid_of_the_output = made(
    "The slope of the sigmoid is taken at its output. It is made of the output as it is.",
    _neuron(lambda out: (1 - _sigmoid(out)) * _sigmoid(out)),
)

rounded_early = made(
    "The gradient of the sum is rounded to one digit before it goes on. Keep all digits until "
    "the end.",
    _neuron(lambda out: np.round((1 - out) * out, 1)),
)

bias_gets_one = made(
    "The gradient for the bias is 1, the local gradient of the last sum. What comes from "
    "upstream is missing in it.",
    _neuron(back=lambda d, w, x: (np.append(d * x, 1), d * w[:2])),
)


def bias_first(w, x):
    """The first entry of w is taken as the bias. It is the last."""
    out, (dw, dx) = _neuron()(np.append(w[1:], w[0]), x)
    return out, (np.append(dw[2], dw[:2]), dx)


overflows = made(
    "For a large sum the power of e is infinite, and infinity by infinity is no number. There "
    "is a form of the sigmoid in which no power can get large.",
    _neuron(squash=lambda s: np.exp(s) / (1 + np.exp(s))),
)

no_sigmoid = made(
    "The weighted sum comes back as it is, without the sigmoid.",
    _neuron(lambda out: 1.0, squash=lambda s: s),
)

sign_forgotten = made(
    "The output falls when the sum grows. A sign in the exponent of the sigmoid is missing.",
    _neuron(squash=lambda s: 1 / (1 + np.exp(s))),
)

minus = made(
    "The signs of all gradients are wrong: the sigmoid grows with the sum.",
    _neuron(lambda out: (out - 1) * out),
)


def flat(w, x):
    """Three results come back side by side. What is asked for is two: the output and a tuple of
    both gradients."""
    out, (dw, dx) = _neuron()(w, x)
    return out, dw, dx


order_of_gradients = made(
    "The gradient for x comes first. It comes after that for w, as the arguments do.",
    _neuron(back=lambda d, w, x: _handed_on(d, w, x)[::-1]),
)

inputs_with_bias = made(
    "The gradient for x has an entry for the constant 1 that the bias is multiplied by. It "
    "has the shape of x.",
    _neuron(back=lambda d, w, x: (d * np.append(x, 1), d * w)),
)


def bias_times_itself(w, x):
    """The gradient for the bias is multiplied by the bias: the bias is added, so its own slope is
    1."""
    out = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    dsum = (1 - out) * out
    return out, (dsum * np.append(x, w[2]), dsum * w[:2])


no_slope_for_bias = made(
    "The gradient for the bias is 0 here. The bias is added, so it moves the output as much as "
    "the sum does.",
    _neuron(back=lambda d, w, x: (np.append(d * x, 0), d * w[:2])),
)


factors_forgotten = made(
    "The slope of the sum is handed to each as it is. What an input is multiplied by is a factor "
    "of its gradient.",
    _neuron(back=lambda d, w, x: (np.full(3, d), np.full(2, d))),
)


def bias_subtracted(w, x):
    """The bias is subtracted from the sum. It is added, as the 1 that it is multiplied by says."""
    return _neuron()(w * [1, 1, -1], x)


def slope_of_the_sum(w, x):
    """The formula for the slope is applied to the sum. It is made of the output."""
    total = w[:2] @ x + w[2]
    dsum = (1 - total) * total
    return _sigmoid(total), (dsum * np.append(x, 1), dsum * w[:2])
