"""Mistakes in a net's gradients, and in how they come back."""

import numpy as np

from autograder.assignments.networks.mistakes._nets_right import Net
from solutions.networks import affine_backward


class NoPenaltyInGradient(Net):
    """The penalty is missing in the gradients: what is the slope of a square?"""

    def with_penalty(self, grads, reg, count):
        return grads


class TrueClassForgotten(Net):
    """The gradient of the scores is just the probabilities: what happens at the true class?"""

    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss, dscores + np.eye(scores.shape[1])[y] / len(y)


class WrongSign(Net):
    """The gradients have the wrong sign: the loss falls where the true score rises."""

    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss, -dscores


class MaskOfGradient(Net):
    """The way back through ReLU looks at the sign of the upstream gradient: what counts is what
    went into the ReLU."""

    def unbend(self, dout, cache):
        return dout * (dout > 0)


class MaskWithZero(Net):
    """A hidden unit at exactly 0 passes the gradient on: its slope there is 0."""

    def unbend(self, dout, cache):
        return dout * (cache >= 0)


class NoBiasGradients(Net):
    """The gradients of the biases are missing: the dict has the same keys as params."""

    def with_penalty(self, grads, reg, count):
        grads = super().with_penalty(grads, reg, count)
        return {name: gradient for name, gradient in grads.items() if name[0] == "W"}


class BiasMeans(Net):
    """The gradients of the biases are means over the examples: the mean is in the upstream gradient
    already, so add them up."""

    def backward(self, dout, caches):
        grads = super().backward(dout, caches)
        return {
            name: gradient / len(dout) if name[0] == "b" else gradient
            for name, gradient in grads.items()
        }


class LossAlone(Net):
    """Only the loss came back: return its gradients, too."""

    def both(self, loss, grads):
        return loss


class GradientsFirst(Net):
    """The gradients come before the loss: return it first."""

    def both(self, loss, grads):
        return grads, loss


class AddsUp(Net):
    """The gradients of all calls are added up: each call starts anew."""

    def draw(self, sizes, rng, scale):
        self.grads = {}
        return super().draw(sizes, rng, scale)

    def with_penalty(self, grads, reg, count):
        for name, gradient in super().with_penalty(grads, reg, count).items():
            self.grads[name] = self.grads.get(name, 0) + gradient
        return dict(self.grads)


class StepsInLoss(Net):
    """The loss changes the parameters: it only looks at them, and training changes them."""

    def with_penalty(self, grads, reg, count):
        grads = super().with_penalty(grads, reg, count)
        for name, gradient in grads.items():
            self.params[name] = self.params[name] - 0.1 * gradient
        return grads


class WeightsBeforeRelu(Net):
    """The gradient of a weight matrix takes the numbers from before the ReLU: the layer got what
    came out of it."""

    def forward(self, X):
        params, depth = self.current(), len(self.params) // 2
        scores, caches = super().forward(X)
        self.seen, out = [X], X
        for layer in range(1, depth):
            before = out @ params[f"W{layer}"] + params[f"b{layer}"]
            self.seen.append(before)
            out = np.maximum(0, before)
        return scores, caches

    def backward(self, dout, caches):
        grads = {}
        for layer in range(len(caches), 0, -1):
            cache, bend = caches[layer - 1]
            if bend is not None:
                dout = self.unbend(dout, bend)
            grads[f"W{layer}"], grads[f"b{layer}"] = self.seen[layer - 1].T @ dout, dout.sum(axis=0)
            dout, _, _ = affine_backward(dout, cache)
        return grads


class OneTakenOffEverywhere(Net):
    """The 1 is taken off at every class: only the true class has it."""

    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss, dscores - (1 - np.eye(scores.shape[1])[y]) / len(y)


class BiasesPenalisedInGradient(Net):
    """The gradients of the biases have a penalty in them, too: only the weight matrices are
    regularized."""

    def with_penalty(self, grads, reg, count):
        both = super().with_penalty(grads, reg, count)
        biases = {name: self.current()[name] for name in grads if name[0] == "b"}
        return both | {name: grads[name] + 2 * reg * bias for name, bias in biases.items()}


class TimesActivations(Net):
    """On the way back through ReLU the gradient is multiplied by the output: it is multiplied by
    the slope, which is 1 there."""

    def unbend(self, dout, cache):
        return dout * np.maximum(0, cache)


class OneAdded(Net):
    """The 1 is added at the true class: a larger score of it makes the loss smaller, so take it
    off."""

    def softmax(self, scores, y):
        loss, dscores = super().softmax(scores, y)
        return loss, dscores + 2 * np.eye(scores.shape[1])[y] / len(y)
