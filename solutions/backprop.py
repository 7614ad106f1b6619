"""Backpropagation: gates, and a graph that runs them forward and back.

Reference solutions of the assignment ``backprop``.
"""

import numpy as np


class AddGate:
    """A gate that adds two inputs: out = a + b."""

    def forward(self, a, b):
        """The sum of both inputs.

        Arguments:
            a: a number, or a float array of any shape.
            b: the same, of a's shape.

        Returns:
            a + b, of their shape.
        """
        return a + b

    def backward(self, dout):
        """The gradients for both inputs of the last forward.

        Arguments:
            dout: the upstream gradient, of the output's shape.

        Returns:
            A tuple of the gradient for a and the gradient for b, each of dout's
            shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return dout, dout


class MultiplyGate:
    """A gate that multiplies two inputs, element by element: out = a b."""

    def forward(self, a, b):
        """The product of both inputs; keeps what backward needs.

        Arguments:
            a: a number, or a float array of any shape.
            b: the same, of a's shape.

        Returns:
            a times b, of their shape.
        """
        self.a, self.b = a, b
        return a * b

    def backward(self, dout):
        """The gradients for both inputs of the last forward.

        Arguments:
            dout: the upstream gradient, of the output's shape.

        Returns:
            A tuple of the gradient for a and the gradient for b, each of dout's
            shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return dout * self.b, dout * self.a


class ExpGate:
    """A gate that raises e to its input: out = e^x."""

    def forward(self, x):
        """e to the power of each entry; keeps what backward needs.

        Arguments:
            x: a number, or a float array of any shape.

        Returns:
            e^x, of x's shape.
        """
        self.out = np.exp(x)
        return self.out

    def backward(self, dout):
        """The gradient for the input of the last forward.

        Arguments:
            dout: the upstream gradient, of the output's shape.

        Returns:
            The gradient for x, of x's shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return dout * self.out


class ReciprocalGate:
    """A gate that takes one over its input: out = 1 / x."""

    def forward(self, x):
        """One over each entry; keeps what backward needs.

        Arguments:
            x: a number, or a float array of any shape, without zeros.

        Returns:
            1 / x, of x's shape.
        """
        self.x = x
        return 1 / x

    def backward(self, dout):
        """The gradient for the input of the last forward.

        Arguments:
            dout: the upstream gradient, of the output's shape.

        Returns:
            The gradient for x, of x's shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return -dout / self.x**2


class ScaleGate:
    """A gate that multiplies its input by a constant: out = c x."""

    def __init__(self, c):
        """Keep the constant.

        Arguments:
            c: a float.
        """
        self.c = c

    def forward(self, x):
        """c times each entry.

        Arguments:
            x: a number, or a float array of any shape.

        Returns:
            c x, of x's shape.
        """
        return self.c * x

    def backward(self, dout):
        """The gradient for the input of the last forward.

        Arguments:
            dout: the upstream gradient, of the output's shape.

        Returns:
            The gradient for x, of x's shape. A constant gets none.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return self.c * dout


class AddConstantGate:
    """A gate that adds a constant to its input: out = x + c."""

    def __init__(self, c):
        """Keep the constant.

        Arguments:
            c: a float.
        """
        self.c = c

    def forward(self, x):
        """Each entry plus c.

        Arguments:
            x: a number, or a float array of any shape.

        Returns:
            x + c, of x's shape.
        """
        return x + self.c

    def backward(self, dout):
        """The gradient for the input of the last forward.

        Arguments:
            dout: the upstream gradient, of the output's shape.

        Returns:
            The gradient for x, of x's shape. A constant gets none.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return dout


class SigmoidGate:
    """A gate that squashes its input between 0 and 1: out = 1 / (1 + e^-x)."""

    def forward(self, x):
        """The sigmoid of each entry; keeps what backward needs.

        Arguments:
            x: a number, or a float array of any shape; entries up to 10000 in
                size give no nan and no infinity, here and in backward.

        Returns:
            1 / (1 + e^-x), of x's shape.
        """
        small = np.exp(-np.abs(x))  # the power that cannot overflow
        self.out = np.where(x < 0, small, 1) / (1 + small)
        return self.out

    def backward(self, dout):
        """The gradient for the input of the last forward.

        Arguments:
            dout: the upstream gradient, of the output's shape.

        Returns:
            The gradient for x, of x's shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return dout * (1 - self.out) * self.out


def sigmoid_neuron(w, x):
    """A neuron with two inputs, forward and back: out = sigmoid(w0 x0 + w1 x1 + w2).

    Arguments:
        w: (3,) float array, two weights and then the bias.
        x: (2,) float array, the inputs; weighted sums up to 10000 in size give no
            nan and no infinity.

    Returns:
        A tuple of out, a number, and the tuple (dw, dx) of its gradients: dw is
        (3,) and dx is (2,).

    Source: Rumelhart, Hinton and Williams (1986), Learning representations by
    back-propagating errors.
    """
    # The sigmoid is a tanh of half the size, and no power in that overflows.
    out = (1 + np.tanh((w[:2] @ x + w[2]) / 2)) / 2
    dsum = (1 - out) * out
    return out, (dsum * np.append(x, 1), dsum * w[:2])


class MaxGate:
    """A gate that takes the larger of two inputs, element by element."""

    def forward(self, a, b):
        """The larger of both inputs; keeps what backward needs.

        Arguments:
            a: a number, or a float array of any shape.
            b: the same, of a's shape.

        Returns:
            The larger of a and b, of their shape.
        """
        self.first_wins = a >= b
        return np.maximum(a, b)

    def backward(self, dout):
        """The gradients for both inputs of the last forward.

        Where both inputs are equal, a gets the whole gradient and b gets 0.

        Arguments:
            dout: the upstream gradient, of the output's shape.

        Returns:
            A tuple of the gradient for a and the gradient for b, each of dout's
            shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return dout * self.first_wins, dout * np.logical_not(self.first_wins)


