"""Known mistakes of ``MatMulGate``."""

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.assignments.backprop.mistakes._made_gates import (
    gate,
    keeps_for_all,
    keeps_the_first,
)
from autograder.judge.mistake import made


class NoTransposes:
    """Neither factor is transposed on the way back. Write down the shapes: which side of each
    product has to be summed away?"""

    def forward(self, A, B):
        self.A, self.B = A, B
        return A @ B

    def backward(self, dout):
        return dout @ self.B, self.A @ dout


class OtherSide:
    """The factors stand on the wrong side of the upstream gradient. With square matrices the shapes
    fit all the same, and the numbers are wrong."""

    def forward(self, A, B):
        self.A, self.B = A, B
        return A @ B

    def backward(self, dout):
        return self.B.T @ dout, dout @ self.A.T


class Exchanged:
    """Both gradients are right, and come in the wrong order: that for A is first."""

    def forward(self, A, B):
        self.A, self.B = A, B
        return A @ B

    def backward(self, dout):
        return self.A.T @ dout, dout @ self.B.T


def _product(A, B):
    return A @ B


first_transposed = made(
    "The gradient for A is transposed. Its shape is that of A.",
    gate(_product, lambda dout, A, B: (B @ dout.T, A.T @ dout)),
)

second_transposed = made(
    "The gradient for B is transposed. Its shape is that of B.",
    gate(_product, lambda dout, A, B: (dout @ B.T, dout.T @ A)),
)

averaged = made(
    "The gradient for B is divided by the number of rows. Whether a mean is taken is the "
    "loss's business; a product sums.",
    gate(_product, lambda dout, A, B: (dout @ B.T, A.T @ dout / len(A))),
)

no_upstream = made(
    "This is the local gradient alone. What comes from upstream has to be multiplied with it.",
    gate(_product, lambda dout, A, B: (B.T, A.T)),
)

elementwise_back = made(
    "The way back multiplies entry by entry, as a multiply gate does. Each entry of a factor "
    "goes into a whole row or column of the product.",
    gate(_product, lambda dout, A, B: (dout * B, dout * A)),
)


def _back(dout, A, B):
    return dout @ B.T, A.T @ dout


elementwise = made(
    "This multiplies entry by entry. What is asked for is the matrix product.",
    gate(lambda A, B: A * B, _back),
)

other_order = made(
    "The factors are multiplied in the wrong order: the first one stands on the left.",
    gate(lambda A, B: B @ A, _back),
)

same_factor = made(
    "Each gradient is made with the factor that it belongs to. It takes the other one.",
    gate(_product, lambda dout, A, B: (dout @ A.T, B.T @ dout)),
)

one_gradient = made(
    "Only one gradient comes back. The gate has two inputs, and each of them gets its own.",
    gate(_product, lambda dout, A, B: dout @ B.T),
)

kept_for_all = made(
    "What forward keeps belongs to the class here, so that the last gate that ran overwrites "
    "what all others kept. Each gate needs its own.",
    keeps_for_all(_product, _back),
)

kept_the_first = made(
    "Backward uses the inputs of the first forward that the gate ever ran. It belongs to the "
    "last one.",
    keeps_the_first(_product, _back),
)

adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(gate(_product, _back)),
)


ones_for_upstream = made(
    "What comes from upstream is taken to be ones. It has to be multiplied with the factors.",
    gate(_product, lambda dout, A, B: _back(0 * dout + 1, A, B)),
)
