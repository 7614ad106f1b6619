"""Cases and oracles for a convolution: one window, the forward pass, the backward pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.checks._cases import ONLY_ARGUMENTS, case
from autograder.drawing import Array, read_only, strided
from autograder.exercise import TestCase
from autograder.families import tiled_images
from autograder.probe import Call, StandIns
from autograder.torch_oracle import Torch
from autograder.wire import Kept, Made

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
LARGE: Layer = ("a large filter on a large image", (1, 4, 92, 92), (1, 76, 76), 2, 1)
"""Few places, each of 23 000 products, so loops are quick; but differencing one's own
forward pass takes a millisecond for each of 60 000 numbers."""
LARGE_AT_ONCE: Layer = ("a large image", (1, 2, 160, 160), (1, 3, 3), 1, 1)
"""The same for an answer that may loop over the pixels of a filter, but over no places."""
SMALL: Layer = ("", (2, 2, 3, 2), (2, 3, 2), 1, 1)
"""For what has to do with neither sizes nor strides."""


def layer_inputs(
    rng: np.random.Generator, layer: Layer, dtype: str = "float64"
) -> tuple[Array, Array, Array]:
    """x, w and b of a layer."""
    _, shape, (filters, height, width), _, _ = layer
    shapes = (shape, (filters, shape[1], height, width), (filters,))
    x, w, b = (rng.standard_normal(one).astype(dtype) for one in shapes)
    return x, w, b


def output_shape(layer: Layer) -> tuple[int, int, int, int]:
    """(N, F, H', W')."""
    _, (count, _, rows, columns), (filters, height, width), stride, pad = layer
    down = (rows + 2 * pad - height) // stride + 1
    return count, filters, down, (columns + 2 * pad - width) // stride + 1


# conv_step --------------------------------------------------------------------------


def draw_conv_step(rng: np.random.Generator) -> list[TestCase]:
    """The cases of one window."""
    name = "conv_step"
    ones = np.ones((1, 2, 2))
    cases = [case("four ones, and a bias of 0.5", name, ones, ones, 0.5)]
    for label, *inputs in _windows(rng):
        cases.append(case(label, name, *inputs))
    window, w = rng.standard_normal((2, 2, 3, 3))
    protected = Call(name, (read_only(window), read_only(w), 0.5))
    cases.append(TestCase("read-only inputs", (protected,), ONLY_ARGUMENTS))
    return cases


def _windows(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, window, w, b."""
    for label, shape in (
        ("several channels", (3, 2, 4)),
        ("one channel", (1, 3, 2)),
        ("one pixel", (1, 1, 1)),
        ("one pixel of three channels", (3, 1, 1)),
        ("all lengths equal", (3, 3, 3)),
        ("75 numbers", (3, 5, 5)),
    ):
        window, w = rng.standard_normal((2, *shape))
        yield label, window, w, float(rng.standard_normal())
    window, w = rng.standard_normal((2, 2, 3, 4))
    yield "a bias of 0", window, w, 0.0
    yield "a negative sum", np.abs(window), -np.abs(w), 0.25
    yield "a bias out of an array", window, w, np.float64(-1.5)
    yield "numbers of 1e4", 1e4 * window, w, 1.0
    single = [one.astype(np.float32) for one in (window, w)]
    yield "float32", *single, np.float32(0.75)
    yield "column order", np.asfortranarray(window), w, 0.5
    yield "gaps in memory", strided(window), np.asfortranarray(w), 0.5


def torch_conv_step(torch: Torch, call: Call) -> Array:
    """torch's dot product."""
    window, w, b = map(torch.tensor, call.arguments)
    return torch.array(torch.torch.dot(window.reshape(-1), w.reshape(-1)) + b)


