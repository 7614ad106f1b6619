"""Cases and oracles for the convolution of sequences, forward and backward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.assignments.cases import large_normal, ordinary
from autograder.assignments.convolution.checks import rows
from autograder.assignments.convolution.checks.layers import PLAIN_CACHES
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.families import tiled_images
from autograder.inside.plan import Call, StandIns
from autograder.inside.wire import FamilyMember, Kept
from autograder.judge.exercise import ARGUMENTS, Exercise, Part, TestCase
from autograder.judge.torch_oracle import Torch

Layer = tuple[str, tuple[int, int, int], tuple[int, int], int, int]
"""Label, shape of x, (F, K) of the filters, stride, pad."""

LAYERS: tuple[Layer, ...] = (
    ("several of everything", (2, 3, 7), (4, 3), 1, 1),
    ("no pad", (2, 3, 6), (2, 3), 1, 0),
    ("one sequence", (1, 2, 6), (3, 3), 1, 1),
    ("one channel", (3, 1, 6), (2, 3), 1, 0),
    ("one filter", (2, 3, 6), (1, 3), 1, 1),
    ("one sequence, one channel, one filter", (1, 1, 5), (1, 2), 1, 0),
    ("stride 2", (2, 2, 7), (3, 3), 2, 0),
    ("stride 2 and pad 1", (2, 2, 7), (3, 3), 2, 1),
    ("a stride that leaves one step over", (2, 2, 8), (3, 3), 2, 0),
    ("a stride that leaves two steps over", (1, 2, 9), (2, 1), 3, 0),
    ("a stride that leaves only padding over", (1, 2, 6), (2, 3), 2, 1),
    ("a stride longer than the filter", (2, 1, 8), (2, 2), 3, 0),
    ("pad 2", (1, 2, 4), (2, 3), 1, 2),
    ("pad 3, as long as the filter", (1, 1, 2), (2, 3), 2, 3),
    ("filters as long as the sequence", (2, 2, 4), (3, 4), 1, 0),
    ("filters as long as the padded sequence", (2, 2, 2), (3, 4), 2, 1),
    ("filters of one step", (2, 3, 4), (2, 1), 1, 0),
    ("filters of one step, padded", (2, 2, 3), (2, 1), 1, 1),
    ("even filters", (1, 2, 5), (2, 4), 1, 1),
    ("all lengths equal", (3, 3, 3), (3, 3), 1, 1),
    ("a sequence of one step", (2, 3, 1), (2, 1), 1, 0),
)
ORDINARY = LAYERS[1]
"""Without a frame, for a framed copy hides how x lies in memory and who writes to it."""
LARGE: Layer = ("a filter with many channels", (1, 2000, 16), (1, 15), 2, 1)
"""Two places, and a sequence that is hardly longer than the filter: a loop over each of the
60,000 products ends soon, and so does one over all steps and all weights of a channel. But
whoever differences their own forward pass runs it for each of 30,000 weights and 32,000
numbers."""

HAND = (np.array([[[1.0, 2.0, 4.0, 8.0]]]), np.array([[[1.0, -1.0]]]), np.array([0.5]))


def _layer_inputs(
    rng: np.random.Generator, layer: Layer, dtype: str = "float64"
) -> tuple[Array, Array, Array]:
    """x, w and b of a layer."""
    x, w, b = (rng.standard_normal(shape).astype(dtype) for shape in _shapes(layer))
    return x, w, b


def _shapes(layer: Layer) -> tuple[tuple[int, ...], ...]:
    _, shape, (filters, length), _, _ = layer
    return shape, (filters, shape[1], length), (filters,)


def _output_shape(layer: Layer) -> tuple[int, int, int]:
    """(N, F, T')."""
    _, (count, _, steps), (filters, length), stride, pad = layer
    return count, filters, (steps + 2 * pad - length) // stride + 1


def draw_forward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the forward pass."""
    name = "conv1d_forward"
    cases = [TestCase("differences of neighbours", (Call(name, HAND, returns=0),))]
    for label, arguments, keywords in _forward_inputs(rng):
        call = Call(name, arguments, tuple(keywords.items()), returns=0)
        cases.append(TestCase(label, (call,)))
    inputs = _layer_inputs(rng, ORDINARY, "float32")
    call = Call(name, (*inputs, *ORDINARY[3:]), returns=0)
    return [*cases, ordinary(TestCase(ORDINARY[0], (call,)))]


def _forward_inputs(
    rng: np.random.Generator,
) -> Iterator[tuple[str, tuple[Any, ...], dict[str, int]]]:
    """Label, arguments, keywords."""
    for layer in LAYERS:
        label, _, _, stride, pad = layer
        yield label, (*_layer_inputs(rng, layer), stride, pad), {}
    layer = LAYERS[0]
    yield "stride and pad left out", _layer_inputs(rng, layer), {}
    yield "stride and pad by name", _layer_inputs(rng, layer), {"pad": 2, "stride": 3}
    x, w, b = _layer_inputs(rng, layer)
    yield "a bias of 0", (x, w, 0 * b, 1, 1), {}
    yield "a sequence of zeros", (0 * x, w, b, 1, 1), {}
    yield "numbers of 1e4", (1e4 * x, w, b, 1, 1), {}


def torch_forward(torch: Torch, call: Call) -> Array:
    """torch's convolution of sequences, or what the stand-ins make of it."""
    x, w, b, stride, _ = _settings(call)
    padded, w, b = map(torch.tensor, (_padded(call, x), w, b))
    return torch.array(_output(torch, call, padded, w, b, stride))


def _padded(call: Call, x: Array) -> Array:
    """The sequences between their zeros, or what stands in for them."""
    pad = _settings(call)[-1]
    if "zero_pad" in dict(call.stand_ins):
        return tiled_images(x[:, :, np.newaxis], pad)[:, :, pad]
    return np.pad(x, ((0, 0), (0, 0), (pad, pad)))


def _output(torch: Torch, call: Call, padded: Any, w: Any, b: Any, stride: int) -> Any:
    replaced = dict(call.stand_ins)
    if "conv_forward" in replaced:  # it gives a number for each step, whatever the stride
        sums = stride * w.sum(dim=(1, 2))
        return padded.mean(dim=1, keepdim=True) * sums[:, None] - b[:, None]
    if "conv_step" in replaced:
        windows = padded.unfold(2, w.shape[2], stride)
        products = windows[:, None] * w[:, :, None]  # (N, F, C, T', K)
        return products.amax(dim=(2, 4)) - b[:, None]
    return torch.torch.nn.functional.conv1d(padded, w, b, stride=stride)


def _settings(call: Call) -> tuple[Any, ...]:
    x, w, b, *rest = call.arguments
    settings = {"stride": 1, "pad": 0} | dict(zip(("stride", "pad"), rest, strict=False))
    settings |= dict(call.keywords)
    return x, w, b, settings["stride"], settings["pad"]


def _passes(label: str, layer: Layer, inputs: Any, dout: Array) -> TestCase:
    """There and back again."""
    there = Call("conv1d_forward", (*inputs, *layer[3:]), keep="forward", returns=False)
    return TestCase(label, (there, Call("conv1d_backward", (dout, Kept("forward", 1)))))


def draw_backward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the backward pass."""
    by_hand = ("", (1, 1, 4), (1, 2), 1, 0)
    cases = [_passes("upstream 1, 2 and 3", by_hand, HAND, np.array([[[1.0, 2.0, 3.0]]]))]
    for layer in LAYERS:
        dout = rng.standard_normal(_output_shape(layer))
        cases.append(_passes(layer[0], layer, _layer_inputs(rng, layer), dout))
    large = [large_normal(rng, *shape) for shape in _shapes(LARGE)]
    dout = rng.standard_normal(_output_shape(LARGE))
    cases.append(_passes(LARGE[0], LARGE, large, dout))
    layer = LAYERS[0]
    inputs, dout = _layer_inputs(rng, layer), rng.standard_normal(_output_shape(layer))
    cases.append(_passes("upstream 0", layer, inputs, 0 * dout))
    cases.append(_passes("upstream gradients of 1e4", layer, inputs, 1e4 * dout))
    cases.append(_two_forwards(rng))
    cases.append(_one_cache_twice(rng))
    inputs = _layer_inputs(rng, ORDINARY, "float32")
    (dout,) = in_float32(rng.standard_normal(_output_shape(ORDINARY)))
    return [*cases, ordinary(_passes(ORDINARY[0], ORDINARY, inputs, dout))]


def _two_forwards(rng: np.random.Generator) -> TestCase:
    """Two layers of one shape go forward, and then the first goes backward."""
    layer = LAYERS[0]
    calls = [
        Call("conv1d_forward", (*_layer_inputs(rng, layer), *layer[3:]), keep=keep, returns=False)
        for keep in ("first", "second")
    ]
    dout = rng.standard_normal(_output_shape(layer))
    calls.append(Call("conv1d_backward", (dout, Kept("first", 1))))
    return TestCase("after another forward pass", tuple(calls))


def _one_cache_twice(rng: np.random.Generator) -> TestCase:
    """One cache goes backward twice, with two upstream gradients."""
    layer = LAYERS[0]
    inputs = (*_layer_inputs(rng, layer), *layer[3:])
    first, second = rng.standard_normal((2, *_output_shape(layer)))
    calls = (
        Call("conv1d_forward", inputs, keep="forward", returns=False),
        Call("conv1d_backward", (first, Kept("forward", 1)), returns=False),
        Call("conv1d_backward", (second, Kept("forward", 1))),
    )
    return TestCase("a second time with the same cache", calls)


def torch_backward(torch: Torch, *calls: Call) -> tuple[Array, ...]:
    """autograd through torch's convolution of the padded sequences."""
    x, w, b, stride, pad = _settings(calls[0])
    dout = torch.tensor(calls[-1].arguments[0])

    def weighted(padded: Any, w: Any, b: Any) -> Any:
        return (_output(torch, calls[0], padded, w, b, stride) * dout).sum()

    _, dpadded, dw, db = torch.value_and_gradients(weighted, _padded(calls[0], x), w, b)
    return dpadded[:, :, pad : pad + x.shape[2]], dw, db


# Stand-ins --------------------------------------------------------------------------

# A sequence is an image of one row, so both directions may be a few lines around a
# convolution of images. Its frame would lie above and below the row as well: whoever
# calls it has padded before, and calls it with a pad of 0.
FRAME: StandIns = (("zero_pad", FamilyMember("tiled_images")),)
STEP: StandIns = (("conv_step", FamilyMember("largest_product")),)
OF_IMAGES: StandIns = tuple(
    (f"conv_{way}{fast}", FamilyMember(f"mean_map_{way}"))
    for way in ("forward", "backward")
    for fast in ("", "_fast")
)
WIRED = (LAYERS[0], LAYERS[1], LAYERS[7])


def draw_forward_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which others take the place of what works on images."""
    cases = []
    for stand_ins in (FRAME, STEP, FRAME + STEP, OF_IMAGES, FRAME + OF_IMAGES):
        for layer in WIRED:
            arguments = (*_layer_inputs(rng, layer), *layer[3:])
            call = Call("conv1d_forward", arguments, returns=0, stand_ins=stand_ins)
            cases.append(TestCase(layer[0], (call,)))
    return cases


def draw_backward_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """The same, there and back."""
    cases = []
    for stand_ins in (FRAME, OF_IMAGES, FRAME + OF_IMAGES):
        for layer in WIRED:
            _, (_, _, steps), _, _, pad = layer
            count, filters, places = _output_shape(layer)
            if stand_ins != FRAME:
                places = steps + 2 * pad
            dout = rng.standard_normal((count, filters, places))
            case = _passes(layer[0], layer, _layer_inputs(rng, layer), dout)
            calls = (replace(call, stand_ins=stand_ins) for call in case.calls)
            cases.append(TestCase(case.label, tuple(calls)))
    return cases


EXERCISES = (
    Exercise(
        name="conv1d_forward",
        parts=(Part("output", 3), ARGUMENTS),
        draw=draw_forward,
        oracle=torch_forward,
        builds_on=("zero_pad", "conv_step", "conv_forward", "conv_forward_fast"),
        draw_stand_ins=draw_forward_stand_ins,
        stand_in_reference=rows,
    ),
    Exercise(
        name="conv1d_backward",
        parts=(
            Part("dx", 2, item=0),
            Part("dw", 2, item=1),
            Part("db", 1, item=2),
            ARGUMENTS,
        ),
        draw=draw_backward,
        oracle=torch_backward,
        builds_on=(
            *("zero_pad", "conv1d_forward"),
            *("conv_forward", "conv_forward_fast", "conv_backward", "conv_backward_fast"),
        ),
        draw_stand_ins=draw_backward_stand_ins,
        plain_caches=PLAIN_CACHES,
        stand_in_reference=rows,
    ),
)
