"""Known mistakes of nets, the same ones for two layers and for any number."""

from itertools import pairwise
from typing import ClassVar

import numpy as np

from autograder.exercise import Mistake
from autograder.mistakes._nets_alone import (
    AnyWithoutMean,
    AnyWithoutTwo,
    BentScores,
    NoMask,
    TwoWithoutMean,
    TwoWithoutTwo,
)
from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


class Net:
    """A right net of any depth; each mistake changes one of its methods."""

    def __init__(self, dims, rng, weight_scale=1e-2):
        self.params = {}
        for layer, shape in enumerate(pairwise(dims), 1):
            self.params[f"W{layer}"] = self.weights(shape, rng, weight_scale)
            self.params[f"b{layer}"] = self.biases(shape[1], rng, weight_scale)

    def weights(self, shape, rng, scale):
        return scale * rng.standard_normal(shape)

    def biases(self, count, rng, scale):
        return np.zeros(count)

    def loss(self, X, y=None, reg=0.0):
        scores, caches = self.forward(X)
        if y is None:
            return scores
        loss, dscores = self.softmax(scores, y)
        grads = self.backward(dscores, caches)
        return loss + self.penalty(reg, len(X)), self.with_penalty(grads, reg, len(X))

    def matrices(self):
        return [f"W{layer}" for layer in range(1, len(self.params) // 2 + 1)]

    def bends(self, layer, depth):
        return layer < depth

    def forward(self, X):
        depth = len(self.params) // 2
        out, caches = X, []
        for layer in range(1, depth + 1):
            W, b = self.params[f"W{layer}"], self.params[f"b{layer}"]
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
        return reg * sum(np.sum(self.params[name] ** 2) for name in self.matrices())

    def with_penalty(self, grads, reg, count):
        return grads | {name: grads[name] + 2 * reg * self.params[name] for name in self.matrices()}


def two_layers(net):
    """The same mistake in a net of two layers."""

    def init(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        net.__init__(self, [input_dim, hidden_dim, num_classes], rng, weight_scale)

    return type(net.__name__, (net,), {"__init__": init})


# The parameters -----------------------------------------------------------------------


class LastFirst(Net):
    def __init__(self, dims, rng, weight_scale=1e-2):
        super().__init__(dims[::-1], rng, weight_scale)
        sizes, drawn = list(pairwise(dims)), self.params
        self.params = {}
        for layer, shape in enumerate(sizes, 1):
            W = drawn[f"W{len(sizes) + 1 - layer}"]
            self.params[f"W{layer}"] = W.reshape(shape)
            self.params[f"b{layer}"] = np.zeros(shape[1])


class NoScale(Net):
    def weights(self, shape, rng, scale):
        return rng.standard_normal(shape)


class ScaleAsVariance(Net):
    def weights(self, shape, rng, scale):
        return rng.normal(0, np.sqrt(scale), shape)


class FixedScale(Net):
    def weights(self, shape, rng, scale):
        return 0.01 * rng.standard_normal(shape)


class Uniform(Net):
    def weights(self, shape, rng, scale):
        return scale * rng.random(shape)


class BiasesDrawn(Net):
    def biases(self, count, rng, scale):
        return scale * rng.standard_normal(count)


class BiasRows(Net):
    def biases(self, count, rng, scale):
        return np.zeros((1, count))


class OwnGenerator(Net):
    def __init__(self, dims, rng, weight_scale=1e-2):
        super().__init__(dims, np.random.default_rng(0), weight_scale)


class Transposed(Net):
    def weights(self, shape, rng, scale):
        return scale * rng.standard_normal(shape[::-1])


class OfTheClass(Net):
    shared: ClassVar[dict[str, object]] = {}

    def __init__(self, dims, rng, weight_scale=1e-2):
        super().__init__(dims, rng, weight_scale)
        self.shared.clear()
        self.shared.update(self.params)
        self.params = self.shared


# The way forward ----------------------------------------------------------------------


class NoBend(Net):
    def bends(self, layer, depth):
        return False


class OneBend(Net):
    def bends(self, layer, depth):
        return layer == 1 < depth


class Probabilities(Net):
    def loss(self, X, y=None, reg=0.0):
        if y is not None:
            return super().loss(X, y, reg)
        scores, _ = self.forward(X)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


class ZerosAreNoLabels(Net):
    def loss(self, X, y=None, reg=0.0):
        return super().loss(X, y if np.any(y) else None, reg)


class ParametersOfTheStart(Net):
    def __init__(self, dims, rng, weight_scale=1e-2):
        super().__init__(dims, rng, weight_scale)
        self.start = dict(self.params)

    def loss(self, X, y=None, reg=0.0):
        now, self.params = self.params, self.start
        try:
            return super().loss(X, y, reg)
        finally:
            self.params = now


# The loss -----------------------------------------------------------------------------


class Sums(Net):
    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss * len(y), dscores * len(y)


class Overflows(Net):
    def softmax(self, scores, y):
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(len(y)), y]).mean()
        return loss, (p - np.eye(scores.shape[1])[y]) / len(y)


class OverflowsInLog(Net):
    def softmax(self, scores, y):
        powers, rows = np.exp(scores), np.arange(len(y))
        loss = (np.log(powers.sum(axis=1)) - scores[rows, y]).mean()
        p = powers / powers.sum(axis=1, keepdims=True)
        return loss, (p - np.eye(scores.shape[1])[y]) / len(y)


class LargestOfAll(Net):
    def softmax(self, scores, y):
        powers = np.exp(scores - scores.max())
        p = powers / powers.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(len(y)), y]).mean()
        return loss, (p - np.eye(scores.shape[1])[y]) / len(y)


