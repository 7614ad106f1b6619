"""Known mistakes of ``ConvNet``."""

from dataclasses import replace

import numpy as np

from autograder.assignments.networks.mistakes import _nets
from autograder.assignments.networks.mistakes._nets_right import ConvNet
from autograder.assignments.networks.mistakes.FullyConnectedNet import LastMatrixSpared
from autograder.judge.mistake import made
from solutions.convolution import (
    conv_backward_fast,
    conv_forward_fast,
    max_pool_backward,
    max_pool_forward,
)
from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


class SecondReluForgotten:
    """There is no ReLU between the two affine layers: without it they are one layer."""

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
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        loss, p = -np.mean(logs[np.arange(len(y)), y]), np.exp(logs)
        loss += reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))
        p[np.arange(len(y)), y] -= 1
        dh, dW3, db3 = affine_backward(p / len(y), cache3)
        da, dW2, db2 = affine_backward(dh, cache2)
        da = relu_backward(max_pool_backward(da.reshape(a.shape), pool_cache), relu_cache)
        _, dW1, db1 = conv_backward_fast(da, conv_cache)
        grads = {"W1": dW1 + 2 * reg * W1, "b1": db1, "W2": dW2 + 2 * reg * W2, "b2": db2}
        return loss, grads | {"W3": dW3 + 2 * reg * W3, "b3": db3}


class RegWithoutTwo:
    """The gradient of the penalty lacks its factor: the slope of a square is twice the number."""

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
    """The loss is a mean over the examples, and its gradients are sums: they are too large by the
    number of examples."""

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


class FirstReluForgotten(ConvNet):
    """There is no ReLU between convolution and pool."""

    bends_maps = False


class MapsBackWithoutRelu(ConvNet):
    """On the way back the ReLU after the convolution is left out: where a map was below 0, no
    gradient comes through."""

    bends_maps_back = False


class HiddenBackWithoutRelu(ConvNet):
    """On the way back the ReLU of the hidden layer is left out: where a unit was below 0, no
    gradient comes through."""

    bends_hidden_back = False


def _convolutional(net):
    """The same mistake in a convolutional network."""
    return type(net.__name__, (net, ConvNet), {})


class FiltersNotPenalised(ConvNet):
    """The filters are not regularized: they are weights like the others."""

    def matrices(self):
        return ["W2", "W3"]


class NotPadded(ConvNet):
    """The convolution has no padding, so its maps are smaller than the image: the weights of the
    next layer expect maps as large as the image."""

    def pad(self, size):
        return 0


class PaddedByTheSize(ConvNet):
    """The padding is too wide, so the maps are larger than the image: half the filter, without its
    middle, keeps the size."""

    def pad(self, size):
        return size // 2 + 1


class ChannelsFlattenedLast(ConvNet):
    """The maps are flattened pixel by pixel: flatten map after map, in row-major order."""

    def flat(self, pooled):
        return pooled.transpose(0, 2, 3, 1).reshape(len(pooled), -1)

    def unflat(self, dflat, shape):
        count, filters, height, width = shape
        return dflat.reshape(count, height, width, filters).transpose(0, 3, 1, 2)


class ScoresInATuple(ConvNet):
    """Without labels only the scores come back, nothing beside them."""

    def shown(self, scores):
        return scores, {}


class PredictedClasses(ConvNet):
    """The predicted classes came back: without labels the scores are asked for."""

    def shown(self, scores):
        return np.argmax(scores, axis=1)


class GradientsInAList(ConvNet):
    """The gradients are a list: they are a dict with the names of the parameters."""

    def both(self, loss, grads):
        return loss, list(grads.values())


class ReluOnScores(ConvNet):
    """There is a ReLU behind the last layer, too: scores may be negative."""

    def forward(self, X):
        scores, caches = super().forward(X)
        self.positive = scores > 0
        return np.maximum(0, scores), caches

    def backward(self, dout, caches):
        return super().backward(dout * self.positive, caches)


last_matrix_spared = made(
    "The last weight matrix is not regularized: all three weights are.",
    _convolutional(LastMatrixSpared),
)

_OTHER_THERE = {"no_bend", "transposed", "scaled_by_inputs", "weights_before_relu"}
_SELDOM = {"padding_of_1e-10", "padding_of_1e-09", "padding_of_1e-06", "padding_of_1e-05"}

of_any_net = tuple(
    replace(known, function=_convolutional(known.function))
    for known in _nets.EITHER
    if known.name not in _OTHER_THERE | _SELDOM
)


class ScaledByInputs(ConvNet):
    """The weights are scaled by the number of inputs, after He: here the weight scale says how
    large they are."""

    def weights(self, shape, rng, scale):
        inputs = shape[0] if len(shape) == 2 else np.prod(shape[1:])
        return np.sqrt(2 / inputs) * rng.standard_normal(shape)
