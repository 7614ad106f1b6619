"""Mistakes on a net's way forward, to its scores."""

import numpy as np

from autograder.assignments.networks.mistakes._nets_right import Net


class NoBend(Net):
    """There is no ReLU: without it all layers are one."""

    def bends(self, layer, depth):
        return False


class Probabilities(Net):
    """Without labels probabilities come back: return the scores themselves."""

    def shown(self, scores):
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


class ZerosAreNoLabels(Net):
    """Labels that are all 0 are taken for no labels at all: ask whether y is None."""

    def unlabelled(self, y):
        return not np.any(y)


class ParametersOfTheStart(Net):
    """The loss goes on with the parameters of the start: read them from params each time, since
    training changes them there."""

    def draw(self, sizes, rng, scale):
        self.start = super().draw(sizes, rng, scale)
        return dict(self.start)

    def current(self):
        return self.start


class ReluOnScoresForward(Net):
    """There is a ReLU behind the last layer, too, but not on the way back: scores may be
    negative."""

    def forward(self, X):
        scores, caches = super().forward(X)
        return np.maximum(0, scores), caches