# conv_forward -----------------------------------------------------------------------


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
        inputs = map(read_only, layer_inputs(rng, SMALL))
        protected = Call(name, (*inputs, 1, 1), returns=0)
        cases.append(TestCase("read-only inputs", (protected,), ONLY_ARGUMENTS))
        inputs = map(read_only, layer_inputs(rng, LAYERS[1]))
        protected = Call(name, (*inputs, 1, 0), returns=0)
        cases.append(TestCase("read-only inputs, no pad", (protected,), ONLY_ARGUMENTS))
        return cases

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
    yield "float32", (*layer_inputs(rng, layer, "float32"), 1, 1), {}
    x, w, b = layer_inputs(rng, layer)
    yield "a bias of 0", (x, w, 0 * b, 1, 1), {}
    yield "an image of zeros", (0 * x, w, b, 1, 1), {}
    yield "pixels of 1e4", (1e4 * x, w, b, 1, 1), {}
    yield "column order", (*map(np.asfortranarray, (x, w)), b, 1, 1), {}
    yield "gaps in memory", (*map(strided, (x, w, b)), 1, 0), {}


def torch_forward(torch: Torch, call: Call) -> Array:
    """torch's convolution, or what the stand-ins make of it."""
    x, w, b, stride, _ = _settings(call)
    padded = torch.tensor(_padded(call, x))
    w, b = torch.tensor(w), torch.tensor(b)
    if "conv_step" not in dict(call.stand_ins):
        return torch.array(torch.torch.nn.functional.conv2d(padded, w, b, stride=stride))
    windows = padded.unfold(2, w.shape[2], stride).unfold(3, w.shape[3], stride)
    products = windows[:, None] * w[:, :, None, None]  # (N, F, C, H', W', HH, WW)
    return torch.array(products.amax(dim=(2, 5, 6)) - b[:, None, None])


def _padded(call: Call, x: Array) -> Array:
    pad = _settings(call)[-1]
    if "zero_pad" in dict(call.stand_ins):
        return tiled_images(x, pad)
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _settings(call: Call) -> tuple[Any, ...]:
    x, w, b, *rest = call.arguments
    settings = {"stride": 1, "pad": 0} | dict(zip(("stride", "pad"), rest, strict=False))
    settings |= dict(call.keywords)
    return x, w, b, settings["stride"], settings["pad"]


FORWARD_STAND_INS: StandIns = (
    ("zero_pad", Made("tiled_images")),
    ("conv_step", Made("largest_product")),
)


