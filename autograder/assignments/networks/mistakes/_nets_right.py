"""Right nets in small pieces, for mistakes that change one of them.

Both are in one module, with all that calls a layer: there stand-ins take the layers' places.
"""

from itertools import pairwise

import numpy as np

from solutions.convolution import (
    conv_backward_fast,
    conv_forward_fast,
    max_pool_backward,
    max_pool_forward,
)
from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


class Net:
    """A right net of any depth; each mistake changes one of its methods."""

    default_reg = 0.0

    def __init__(self, dims, rng, weight_scale=1e-2):
        self.params = self.draw([(shape, shape[1]) for shape in pairwise(dims)], rng, weight_scale)

    def draw(self, sizes, rng, scale):
        """The parameters, given for each layer the weights' shape and the number of biases."""
        params = {}
        for layer, (shape, count) in enumerate(sizes, 1):
            params[f"W{layer}"] = self.weights(shape, rng, self.scale_of(layer, scale))
            params[f"b{layer}"] = self.biases(count, rng, scale)
        return params

    def scale_of(self, layer, scale):
        return scale

    def weights(self, shape, rng, scale):
        return scale * rng.standard_normal(shape)

    def biases(self, count, rng, scale):
        return np.zeros(count)

    def current(self):
        return self.params

    def loss(self, X, y=None, reg=None):
        reg = self.default_reg if reg is None else reg
        scores, caches = self.forward(X)
        if self.unlabelled(y):
            return self.shown(scores)
        loss, dscores = self.softmax(scores, y)
        grads = self.backward(dscores, caches)
        loss = loss + self.penalty(reg, len(X))
        return self.both(loss, self.with_penalty(grads, reg, len(X)))

    def unlabelled(self, y):
        return y is None

    def shown(self, scores):
        return scores

    def both(self, loss, grads):
        return loss, grads

    def matrices(self):
        return [f"W{layer}" for layer in range(1, len(self.params) // 2 + 1)]

    def bends(self, layer, depth):
        return layer < depth

    def forward(self, X):
        params, depth = self.current(), len(self.params) // 2
        out, caches = X, []
        for layer in range(1, depth + 1):
            W, b = params[f"W{layer}"], params[f"b{layer}"]
            (out, cache), bend = affine_forward(out, W, b), None
            if self.bends(layer, depth):
                out, bend = relu_forward(out)
            caches.append((cache, bend))
        return out, caches

    def softmax(self, scores, y):
        shifted = scores - scores.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        dscores = np.exp(log_p)
        dscores[np.arange(len(y)), y] -= 1
        return -log_p[np.arange(len(y)), y].mean(), dscores / len(y)

    def backward(self, dout, caches):
        grads = {}
        for layer in range(len(caches), 0, -1):
            cache, bend = caches[layer - 1]
            if bend is not None:
                dout = self.unbend(dout, bend)
            dout, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dout, cache)
        return grads

    def unbend(self, dout, cache):
        return relu_backward(dout, cache)

    def penalty(self, reg, count):
        return reg * sum(np.sum(self.current()[name] ** 2) for name in self.matrices())

    def with_penalty(self, grads, reg, count):
        params = self.current()
        return grads | {name: grads[name] + 2 * reg * params[name] for name in self.matrices()}


class ConvNet(Net):
    """A right convolutional network; each mistake changes an attribute or a method."""

    bends_maps = bends_maps_back = bends_hidden_back = True

    def __init__(self, input_shape, F, f, hidden, classes, rng, weight_scale=1e-2):
        C, H, W = input_shape
        filters, first = ((F, C, f, f), F), ((F * H * W // 4, hidden), hidden)
        second = ((hidden, classes), classes)
        self.params = self.draw([filters, first, second], rng, weight_scale)

    def pad(self, size):
        return (size - 1) // 2

    def flat(self, pooled):
        return pooled.reshape(len(pooled), -1)

    def unflat(self, dflat, shape):
        return dflat.reshape(shape)

    def forward(self, X):
        p = self.current()
        maps, conv = conv_forward_fast(X, p["W1"], p["b1"], 1, self.pad(p["W1"].shape[2]))
        bent, bend = relu_forward(maps) if self.bends_maps else (maps, None)
        pooled, pool = max_pool_forward(bent)
        hidden, first = affine_forward(self.flat(pooled), p["W2"], p["b2"])
        active, activation = relu_forward(hidden)
        scores, second = affine_forward(active, p["W3"], p["b3"])
        return scores, (conv, bend, pool, pooled.shape, first, activation, second)

    def backward(self, dout, caches):
        conv, bend, pool, shape, first, activation, second = caches
        grads = {}
        dactive, grads["W3"], grads["b3"] = affine_backward(dout, second)
        dhidden = self.unbend(dactive, activation) if self.bends_hidden_back else dactive
        dflat, grads["W2"], grads["b2"] = affine_backward(dhidden, first)
        dmaps = max_pool_backward(self.unflat(dflat, shape), pool)
        if self.bends_maps and self.bends_maps_back:
            dmaps = self.unbend(dmaps, bend)
        _, grads["W1"], grads["b1"] = conv_backward_fast(dmaps, conv)
        return grads
