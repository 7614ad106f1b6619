"""Known mistakes of ``AddGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import gate
from autograder.judge.mistake import made


class OneGradient:
    """Only one gradient comes back. The gate has two inputs, and each of them gets its own."""

    def forward(self, a, b):
        return a + b

    def backward(self, dout):
        return dout


class Ones:
    """Each gradient is 1 here, which is the local gradient. What comes from upstream has to be
    multiplied with it."""

    def forward(self, a, b):
        return a + b

    def backward(self, dout):
        return np.ones_like(dout), np.ones_like(dout)


class TimesTheOther:
    """These are the gradients of a product. How much does a sum change if one of its inputs grows
    by a bit?"""

    def forward(self, a, b):
        self.a, self.b = a, b
        return a + b

    def backward(self, dout):
        return dout * self.b, dout * self.a


def _sum(a, b):
    return a + b


halved = made(
    "The gradient is split between the inputs. But each of them moves the sum by as much as "
    "it moves itself.",
    gate(_sum, lambda dout, a, b: (dout / 2, dout / 2)),
)

doubled = made(
    "The gradients are twice too large. Each input is used once, and nothing adds up here.",
    gate(_sum, lambda dout, a, b: (dout + dout, dout + dout)),
)

of_a_difference = made(
    "The sign of the second gradient is wrong: this gate adds its second input.",
    gate(_sum, lambda dout, a, b: (dout, -dout)),
)

times_the_same = made(
    "The gradients are multiplied by the inputs. The slope of a sum is the same everywhere.",
    gate(_sum, lambda dout, a, b: (dout * a, dout * b)),
)

added = made(
    "Upstream and local gradient are added here. The chain rule multiplies them.",
    gate(_sum, lambda dout, a, b: (dout + 1, dout + 1)),
)

one_array = made(
    "Both gradients are in one array. Return a tuple of two.",
    gate(_sum, lambda dout, a, b: np.array([dout, dout])),
)

summed = made(
    "The entries are added up to one number. This gate adds its two inputs, entry by entry.",
    gate(lambda a, b: np.sum(a + b), lambda dout, a, b: (dout, dout)),
)

_right_sum = gate(_sum, lambda dout, a, b: (dout, dout))


adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(_right_sum),
)
