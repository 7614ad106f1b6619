"""The convolution without slow loops: the cases and oracles of the one with loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from autograder.assignments.cases import bounded_case, counted_case
from autograder.assignments.convolution.checks import backward, forward
from autograder.assignments.convolution.checks.layers import (
    LARGE_AT_ONCE,
    LAYERS,
    PLAIN_CACHES,
    Layer,
    layer_inputs,
    output_shape,
)
from autograder.inside.plan import Call, StandIns
from autograder.inside.wire import FamilyMember, Kept
from autograder.judge.exercise import ARGUMENTS, NO_LOOPS_OVER_IMAGES, Exercise, Part, TestCase

# Where no frame is needed another one is as good, and of a window of one pixel its first
# pixel is all: so these stand in for a convolution that is built on them or is not.
FAST_STAND_INS: tuple[tuple[StandIns, tuple[Layer, ...]], ...] = (
    (forward.FRAME_AND_STEP[:1], tuple(layer for layer in LAYERS if layer[4] == 0)),
    (
        (
            *forward.FRAME_AND_STEP[:1],
            ("im2col", FamilyMember("corners_of_windows")),
            ("col2im", FamilyMember("corners_put_back")),
        ),
        tuple(layer for layer in LAYERS if layer[2][1:] == (1, 1) and layer[4] == 0),
    ),
)

Passes = Callable[[np.random.Generator, Layer, str], tuple[Call, ...]]
"""Draws the calls for a layer, the last of which is counted, from a name for what is kept."""


def draw_fast_forward_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which others take the place of zero_pad and im2col, where that changes nothing."""
    cases = []
    for stand_ins, layers in FAST_STAND_INS:
        for layer in layers:
            arguments = (*layer_inputs(rng, layer), *layer[3:])
            call = Call("conv_forward_fast", arguments, returns=0, stand_ins=stand_ins)
            cases.append(TestCase(layer[0], (call,)))
        cases += [
            _counted(rng, growth, _there, stand_ins) for growth in _growths(layers[-1][2][1:])
        ]
    return cases


def draw_fast_backward_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """The same, there and back."""
    cases = []
    for stand_ins, layers in FAST_STAND_INS:
        for layer in layers:
            arguments = (*layer_inputs(rng, layer), *layer[3:])
            there = Call("conv_forward_fast", arguments, keep="forward", returns=False)
            dout = rng.standard_normal(output_shape(layer))
            back = Call("conv_backward_fast", (dout, Kept("forward", 1)))
            calls = (replace(call, stand_ins=stand_ins) for call in (there, back))
            cases.append(TestCase(layer[0], tuple(calls)))
        cases += [_counted(rng, growth, _back, stand_ins) for growth in _growths(layers[-1][2][1:])]
    return cases


# What an answer executes -------------------------------------------------------------


@dataclass(frozen=True)
class _Growth:
    """Two layers, the second with more images or with more positions in each."""

    few: Layer
    more: Layer
    rounds: int
    over: str


def _growths(window: tuple[int, int]) -> tuple[_Growth, ...]:
    """From 2 images to 8, and from 4 × 4 positions to 8 × 8, for filters of such a size."""
    few, images, positions = (
        ("", (count, 2, side + window[0] - 1, side + window[1] - 1), (3, *window), 1, 0)
        for count, side in ((2, 4), (8, 4), (2, 8))
    )
    # A loop may run over the rows of positions alone: that is 4 rounds more.
    return _Growth(few, images, 6, "image"), _Growth(few, positions, 4, "position")


MANY = 400
"""Images, or positions; right answers execute at most some 400 instructions for any number."""
LAYERS_OF_MANY: tuple[Layer, ...] = (
    ("many images", (MANY, 1, 1, 2), (1, 1, 2), 1, 0),
    ("many rows", (1, 1, MANY, 2), (1, 1, 2), 1, 0),
    ("many columns", (1, 1, 1, MANY + 1), (1, 1, 2), 1, 0),
)
"""There are many of one thing, one channel, one filter, and a window of two pixels."""


def _bounded(rng: np.random.Generator, passes: Passes) -> list[TestCase]:
    return [
        bounded_case(layer[0], passes(rng, layer, layer[0]), MANY, "image or position")
        for layer in LAYERS_OF_MANY
    ]


def _there(rng: np.random.Generator, layer: Layer, name: str) -> tuple[Call, ...]:
    return (Call("conv_forward_fast", (*layer_inputs(rng, layer), *layer[3:]), returns=0),)


def _back(rng: np.random.Generator, layer: Layer, name: str) -> tuple[Call, ...]:
    (there,) = _there(rng, layer, name)
    dout = rng.standard_normal(output_shape(layer))
    back = Call("conv_backward_fast", (dout, Kept(name, 1)))
    return replace(there, keep=name, returns=False), back


def _counted(
    rng: np.random.Generator,
    growth: _Growth,
    passes: Passes,
    stand_ins: StandIns = (),
) -> TestCase:
    few, more = (
        tuple(replace(call, stand_ins=stand_ins) for call in passes(rng, layer, name))
        for layer, name in ((growth.few, "few"), (growth.more, "more"))
    )
    return counted_case(few, more, growth.rounds, growth.over)


def draw_counted_fast_forward(rng: np.random.Generator) -> list[TestCase]:
    """Cases that count what the forward pass executes."""
    compared = [_counted(rng, growth, _there) for growth in _growths((2, 3))]
    return compared + _bounded(rng, _there)


def draw_counted_fast_backward(rng: np.random.Generator) -> list[TestCase]:
    """Cases that count what the backward pass executes, without the forward pass before it."""
    compared = [_counted(rng, growth, _back) for growth in _growths((2, 3))]
    return compared + _bounded(rng, _back)


EXERCISES = (
    Exercise(
        name="conv_forward_fast",
        parts=(Part("output", 3), ARGUMENTS, NO_LOOPS_OVER_IMAGES),
        draw=forward.draw_forward("conv_forward_fast"),
        oracle=forward.torch_forward,
        builds_on=("zero_pad", "im2col"),
        draw_stand_ins=draw_fast_forward_stand_ins,
        draw_counted=draw_counted_fast_forward,
    ),
    Exercise(
        name="conv_backward_fast",
        parts=(
            Part("dx", 2, item=0),
            Part("dw", 2, item=1),
            Part("db", 1, item=2),
            ARGUMENTS,
            NO_LOOPS_OVER_IMAGES,
        ),
        draw=backward.draw_backward("conv_forward_fast", "conv_backward_fast", LARGE_AT_ONCE),
        oracle=backward.torch_backward,
        builds_on=("zero_pad", "im2col", "col2im", "conv_forward_fast"),
        draw_stand_ins=draw_fast_backward_stand_ins,
        plain_caches=PLAIN_CACHES,
        draw_counted=draw_counted_fast_backward,
    ),
)
