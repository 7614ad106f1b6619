"""Known mistakes of ``AddGate`` and ``MultiplyGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import made_gates
from autograder.assignments.backprop.mistakes.made_gates import (
    adds_up,
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.exercise import Mistake


class OneGradientOfASum:
    def forward(self, a, b):
        return a + b

    def backward(self, dout):
        return dout


class Ones:
    def forward(self, a, b):
        return a + b

    def backward(self, dout):
        return np.ones_like(dout), np.ones_like(dout)


class TimesTheOther:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a + b

    def backward(self, dout):
        return dout * self.b, dout * self.a


def _sum(a, b):
    return a + b


halved = gate(_sum, lambda dout, a, b: (dout / 2, dout / 2))
doubled = gate(_sum, lambda dout, a, b: (dout + dout, dout + dout))
of_a_difference = gate(_sum, lambda dout, a, b: (dout, -dout))
times_the_same = gate(_sum, lambda dout, a, b: (dout * a, dout * b))
one_added = gate(_sum, lambda dout, a, b: (dout + 1, dout + 1))
one_array = gate(_sum, lambda dout, a, b: np.array([dout, dout]))
sum_summed = gate(lambda a, b: np.sum(a + b), lambda dout, a, b: (dout, dout))
right_sum = gate(_sum, lambda dout, a, b: (dout, dout))

ADD_GATE = (
    Mistake("one_gradient", made_gates.ONE_GRADIENT, OneGradientOfASum),
    Mistake(
        "ones",
        "Each gradient is 1 here, which is the local gradient. What comes from upstream has to "
        "be multiplied with it.",
        Ones,
    ),
    Mistake(
        "times_the_other",
        "These are the gradients of a product. How much does a sum change if one of its inputs "
        "grows by a bit?",
        TimesTheOther,
    ),
    Mistake(
        "halved",
        "The gradient is split between the inputs. But each of them moves the sum by as much as "
        "it moves itself.",
        halved,
    ),
    Mistake(
        "doubled",
        "The gradients are twice too large. Each input is used once, and nothing adds up here.",
        doubled,
    ),
    Mistake(
        "of_a_difference",
        "The sign of the second gradient is wrong: this gate adds its second input.",
        of_a_difference,
    ),
    Mistake(
        "times_the_same",
        "The gradients are multiplied by the inputs. The slope of a sum is the same everywhere.",
        times_the_same,
    ),
    Mistake("added", made_gates.ADDED, one_added),
    Mistake(
        "one_array",
        "Both gradients are in one array. Return a tuple of two.",
        one_array,
    ),
    Mistake(
        "summed",
        "The entries are added up to one number. This gate adds its two inputs, entry by entry.",
        sum_summed,
    ),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(right_sum)),
)


class TimesTheSame:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, dout):
        return dout * self.a, dout * self.b


class NoUpstream:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, dout):
        return self.b, self.a


class UpstreamAlone:
    def forward(self, a, b):
        return a * b

    def backward(self, dout):
        return dout, dout


def _product(a, b):
    return a * b


def _product_back(dout, a, b):
    return dout * b, dout * a


one_gradient_of_product = gate(_product, lambda dout, a, b: dout * b)
upstream_added = gate(_product, lambda dout, a, b: (dout + b, dout + a))
divided = gate(_product, lambda dout, a, b: (dout * (a * b) / a, dout * (a * b) / b))
times_the_output = gate(_product, lambda dout, a, b: (dout * a * b, dout * a * b))
divided_by_the_other = gate(_product, lambda dout, a, b: (dout / b, dout / a))
matrix_product = gate(np.dot, _product_back)
product_summed = gate(lambda a, b: np.sum(a * b), _product_back)
right_product = gate(_product, _product_back)

MULTIPLY_GATE = (
    Mistake(
        "times_the_same",
        "Each input gets the gradient times its own value. The slope of a product in one factor "
        "is the other factor.",
        TimesTheSame,
    ),
    Mistake("no_upstream", made_gates.NO_UPSTREAM, NoUpstream),
    Mistake("no_local", made_gates.NO_LOCAL, UpstreamAlone),
    Mistake("one_gradient", made_gates.ONE_GRADIENT, one_gradient_of_product),
    Mistake("added", made_gates.ADDED, upstream_added),
    Mistake(
        "divided",
        "The other factor is got by dividing the product. Where an input is 0, that divides "
        "0 by 0: keep both inputs.",
        divided,
    ),
    Mistake(
        "times_the_output",
        "Both gradients are multiplied by the whole product. The slope in one factor is the "
        "other factor alone.",
        times_the_output,
    ),
    Mistake(
        "divided_by_the_other",
        "The gradients are divided by the other factor. On the way back, too, it is multiplied.",
        divided_by_the_other,
    ),
    Mistake(
        "matrix_product",
        "This is a matrix product. The gate multiplies entry by entry.",
        matrix_product,
    ),
    Mistake(
        "summed",
        "The products are added up to one number. The output has the shape of the inputs.",
        product_summed,
    ),
    Mistake("kept_for_all", made_gates.FOR_ALL, keeps_for_all(_product, _product_back)),
    Mistake("kept_the_first", made_gates.THE_FIRST, keeps_the_first(_product, _product_back)),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(right_product)),
)
