"""Mistakes on a net's way forward, to its scores."""

import numpy as np

from autograder.assignments.networks.mistakes.nets_right import Net
from autograder.judge.exercise import Mistake


class NoBend(Net):
    def bends(self, layer, depth):
        return False


class OneBend(Net):
    def bends(self, layer, depth):
        return layer == 1 < depth


class Probabilities(Net):
    def shown(self, scores):
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


class ZerosAreNoLabels(Net):
    def unlabelled(self, y):
        return not np.any(y)


class ParametersOfTheStart(Net):
    def draw(self, sizes, rng, scale):
        self.start = super().draw(sizes, rng, scale)
        return dict(self.start)

    def current(self):
        return self.start


FORWARD = (
    Mistake(
        "no_bend",
        "There is no ReLU: without it all layers are one.",
        NoBend,
    ),
    Mistake(
        "probabilities",
        "Without labels probabilities come back: return the scores themselves.",
        Probabilities,
    ),
    Mistake(
        "zeros_are_no_labels",
        "Labels that are all 0 are taken for no labels at all: ask whether y is None.",
        ZerosAreNoLabels,
    ),
    Mistake(
        "parameters_of_the_start",
        "The loss goes on with the parameters of the start: read them from params each time, "
        "since training changes them there.",
        ParametersOfTheStart,
    ),
)