class BranchGate:
    """A gate that copies its input, for a value with several uses."""

    def __init__(self, copies):
        """Keep the number of copies.

        Arguments:
            copies: how many uses the value has, an integer of at least 1.
        """
        self.copies = copies

    def forward(self, x):
        """The input once for each use.

        Arguments:
            x: a number, or a float array of any shape.

        Returns:
            A tuple with x as often as there are copies.
        """
        return (x,) * self.copies

    def backward(self, dout):
        """The gradient for the input of the last forward.

        Arguments:
            dout: a tuple of upstream gradients, one for each copy, each of x's
                shape.

        Returns:
            The gradient for x, of x's shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.2.
        """
        return sum(dout)


def relu_jacobian(x):
    """The Jacobian of max(0, x), taken of each entry.

    Entry [i, j] is the slope of output i in input j. At x = 0 the slope is 0.

    Arguments:
        x: (D,) float array.

    Returns:
        (D, D) float array.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.
    """
    return np.diag((x > 0).astype(x.dtype))


def relu_backward(dout, x):
    """The gradient for the input of max(0, x), taken of each entry, without a Jacobian.

    At x = 0 the slope is 0.

    Arguments:
        dout: the upstream gradient, of x's shape.
        x: the input, a float array of any shape; it may have so many entries that
            their Jacobian fits into no memory.

    Returns:
        The gradient for x, of x's shape.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.
    """
    return dout * (x > 0)


class MatMulGate:
    """A gate that multiplies two matrices: out = A @ B."""

    def forward(self, A, B):
        """The matrix product; keeps what backward needs.

        Arguments:
            A: (N, D) float array.
            B: (D, C) float array.

        Returns:
            (N, C) float array.
        """
        self.A, self.B = A, B
        return A @ B

    def backward(self, dout):
        """The gradients for both inputs of the last forward.

        Arguments:
            dout: the upstream gradient, (N, C).

        Returns:
            A tuple of the gradient for A, (N, D), and the gradient for B, (D, C).

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section
        6.5.6.
        """
        return dout @ self.B.T, self.A.T @ dout


def squared_norm_of_product(W, x):
    """The squared length of W x, forward and back: f = sum over i of (W x)_i^2.

    Arguments:
        W: (M, D) float array.
        x: (D,) float array.

    Returns:
        A tuple of f, a number, and the tuple (dW, dx) of its gradients: dW is
        (M, D) and dx is (D,).

    Source: Petersen and Pedersen (2012), The Matrix Cookbook, section 2.4.
    """
    product = W @ x
    return product @ product, (2 * np.outer(product, x), 2 * W.T @ product)


class Graph:
    """A circuit of gates that runs forward and back.

    A node is a gate and the names of what it reads. Each of them is a node that
    was added before, or a free name, whose value is given to forward.
    """

    def __init__(self):
        """Begin with no nodes."""
        self.nodes = []

    def add(self, name, gate, inputs):
        """Add a node at the end.

        Arguments:
            name: the node's name, a string that no other node and no free name has.
            gate: an object with forward and backward, as the gates of this
                notebook. Each node has a gate of its own.
            inputs: list of names, one for each input of the gate, in its order. A
                name may come twice.
        """
        self.nodes.append((name, gate, inputs))

    def forward(self, values):
        """Run all gates, in the order in which they were added.

        Arguments:
            values: dict from each free name to its value, a number or a float
                array. It may hold names that no node reads.

        Returns:
            The output of the node that was added last.
        """
        self.free = list(values)
        self.values = dict(values)
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*[self.values[source] for source in inputs])
        return self.values[name]

    def backward(self):
        """Run all gates back, in the reverse order, from a gradient of ones.

        The upstream gradient of the node that was added last is 1 in every entry.
        Where a value is used more than once, the gradients of its uses add up. A
        node that the last one does not depend on has a gradient of zeros.

        Returns:
            Dict from each name in the last forward's values to its gradient, of
            its value's shape: zeros where no node reads it.

        Source: Griewank and Walther (2008), Evaluating Derivatives, section 3.2.
        """
        gradients = {name: np.zeros_like(value) for name, value in self.values.items()}
        last = self.nodes[-1][0]
        gradients[last] = np.ones_like(self.values[last])
        for name, gate, inputs in reversed(self.nodes):
            handed_on = gate.backward(gradients[name])
            if len(inputs) == 1:
                handed_on = (handed_on,)
            for source, gradient in zip(inputs, handed_on, strict=True):
                gradients[source] = gradients[source] + gradient
        return {name: gradients[name] for name in self.free}
