"""Cases and oracles for windows as columns, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.families import tiled_images
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

Grid = tuple[str, tuple[int, int, int, int], int, int, int]
"""Label, shape of x, field, stride, pad."""

GRIDS: tuple[Grid, ...] = (
    ("several of everything", (2, 3, 4, 5), 3, 1, 1),
    ("no pad", (2, 3, 5, 4), 2, 1, 0),
    ("one image", (1, 3, 4, 5), 3, 1, 1),
    ("one channel", (2, 1, 5, 4), 3, 1, 1),
    ("one image, one channel", (1, 1, 3, 4), 2, 1, 0),
    ("stride 2, windows that share pixels", (2, 2, 5, 7), 3, 2, 0),
    ("windows side by side", (2, 2, 4, 6), 2, 2, 0),
    ("a stride longer than the window", (2, 2, 8, 5), 2, 3, 0),
    ("rows and columns left over", (2, 2, 6, 8), 3, 2, 0),
    ("columns left over", (1, 2, 5, 6), 3, 2, 0),
    ("padding left over", (1, 2, 4, 4), 3, 2, 1),
    ("stride 3, two pixels left over", (1, 2, 6, 9), 1, 3, 0),
    ("pad 2", (1, 2, 3, 4), 3, 1, 2),
    ("pad 3, a frame as wide as the window", (1, 2, 2, 3), 3, 2, 3),
    ("one window", (2, 3, 4, 4), 4, 1, 0),
    ("one window of the padded image", (2, 2, 1, 1), 3, 2, 1),
    ("windows of one pixel", (2, 3, 3, 2), 1, 1, 0),
    ("all lengths equal", (3, 3, 3, 3), 3, 1, 1),
    ("as many windows as numbers in one", (4, 1, 3, 3), 2, 1, 0),
    ("one place down, several across", (2, 2, 3, 6), 3, 1, 0),
)


# im2col -----------------------------------------------------------------------------


def draw_im2col(rng: np.random.Generator) -> list[TestCase]:
    """The cases of windows as columns."""
    name = "im2col"
    nine = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    cases = [case("the numbers 1 to 9, windows of 2", name, nine, 2)]
    for label, shape, field, stride, pad in GRIDS:
        cases.append(case(label, name, rng.standard_normal(shape), field, stride, pad))
    x = rng.standard_normal((2, 3, 4, 5))
    cases.append(case("stride and pad left out", name, x, 2))
    cases.append(case("stride and pad by name", name, x, 3, pad=1, stride=2))
    # Without a frame, for a framed copy hides how x lies in memory and who writes to it.
    return [*cases, ordinary(case("ordinary images", name, *in_float32(x), 3, 1, 0))]


def torch_unfold(torch: Torch, call: Call) -> Array:
    """torch's unfold."""
    x, field, stride, pad = _settings(call, ("x", "field", "stride", "pad"))
    if call.stand_ins:
        x, pad = tiled_images(x, pad), 0
    unfold = torch.torch.nn.functional.unfold
    return torch.array(unfold(torch.tensor(x), field, padding=pad, stride=stride))


def _settings(call: Call, names: tuple[str, ...]) -> Iterator[Any]:
    given = {"stride": 1, "pad": 0} | dict(zip(names, call.arguments, strict=False))
    given |= dict(call.keywords)
    return (given[name] for name in names)


def draw_im2col_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which another frame takes the place of zeros."""
    stand_ins = (("zero_pad", FamilyMember("tiled_images")),)
    return [
        TestCase(label, (Call("im2col", (rng.standard_normal(shape), *rest), stand_ins=stand_ins),))
        for label, shape, *rest in GRIDS
    ]


# col2im -----------------------------------------------------------------------------


def draw_col2im(rng: np.random.Generator) -> list[TestCase]:
    """The cases of columns added back."""
    name = "col2im"
    ones = np.ones((1, 4, 4))
    cases = [case("ones in four windows of 2 on 3 by 3", name, ones, (1, 1, 3, 3), 2)]
    for label, shape, field, stride, pad in GRIDS:
        cols = _columns(rng, shape, field, stride, pad)
        cases.append(case(label, name, cols, shape, field, stride, pad))
    shape = (2, 3, 4, 5)
    cols = _columns(rng, shape, 2, 1, 0)
    cases.append(case("stride and pad left out", name, cols, shape, 2))
    by_name = _columns(rng, shape, 3, 2, 1)
    cases.append(case("stride and pad by name", name, by_name, shape, 3, pad=1, stride=2))
    inputs = in_float32(cols)
    return [*cases, ordinary(case("ordinary columns", name, *inputs, shape, 2, 1, 0))]


def _columns(
    rng: np.random.Generator, shape: tuple[int, int, int, int], field: int, stride: int, pad: int
) -> Array:
    """Random numbers in the shape that im2col gives such images."""
    count, channels, *sides = shape
    down, across = ((side + 2 * pad - field) // stride + 1 for side in sides)
    return rng.standard_normal((count, channels * field * field, down * across))


def torch_fold(torch: Torch, call: Call) -> Array:
    """torch's fold."""
    cols, shape, field, stride, pad = _settings(call, ("cols", "x_shape", "field", "stride", "pad"))
    fold = torch.torch.nn.functional.fold
    return torch.array(fold(torch.tensor(cols), shape[2:], field, padding=pad, stride=stride))