class HalfPenalty(Net):
    def penalty(self, reg, count):
        return super().penalty(reg, count) / 2

    def with_penalty(self, grads, reg, count):
        return super().with_penalty(grads, reg / 2, count)


class NoPenalty(Net):
    def penalty(self, reg, count):
        return 0

    def with_penalty(self, grads, reg, count):
        return grads


class NoPenaltyInLoss(Net):
    def penalty(self, reg, count):
        return 0


class PenaltyPerExample(Net):
    def penalty(self, reg, count):
        return super().penalty(reg, count) / count

    def with_penalty(self, grads, reg, count):
        return super().with_penalty(grads, reg / count, count)


class BiasesPenalised(Net):
    def matrices(self):
        return list(self.params)


class FirstMatrixOnly(Net):
    def matrices(self):
        return ["W1"]


class AlwaysPenalised(Net):
    def loss(self, X, y=None, reg=1e-3):
        return super().loss(X, y, reg)


# The way back -------------------------------------------------------------------------


class NoPenaltyInGradient(Net):
    def with_penalty(self, grads, reg, count):
        return grads


class TrueClassForgotten(Net):
    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss, dscores + np.eye(scores.shape[1])[y] / len(y)


class WrongSign(Net):
    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss, -dscores


class MaskOfGradient(Net):
    def unbend(self, dout, cache):
        return dout * (dout > 0)


class MaskWithZero(Net):
    def unbend(self, dout, cache):
        return dout * (cache >= 0)


class CachesInOrder(Net):
    def unbend(self, dout, cache):
        return dout * (self.first > 0)

    def forward(self, X):
        scores, caches = super().forward(X)
        self.first = caches[0][1]
        return scores, caches


class NoBiasGradients(Net):
    def with_penalty(self, grads, reg, count):
        grads = super().with_penalty(grads, reg, count)
        return {name: gradient for name, gradient in grads.items() if name[0] == "W"}


class BiasMeans(Net):
    def backward(self, dout, caches):
        grads = super().backward(dout, caches)
        return {
            name: gradient / len(dout) if name[0] == "b" else gradient
            for name, gradient in grads.items()
        }


class LossAlone(Net):
    def loss(self, X, y=None, reg=0.0):
        result = super().loss(X, y, reg)
        return result if y is None else result[0]


class GradientsFirst(Net):
    def loss(self, X, y=None, reg=0.0):
        result = super().loss(X, y, reg)
        return result if y is None else result[::-1]


class AddsUp(Net):
    def __init__(self, dims, rng, weight_scale=1e-2):
        super().__init__(dims, rng, weight_scale)
        self.grads = {}

    def with_penalty(self, grads, reg, count):
        for name, gradient in super().with_penalty(grads, reg, count).items():
            self.grads[name] = self.grads.get(name, 0) + gradient
        return dict(self.grads)


class StepsInLoss(Net):
    def with_penalty(self, grads, reg, count):
        grads = super().with_penalty(grads, reg, count)
        for name, gradient in grads.items():
            self.params[name] = self.params[name] - 0.1 * gradient
        return grads


