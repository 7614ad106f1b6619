"""Cases and oracles for what comes before a convolution: its size, and its frame of zeros."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

# output_size ------------------------------------------------------------------------


def draw_output_size(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the size of an output."""
    name = "output_size"
    cases = [case("the lecture's 7 and 3", name, 7, 3)]
    for label, *numbers in _sizes(rng):
        cases.append(case(label, name, *numbers))
    cases.append(case("stride and pad by name", name, 11, 4, pad=1, stride=3))
    cases.append(case("the pad by name", name, 6, 3, pad=2))
    cases.append(case("the stride by name", name, 9, 1, stride=4))
    return cases


def _sizes(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, n, f, and sometimes stride and pad."""
    yield "stride 2", 7, 3, 2
    yield "stride 3, which leaves a remainder", 7, 3, 3
    yield "32 keeps its size with pad 2", 32, 5, 1, 2
    yield "32 without a pad", 32, 5
    yield "the filter is as long as the input", 5, 5
    yield "the same, with a stride", 5, 5, 3
    yield "the filter is as long as the padded input", 3, 7, 2, 2
    yield "the filter is longer than the input", 3, 4
    yield "the filter is longer than the padded input by 1", 2, 7, 1, 2
    yield "the same, with a stride of 1 more", 3, 5, 2
    yield "a filter of 1", 4, 1
    yield "everything is 1", 1, 1, 1, 0
    yield "a stride longer than the filter", 10, 2, 4
    yield "the same, with a remainder", 11, 2, 4
    yield "only the pad makes it fit", 8, 3, 3, 2
    yield "only one side of the pad would fit", 7, 3, 3, 1
    yield "an even filter", 6, 2, 2
    yield "a remainder of 1 of 2", 6, 3, 2
    yield "a long input", 10**4 + 1, 3, 2
    for _ in range(8):
        places, stride, f, pad = (int(rng.integers(low, 9)) for low in (1, 1, 4, 0))
        # The input is so long that it comes out even, and then one pixel longer.
        n = (places - 1) * stride + f + 2 * pad
        yield "random numbers that fit", n, f, stride, pad
        yield "random numbers, one pixel more", n + 1, f, stride, pad


def formula(torch: Torch, call: Call) -> Any:
    """The size, or the type of exception: torch counts the windows that it unfolds."""
    n, f, *rest = call.arguments
    settings = dict(zip(("stride", "pad"), rest, strict=False)) | dict(call.keywords)
    stride, pad = settings.get("stride", 1), settings.get("pad", 0)
    padded = n + 2 * pad
    if f > padded or (padded - f) % stride:
        return ValueError
    return int(torch.torch.empty(padded).unfold(0, f, stride).shape[0])


# zero_pad ---------------------------------------------------------------------------


def draw_zero_pad(rng: np.random.Generator) -> list[TestCase]:
    """The cases of a frame of zeros."""
    name = "zero_pad"
    cases = [case("two pixels", name, np.array([[[[1.0, 2.0]]]]), 1)]
    for label, x, pad in _frames(rng):
        cases.append(case(label, name, x, pad))
    cases.append(case("the pad by name", name, rng.standard_normal((1, 2, 2, 3)), pad=2))
    inputs = in_float32(rng.standard_normal((2, 3, 4, 2)))
    return [*cases, ordinary(case("ordinary images", name, *inputs, 1))]


def _frames(rng: np.random.Generator) -> Iterator[tuple[str, Array, int]]:
    for pad in (0, 1, 2, 3):
        yield f"several of everything, pad {pad}", rng.standard_normal((2, 3, 4, 5)), pad
    yield "one image", rng.standard_normal((1, 3, 4, 2)), 1
    yield "one channel", rng.standard_normal((3, 1, 2, 4)), 1
    yield "one pixel", rng.standard_normal((1, 1, 1, 1)), 3
    yield "all lengths equal", rng.standard_normal((3, 3, 3, 3)), 2
    yield "one row", rng.standard_normal((2, 2, 1, 4)), 1
    yield "numbers of 1e4", 1e4 * rng.standard_normal((1, 2, 2, 2)), 1


def torch_pad(torch: Torch, call: Call) -> Array:
    """torch's pad, which counts from the last axis."""
    x, *rest = call.arguments
    pad = rest[0] if rest else dict(call.keywords)["pad"]
    return torch.array(torch.torch.nn.functional.pad(torch.tensor(x), (pad, pad, pad, pad)))
