"""Convolutional networks to ask about: their sizes, and images away from every kink."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autograder.assignments.cases import large_normals, new_rng, update
from autograder.assignments.random_inputs import Array, away_from_kinks
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember, Rng

Params = dict[str, Array]

PARAMETERS = frozenset({"parameters"})
SCORES = frozenset({"scores"})
LOSS = frozenset({"loss", "gradients"})


@dataclass(frozen=True)
class Net:
    """The numbers that a network is made with."""

    shape: tuple[int, int, int] = (2, 2, 4)
    filters: int = 3
    size: int = 3
    hidden: int = 5
    classes: int = 4

    @cached_property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape of every parameter, in the order in which they are drawn."""
        channels, height, width = self.shape
        return {
            "W1": (self.filters, channels, self.size, self.size),
            "W2": (self.filters * (height // 2) * (width // 2), self.hidden),
            "W3": (self.hidden, self.classes),
            "b1": (self.filters,),
            "b2": (self.hidden,),
            "b3": (self.classes,),
        }

    def made(self, seed: Rng, *scale: float, keep: str = "net", **keywords: float) -> Call:
        """The call that makes it."""
        numbers = (self.shape, self.filters, self.size, self.hidden, self.classes)
        arguments = (*numbers, seed, *scale)
        return Call("ConvNet", arguments, tuple(keywords.items()), keep=keep, returns=False)

    def params(self, rng: np.random.Generator, scale: float = 0.5) -> Params:
        """Other parameters, whose biases are not 0."""
        return {name: scale * rng.standard_normal(shape) for name, shape in self.shapes.items()}


NETS = (
    ("several of everything", Net()),
    ("one channel", Net((1, 2, 4), 2, 3, 3, 3)),
    ("one filter", Net((2, 4, 4), 1, 3, 3, 2)),
    ("filters of one pixel", Net((2, 4, 2), 2, 1, 3, 3)),
    ("filters of 5", Net((1, 4, 2), 2, 5, 3, 3)),
    ("one hidden unit", Net((1, 2, 4), 2, 3, 1, 2)),
    ("one class", Net((1, 4, 2), 2, 3, 3, 1)),
    ("the smallest image", Net((1, 2, 2), 2, 3, 2, 2)),
    ("all lengths equal", Net((2, 2, 2), 2, 1, 2, 2)),
)
LARGE = Net((256, 2, 4), 6, 5, 2500, 3)
"""Eight places for each filter, so loops over places are quick; but W1 and W2 have 38,000 and
30,000 weights, and a loss for each takes longer than the tests may."""


def problem(
    rng: np.random.Generator, net: Net, count: int, dtype: str = "float64"
) -> tuple[Params, Array]:
    """Parameters and images for which no ReLU and no pool is near a kink."""
    names = tuple(net.shapes)

    def draw() -> tuple[Array, ...]:
        arrays = (*net.params(rng).values(), rng.standard_normal((count, *net.shape)))
        return tuple(array.astype(dtype) for array in arrays)

    def kinks(*drawn: Array) -> Array:
        return _near_kinks(dict(zip(names, drawn[:-1], strict=True)), drawn[-1])

    *values, images = away_from_kinks(draw, kinks)
    return dict(zip(names, values, strict=True)), images


def _near_kinks(params: Params, images: Array) -> Array:
    """Distances from all kinks: the inputs of the ReLUs, and the lead of each block's largest."""
    pad = params["W1"].shape[-1] // 2
    padded = np.pad(images, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, params["W1"].shape[2:], axis=(2, 3))
    maps = np.einsum("ncijhw,fchw->nfij", windows, params["W1"])
    maps = maps + params["b1"][:, np.newaxis, np.newaxis]
    count, filters, height, width = maps.shape
    blocks = maps.reshape(count, filters, height // 2, 2, width // 2, 2).swapaxes(3, 4)
    blocks = np.sort(np.maximum(0, blocks).reshape(-1, 4))
    ahead = (blocks[:, -1] - blocks[:, -2])[blocks[:, -1] > 0]
    hidden = blocks[:, -1].reshape(count, -1) @ params["W2"] + params["b2"]
    return np.concatenate([maps.ravel(), ahead, hidden.ravel()])


def large_problem(rng: np.random.Generator, count: int) -> tuple[dict[str, FamilyMember], Array]:
    """The same of the large network, whose parameters cross as their seeds.

    They are not small, so the images are: scores stay below 1e4.
    """
    names, shapes = zip(*LARGE.shapes.items(), strict=True)
    images = 0.05 * rng.standard_normal((count, *LARGE.shape))

    def kinks(*values: Array) -> Array:
        return _near_kinks(dict(zip(names, values, strict=True)), images)

    params = large_normals(rng, shapes, kinks)
    return dict(zip(names, params, strict=True)), images


def of_params(
    rng: np.random.Generator, net: Net, params: Params | dict[str, FamilyMember], *calls: Call
) -> tuple[Call, ...]:
    """A network is made, other parameters are put into it, and then it is used."""
    return (net.made(new_rng(rng)), update("net", params), *calls)