def draw_forward_wiring(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which others take the place of zero_pad, of conv_step, and of both."""
    cases = []
    for stand_ins in (FORWARD_STAND_INS, FORWARD_STAND_INS[:1], FORWARD_STAND_INS[1:]):
        for layer in LAYERS[:7]:
            label, _, _, stride, pad = layer
            arguments = (*layer_inputs(rng, layer), stride, pad)
            call = Call("conv_forward", arguments, returns=0, stand_ins=stand_ins)
            cases.append(TestCase(label, (call,)))
    return cases


# Where no frame is needed another one is as good, and of a window of one pixel its first
# pixel is all: so these stand in for a convolution that is built on them or is not.
FAST_STAND_INS: tuple[tuple[StandIns, tuple[Layer, ...]], ...] = (
    (FORWARD_STAND_INS[:1], tuple(one for one in LAYERS if one[4] == 0)),
    (
        (
            *FORWARD_STAND_INS[:1],
            ("im2col", Made("corners_of_windows")),
            ("col2im", Made("corners_put_back")),
        ),
        tuple(one for one in LAYERS if one[2][1:] == (1, 1) and one[4] == 0),
    ),
)


def draw_fast_forward_wiring(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which others take the place of zero_pad and im2col, where that changes nothing."""
    cases = []
    for stand_ins, layers in FAST_STAND_INS:
        for layer in layers:
            arguments = (*layer_inputs(rng, layer), *layer[3:])
            call = Call("conv_forward_fast", arguments, returns=0, stand_ins=stand_ins)
            cases.append(TestCase(layer[0], (call,)))
    return cases


def draw_fast_backward_wiring(rng: np.random.Generator) -> list[TestCase]:
    """The same, there and back."""
    cases = []
    for stand_ins, layers in FAST_STAND_INS:
        for layer in layers:
            arguments = (*layer_inputs(rng, layer), *layer[3:])
            there = Call("conv_forward_fast", arguments, keep="forward", returns=False)
            dout = rng.standard_normal(output_shape(layer))
            back = Call("conv_backward_fast", (dout, Kept("forward", 1)))
            calls = (replace(one, stand_ins=stand_ins) for one in (there, back))
            cases.append(TestCase(layer[0], tuple(calls)))
    return cases


# conv_backward ----------------------------------------------------------------------


def draw_backward(
    forward: str, backward: str, large: Layer = LARGE
) -> Callable[[np.random.Generator], list[TestCase]]:
    """Draws the cases of a function that is called and answers as conv_backward."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        def passes(label: str, layer: Layer, inputs: Any, dout: Array) -> TestCase:
            kept = Call(forward, (*inputs, *layer[3:]), keep="forward", returns=False)
            return TestCase(label, (kept, Call(backward, (dout, Kept("forward", 1)))))

        tiny = ("", (1, 1, 2, 2), (1, 2, 2), 1, 0)
        window = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
        inputs = (window, 10 * window, np.array([0.5]))
        cases = [passes("one place, upstream 2", tiny, inputs, np.array([[[[2.0]]]]))]
        for layer in (*LAYERS, large):
            dout = rng.standard_normal(output_shape(layer))
            cases.append(passes(layer[0], layer, layer_inputs(rng, layer), dout))
        layer = SMALL
        inputs, dout = layer_inputs(rng, layer), rng.standard_normal(output_shape(layer))
        single = layer_inputs(rng, layer, "float32")
        cases.append(passes("float32", layer, single, dout.astype(np.float32)))
        cases.append(passes("upstream 0", layer, inputs, 0 * dout))
        cases.append(passes("upstream gradients of 1e4", layer, inputs, 1e4 * dout))
        columns = tuple(map(np.asfortranarray, inputs))
        cases.append(passes("column order", layer, columns, np.asfortranarray(dout)))
        cases.append(passes("gaps in memory", layer, tuple(map(strided, inputs)), strided(dout)))
        cases.append(_two_forwards(rng, forward, backward))
        cases.append(_one_cache_twice(rng, forward, backward))
        protected = passes(
            "read-only inputs", layer, tuple(map(read_only, inputs)), read_only(dout)
        )
        cases.append(replace(protected, judged=ONLY_ARGUMENTS))
        return cases

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


def draw_backward_wiring(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which another frame takes the place of zeros, there and back."""
    cases = []
    for layer in (*LAYERS[:8], LAYERS[13]):
        inputs, dout = layer_inputs(rng, layer), rng.standard_normal(output_shape(layer))
        there = Call("conv_forward", (*inputs, *layer[3:]), keep="forward", returns=False)
        back = Call("conv_backward", (dout, Kept("forward", 1)))
        calls = (replace(one, stand_ins=FORWARD_STAND_INS[:1]) for one in (there, back))
        cases.append(TestCase(layer[0], tuple(calls)))
    return cases


def torch_backward(torch: Torch, *calls: Call) -> tuple[Array, ...]:
    """autograd through torch's convolution of the padded images."""
    x, w, b, stride, pad = _settings(calls[0])
    dout = torch.tensor(calls[-1].arguments[0])

    def weighted(padded: Any, w: Any, b: Any) -> Any:
        return (torch.torch.nn.functional.conv2d(padded, w, b, stride=stride) * dout).sum()

    padded = _padded(calls[0], x)
    _, dpadded, dw, db = torch.value_and_gradients(weighted, padded, w, b)
    return dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, db
