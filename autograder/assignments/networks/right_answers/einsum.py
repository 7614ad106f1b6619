"""``networks`` in index notation, with caches that hold what the backward multiplies by."""

from itertools import pairwise

import numpy as np

from autograder.assignments.optimization.right_answers.functional import minibatches


def affine_forward(x, w, b):
    count, *axes = x.shape
    rows = np.reshape(x, (count, np.prod(axes, dtype=int)))
    return np.einsum("nd,dm->nm", rows, w, optimize=True) + b, {"rows": rows, "w": w, "axes": axes}


def affine_backward(dout, cache):
    dx = np.einsum("nm,dm->nd", dout, cache["w"], optimize=True)
    dw = np.einsum("nd,nm->dm", cache["rows"], dout, optimize=True)
    return dx.reshape(-1, *cache["axes"]), dw, np.einsum("nm->m", dout)


def relu_forward(x):
    mask = x > 0
    return x * mask, mask


def relu_backward(dout, cache):
    dx = np.array(dout)
    dx[~cache] = 0
    return dx


def sigmoid_forward(x):
    out = 0.5 + 0.5 * np.tanh(0.5 * x)
    return out, out - out**2


def sigmoid_backward(dout, cache):
    return np.multiply(cache, dout)


def tanh_forward(x):
    small = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - small) / (1 + small), 4 * small / (1 + small) ** 2


def tanh_backward(dout, cache):
    return cache * dout


def leaky_relu_forward(x, slope=0.01):
    factor = slope + (1 - slope) * (x > 0)
    return factor * x, [factor]


def leaky_relu_backward(dout, cache):
    return dout * cache[0]


def elu_forward(x, alpha=1.0):
    negative = alpha * np.expm1(np.clip(x, None, 0))
    # Below 0 the slope is the value plus alpha, and above 0 it is 1.
    return np.maximum(x, 0) + negative, np.where(x > 0, 1, negative + alpha)


def elu_backward(dout, cache):
    return dout * cache


def maxout_forward(x, w1, b1, w2, b2):
    weights, biases = np.stack([w1, w2]), np.stack([b1, b2])
    maps = np.einsum("nd,kdm->knm", x, weights, optimize=True) + biases[:, np.newaxis]
    winner = maps.argmax(axis=0)
    out = np.take_along_axis(maps, winner[np.newaxis], axis=0)[0]
    return out, (x, weights, np.stack([winner == 0, winner == 1]))


def maxout_backward(dout, cache):
    x, weights, won = cache
    dmaps = dout * won
    dx = np.einsum("knm,kdm->nd", dmaps, weights, optimize=True)
    dw = np.einsum("nd,knm->kdm", x, dmaps, optimize=True)
    db = np.einsum("knm->km", dmaps)
    return dx, dw[0], db[0], dw[1], db[1]


class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        self.scale, self.params = weight_scale, {}
        self._add_layer(1, input_dim, hidden_dim, rng)
        self._add_layer(2, hidden_dim, num_classes, rng)

    def _add_layer(self, number, before, after, rng):
        self.params |= {
            f"W{number}": rng.normal(0, self.scale, size=(before, after)),
            f"b{number}": np.zeros((after,)),
        }

    def loss(self, X, y=None, reg=0.0):
        W1, b1, W2, b2 = map(self.params.__getitem__, ("W1", "b1", "W2", "b2"))
        hidden, first = affine_forward(X, W1, b1)
        active, bend = relu_forward(hidden)
        scores, second = affine_forward(active, W2, b2)
        if y is None:
            return scores
        labels = np.eye(len(b2))[y]
        logarithms = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        dactive, dW2, db2 = affine_backward((np.exp(logarithms) - labels) / X.shape[0], second)
        dW1, db1 = affine_backward(relu_backward(dactive, bend), first)[1:]
        penalty = np.einsum("dh,dh->", W1, W1) + np.einsum("hc,hc->", W2, W2)
        loss = -np.einsum("nc,nc->", logarithms, labels) / X.shape[0] + reg * penalty
        dW2, dW1 = dW2 + reg * (W2 + W2), dW1 + reg * (W1 + W1)
        return [loss, {"b2": db2, "W2": dW2, "b1": db1, "W1": dW1}]


class FullyConnectedNet:
    def __init__(self, dims, rng, weight_scale=1e-2):
        self.params = {}
        for number, shape in enumerate(pairwise(dims), 1):
            self.params[f"W{number}"] = np.multiply(rng.standard_normal(shape), weight_scale)
            self.params[f"b{number}"] = np.zeros(shape[-1:])

    def loss(self, X, y=None, reg=0.0):
        return self._from_layer(1, X, y, reg)[:2] if y is not None else self._scores(X)

    def _scores(self, X):
        for number in range(1, len(self.params) // 2 + 1):
            if number > 1:
                X, _ = relu_forward(X)
            X, _ = affine_forward(X, self.params[f"W{number}"], self.params[f"b{number}"])
        return X

    def _from_layer(self, number, x, y, reg):
        """Loss, gradients and the gradient for x of the net from this layer on."""
        W, b = self.params[f"W{number}"], self.params[f"b{number}"]
        out, cache = affine_forward(x, W, b)
        if f"W{number + 1}" in self.params:
            active, bend = relu_forward(out)
            loss, grads, dactive = self._from_layer(number + 1, active, y, reg)
            dout = relu_backward(dactive, bend)
        else:
            labels, grads = np.eye(len(b))[y], {}
            logarithms = out - np.logaddexp.reduce(out, axis=1, keepdims=True)
            loss = -np.einsum("nc,nc->n", logarithms, labels).mean()
            dout = (np.exp(logarithms) - labels) / len(out)
        dx, dW, db = affine_backward(dout, cache)
        grads |= {f"W{number}": dW + 2 * reg * W, f"b{number}": db}
        return loss + reg * np.einsum("dm,dm->", W, W), grads, dx


def train(net, X, y, learning_rate, batch_size, epochs, rng):
    def one_step(batch):
        loss, grads = net.loss(*batch)
        net.params = {name: net.params[name] - learning_rate * grads[name] for name in net.params}
        return loss

    return [one_step(batch) for _ in range(epochs) for batch in minibatches(X, y, batch_size, rng)]
