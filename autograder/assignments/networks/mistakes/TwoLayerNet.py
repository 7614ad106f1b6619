"""Known mistakes of ``TwoLayerNet``."""

from dataclasses import replace

import numpy as np

from autograder.assignments.networks.mistakes import _nets, _nets_right
from autograder.judge.mistake import made
from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


class MissingMean:
    """The gradients are N times too large: the loss is a mean over the examples, and so are
    they."""

    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        self.params = {}
        self.params["W1"] = rng.standard_normal((input_dim, hidden_dim)) * weight_scale
        self.params["b1"] = np.zeros(hidden_dim)
        self.params["W2"] = rng.standard_normal((hidden_dim, num_classes)) * weight_scale
        self.params["b2"] = np.zeros(num_classes)

    def loss(self, X, y=None, reg=0.0):
        W1, W2 = self.params["W1"], self.params["W2"]
        z, cache1 = affine_forward(X, W1, self.params["b1"])
        a, relu_cache = relu_forward(z)
        scores, cache2 = affine_forward(a, W2, self.params["b2"])
        if y is None:
            return scores
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        rows = np.arange(len(X))
        loss = -log_p[rows, y].mean() + reg * ((W1**2).sum() + (W2**2).sum())
        p[rows, y] -= 1
        da, dW2, db2 = affine_backward(p, cache2)
        _, dW1, db1 = affine_backward(relu_backward(da, relu_cache), cache1)
        return loss, {"W1": dW1 + 2 * reg * W1, "b1": db1, "W2": dW2 + 2 * reg * W2, "b2": db2}


class RegWithout2:
    """The penalty's gradient is half of what it should be: what is the slope of a square?"""

    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        self.params = {}
        self.params["W1"] = rng.standard_normal((input_dim, hidden_dim)) * weight_scale
        self.params["b1"] = np.zeros(hidden_dim)
        self.params["W2"] = rng.standard_normal((hidden_dim, num_classes)) * weight_scale
        self.params["b2"] = np.zeros(num_classes)

    def loss(self, X, y=None, reg=0.0):
        W1, W2 = self.params["W1"], self.params["W2"]
        z, cache1 = affine_forward(X, W1, self.params["b1"])
        a, relu_cache = relu_forward(z)
        scores, cache2 = affine_forward(a, W2, self.params["b2"])
        if y is None:
            return scores
        log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        rows = np.arange(len(X))
        loss = -log_p[rows, y].mean() + reg * ((W1**2).sum() + (W2**2).sum())
        dscores = np.exp(log_p)
        dscores[rows, y] -= 1
        da, dW2, db2 = affine_backward(dscores / len(X), cache2)
        _, dW1, db1 = affine_backward(relu_backward(da, relu_cache), cache1)
        return loss, {"W1": dW1 + reg * W1, "b1": db1, "W2": dW2 + reg * W2, "b2": db2}


class NoMask:
    """The gradient goes back as if there were no ReLU: where a hidden unit was off, it stops."""

    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        self.params = {}
        self.params["W1"] = rng.standard_normal((input_dim, hidden_dim)) * weight_scale
        self.params["b1"] = np.zeros(hidden_dim)
        self.params["W2"] = rng.standard_normal((hidden_dim, num_classes)) * weight_scale
        self.params["b2"] = np.zeros(num_classes)

    def loss(self, X, y=None, reg=0.0):
        W1, W2 = self.params["W1"], self.params["W2"]
        z, cache1 = affine_forward(X, W1, self.params["b1"])
        a, _ = relu_forward(z)
        scores, cache2 = affine_forward(a, W2, self.params["b2"])
        if y is None:
            return scores
        log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        rows = np.arange(len(X))
        loss = -log_p[rows, y].mean() + reg * ((W1**2).sum() + (W2**2).sum())
        dscores = np.exp(log_p)
        dscores[rows, y] -= 1
        da, dW2, db2 = affine_backward(dscores / len(X), cache2)
        _, dW1, db1 = affine_backward(da, cache1)
        return loss, {"W1": dW1 + 2 * reg * W1, "b1": db1, "W2": dW2 + 2 * reg * W2, "b2": db2}


def _two_layers(net):
    """The same mistake in a net of two layers."""

    def init(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        net.__init__(self, [input_dim, hidden_dim, num_classes], rng, weight_scale)

    return type(net.__name__, (net,), {"__init__": init})


of_any_net = tuple(replace(known, function=_two_layers(known.function)) for known in _nets.EITHER)


class _ReluOnScores(_nets_right.Net):
    def bends(self, layer, depth):
        return True


relu_on_scores = made(
    "There is a ReLU behind the last layer, too: scores may be negative.",
    _two_layers(_ReluOnScores),
)
