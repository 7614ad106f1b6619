"""``backprop`` entry by entry, with Python loops and plain numbers."""

import math

import numpy as np


class AddGate:
    def forward(self, a, b):
        a, b = np.asarray(a), np.asarray(b)
        out = np.empty(a.shape, a.dtype)
        for i in np.ndindex(a.shape):
            out[i] = a[i] + b[i]
        return out

    def backward(self, dout):
        return [dout, dout]


class MultiplyGate:
    def forward(self, a, b):
        self.a, self.b = np.asarray(a), np.asarray(b)
        out = np.empty(self.a.shape, self.a.dtype)
        for i in np.ndindex(out.shape):
            out[i] = self.a[i] * self.b[i]
        return out

    def backward(self, dout):
        dout = np.asarray(dout)
        da, db = np.empty(dout.shape, dout.dtype), np.empty(dout.shape, dout.dtype)
        for i in np.ndindex(dout.shape):
            da[i] = self.b[i] * dout[i]
            db[i] = self.a[i] * dout[i]
        return da, db


class ExpGate:
    def forward(self, x):
        x = np.asarray(x)
        self.out = np.empty(x.shape, x.dtype)
        for i in np.ndindex(x.shape):
            self.out[i] = math.exp(x[i])
        return self.out

    def backward(self, dout):
        dout = np.asarray(dout)
        dx = np.empty(dout.shape, dout.dtype)
        for i in np.ndindex(dout.shape):
            dx[i] = dout[i] * self.out[i]
        return dx


class ReciprocalGate:
    def forward(self, x):
        self.x = np.asarray(x)
        out = np.empty(self.x.shape, self.x.dtype)
        for i in np.ndindex(out.shape):
            out[i] = 1 / self.x[i]
        return out

    def backward(self, dout):
        dout = np.asarray(dout)
        dx = np.empty(dout.shape, dout.dtype)
        for i in np.ndindex(dout.shape):
            dx[i] = dout[i] * (-1 / (self.x[i] * self.x[i]))
        return dx


class ScaleGate:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        x = np.asarray(x)
        out = np.empty(x.shape, x.dtype)
        for i in np.ndindex(x.shape):
            out[i] = self.c * x[i]
        return out

    def backward(self, dout):
        return self.forward(dout)


class AddConstantGate:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        x = np.asarray(x)
        out = np.empty(x.shape, x.dtype)
        for i in np.ndindex(x.shape):
            out[i] = x[i] + self.c
        return out

    def backward(self, dout):
        return dout


class SigmoidGate:
    def forward(self, x):
        x = np.asarray(x)
        self.slopes, out = np.empty(x.shape), np.empty(x.shape)
        for i in np.ndindex(x.shape):
            power = math.exp(-abs(x[i]))
            out[i] = 1 / (1 + power) if x[i] > 0 else power / (1 + power)
            self.slopes[i] = power / (1 + power) ** 2
        return out

    def backward(self, dout):
        dout = np.asarray(dout)
        dx = np.empty(dout.shape)
        for i in np.ndindex(dout.shape):
            dx[i] = dout[i] * self.slopes[i]
        return dx


def sigmoid_neuron(w, x):
    total = float(w[2])
    for i in range(2):
        total += float(w[i]) * float(x[i])
    power = math.exp(-abs(total))
    out = (1 if total >= 0 else power) / (1 + power)
    slope = power / (1 + power) ** 2
    dw, dx = np.zeros(3), np.zeros(2)
    for i in range(2):
        dw[i] = slope * x[i]
        dx[i] = slope * w[i]
    dw[2] = slope
    return out, (dw, dx)


class MaxGate:
    def forward(self, a, b):
        a, b = np.asarray(a), np.asarray(b)
        out, self.winners = np.empty(a.shape, a.dtype), np.empty(a.shape, dtype=int)
        for i in np.ndindex(a.shape):
            self.winners[i] = 1 if b[i] > a[i] else 0
            out[i] = (a, b)[self.winners[i]][i]
        return out

    def backward(self, dout):
        dout = np.asarray(dout)
        gradients = np.zeros(dout.shape, dout.dtype), np.zeros(dout.shape, dout.dtype)
        for i in np.ndindex(dout.shape):
            gradients[self.winners[i]][i] = dout[i]
        return gradients


class BranchGate:
    def __init__(self, copies):
        self.copies = copies

    def forward(self, x):
        out = []
        for _ in range(self.copies):
            out.append(x)
        return out

    def backward(self, dout):
        total = 0.0
        for gradient in dout:
            total = total + gradient
        return total


def relu_jacobian(x):
    table = np.zeros((len(x), len(x)))
    for i in range(len(x)):
        for j in range(len(x)):
            if i == j and x[i] > 0:
                table[i, j] = 1
    return table


def relu_backward(dout, x):
    gradient = [d if value > 0 else 0.0 for d, value in zip(dout.flat, x.flat, strict=True)]
    return np.array(gradient, dtype=dout.dtype).reshape(x.shape)


class MatMulGate:
    def forward(self, A, B):
        self.A, self.B = A, B
        out = np.zeros((len(A), B.shape[1]), A.dtype)
        for n in range(len(A)):
            for c in range(B.shape[1]):
                out[n, c] = (A[n] * B[:, c]).sum()
        return out

    def backward(self, dout):
        dA, dB = np.zeros(self.A.shape), np.zeros(self.B.shape)
        for n in range(dout.shape[0]):
            for c in range(dout.shape[1]):
                dA[n] += dout[n, c] * self.B[:, c]
                dB[:, c] += dout[n, c] * self.A[n]
        return dA, dB


def squared_norm_of_product(W, x):
    f, dW, dx = 0.0, np.zeros(W.shape), np.zeros(x.shape)
    for i in range(len(W)):
        q = 0.0
        for j in range(len(x)):
            q += float(W[i, j]) * float(x[j])
        f += q * q
        for j in range(len(x)):
            dW[i, j] = 2 * q * x[j]
            dx[j] += 2 * q * W[i, j]
    return f, (dW, dx)


class Graph:
    def __init__(self):
        self.names, self.gates, self.inputs = [], [], []

    def add(self, name, gate, inputs):
        self.names.append(name)
        self.gates.append(gate)
        self.inputs.append(list(inputs))

    def forward(self, values):
        self.given = dict(values)
        known = dict(values)
        for i in range(len(self.names)):
            arguments = []
            for source in self.inputs[i]:
                arguments.append(known[source])
            known[self.names[i]] = self.gates[i].forward(*arguments)
        self.out = known[self.names[-1]]
        return self.out

    def backward(self):
        gradients = {self.names[-1]: np.ones(np.shape(self.out))}
        for i in range(len(self.names) - 1, -1, -1):
            upstream = gradients.get(self.names[i])
            if upstream is None:
                continue  # the output does not depend on this node
            found = self.gates[i].backward(upstream)
            if not isinstance(found, (tuple, list)):
                found = [found]
            for k in range(len(self.inputs[i])):
                source = self.inputs[i][k]
                if source in gradients:
                    gradients[source] = gradients[source] + found[k]
                else:
                    gradients[source] = found[k]
        result = {}
        for source in self.given:
            result[source] = gradients.get(source, np.zeros(np.shape(self.given[source])))
        return result
