"""Wrong convolutional networks written out in full, as a made-up class hands them in."""

import numpy as np

from solutions.convolution import (
    conv_backward_fast,
    conv_forward_fast,
    max_pool_backward,
    max_pool_forward,
)
from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


class SecondReluForgotten:
    def __init__(self, input_shape, F, f, hidden, classes, rng, weight_scale=1e-2):
        C, H, W = input_shape
        self.params = {
            "W1": weight_scale * rng.standard_normal((F, C, f, f)),
            "b1": np.zeros(F),
            "W2": weight_scale * rng.standard_normal((F * H * W // 4, hidden)),
            "b2": np.zeros(hidden),
            "W3": weight_scale * rng.standard_normal((hidden, classes)),
            "b3": np.zeros(classes),
        }

    def loss(self, X, y=None, reg=0.0):
        W1, b1, W2, b2, W3, b3 = (self.params[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3"))
        pad = (W1.shape[2] - 1) // 2
        a, conv_cache = conv_forward_fast(X, W1, b1, 1, pad)
        a, relu_cache = relu_forward(a)
        a, pool_cache = max_pool_forward(a)
        h, cache2 = affine_forward(a.reshape(len(X), -1), W2, b2)
        scores, cache3 = affine_forward(h, W3, b3)
        if y is None:
            return scores
        p = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        p /= np.sum(p, axis=1, keepdims=True)
        loss = -np.mean(np.log(p[np.arange(len(y)), y]))
        loss += reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
        p[np.arange(len(y)), y] -= 1
        dh, dW3, db3 = affine_backward(p / len(y), cache3)
        da, dW2, db2 = affine_backward(dh, cache2)
        da = relu_backward(max_pool_backward(da.reshape(a.shape), pool_cache), relu_cache)
        _, dW1, db1 = conv_backward_fast(da, conv_cache)
        grads = {"W1": dW1 + 2 * reg * W1, "b1": db1, "W2": dW2 + 2 * reg * W2, "b2": db2}
        return loss, grads | {"W3": dW3 + 2 * reg * W3, "b3": db3}


class RegWithoutTwo:
    def __init__(self, input_shape, F, f, hidden, classes, rng, weight_scale=1e-2):
        C, H, W = input_shape
        self.params = {
            "W1": weight_scale * rng.standard_normal((F, C, f, f)),
            "b1": np.zeros(F),
            "W2": weight_scale * rng.standard_normal((F * H * W // 4, hidden)),
            "b2": np.zeros(hidden),
            "W3": weight_scale * rng.standard_normal((hidden, classes)),
            "b3": np.zeros(classes),
        }

    def loss(self, X, y=None, reg=0.0):
        W1, b1, W2, b2, W3, b3 = (self.params[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3"))
        pad = (W1.shape[2] - 1) // 2
        a, conv_cache = conv_forward_fast(X, W1, b1, 1, pad)
        a, relu_cache = relu_forward(a)
        a, pool_cache = max_pool_forward(a)
        h, cache2 = affine_forward(a.reshape(len(X), -1), W2, b2)
        h, relu_cache2 = relu_forward(h)
        scores, cache3 = affine_forward(h, W3, b3)
        if y is None:
            return scores
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        loss = -np.mean(logs[np.arange(len(y)), y])
        loss += reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
        p = np.exp(logs)
        p[np.arange(len(y)), y] -= 1
        dh, dW3, db3 = affine_backward(p / len(y), cache3)
        da, dW2, db2 = affine_backward(relu_backward(dh, relu_cache2), cache2)
        da = relu_backward(max_pool_backward(da.reshape(a.shape), pool_cache), relu_cache)
        _, dW1, db1 = conv_backward_fast(da, conv_cache)
        grads = {"W1": dW1 + reg * W1, "b1": db1, "W2": dW2 + reg * W2, "b2": db2}
        return loss, grads | {"W3": dW3 + reg * W3, "b3": db3}


class MeanForgottenInGradient:
    def __init__(self, input_shape, F, f, hidden, classes, rng, weight_scale=1e-2):
        C, H, W = input_shape
        self.params = {
            "W1": weight_scale * rng.standard_normal((F, C, f, f)),
            "b1": np.zeros(F),
            "W2": weight_scale * rng.standard_normal((F * H * W // 4, hidden)),
            "b2": np.zeros(hidden),
            "W3": weight_scale * rng.standard_normal((hidden, classes)),
            "b3": np.zeros(classes),
        }

    def loss(self, X, y=None, reg=0.0):
        W1, b1, W2, b2, W3, b3 = (self.params[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3"))
        pad = (W1.shape[2] - 1) // 2
        a, conv_cache = conv_forward_fast(X, W1, b1, 1, pad)
        a, relu_cache = relu_forward(a)
        a, pool_cache = max_pool_forward(a)
        h, cache2 = affine_forward(a.reshape(len(X), -1), W2, b2)
        h, relu_cache2 = relu_forward(h)
        scores, cache3 = affine_forward(h, W3, b3)
        if y is None:
            return scores
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        loss = -np.mean(logs[np.arange(len(y)), y])
        loss += reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
        p = np.exp(logs)
        p[np.arange(len(y)), y] -= 1
        dh, dW3, db3 = affine_backward(p, cache3)
        da, dW2, db2 = affine_backward(relu_backward(dh, relu_cache2), cache2)
        da = relu_backward(max_pool_backward(da.reshape(a.shape), pool_cache), relu_cache)
        _, dW1, db1 = conv_backward_fast(da, conv_cache)
        grads = {"W1": dW1 + 2 * reg * W1, "b1": db1, "W2": dW2 + 2 * reg * W2, "b2": db2}
        return loss, grads | {"W3": dW3 + 2 * reg * W3, "b3": db3}
