"""Cases and oracles for max pooling, forward and backward."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import large_normal, ordinary
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember, Kept
from autograder.judge.exercise import ARGUMENTS, Exercise, Part, PlainCache, TestCase
from autograder.judge.torch_oracle import Torch

Shape = tuple[int, int, int, int]
Layer = tuple[str, Shape, int, int]
"""Label, shape of x, size, stride."""

LAYERS: tuple[Layer, ...] = (
    ("touching windows", (2, 3, 4, 6), 2, 2),
    ("one image", (1, 3, 4, 2), 2, 2),
    ("one channel", (3, 1, 2, 4), 2, 2),
    ("one image of one channel", (1, 1, 4, 4), 2, 2),
    ("all lengths equal", (4, 4, 4, 4), 2, 2),
    ("a row and a column left over", (2, 2, 5, 7), 2, 2),
    ("a row left over", (1, 2, 5, 4), 2, 2),
    ("two columns left over", (1, 2, 3, 8), 3, 3),
    ("windows of size 3", (2, 2, 6, 3), 3, 3),
    ("overlapping windows", (2, 2, 5, 7), 3, 2),
    ("overlapping windows, some pixels left over", (2, 1, 6, 8), 3, 2),
    ("windows one pixel apart", (1, 2, 3, 4), 2, 1),
    ("large windows one pixel apart", (1, 1, 5, 4), 3, 1),
    ("windows with gaps between them", (2, 2, 5, 8), 2, 3),
    ("windows with gaps, and pixels left over", (1, 2, 7, 6), 2, 3),
    ("windows of one pixel", (2, 2, 2, 3), 1, 1),
    ("every second pixel", (1, 2, 4, 5), 1, 2),
    ("one window, as large as the image", (2, 3, 3, 3), 3, 2),
    ("one window in a corner", (1, 2, 3, 4), 2, 5),
)
LARGE: Layer = ("large windows that overlap", (1, 1, 200, 200), 30, 5)
"""Its 1225 windows are no work for loops; but differencing one's own forward pass compares
a million numbers for each of 40 000 pixels."""

HAND = np.array([[[[1.0, 3.0, -2.0, -5.0], [2.0, 0.0, -1.0, -4.0]]]])


def _output_shape(layer: Layer) -> Shape:
    """(N, C, H', W')."""
    _, (count, channels, rows, columns), size, stride = layer
    return count, channels, (rows - size) // stride + 1, (columns - size) // stride + 1


def _inputs(rng: np.random.Generator) -> Iterator[tuple[str, Array, int, int]]:
    """Label, x, size, stride."""
    for label, shape, size, stride in LAYERS:
        yield label, rng.standard_normal(shape), size, stride
    for label, shape, size, stride in (LAYERS[0], LAYERS[9], LAYERS[12]):
        # So few different numbers that every other window has its largest twice.
        yield f"{label}, with ties", rng.integers(-1, 2, shape).astype(float), size, stride
    _, shape, size, stride = LAYERS[9]
    yield "all pixels equal", np.full(shape, -1.5), size, stride
    yield "all pixels 0", np.zeros(shape), size, stride
    yield "rectified pixels", np.maximum(0, rng.standard_normal(shape) - 0.5), size, stride
    for label, shape, size, stride in (LAYERS[5], LAYERS[9]):
        yield f"{label}, all pixels negative", -1 - rng.random(shape), size, stride
    x = rng.standard_normal(LAYERS[5][1])
    yield "pixels of 1e4", 1e4 * x, 2, 2
    yield "pixels of −1e4", -1e4 * np.abs(x), 2, 2


def draw_forward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of max pooling."""
    name = "max_pool_forward"
    cases = [TestCase("two windows", (Call(name, (HAND, 2, 2), returns=0),))]
    for label, x, size, stride in _inputs(rng):
        cases.append(TestCase(label, (Call(name, (x, size, stride), returns=0),)))
    x = rng.standard_normal((2, 2, 6, 7))
    for label, keywords in (
        ("size and stride left out", {}),
        ("size by name", {"size": 3}),
        ("stride by name", {"stride": 3}),
        ("size and stride by name", {"stride": 1, "size": 3}),
    ):
        call = Call(name, (x,), tuple(keywords.items()), returns=0)
        cases.append(TestCase(label, (call,)))
    call = Call(name, (*in_float32(x), 3, 2), returns=0)
    return [*cases, ordinary(TestCase("ordinary images", (call,)))]


