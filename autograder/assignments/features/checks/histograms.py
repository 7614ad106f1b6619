"""Cases and oracles for histograms of colours and of oriented gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, away_from_kinks, in_float32
from autograder.inside.families import FAMILIES
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.conventions import protected
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch
from solutions.features import image_gradients

STAND_IN = "brightness_as_gradients"
HISTOGRAMS = frozenset({"histograms"})
HALF_A_TURN = frozenset({"half a turn"})


def draw_color_histogram(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the colour histogram; bins are powers of two, so edges are exact."""
    name = "color_histogram"
    cases = [case(label, name, image, *bins) for label, image, *bins in _images(rng)]
    cases.append(case("bins by name", name, rng.random((3, 4, 3)), bins=2))
    inputs = in_float32(rng.random((5, 4, 3)))
    return [*cases, ordinary(case("an ordinary image", name, *inputs))]


def _images(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, image, and sometimes the number of bins."""
    row = np.array([0.0, 0.1, 0.3, 0.3, 0.5, 0.75, 0.9, 1.0])
    yield "the book's eight pixels", np.stack([row, row**2, 1 - row], axis=1)[np.newaxis], 4
    for label, shape in (
        ("4 by 6 pixels", (4, 6, 3)),
        ("6 by 4 pixels", (6, 4, 3)),
        ("3 by 3 pixels", (3, 3, 3)),
        ("8 by 8 pixels", (8, 8, 3)),
        ("one row", (1, 5, 3)),
        ("one column", (5, 1, 3)),
        ("one pixel", (1, 1, 3)),
    ):
        yield label, rng.random(shape)
    image = rng.random((5, 4, 3))
    for bins in (1, 2, 4, 16):
        yield f"bins={bins}", image, bins
    yield "dark pixels", 0.2 * image
    yield "bright pixels", 0.8 + 0.2 * image
    yield "a colour in each channel", image * [0.2, 0.5, 1.0]
    yield "black", np.zeros((3, 2, 3))
    yield "white", np.ones((3, 2, 3))
    yield "pure red", np.ones((2, 2, 3)) * [1, 0, 0]
    yield "values on the edges", rng.integers(0, 9, (4, 4, 3)) / 8
    yield "values on the edges of four bins", rng.integers(0, 5, (4, 4, 3)) / 4, 4
    edges = rng.integers(1, 9, (4, 4, 3)) / 8
    yield "a hair below the edges", np.nextafter(edges, 0)
    yield "float32, values on the edges", edges.astype(np.float32)


def torch_color_histogram(torch: Torch, call: Call) -> Array:
    """torch's histc, channel by channel."""
    image, *rest = call.arguments
    bins = rest[0] if rest else dict(call.keywords).get("bins", 8)
    channels = torch.tensor(image).flatten(0, 1).T
    counts = [torch.torch.histc(channel, bins, 0, 1) / len(channel) for channel in channels]
    return torch.array(torch.torch.cat(counts))


# Gradients --------------------------------------------------------------------------


def draw_image_gradients(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the gradients of an image."""
    name = "image_gradients"
    cases = [case(label, name, gray) for label, gray in _grays(rng)]
    inputs = in_float32(rng.random((5, 4)))
    return [*cases, ordinary(case("an ordinary image", name, *inputs))]


def _grays(rng: np.random.Generator) -> Iterator[tuple[str, Array]]:
    yield "the book's nine pixels", np.array([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6], [0.5, 0.7, 0.9]])
    for label, shape in (
        ("4 by 6 pixels", (4, 6)),
        ("6 by 4 pixels", (6, 4)),
        ("5 by 5 pixels", (5, 5)),
        ("two rows", (2, 5)),
        ("two columns", (5, 2)),
        ("2 by 2 pixels", (2, 2)),
        ("3 by 2 pixels", (3, 2)),
    ):
        yield label, rng.random(shape)
    gray = rng.random((5, 4))
    yield "brighter to the right", np.tile(np.arange(5.0) ** 2, (4, 1)) / 16
    yield "brighter downwards", np.tile(np.arange(4.0) ** 2, (5, 1)).T / 9
    yield "one grey", np.full((3, 4), 0.5)
    yield "one white pixel", np.pad(np.ones((1, 1)), 2)
    yield "black and white", rng.integers(0, 2, (5, 6)).astype(float)
    yield "tiny values", 1e-6 * gray


def torch_image_gradients(torch: Torch, call: Call) -> tuple[Array, Array]:
    """torch's gradient, which gives that of the rows first."""
    gy, gx = torch.torch.gradient(torch.tensor(call.arguments[0]))
    return torch.array(gx), torch.array(gy)


# Histograms of orientation ----------------------------------------------------------


def draw_orientation_histogram(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the histogram of orientations."""
    name = "orientation_histogram"
    cases = [case(label, name, *rest) for label, *rest in _celled(rng)]
    cases.append(case("cell and bins by name", name, _textured(rng, (6, 9)), cell=3, bins=4))
    cases.append(
        ordinary(case("an ordinary image", name, _textured(rng, (8, 16), dtype="float32")))
    )
    cases = [replace(case, results=HISTOGRAMS) for case in cases]
    for label, *rest in _at_half_a_turn(rng):
        cases.append(replace(case(label, name, *rest), results=HALF_A_TURN))
    return cases


def _textured(
    rng: np.random.Generator,
    shape: tuple[int, int],
    bins: int = 9,
    dtype: str = "float64",
    gradients: Callable[[Array], tuple[Array, Array]] = image_gradients,
) -> Array:
    """An image in which no gradient's angle is near the edge between two bins."""

    def draw() -> tuple[Array]:
        return (rng.random(shape).astype(dtype),)

    def from_edges(gray: Array) -> Array:
        gx, gy = gradients(gray)
        place = np.arctan2(gy, gx) / np.pi * bins
        return np.asarray(place - np.round(place))

    (gray,) = away_from_kinks(draw, from_edges)
    return np.asarray(gray)


def _celled(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, image, and sometimes cell and bins."""
    yield "one cell of 8 by 8 pixels", _textured(rng, (8, 8))
    yield "two rows", _textured(rng, (2, 5)), 2
    yield "two columns", _textured(rng, (5, 2)), 2
    yield "two cells beside each other", _textured(rng, (8, 16))
    yield "two cells one above the other", _textured(rng, (16, 8))
    yield "rows and columns that fill no cell", _textured(rng, (13, 10))
    yield "cells of 4 pixels", _textured(rng, (8, 12)), 4
    yield "cells of 4 pixels, a remainder", _textured(rng, (11, 10)), 4
    yield "cells of one pixel", _textured(rng, (3, 4)), 1
    yield "cells of two pixels", _textured(rng, (2, 2)), 2
    yield "as many cells as bins", _textured(rng, (6, 6), 3), 2, 3
    for bins in (1, 2, 6, 8, 12, 18):
        yield f"bins={bins}", _textured(rng, (4, 8), bins), 4, bins
    # Their width is no whole number of degrees, and of so many angles some show it.
    for bins in (7, 16):
        yield f"bins={bins}", _textured(rng, (8, 12), bins), 4, bins
    ramp = np.tile(np.arange(8.0) / 8, (8, 1))
    yield "brighter to the right: 0 degrees", ramp
    yield "brighter downwards: 90 degrees", ramp.T
    yield "brighter downwards: 90 degrees, on an edge of two bins", ramp.T, 4, 2
    yield "brighter to the lower right: 45 degrees, on an edge", (ramp + ramp.T) / 2, 4, 4
    yield "darker downwards: 90 degrees", ramp[:, ::-1].T
    yield "one grey: no gradient", np.full((8, 8), 0.5)
    yield "an edge at the border of a cell", np.pad(np.ones((4, 4)), ((0, 0), (4, 0))), 4, 2
    yield "faint", 1e-5 * _textured(rng, (8, 8))


def _at_half_a_turn(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, image, and sometimes cell and bins; each has an angle of 180 degrees."""
    ramp = np.tile(np.arange(8.0) / 8, (8, 1))
    yield "darker to the right: 180 degrees", ramp[:, ::-1]
    for bins in (1, 2, 8):
        yield f"darker to the right: 180 degrees, bins={bins}", ramp[:, ::-1], 4, bins
    # Multiples of 45 degrees are exact in degrees and in radians.
    for bins in (2, 4, 9):
        image = np.zeros((6, 8))
        image[1:5, 1:4] = rng.integers(1, 9) / 8
        yield f"a bright box, bins={bins}", image, 2, bins
    # The remainder of such an angle is 180 itself, by rounding, and so bin 0: the exercise's
    # text and its visible tests say so.
    below = ramp + 1e-17 * ramp[:, ::-1].T
    for bins in (1, 4, 8, 9):
        yield f"a hair below 0 degrees, bins={bins}", below, 8, bins


def draw_orientation_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases with gradients that are taken in another way."""
    name = "orientation_histogram"
    stand_ins = (("image_gradients", FamilyMember(STAND_IN)),)
    gradients = FAMILIES[STAND_IN]()
    cases = []
    for label, shape, cell, bins in (
        ("other gradients", (8, 16), 8, 9),
        ("other gradients, a remainder", (10, 9), 8, 9),
        ("other gradients, small cells", (6, 8), 2, 4),
    ):
        gray = _textured(rng, shape, bins, gradients=gradients)
        cases.append(TestCase(label, (Call(name, (gray, cell, bins), stand_ins=stand_ins),)))
    return [*cases, protected(cases[0])]


def torch_orientation_histogram(torch: Torch, call: Call) -> Array:
    """Each pixel's magnitude, scattered to its cell and bin by torch."""
    settings = dict(zip(("gray", "cell", "bins"), call.arguments, strict=False))
    settings = {"cell": 8, "bins": 9} | settings | dict(call.keywords)
    gray, cell, bins = settings["gray"], settings["cell"], settings["bins"]
    if call.stand_ins:
        gx, gy = map(torch.tensor, FAMILIES[STAND_IN]()(gray))
    else:
        gy, gx = torch.torch.gradient(torch.tensor(gray))
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    gx, gy = gx[: rows * cell, : columns * cell], gy[: rows * cell, : columns * cell]
    numbers = (torch.torch.atan2(gy, gx).rad2deg() % 180 * bins / 180).long() % bins
    own = torch.torch.arange(rows * columns, device=torch.device).reshape(rows, columns)
    cells = own.repeat_interleave(cell, 0).repeat_interleave(cell, 1)
    flat = torch.torch.zeros(rows * columns * bins, dtype=gx.dtype, device=torch.device)
    flat.scatter_add_(0, (cells * bins + numbers).flatten(), torch.torch.hypot(gx, gy).flatten())
    return torch.array(flat.reshape(rows, columns, bins))
