"""Mistakes in the parameters that a net starts with."""

from typing import ClassVar

import numpy as np

from autograder.assignments.networks.mistakes._nets_right import Net


class LastFirst(Net):
    """The weights are drawn from the last layer to the first: draw W1 first."""

    def draw(self, sizes, rng, scale):
        drawn = super().draw(sizes[::-1], rng, scale)
        numbers = range(1, len(sizes) + 1)
        both = zip(numbers, reversed(numbers), strict=True)
        return {f"{name}{here}": drawn[f"{name}{there}"] for here, there in both for name in "Wb"}


class NoScale(Net):
    """The weights are not scaled: the weight scale is not used."""

    def weights(self, shape, rng, scale):
        return rng.standard_normal(shape)


class ScaleAsVariance(Net):
    """The weight scale is taken for the variance of the weights: it is their standard deviation."""

    def weights(self, shape, rng, scale):
        return rng.normal(0, np.sqrt(scale), shape)


class FixedScale(Net):
    """The weight scale is always that of the default."""

    def weights(self, shape, rng, scale):
        return 0.01 * rng.standard_normal(shape)


class Uniform(Net):
    """The weights are drawn from 0 to 1, all of them positive: they should be normal, around 0."""

    def weights(self, shape, rng, scale):
        return scale * rng.random(shape)


class BiasesDrawn(Net):
    """The biases are drawn as well: they start at 0."""

    def biases(self, count, rng, scale):
        return scale * rng.standard_normal(count)


class BiasRows(Net):
    """A bias has two axes: one axis is enough, it is added to each row."""

    def biases(self, count, rng, scale):
        return np.zeros((1, count))


class OwnGenerator(Net):
    """The weights are drawn from a generator of your own: draw them from the one you are given."""

    def draw(self, sizes, rng, scale):
        return super().draw(sizes, np.random.default_rng(0), scale)


class Transposed(Net):
    """The weight matrices are the wrong way round: a row for each input, a column for each
    output."""

    def weights(self, shape, rng, scale):
        return scale * rng.standard_normal(shape[::-1])


class OfTheClass(Net):
    """All nets share one set of parameters: the dict belongs to the class. Give each net its
    own."""

    shared: ClassVar[dict[str, object]] = {}

    def draw(self, sizes, rng, scale):
        drawn = super().draw(sizes, rng, scale)
        self.shared.clear()
        self.shared.update(drawn)
        return self.shared


class ScaledByInputs(Net):
    """The weights are scaled by the number of inputs, after He: here the weight scale says how
    large they are."""

    def weights(self, shape, rng, scale):
        return np.sqrt(2 / shape[0]) * rng.standard_normal(shape)


class AllZeros(Net):
    """The weights are all 0, and so all hidden units stay alike: draw them."""

    def weights(self, shape, rng, scale):
        return np.zeros(shape)


class BiasesDrawnLast(Net):
    """The biases are drawn as well, after all weights: they start at 0."""

    def draw(self, sizes, rng, scale):
        params = super().draw(sizes, rng, scale)
        for layer, (_, count) in enumerate(sizes, 1):
            params[f"b{layer}"] = scale * rng.standard_normal(count)
        return params


class FirstScaledAlone(Net):
    """Only the first weight matrix is scaled: all of them are."""

    def scale_of(self, layer, scale):
        return scale if layer == 1 else 1.0


class FirstNotScaled(Net):
    """The first weight matrix is not scaled: all of them are."""

    def scale_of(self, layer, scale):
        return 1.0 if layer == 1 else scale
