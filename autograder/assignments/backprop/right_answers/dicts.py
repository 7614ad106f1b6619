"""``backprop`` with caches in a dict, einsum, and gradients collected before they are added."""

import numpy as np


class AddGate:
    def __init__(self):
        self.cache = {}

    def forward(self, a, b):
        self.cache["slope"] = np.ones_like(a)
        return a + b

    def backward(self, dout):
        return dout * self.cache["slope"], dout * self.cache["slope"]


class MultiplyGate:
    def __init__(self):
        self.cache = {}

    def forward(self, a, b):
        self.cache = {"a": np.array(a), "b": np.array(b)}
        return a * b

    def backward(self, dout):
        return self.cache["b"] * dout, self.cache["a"] * dout


class ExpGate:
    def __init__(self):
        self.cache = {}

    def forward(self, x):
        self.cache["x"] = np.array(x)
        return np.e ** self.cache["x"]

    def backward(self, dout):
        return dout * np.e ** self.cache["x"]


class ReciprocalGate:
    def __init__(self):
        self.cache = {}

    def forward(self, x):
        self.cache["out"] = np.asarray(x) ** -1.0
        return self.cache["out"]

    def backward(self, dout):
        return -dout * self.cache["out"] * self.cache["out"]


class ScaleGate:
    def __init__(self, c):
        self.settings = {"c": c}

    def forward(self, x):
        return np.multiply(x, self.settings["c"])

    def backward(self, dout):
        return np.multiply(dout, self.settings["c"])


class AddConstantGate:
    def __init__(self, c):
        self.settings = {"c": c}

    def forward(self, x):
        return np.add(x, self.settings["c"])

    def backward(self, dout):
        return np.array(dout)


class SigmoidGate:
    def __init__(self):
        self.cache = {}

    def forward(self, x):
        self.cache["tanh"] = np.tanh(np.divide(x, 2))
        return 0.5 + 0.5 * self.cache["tanh"]

    def backward(self, dout):
        return dout * 0.25 * (1 - self.cache["tanh"]) * (1 + self.cache["tanh"])


def sigmoid_neuron(w, x):
    inputs = {"x": np.array([x[0], x[1], 1.0]), "w": np.array(w)}
    out = 0.5 + 0.5 * np.tanh(0.5 * inputs["w"].dot(inputs["x"]))
    gradients = {one: out * (1 - out) * inputs[other] for one, other in (("w", "x"), ("x", "w"))}
    return [out, [gradients["w"], gradients["x"][:2]]]


class MaxGate:
    def __init__(self):
        self.cache = {}

    def forward(self, a, b):
        self.cache["first"] = np.sign(np.subtract(a, b)) >= 0
        return np.maximum(a, b)

    def backward(self, dout):
        first = self.cache["first"].astype(float)
        return first * dout, (1 - first) * dout


class BranchGate:
    def __init__(self, copies):
        self.settings = {"copies": copies}

    def forward(self, x):
        return tuple(np.array(x) for _ in range(self.settings["copies"]))

    def backward(self, dout):
        return np.einsum("k...->...", np.stack(dout))


def relu_jacobian(x):
    table = np.zeros((x.size, x.size))
    positive = np.flatnonzero(x > 0)
    table[positive, positive] = 1
    return table


def relu_backward(dout, x):
    dx = np.array(dout)
    dx[x <= 0] = 0
    return dx


class MatMulGate:
    def __init__(self):
        self.cache = {}

    def forward(self, A, B):
        self.cache = {"A": A.copy(), "B": B.copy()}
        return np.einsum("nd,dc->nc", A, B)

    def backward(self, dout):
        return (
            np.einsum("nc,dc->nd", dout, self.cache["B"]),
            np.einsum("nc,nd->dc", dout, self.cache["A"]),
        )


def squared_norm_of_product(W, x):
    product = np.einsum("ij,j->i", W, x)
    gradients = np.einsum("i,j->ij", 2 * product, x), np.einsum("i,ij->j", 2 * product, W)
    return np.linalg.norm(product) ** 2, gradients


class Graph:
    def __init__(self):
        self.gates, self.reads = {}, {}

    def add(self, name, gate, inputs):
        self.gates[name] = gate
        self.reads[name] = inputs

    def forward(self, values):
        self.values = {name: np.asarray(value) for name, value in values.items()}
        known = dict(self.values)
        for name, gate in self.gates.items():
            known[name] = np.asarray(gate.forward(*map(known.get, self.reads[name])))
        self.known = known
        return known[name]

    def backward(self):
        received = {name: [np.zeros(value.shape)] for name, value in self.known.items()}
        last = list(self.gates)[-1]
        received[last].append(np.ones(self.known[last].shape))
        for name in list(self.gates)[::-1]:
            found = self.gates[name].backward(sum(received[name]))
            if len(self.reads[name]) == 1:
                received[self.reads[name][0]].append(found)
            else:
                for source, part in zip(self.reads[name], found, strict=True):
                    received[source].append(part)
        return {name: sum(received[name]) for name in self.values}
