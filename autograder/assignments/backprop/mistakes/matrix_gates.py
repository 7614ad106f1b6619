"""Known mistakes of ``MatMulGate`` and ``squared_norm_of_product``."""

import numpy as np

from autograder.assignments.backprop.mistakes import made_gates
from autograder.assignments.backprop.mistakes.made_gates import (
    adds_up,
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.exercise import Mistake


class NoTransposes:
    def forward(self, A, B):
        self.A, self.B = A, B
        return A @ B

    def backward(self, dout):
        return dout @ self.B, self.A @ dout


class OtherSide:
    def forward(self, A, B):
        self.A, self.B = A, B
        return A @ B

    def backward(self, dout):
        return self.B.T @ dout, dout @ self.A.T


class Exchanged:
    def forward(self, A, B):
        self.A, self.B = A, B
        return A @ B

    def backward(self, dout):
        return self.A.T @ dout, dout @ self.B.T


def _product(A, B):
    return A @ B


def _back(dout, A, B):
    return dout @ B.T, A.T @ dout


first_transposed = gate(_product, lambda dout, A, B: (B @ dout.T, A.T @ dout))
second_transposed = gate(_product, lambda dout, A, B: (dout @ B.T, dout.T @ A))
averaged = gate(_product, lambda dout, A, B: (dout @ B.T, A.T @ dout / len(A)))
without_upstream = gate(_product, lambda dout, A, B: (B.T, A.T))
elementwise_back = gate(_product, lambda dout, A, B: (dout * B, dout * A))
elementwise = gate(lambda A, B: A * B, _back)
other_order = gate(lambda A, B: B @ A, _back)
one_gradient = gate(_product, lambda dout, A, B: dout @ B.T)
same_factor = gate(_product, lambda dout, A, B: (dout @ A.T, B.T @ dout))

MATMUL_GATE = (
    Mistake(
        "no_transposes",
        "Neither factor is transposed on the way back. Write down the shapes: which side of each "
        "product has to be summed away?",
        NoTransposes,
    ),
    Mistake(
        "other_side",
        "The factors stand on the wrong side of the upstream gradient. With square matrices the "
        "shapes fit all the same, and the numbers are wrong.",
        OtherSide,
    ),
    Mistake(
        "exchanged",
        "Both gradients are right, and come in the wrong order: that for A is first.",
        Exchanged,
    ),
    Mistake(
        "first_transposed",
        "The gradient for A is transposed. Its shape is that of A.",
        first_transposed,
    ),
    Mistake(
        "second_transposed",
        "The gradient for B is transposed. Its shape is that of B.",
        second_transposed,
    ),
    Mistake(
        "averaged",
        "The gradient for B is divided by the number of rows. Whether a mean is taken is the "
        "loss's business; a product sums.",
        averaged,
    ),
    Mistake("no_upstream", made_gates.NO_UPSTREAM, without_upstream),
    Mistake(
        "elementwise_back",
        "The way back multiplies entry by entry, as a multiply gate does. Each entry of a factor "
        "goes into a whole row or column of the product.",
        elementwise_back,
    ),
    Mistake(
        "elementwise",
        "This multiplies entry by entry. What is asked for is the matrix product.",
        elementwise,
    ),
    Mistake(
        "other_order",
        "The factors are multiplied in the wrong order: the first one stands on the left.",
        other_order,
    ),
    Mistake(
        "same_factor",
        "Each gradient is made with the factor that it belongs to. It takes the other one.",
        same_factor,
    ),
    Mistake("one_gradient", made_gates.ONE_GRADIENT, one_gradient),
    Mistake("kept_for_all", made_gates.FOR_ALL, keeps_for_all(_product, _back)),
    Mistake("kept_the_first", made_gates.THE_FIRST, keeps_the_first(_product, _back)),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(gate(_product, _back))),
)


def two_forgotten(W, x):
    q = W @ x
    return q @ q, (np.outer(q, x), W.T @ q)


def not_transposed(W, x):
    q = W @ x
    return q @ q, (2 * np.outer(q, x), 2 * W @ q)


def outer_exchanged(W, x):
    q = W @ x
    return q @ q, (2 * np.outer(x, q), 2 * W.T @ q)


def _squares(f=lambda q: q @ q, dq=lambda q: 2 * q, back=None):
    """The squared length, right but for its value, its slope, or how it hands that on."""

    def squares(W, x):
        q = W @ x
        return f(q), (back or _handed_on)(dq(q), W, x)

    return squares


def _handed_on(dq, W, x):
    return np.outer(dq, x), W.T @ dq


def flat(W, x):
    f, (dW, dx) = _squares()(W, x)
    return f, dW, dx


def _divided_by_length(q):
    return q / np.sqrt(q @ q)


SQUARED_NORM_OF_PRODUCT = (
    Mistake(
        "two_forgotten",
        "Both gradients are half as large as they should be. What is the slope of a square?",
        two_forgotten,
    ),
    Mistake(
        "not_transposed",
        "The matrix is not transposed in the gradient for x. Each entry of x goes into every entry "
        "of the product, along a column of the matrix.",
        not_transposed,
    ),
    Mistake(
        "outer_exchanged",
        "The gradient for W is transposed: its rows belong to the product, its columns to x.",
        outer_exchanged,
    ),
    Mistake(
        "elementwise",
        "The gradient for W is multiplied entry by entry. Every entry of the product meets every "
        "entry of x.",
        _squares(back=lambda dq, W, x: (dq * x, W.T @ dq)),
    ),
    Mistake(
        "dot_product",
        "The gradient for W is a number here, the dot product of two vectors. It is a matrix, with "
        "an entry for each pair.",
        _squares(back=lambda dq, W, x: (np.sum(dq) * np.sum(x), W.T @ dq)),
    ),
    Mistake(
        "length_itself",
        "The value is the length. What is asked for is its square.",
        _squares(f=lambda q: np.sqrt(q @ q)),
    ),
    Mistake(
        "gradients_of_the_length",
        "These are the gradients of the length. What is asked for is its square, which has no root "
        "to differentiate.",
        _squares(dq=_divided_by_length),
    ),
    Mistake(
        "slope_without_product",
        "The slope of a square is taken to be 2 everywhere. It grows with what is squared.",
        _squares(dq=lambda q: 2 * np.ones_like(q)),
    ),
    Mistake(
        "slope_one",
        "The square is skipped on the way back, as if the entries of the product were only added.",
        _squares(dq=np.ones_like),
    ),
    Mistake(
        "of_the_inputs",
        "These are the gradients of the squared lengths of W and x themselves. The product between "
        "them is missing.",
        _squares(back=lambda dq, W, x: (2 * W, 2 * x)),
    ),
    Mistake(
        "flat",
        "Three results come back side by side. What is asked for is two: the value, and a tuple of "
        "both gradients.",
        flat,
    ),
    Mistake(
        "order_of_gradients",
        "The gradient for x comes first. It comes after that for W, as the arguments do.",
        _squares(back=lambda dq, W, x: _handed_on(dq, W, x)[::-1]),
    ),
    Mistake(
        "mean_of_squares",
        "The value is the mean of the squares. What is asked for is their sum.",
        _squares(f=lambda q: np.mean(q**2)),
    ),
    Mistake(
        "squares_not_summed",
        "The squares are not added up. The value is one number.",
        _squares(f=lambda q: q**2),
    ),
    Mistake(
        "sum_squared",
        "The entries of the product are added first, and then squared. Square each, then add.",
        _squares(f=lambda q: np.sum(q) ** 2, dq=lambda q: 2 * np.sum(q) * np.ones_like(q)),
    ),
)