SENTENCES = {
    "last_first": (
        LastFirst,
        "The weights are drawn from the last layer to the first: draw W1 first.",
    ),
    "no_scale": (NoScale, "The weights are not scaled: the weight scale is not used."),
    "scale_as_variance": (
        ScaleAsVariance,
        "The weight scale is taken for the variance of the weights: it is their standard "
        "deviation.",
    ),
    "fixed_scale": (FixedScale, "The weight scale is always that of the default."),
    "uniform": (
        Uniform,
        "The weights are drawn from 0 to 1, all of them positive: they should be normal, around 0.",
    ),
    "biases_drawn": (BiasesDrawn, "The biases are drawn as well: they start at 0."),
    "bias_rows": (BiasRows, "A bias has two axes: one axis is enough, it is added to each row."),
    "own_generator": (
        OwnGenerator,
        "The weights are drawn from a generator of your own: draw them from the one you are given.",
    ),
    "transposed": (
        Transposed,
        "The weight matrices are the wrong way round: a row for each input, a column for each "
        "output.",
    ),
    "of_the_class": (
        OfTheClass,
        "All nets share one set of parameters: the dict belongs to the class. Give each net its "
        "own.",
    ),
    "no_bend": (NoBend, "There is no ReLU: without it all layers are one."),
    "probabilities": (
        Probabilities,
        "Without labels probabilities come back: return the scores themselves.",
    ),
    "zeros_are_no_labels": (
        ZerosAreNoLabels,
        "Labels that are all 0 are taken for no labels at all: ask whether y is None.",
    ),
    "parameters_of_the_start": (
        ParametersOfTheStart,
        "The loss goes on with the parameters of the start: read them from params each time, "
        "since training changes them there.",
    ),
    "sums": (Sums, "The losses of the examples are added up: take their mean."),
    "overflows": (
        Overflows,
        "Large scores overflow in the exponential: take the largest score off first.",
    ),
    "overflows_in_log": (
        OverflowsInLog,
        "The exponentials of large scores overflow before the logarithm is taken: take the "
        "largest score off first.",
    ),
    "largest_of_all": (
        LargestOfAll,
        "The largest score of all examples is taken off each row, and rows far below it "
        "underflow: take off each row's own.",
    ),
    "half_penalty": (
        HalfPenalty,
        "The penalty is half as large as asked: some courses have a factor of one half there, "
        "this one has none.",
    ),
    "no_penalty": (NoPenalty, "The regularisation is not there: reg is not used."),
    "no_penalty_in_loss": (
        NoPenaltyInLoss,
        "The penalty is in the gradients, but not in the loss.",
    ),
    "penalty_per_example": (
        PenaltyPerExample,
        "The penalty is divided by the number of examples: only the losses of the examples are "
        "averaged.",
    ),
    "biases_penalised": (
        BiasesPenalised,
        "The biases are regularised, too: only the weight matrices are.",
    ),
    "first_matrix_only": (
        FirstMatrixOnly,
        "Only W1 is regularised: all weight matrices are.",
    ),
    "always_penalised": (
        AlwaysPenalised,
        "There is a penalty where none is asked for: reg is 0 by default.",
    ),
    "no_penalty_in_gradient": (
        NoPenaltyInGradient,
        "The penalty is in the loss, but not in the gradients.",
    ),
    "true_class_forgotten": (
        TrueClassForgotten,
        "The gradient of the scores is just the probabilities: what happens at the true class?",
    ),
    "wrong_sign": (
        WrongSign,
        "The gradients have the wrong sign: the loss falls where the true score rises.",
    ),
    "mask_of_gradient": (
        MaskOfGradient,
        "The way back through ReLU looks at the sign of the upstream gradient: what counts is "
        "what went into the ReLU.",
    ),
    "mask_with_zero": (
        MaskWithZero,
        "A hidden unit at exactly 0 passes the gradient on: its slope there is 0.",
    ),
    "no_bias_gradients": (
        NoBiasGradients,
        "The gradients of the biases are missing: the dict has the same keys as params.",
    ),
    "bias_means": (
        BiasMeans,
        "The gradients of the biases are means over the examples: the mean is in the upstream "
        "gradient already, so add them up.",
    ),
    "loss_alone": (LossAlone, "Only the loss came back: return its gradients, too."),
    "gradients_first": (GradientsFirst, "The gradients come before the loss: return it first."),
    "adds_up": (
        AddsUp,
        "The gradients of all calls are added up: each call starts anew.",
    ),
    "steps_in_loss": (
        StepsInLoss,
        "The loss changes the parameters: it only looks at them, and training changes them.",
    ),
}
"""Each mistake's net and its sentence, by name."""

MEAN = "The gradients are N times too large: the loss is a mean over the examples, and so are they."
TWO = "The penalty's gradient is half of what it should be: what is the slope of a square?"

TWO_LAYER_NET = (
    Mistake("missing_mean", MEAN, TwoWithoutMean),
    Mistake("reg_without_2", TWO, TwoWithoutTwo),
    Mistake(
        "no_mask",
        "The gradient goes back as if there were no ReLU: where a hidden unit was off, it stops.",
        NoMask,
    ),
    *(Mistake(name, said, two_layers(net)) for name, (net, said) in SENTENCES.items()),
)

FULLY_CONNECTED_NET = (
    Mistake(
        "bent_scores",
        "There is a ReLU after the last layer, too: the scores may be negative.",
        BentScores,
    ),
    Mistake("missing_mean", MEAN, AnyWithoutMean),
    Mistake("reg_without_2", TWO, AnyWithoutTwo),
    Mistake(
        "one_bend",
        "There is a ReLU after the first layer only: there is one between every two layers.",
        OneBend,
    ),
    Mistake(
        "caches_in_order",
        "On the way back every ReLU looks at what the first one had: each has a cache of its own.",
        CachesInOrder,
    ),
    *(Mistake(name, said, net) for name, (net, said) in SENTENCES.items()),
)
