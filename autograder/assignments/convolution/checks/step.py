"""Cases and oracle for one filter at one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, in_float32
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch


def draw_conv_step(rng: np.random.Generator) -> list[TestCase]:
    """The cases of one window."""
    name = "conv_step"
    ones = np.ones((1, 2, 2))
    cases = [case("four ones, and a bias of 0.5", name, ones, ones, 0.5)]
    for label, *inputs in _windows(rng):
        cases.append(case(label, name, *inputs))
    window, w = in_float32(*rng.standard_normal((2, 2, 3, 4)))
    return [*cases, ordinary(case("an ordinary window", name, window, w, 0.5))]


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


def torch_conv_step(torch: Torch, call: Call) -> Array:
    """torch's dot product."""
    window, w, b = map(torch.tensor, call.arguments)
    return torch.array(torch.torch.dot(window.reshape(-1), w.reshape(-1)) + b)
