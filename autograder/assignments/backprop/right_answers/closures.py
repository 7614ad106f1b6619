"""``backprop`` with a function for the way back that each forward makes."""

import numpy as np


class AddGate:
    def forward(self, a, b):
        self.back = lambda dout: (1 * dout, 1 * dout)
        return np.add(a, b)

    def backward(self, dout):
        return self.back(dout)


class MultiplyGate:
    def forward(self, a, b):
        self.back = lambda dout: (np.multiply(b, dout), np.multiply(a, dout))
        return np.multiply(a, b)

    def backward(self, dout):
        return self.back(dout)


class ExpGate:
    def forward(self, x):
        self.back = lambda dout: np.exp(x) * dout
        return np.exp(x)

    def backward(self, dout):
        return self.back(dout)


class ReciprocalGate:
    def forward(self, x):
        out = np.divide(1, x)
        self.back = lambda dout: -(out**2) * dout
        return out

    def backward(self, dout):
        return self.back(dout)


class ScaleGate:
    def __init__(self, c):
        self.forward = lambda x: x * c
        self.backward = lambda dout: dout * c


class AddConstantGate:
    def __init__(self, c):
        self.forward = lambda x: c + x
        self.backward = lambda dout: dout + 0


class SigmoidGate:
    def forward(self, x):
        out = np.exp(-np.logaddexp(0, -np.asarray(x)))  # -log(1 + e^-x) cannot overflow
        self.back = lambda dout: dout * out * np.exp(-np.logaddexp(0, np.asarray(x)))
        return out

    def backward(self, dout):
        return self.back(dout)


def sigmoid_neuron(w, x):
    multiply, add, squash = [MultiplyGate(), MultiplyGate()], [AddGate(), AddGate()], SigmoidGate()
    products = [gate.forward(w[i], x[i]) for i, gate in enumerate(multiply)]
    out = squash.forward(add[1].forward(add[0].forward(*products), w[2]))
    dsum, dbias = add[1].backward(squash.backward(1.0))
    pairs = [gate.backward(d) for gate, d in zip(multiply, add[0].backward(dsum), strict=True)]
    dw, dx = zip(*pairs, strict=True)
    return out, (np.array([*dw, dbias]), np.array(dx))


class MaxGate:
    def forward(self, a, b):
        second = np.less(a, b)

        def back(dout):
            db = np.where(second, dout, np.zeros_like(dout))
            return dout - db, db

        self.back = back
        return np.where(second, b, a)

    def backward(self, dout):
        return self.back(dout)


class BranchGate:
    def __init__(self, copies):
        self.forward = lambda x: tuple([x] * copies)
        self.backward = lambda dout: np.sum(dout, axis=0)


def relu_jacobian(x):
    return np.eye(len(x), dtype=x.dtype) * (x > 0)


def relu_backward(dout, x):
    return np.where(x > 0, dout, 0.0)


class MatMulGate:
    def forward(self, A, B):
        self.back = lambda dout: ((B @ dout.T).T, (dout.T @ A).T)
        return np.dot(A, B)

    def backward(self, dout):
        return self.back(dout)


def squared_norm_of_product(W, x):
    gate = MatMulGate()
    q = gate.forward(W, x[:, np.newaxis])
    dW, dx = gate.backward(2 * q)
    return np.sum(q**2), (dW, dx[:, 0])


class Graph:
    def __init__(self):
        self.steps = []

    def add(self, name, gate, inputs):
        self.steps.append((name, gate, tuple(inputs)))

    def forward(self, values):
        known, steps = dict(values), list(self.steps)
        for name, gate, inputs in steps:
            known[name] = gate.forward(*(known[source] for source in inputs))

        def back():
            total = {source: np.zeros(np.shape(value)) for source, value in known.items()}
            total[name] = total[name] + 1
            for node, passed, inputs in steps[::-1]:
                found = passed.backward(total.pop(node))
                for source, part in zip(
                    inputs, [found] if len(inputs) == 1 else found, strict=True
                ):
                    total[source] = total[source] + part
            return total

        self.backward = back
        return known[name]
