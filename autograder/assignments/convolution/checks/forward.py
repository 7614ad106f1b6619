"""Cases and oracle for the forward pass of a convolution."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import ordinary
from autograder.assignments.convolution.checks.layers import (
    LAYERS,
    ORDINARY,
    layer_inputs,
    settings,
)
from autograder.assignments.random_inputs import Array
from autograder.inside.families import tiled_images
from autograder.inside.plan import Call, StandIns
from autograder.inside.wire import FamilyMember
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch


def draw_forward(name: str) -> Callable[[np.random.Generator], list[TestCase]]:
    """Draws the cases of a function that is called and answers as conv_forward."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        ones = np.ones((1, 1, 3, 3))
        plus = np.array([[[[0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 0.0]]]])
        first = Call(name, (ones, plus, np.array([0.5]), 1, 1), returns=0)
        cases = [TestCase("a plus on nine ones", (first,))]
        for label, arguments, keywords in _forward_inputs(rng):
            call = Call(name, arguments, tuple(keywords.items()), returns=0)
            cases.append(TestCase(label, (call,)))
        inputs = layer_inputs(rng, ORDINARY, "float32")
        call = Call(name, (*inputs, *ORDINARY[3:]), returns=0)
        return [*cases, ordinary(TestCase(ORDINARY[0], (call,)))]

    return draw


def _forward_inputs(
    rng: np.random.Generator,
) -> Iterator[tuple[str, tuple[Any, ...], dict[str, int]]]:
    """Label, arguments, keywords."""
    for layer in LAYERS:
        label, _, _, stride, pad = layer
        yield label, (*layer_inputs(rng, layer), stride, pad), {}
    layer = ("", (2, 2, 4, 3), (2, 3, 2), 1, 1)
    yield "stride and pad left out", layer_inputs(rng, layer), {}
    yield "stride and pad by name", layer_inputs(rng, layer), {"pad": 1, "stride": 2}
    x, w, b = layer_inputs(rng, layer)
    yield "a bias of 0", (x, w, 0 * b, 1, 1), {}
    yield "an image of zeros", (0 * x, w, b, 1, 1), {}
    yield "pixels of 1e4", (1e4 * x, w, b, 1, 1), {}


def torch_forward(torch: Torch, call: Call) -> Array:
    """torch's convolution, or what the stand-ins make of it."""
    x, w, b, stride, _ = settings(call)
    images = torch.tensor(padded(call, x))
    w, b = torch.tensor(w), torch.tensor(b)
    if "conv_step" not in dict(call.stand_ins):
        return torch.array(torch.torch.nn.functional.conv2d(images, w, b, stride=stride))
    windows = images.unfold(2, w.shape[2], stride).unfold(3, w.shape[3], stride)
    products = windows[:, None] * w[:, :, None, None]  # (N, F, C, H', W', HH, WW)
    return torch.array(products.amax(dim=(2, 5, 6)) - b[:, None, None])


def padded(call: Call, x: Array) -> Array:
    """The images in their frame: zeros, or what stands in for them."""
    pad = settings(call)[-1]
    if "zero_pad" in dict(call.stand_ins):
        return tiled_images(x, pad)
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


FRAME_AND_STEP: StandIns = (
    ("zero_pad", FamilyMember("tiled_images")),
    ("conv_step", FamilyMember("largest_product")),
)


def draw_forward_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which others take the place of zero_pad, of conv_step, and of both."""
    cases = []
    for stand_ins in (FRAME_AND_STEP, FRAME_AND_STEP[:1], FRAME_AND_STEP[1:]):
        for layer in LAYERS[:7]:
            label, _, _, stride, pad = layer
            arguments = (*layer_inputs(rng, layer), stride, pad)
            call = Call("conv_forward", arguments, returns=0, stand_ins=stand_ins)
            cases.append(TestCase(label, (call,)))
    return cases