def torch_forward(torch: Torch, call: Call) -> Array:
    """torch's max pooling."""
    x, size, stride = _settings(call)
    return torch.array(torch.torch.nn.functional.max_pool2d(torch.tensor(x), size, stride))


def _settings(call: Call) -> tuple[Any, int, int]:
    x, *rest = call.arguments
    settings = {"size": 2, "stride": 2} | dict(zip(("size", "stride"), rest, strict=False))
    settings |= dict(call.keywords)
    return x, settings["size"], settings["stride"]


def _passes(label: str, x: Array | FamilyMember, size: int, stride: int, dout: Array) -> TestCase:
    """There and back again."""
    there = Call("max_pool_forward", (x, size, stride), keep="forward", returns=False)
    return TestCase(label, (there, Call("max_pool_backward", (dout, Kept("forward", 1)))))


def draw_backward(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the backward pass."""
    cases = [_passes("two windows, upstream 5 and 7", HAND, 2, 2, np.array([[[[5.0, 7.0]]]]))]
    for label, x, size, stride in _inputs(rng):
        shape = _output_shape((label, x.shape, size, stride))
        dout = rng.standard_normal(shape).astype(x.dtype)
        cases.append(_passes(label, x, size, stride, dout))
    label, shape, size, stride = LARGE
    large, dout = large_normal(rng, *shape), rng.standard_normal(_output_shape(LARGE))
    cases.append(_passes(label, large, size, stride, dout))
    layer = LAYERS[9]
    _, shape, size, stride = layer
    x, dout = rng.standard_normal(shape), rng.standard_normal(_output_shape(layer))
    cases.append(_passes("upstream 0", x, size, stride, 0 * dout))
    cases.append(_passes("upstream gradients of 1e4", x, size, stride, 1e4 * dout))
    cases.append(_two_forwards(rng))
    cases.append(_one_cache_twice(rng))
    x, dout = in_float32(x, dout)
    return [*cases, ordinary(_passes("ordinary images", x, size, stride, dout))]


def _two_forwards(rng: np.random.Generator) -> TestCase:
    """Two batches of one shape go forward, and then the first goes backward."""
    _, shape, size, stride = LAYERS[9]
    calls = [
        Call("max_pool_forward", (x, size, stride), keep=keep, returns=False)
        for keep, x in zip(("first", "second"), rng.standard_normal((2, *shape)), strict=True)
    ]
    dout = rng.standard_normal(_output_shape(LAYERS[9]))
    calls.append(Call("max_pool_backward", (dout, Kept("first", 1))))
    return TestCase("after another forward pass", tuple(calls))


def _one_cache_twice(rng: np.random.Generator) -> TestCase:
    """One cache goes backward twice, with two upstream gradients."""
    _, shape, size, stride = LAYERS[9]
    first, second = rng.standard_normal((2, *_output_shape(LAYERS[9])))
    there = (rng.standard_normal(shape), size, stride)
    calls = (
        Call("max_pool_forward", there, keep="forward", returns=False),
        Call("max_pool_backward", (first, Kept("forward", 1)), returns=False),
        Call("max_pool_backward", (second, Kept("forward", 1))),
    )
    return TestCase("a second time with the same cache", calls)


def torch_backward(torch: Torch, *calls: Call) -> Array:
    """autograd through torch's max pooling."""
    x, size, stride = _settings(calls[0])
    dout = torch.tensor(calls[-1].arguments[0])

    def weighted(x: Any) -> Any:
        return (torch.torch.nn.functional.max_pool2d(x, size, stride) * dout).sum()

    _, dx = torch.value_and_gradients(weighted, x)
    return dx


EXERCISES = (
    Exercise(
        name="max_pool_forward",
        parts=(Part("output", 3), ARGUMENTS),
        draw=draw_forward,
        oracle=torch_forward,
    ),
    Exercise(
        name="max_pool_backward",
        parts=(Part("dx", 3), ARGUMENTS),
        draw=draw_backward,
        oracle=torch_backward,
        builds_on=("max_pool_forward",),
        plain_caches=(PlainCache("(x, size, stride)", lambda x, size, stride: (x, size, stride)),),
    ),
)
