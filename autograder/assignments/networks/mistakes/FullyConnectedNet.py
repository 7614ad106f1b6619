"""Known mistakes of ``FullyConnectedNet``."""

import numpy as np

from autograder.assignments.networks.mistakes import _nets
from autograder.assignments.networks.mistakes._nets_right import Net
from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


class BentScores:
    """There is a ReLU after the last layer, too: the scores may be negative."""

    def __init__(self, dims, rng, weight_scale=1e-2):
        self.depth = len(dims) - 1
        self.params = {}
        for i in range(self.depth):
            self.params[f"W{i + 1}"] = rng.standard_normal(dims[i : i + 2]) * weight_scale
            self.params[f"b{i + 1}"] = np.zeros(dims[i + 1])

    def loss(self, X, y=None, reg=0.0):
        out, caches = X, []
        for i in range(1, self.depth + 1):
            out, cache = affine_forward(out, self.params[f"W{i}"], self.params[f"b{i}"])
            out, relu_cache = relu_forward(out)
            caches.append((cache, relu_cache))
        if y is None:
            return out
        log_p = out - np.logaddexp.reduce(out, axis=1, keepdims=True)
        loss = -log_p[np.arange(len(X)), y].mean()
        dout = np.exp(log_p)
        dout[np.arange(len(X)), y] -= 1
        dout, grads = dout / len(X), {}
        for i in range(self.depth, 0, -1):
            cache, relu_cache = caches.pop()
            dout = relu_backward(dout, relu_cache)
            dout, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dout, cache)
            grads[f"W{i}"] = grads[f"W{i}"] + 2 * reg * self.params[f"W{i}"]
            loss = loss + reg * (self.params[f"W{i}"] ** 2).sum()
        return loss, grads


class MissingMean:
    """The gradients are N times too large: the loss is a mean over the examples, and so are
    they."""

    def __init__(self, dims, rng, weight_scale=1e-2):
        self.depth = len(dims) - 1
        self.params = {}
        for i in range(self.depth):
            self.params[f"W{i + 1}"] = rng.standard_normal(dims[i : i + 2]) * weight_scale
            self.params[f"b{i + 1}"] = np.zeros(dims[i + 1])

    def loss(self, X, y=None, reg=0.0):
        out, caches = X, []
        for i in range(1, self.depth + 1):
            out, cache = affine_forward(out, self.params[f"W{i}"], self.params[f"b{i}"])
            caches.append(cache)
            if i < self.depth:
                out, cache = relu_forward(out)
                caches.append(cache)
        if y is None:
            return out
        log_p = out - np.logaddexp.reduce(out, axis=1, keepdims=True)
        loss = -log_p[np.arange(len(X)), y].mean()
        dout, grads = np.exp(log_p), {}
        dout[np.arange(len(X)), y] -= 1
        for i in range(self.depth, 0, -1):
            dout, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dout, caches.pop())
            grads[f"W{i}"] = grads[f"W{i}"] + 2 * reg * self.params[f"W{i}"]
            loss = loss + reg * (self.params[f"W{i}"] ** 2).sum()
            if i > 1:
                dout = relu_backward(dout, caches.pop())
        return loss, grads


class RegWithout2:
    """The penalty's gradient is half of what it should be: what is the slope of a square?"""

    def __init__(self, dims, rng, weight_scale=1e-2):
        self.depth = len(dims) - 1
        self.params = {}
        for i in range(self.depth):
            self.params[f"W{i + 1}"] = rng.standard_normal(dims[i : i + 2]) * weight_scale
            self.params[f"b{i + 1}"] = np.zeros(dims[i + 1])

    def loss(self, X, y=None, reg=0.0):
        out, caches = X, []
        for i in range(1, self.depth + 1):
            out, cache = affine_forward(out, self.params[f"W{i}"], self.params[f"b{i}"])
            caches.append(cache)
            if i < self.depth:
                out, cache = relu_forward(out)
                caches.append(cache)
        if y is None:
            return out
        log_p = out - np.logaddexp.reduce(out, axis=1, keepdims=True)
        loss = -log_p[np.arange(len(X)), y].mean()
        dout = np.exp(log_p)
        dout[np.arange(len(X)), y] -= 1
        dout, grads = dout / len(X), {}
        for i in range(self.depth, 0, -1):
            dout, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dout, caches.pop())
            grads[f"W{i}"] = grads[f"W{i}"] + reg * self.params[f"W{i}"]
            loss = loss + reg * (self.params[f"W{i}"] ** 2).sum()
            if i > 1:
                dout = relu_backward(dout, caches.pop())
        return loss, grads


class OneBend(Net):
    """There is a ReLU after the first layer only: there is one between every two layers."""

    def bends(self, layer, depth):
        return layer == 1 < depth


class CachesInOrder(Net):
    """On the way back a ReLU looks at what another one had: each has a cache of its own."""

    def unbend(self, dout, cache):
        return dout * (self.first > 0)

    def forward(self, X):
        scores, caches = super().forward(X)
        self.first = caches[0][1]
        return scores, caches


class NoMask(Net):
    """The gradient goes back as if there were no ReLU: where a hidden unit was off, it stops."""

    def unbend(self, dout, cache):
        return dout


class FirstLayerLeftOut(Net):
    """The gradients of the first layer are missing: the end of a range is not in it."""

    def with_penalty(self, grads, reg, count):
        grads = super().with_penalty(grads, reg, count)
        return {name: gradient for name, gradient in grads.items() if name not in ("W1", "b1")}


class LastHiddenStraight(Net):
    """The last hidden layer has no ReLU: there is one between every two layers."""

    def bends(self, layer, depth):
        return layer < depth - 1


class LastMatrixSpared(Net):
    """The last weight matrix is not regularized: all weight matrices are."""

    def matrices(self):
        return super().matrices()[:-1]


of_any_net = _nets.EITHER
