"""Convolutions to ask about: shapes, strides and frames, and how a call names them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.assignments.cases import large_normal
from autograder.assignments.random_inputs import Array
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.exercise import PlainCache

Layer = tuple[str, tuple[int, int, int, int], tuple[int, int, int], int, int]
"""Label, shape of x, (F, HH, WW) of the filters, stride, pad."""

LAYERS: tuple[Layer, ...] = (
    ("several of everything", (2, 3, 5, 4), (2, 3, 2), 1, 1),
    ("no pad", (2, 2, 4, 5), (3, 3, 3), 1, 0),
    ("one image", (1, 2, 4, 3), (3, 3, 3), 1, 1),
    ("one channel", (2, 1, 4, 5), (2, 3, 3), 1, 1),
    ("one filter", (2, 3, 4, 3), (1, 3, 3), 1, 1),
    ("one image, one channel, one filter", (1, 1, 3, 4), (1, 2, 2), 1, 0),
    ("stride 2", (2, 2, 5, 7), (2, 3, 3), 2, 0),
    ("stride 2 and pad 1", (1, 2, 5, 7), (2, 3, 3), 2, 1),
    ("a stride that leaves rows and columns over", (2, 2, 6, 8), (2, 3, 3), 2, 0),
    ("a stride that leaves columns over", (1, 2, 5, 6), (2, 3, 3), 2, 0),
    ("a stride that leaves only padding over", (1, 1, 4, 4), (2, 3, 3), 2, 1),
    ("stride 3, two pixels left over", (1, 2, 6, 9), (1, 1, 1), 3, 0),
    ("a stride longer than the filter", (2, 1, 7, 8), (2, 2, 2), 3, 0),
    ("pad 2", (1, 2, 3, 2), (2, 3, 3), 1, 2),
    ("pad 3, a frame as wide as the filter", (1, 1, 2, 3), (2, 3, 3), 2, 3),
    ("the filter is as large as the image", (2, 3, 3, 4), (2, 3, 4), 1, 0),
    ("the filter is as large as the padded image", (2, 2, 1, 2), (3, 3, 4), 2, 1),
    ("filters of one pixel", (2, 3, 2, 3), (2, 1, 1), 1, 0),
    ("filters of one pixel, with a frame", (1, 2, 2, 2), (2, 1, 1), 1, 1),
    ("even filters", (1, 2, 4, 5), (2, 2, 2), 1, 0),
    ("flat filters", (1, 2, 3, 5), (2, 1, 3), 1, 1),
    ("tall filters", (1, 2, 5, 3), (2, 3, 1), 2, 1),
    ("all lengths equal", (3, 3, 3, 3), (3, 3, 3), 1, 0),
    ("as many filters as channels and pixels in one", (2, 4, 4, 4), (4, 2, 2), 2, 0),
    ("a line of pixels", (1, 1, 1, 6), (1, 1, 3), 2, 0),
)
LARGE: Layer = ("a filter with many channels", (1, 2000, 4, 3), (1, 3, 3), 2, 1)
"""Four places, and an image that is hardly larger than the filter: a loop over each of the
72,000 products ends soon, and so does one over all pixels and all weights of a channel. But
whoever differences their own forward pass runs it for each of 18,000 weights and 24,000
pixels."""
LARGE_AT_ONCE: Layer = ("a large image", (1, 2, 160, 160), (1, 3, 3), 1, 1)
"""For an answer that may loop over the pixels of a filter, but over no places: 51,000
pixels to difference."""
SMALL: Layer = ("", (2, 2, 3, 2), (2, 3, 2), 1, 1)
"""For what has to do with neither sizes nor strides."""
ORDINARY: Layer = ("an ordinary layer", (2, 2, 4, 3), (2, 3, 2), 1, 0)
"""Without a frame, for a framed copy hides how x lies in memory and who writes to it."""


PLAIN_CACHES = (
    PlainCache("(x, w, b, stride, pad)", lambda x, w, b, stride, pad: (x, w, b, stride, pad)),
    PlainCache("(x, w, stride, pad)", lambda x, w, b, stride, pad: (x, w, stride, pad)),
)
"""What many put into the cache of a convolution."""


def layer_inputs(
    rng: np.random.Generator, layer: Layer, dtype: str = "float64"
) -> tuple[Array, Array, Array]:
    """x, w and b of a layer."""
    x, w, b = (rng.standard_normal(shape).astype(dtype) for shape in _shapes(layer))
    return x, w, b


def large_inputs(rng: np.random.Generator, layer: Layer) -> tuple[FamilyMember, ...]:
    """The same for a layer so large that its numbers cross as seeds."""
    return tuple(large_normal(rng, *shape) for shape in _shapes(layer))


def _shapes(layer: Layer) -> tuple[tuple[int, ...], ...]:
    _, shape, (filters, height, width), _, _ = layer
    return shape, (filters, shape[1], height, width), (filters,)


def output_shape(layer: Layer) -> tuple[int, int, int, int]:
    """(N, F, H', W')."""
    _, (count, _, rows, columns), (filters, height, width), stride, pad = layer
    down = (rows + 2 * pad - height) // stride + 1
    return count, filters, down, (columns + 2 * pad - width) // stride + 1


def settings(call: Call) -> tuple[Any, ...]:
    """x, w, b, stride and pad of a call of a forward pass."""
    x, w, b, *rest = call.arguments
    settings = {"stride": 1, "pad": 0} | dict(zip(("stride", "pad"), rest, strict=False))
    settings |= dict(call.keywords)
    return x, w, b, settings["stride"], settings["pad"]
