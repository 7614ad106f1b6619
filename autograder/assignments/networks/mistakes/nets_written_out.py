"""Wrong nets written out in full, as they are handed in by a made-up class of students."""

import numpy as np

from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


class TwoWithoutMean:
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


class TwoWithoutTwo:
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


class BentScores:
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


class AnyWithoutMean:
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


class AnyWithoutTwo:
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
