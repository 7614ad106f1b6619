"""Cases and oracle for the backward pass of a convolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.assignments.cases import large_normal, ordinary
from autograder.assignments.convolution.checks.forward import FRAME_AND_STEP, padded
from autograder.assignments.convolution.checks.layers import (
    LARGE,
    LAYERS,
    ORDINARY,
    SMALL,
    Layer,
    large_inputs,
    layer_inputs,
    output_shape,
    settings,
)
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember, Kept
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch


def draw_backward(
    forward: str, backward: str, large: Layer = LARGE
) -> Callable[[np.random.Generator], list[TestCase]]:
    """Draws the cases of a function that is called and answers as conv_backward."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        def passes(label: str, layer: Layer, inputs: Any, dout: Array | FamilyMember) -> TestCase:
            kept = Call(forward, (*inputs, *layer[3:]), keep="forward", returns=False)
            return TestCase(label, (kept, Call(backward, (dout, Kept("forward", 1)))))

        tiny = ("", (1, 1, 2, 2), (1, 2, 2), 1, 0)
        window = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
        inputs = (window, 10 * window, np.array([0.5]))
        cases = [passes("one place, upstream 2", tiny, inputs, np.array([[[[2.0]]]]))]
        for layer in LAYERS:
            dout = rng.standard_normal(output_shape(layer))
            cases.append(passes(layer[0], layer, layer_inputs(rng, layer), dout))
        upstream = large_normal(rng, *output_shape(large))
        cases.append(passes(large[0], large, large_inputs(rng, large), upstream))
        layer = SMALL
        inputs, dout = layer_inputs(rng, layer), rng.standard_normal(output_shape(layer))
        cases.append(passes("upstream 0", layer, inputs, 0 * dout))
        cases.append(passes("upstream gradients of 1e4", layer, inputs, 1e4 * dout))
        cases.append(_two_forwards(rng, forward, backward))
        cases.append(_one_cache_twice(rng, forward, backward))
        inputs = layer_inputs(rng, ORDINARY, "float32")
        (dout,) = in_float32(rng.standard_normal(output_shape(ORDINARY)))
        return [*cases, ordinary(passes(ORDINARY[0], ORDINARY, inputs, dout))]

    return draw


def _two_forwards(rng: np.random.Generator, forward: str, backward: str) -> TestCase:
    """Two layers of one shape go forward, and then the first goes backward."""
    layer = SMALL
    calls = [
        Call(forward, (*layer_inputs(rng, layer), *layer[3:]), keep=keep, returns=False)
        for keep in ("first", "second")
    ]
    dout = rng.standard_normal(output_shape(layer))
    calls.append(Call(backward, (dout, Kept("first", 1))))
    return TestCase("after another forward pass", tuple(calls))


def _one_cache_twice(rng: np.random.Generator, forward: str, backward: str) -> TestCase:
    """One cache goes backward twice, with two upstream gradients."""
    layer = SMALL
    inputs = (*layer_inputs(rng, layer), *layer[3:])
    first, second = rng.standard_normal((2, *output_shape(layer)))
    calls = (
        Call(forward, inputs, keep="forward", returns=False),
        Call(backward, (first, Kept("forward", 1)), returns=False),
        Call(backward, (second, Kept("forward", 1))),
    )
    return TestCase("a second time with the same cache", calls)


def draw_backward_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which another frame takes the place of zeros, there and back, or another number
    that of a step: of a forward with these, the backward needs the cache alone.
    """
    cases = []
    for stand_ins in (FRAME_AND_STEP[:1], FRAME_AND_STEP[1:], FRAME_AND_STEP):
        for layer in (*LAYERS[:8], LAYERS[13]):
            inputs, dout = layer_inputs(rng, layer), rng.standard_normal(output_shape(layer))
            there = Call("conv_forward", (*inputs, *layer[3:]), keep="forward", returns=False)
            back = Call("conv_backward", (dout, Kept("forward", 1)))
            calls = (replace(call, stand_ins=stand_ins) for call in (there, back))
            cases.append(TestCase(layer[0], tuple(calls)))
    return cases


def torch_backward(torch: Torch, *calls: Call) -> tuple[Array, ...]:
    """autograd through torch's convolution of the padded images."""
    x, w, b, stride, pad = settings(calls[0])
    dout = torch.tensor(calls[-1].arguments[0])

    def weighted(images: Any, w: Any, b: Any) -> Any:
        return (torch.torch.nn.functional.conv2d(images, w, b, stride=stride) * dout).sum()

    images = padded(calls[0], x)
    _, dimages, dw, db = torch.value_and_gradients(weighted, images, w, b)
    return dimages[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, db
