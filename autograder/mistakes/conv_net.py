"""Known mistakes of ``ConvNet``.

The first ones are written out. The others are a network that is right but for
the attributes and methods that they change.
"""

import numpy as np

from autograder.exercise import Mistake
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


class _Right:
    """A right network; what a mistake changes is an attribute or a method of its own."""

    penalised_in_loss: tuple[str, ...] = ("W1", "W2", "W3")
    penalised_in_gradient: tuple[str, ...] = ("W1", "W2", "W3")
    penalty = 1.0  # times reg and the sum of squares
    bends_maps = bends_maps_back = bends_hidden_back = True

    def __init__(self, input_shape, F, f, hidden, classes, rng, weight_scale=1e-2):
        C, H, W = input_shape
        shapes = {"W1": (F, C, f, f), "W2": (F * H * W // 4, hidden), "W3": (hidden, classes)}
        lengths = {"b1": F, "b2": hidden, "b3": classes}
        self.params = self.draw(shapes, lengths, rng, weight_scale)

    def draw(self, shapes, lengths, rng, scale):
        weights = {name: scale * rng.standard_normal(shape) for name, shape in shapes.items()}
        return weights | {name: np.zeros(length) for name, length in lengths.items()}

    def current(self):
        return self.params

    def pad(self, size):
        return (size - 1) // 2

    def flat(self, pooled):
        return pooled.reshape(len(pooled), -1)

    def unflat(self, dflat, shape):
        return dflat.reshape(shape)

    def shown(self, scores):
        return scores

    def both(self, loss, grads):
        return loss, grads

    def loss_and_slopes(self, scores, y):
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        slopes = np.exp(logs)
        slopes[np.arange(len(y)), y] -= 1
        return -np.mean(logs[np.arange(len(y)), y]), slopes / len(y)

    def loss(self, X, y=None, reg=0.0):
        p, grads = self.current(), {}
        maps, conv = conv_forward_fast(X, p["W1"], p["b1"], 1, self.pad(p["W1"].shape[2]))
        bent, bend = relu_forward(maps) if self.bends_maps else (maps, None)
        pooled, pool = max_pool_forward(bent)
        hidden, second = affine_forward(self.flat(pooled), p["W2"], p["b2"])
        active, activation = relu_forward(hidden)
        scores, third = affine_forward(active, p["W3"], p["b3"])
        if y is None:
            return self.shown(scores)
        loss, slopes = self.loss_and_slopes(scores, y)
        dactive, grads["W3"], grads["b3"] = affine_backward(slopes, third)
        dhidden = relu_backward(dactive, activation) if self.bends_hidden_back else dactive
        dflat, grads["W2"], grads["b2"] = affine_backward(dhidden, second)
        dmaps = max_pool_backward(self.unflat(dflat, pooled.shape), pool)
        if self.bends_maps and self.bends_maps_back:
            dmaps = relu_backward(dmaps, bend)
        _, grads["W1"], grads["b1"] = conv_backward_fast(dmaps, conv)
        for name in self.penalised_in_loss:
            loss = loss + self.penalty * reg * np.sum(p[name] ** 2)
        for name in self.penalised_in_gradient:
            grads[name] = grads[name] + 2 * self.penalty * reg * p[name]
        return self.both(loss, grads)


class FirstReluForgotten(_Right):
    bends_maps = False


class MapsBackWithoutRelu(_Right):
    bends_maps_back = False


class HiddenBackWithoutRelu(_Right):
    bends_hidden_back = False


class BiasesPenalised(_Right):
    penalised_in_loss = penalised_in_gradient = ("W1", "W2", "W3", "b1", "b2", "b3")


class FiltersNotPenalised(_Right):
    penalised_in_loss = penalised_in_gradient = ("W2", "W3")


class PenaltyInLossOnly(_Right):
    penalised_in_gradient = ()


class PenaltyInGradientOnly(_Right):
    penalised_in_loss = ()


class HalfThePenalty(_Right):
    penalty = 0.5


class LossSummed(_Right):
    def loss_and_slopes(self, scores, y):
        loss, slopes = super().loss_and_slopes(scores, y)
        return loss * len(y), slopes * len(y)


class NotShifted(_Right):
    def loss_and_slopes(self, scores, y):
        exps = np.exp(scores)
        slopes = exps / np.sum(exps, axis=1, keepdims=True)
        loss = -np.mean(np.log(slopes[np.arange(len(y)), y]))
        slopes[np.arange(len(y)), y] -= 1
        return loss, slopes / len(y)


class LabelNotTakenOff(_Right):
    def loss_and_slopes(self, scores, y):
        loss, slopes = super().loss_and_slopes(scores, y)
        slopes[np.arange(len(y)), y] += 1 / len(y)
        return loss, slopes


class NotPadded(_Right):
    def pad(self, size):
        return 0


class PaddedByTheSize(_Right):
    def pad(self, size):
        return size // 2 + 1


class ChannelsFlattenedLast(_Right):
    def flat(self, pooled):
        return pooled.transpose(0, 2, 3, 1).reshape(len(pooled), -1)

    def unflat(self, dflat, shape):
        count, filters, height, width = shape
        return dflat.reshape(count, height, width, filters).transpose(0, 3, 1, 2)


class Probabilities(_Right):
    def shown(self, scores):
        exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        return exps / np.sum(exps, axis=1, keepdims=True)


class ScoresInATuple(_Right):
    def shown(self, scores):
        return scores, {}


class PredictedClasses(_Right):
    def shown(self, scores):
        return np.argmax(scores, axis=1)


class GradientsFirst(_Right):
    def both(self, loss, grads):
        return grads, loss


class GradientsInAList(_Right):
    def both(self, loss, grads):
        return loss, list(grads.values())


class WithoutBiasGradients(_Right):
    def both(self, loss, grads):
        return loss, {name: grad for name, grad in grads.items() if name[0] == "W"}


class LastLayerDrawnFirst(_Right):
    def draw(self, shapes, lengths, rng, scale):
        return super().draw(dict(reversed(shapes.items())), lengths, rng, scale)


class BiasesDrawn(_Right):
    def draw(self, shapes, lengths, rng, scale):
        names = [name + number for number in "123" for name in "Wb"]
        both = shapes | lengths
        return {name: scale * rng.standard_normal(both[name]) for name in names}


class ScaleNotUsed(_Right):
    def draw(self, shapes, lengths, rng, scale):
        return super().draw(shapes, lengths, rng, 1.0)


class ScaleAlwaysTheSame(_Right):
    def draw(self, shapes, lengths, rng, scale):
        return super().draw(shapes, lengths, rng, 1e-2)


class UniformNumbers(_Right):
    def draw(self, shapes, lengths, rng, scale):
        weights = {name: scale * rng.random(shape) for name, shape in shapes.items()}
        return weights | {name: np.zeros(length) for name, length in lengths.items()}


class OwnGenerator(_Right):
    def draw(self, shapes, lengths, rng, scale):
        return super().draw(shapes, lengths, np.random.default_rng(0), scale)


class ParametersSetAside(_Right):
    def draw(self, shapes, lengths, rng, scale):
        self.aside = super().draw(shapes, lengths, rng, scale)
        return dict(self.aside)

    def current(self):
        return self.aside


CONV_NET = (
    Mistake(
        "second_relu_forgotten",
        "There is no ReLU between the two affine layers: without it they are one layer.",
        SecondReluForgotten,
    ),
    Mistake(
        "reg_without_two",
        "The gradient of the penalty lacks its factor: the slope of a square is twice the number.",
        RegWithoutTwo,
    ),
    Mistake(
        "mean_forgotten_in_gradient",
        "The loss is a mean over the examples, and its gradients are sums: they are too large by "
        "the number of examples.",
        MeanForgottenInGradient,
    ),
    Mistake(
        "first_relu_forgotten",
        "There is no ReLU between convolution and pool.",
        FirstReluForgotten,
    ),
    Mistake(
        "maps_back_without_relu",
        "On the way back the ReLU after the convolution is left out: where a map was below 0, no "
        "gradient comes through.",
        MapsBackWithoutRelu,
    ),
    Mistake(
        "hidden_back_without_relu",
        "On the way back the ReLU of the hidden layer is left out: where a unit was below 0, no "
        "gradient comes through.",
        HiddenBackWithoutRelu,
    ),
    Mistake(
        "biases_penalised",
        "The biases are regularised, too: only the three weights are.",
        BiasesPenalised,
    ),
    Mistake(
        "filters_not_penalised",
        "The filters are not regularised: they are weights like the others.",
        FiltersNotPenalised,
    ),
    Mistake(
        "penalty_in_loss_only",
        "The penalty is in the loss, but not in the gradients.",
        PenaltyInLossOnly,
    ),
    Mistake(
        "penalty_in_gradient_only",
        "The penalty is in the gradients, but not in the loss.",
        PenaltyInGradientOnly,
    ),
    Mistake(
        "half_the_penalty",
        "The penalty is half as large as it should be: this course has no factor of one half "
        "there.",
        HalfThePenalty,
    ),
    Mistake(
        "loss_summed",
        "The loss is the sum over the examples: it is their mean, and so are its gradients.",
        LossSummed,
    ),
    Mistake(
        "not_shifted",
        "Large scores overflow: take the largest score of each example off before the exponential.",
        NotShifted,
    ),
    Mistake(
        "label_not_taken_off",
        "The gradient of the scores is the probabilities alone: at the true class 1 has to be "
        "taken off.",
        LabelNotTakenOff,
    ),
    Mistake(
        "not_padded",
        "The convolution has no padding, so its maps are smaller than the image: the weights of "
        "the next layer expect maps as large as the image.",
        NotPadded,
    ),
    Mistake(
        "padded_by_the_size",
        "The padding is too wide, so the maps are larger than the image: half the filter, without "
        "its middle, keeps the size.",
        PaddedByTheSize,
    ),
    Mistake(
        "channels_flattened_last",
        "The maps are flattened pixel by pixel: flatten map after map, in row-major order.",
        ChannelsFlattenedLast,
    ),
    Mistake(
        "probabilities",
        "Probabilities came back: without labels the scores are asked for.",
        Probabilities,
    ),
    Mistake(
        "scores_in_a_tuple",
        "Without labels only the scores come back, nothing beside them.",
        ScoresInATuple,
    ),
    Mistake(
        "predicted_classes",
        "The predicted classes came back: without labels the scores are asked for.",
        PredictedClasses,
    ),
    Mistake("gradients_first", "Loss and gradients change places.", GradientsFirst),
    Mistake(
        "gradients_in_a_list",
        "The gradients are a list: they are a dict with the names of the parameters.",
        GradientsInAList,
    ),
    Mistake(
        "without_bias_gradients",
        "The gradients of the biases did not come back: they are not regularised, but they are "
        "trained.",
        WithoutBiasGradients,
    ),
    Mistake(
        "last_layer_drawn_first",
        "The weights are drawn from the last layer to the first: the text says in which order.",
        LastLayerDrawnFirst,
    ),
    Mistake(
        "biases_drawn",
        "The biases are drawn, too: they start at 0, and nothing but the weights is drawn.",
        BiasesDrawn,
    ),
    Mistake("scale_not_used", "The weight scale is not used.", ScaleNotUsed),
    Mistake(
        "scale_always_the_same",
        "The weight scale is always that of the default.",
        ScaleAlwaysTheSame,
    ),
    Mistake(
        "uniform_numbers",
        "The weights are uniform numbers and never negative: they come from a standard normal "
        "distribution.",
        UniformNumbers,
    ),
    Mistake(
        "own_generator",
        "The weights come from a generator of your own: draw from the one that is given.",
        OwnGenerator,
    ),
    Mistake(
        "parameters_set_aside",
        "The loss uses parameters that are kept elsewhere: when training changes those in params, "
        "nothing happens.",
        ParametersSetAside,
    ),
)
