"""Known mistakes of ``MultiplyGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import (
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.mistake import made


class TimesTheSame:
    """Each input gets the gradient times its own value. The slope of a product in one factor is the
    other factor."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, dout):
        return dout * self.a, dout * self.b


class NoUpstream:
    """This is the local gradient alone. What comes from upstream has to be multiplied with it."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, dout):
        return self.b, self.a


class NoLocal:
    """The upstream gradient is handed on unchanged. It has to be multiplied by the slope of this
    gate."""

    def forward(self, a, b):
        return a * b

    def backward(self, dout):
        return dout, dout


def _product(a, b):
    return a * b


one_gradient = made(
    "Only one gradient comes back. The gate has two inputs, and each of them gets its own.",
    gate(_product, lambda dout, a, b: dout * b),
)

added = made(
    "Upstream and local gradient are added here. The chain rule multiplies them.",
    gate(_product, lambda dout, a, b: (dout + b, dout + a)),
)

divided = made(
    "The other factor is got by dividing the product. Where an input is 0, that divides 0 by "
    "0: keep both inputs.",
    gate(_product, lambda dout, a, b: (dout * (a * b) / a, dout * (a * b) / b)),
)

times_the_output = made(
    "Both gradients are multiplied by the whole product. The slope in one factor is the other "
    "factor alone.",
    gate(_product, lambda dout, a, b: (dout * a * b, dout * a * b)),
)

divided_by_the_other = made(
    "The gradients are divided by the other factor. On the way back, too, it is multiplied.",
    gate(_product, lambda dout, a, b: (dout / b, dout / a)),
)


def _product_back(dout, a, b):
    return dout * b, dout * a


matrix_product = made(
    "This is a matrix product. The gate multiplies entry by entry.",
    gate(np.dot, _product_back),
)

summed = made(
    "The products are added up to one number. The output has the shape of the inputs.",
    gate(lambda a, b: np.sum(a * b), _product_back),
)

kept_for_all = made(
    "What forward keeps belongs to the class here, so that the last gate that ran overwrites "
    "what all others kept. Each gate needs its own.",
    keeps_for_all(_product, _product_back),
)

kept_the_first = made(
    "Backward uses the inputs of the first forward that the gate ever ran. It belongs to the "
    "last one.",
    keeps_the_first(_product, _product_back),
)

_right_product = gate(_product, _product_back)


adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(_right_product),
)


times_the_second = made(
    "The gradient for the second input is multiplied by that input. It needs the first.",
    gate(_product, lambda dout, a, b: (dout * b, dout * b)),
)

times_the_first = made(
    "The gradient for the first input is multiplied by that input. It needs the second.",
    gate(_product, lambda dout, a, b: (dout * a, dout * a)),
)


upstream_for_the_second = made(
    "The first gradient is the local one alone. What comes from upstream has to be multiplied with "
    "it, too.",
    gate(_product, lambda dout, a, b: (b, dout * a)),
)

upstream_for_the_first = made(
    "The second gradient is the local one alone. What comes from upstream has to be multiplied "
    "with it, too.",
    gate(_product, lambda dout, a, b: (dout * b, a)),
)
