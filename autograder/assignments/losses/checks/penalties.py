"""Cases and oracles for the penalties of weights."""

from __future__ import annotations

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, away_from_kinks
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

# Two weight vectors of the notes: equal scores, equal L1, unequal L2.
NOTES_WEIGHTS = (
    ("one weight of 1", np.array([[1.0], [0.0], [0.0], [0.0]])),
    ("four weights of 1/4", np.full((4, 1), 0.25)),
)


def _draw_weights(rng: np.random.Generator, shape: tuple[int, int], dtype: str) -> Array:
    """Weights none of which is near 0, where the absolute value has its kink."""
    (drawn,) = away_from_kinks(lambda: (rng.standard_normal(shape).astype(dtype),), lambda W: W)
    return np.asarray(drawn)


def _weight_cases(
    name: str, rng: np.random.Generator, betas: tuple[float, ...] = ()
) -> list[TestCase]:
    """Cases for a penalty of W (D, C); each beta in turn is the argument after it."""
    weights = list(NOTES_WEIGHTS)
    for label, shape in (
        ("random weights", (4, 3)),
        ("as many features as classes", (3, 3)),
        ("one class", (5, 1)),
        ("one feature", (1, 4)),
        ("one weight", (1, 1)),
    ):
        weights.append((label, _draw_weights(rng, shape, "float64")))
    sparse = rng.integers(-2, 3, size=(5, 4)).astype(np.float64)
    sparse[rng.integers(5), rng.integers(4)] = 0.0
    weights.append(("small whole numbers, with zeros", sparse))
    weights.append(("weights that are all 0", np.zeros((2, 3))))
    weights.append(("weights that are all equal", np.full((3, 2), 1.5)))
    weights.append(("weights of 1e4 and 1e-4", sparse[:2] * [[1e4], [1e-4]]))
    cases = []
    for position, (label, W) in enumerate(weights):
        extra = (betas[position % len(betas)],) if betas else ()
        cases.append(case(label, name, W, *extra))
    W = _draw_weights(rng, (4, 3), "float32")
    return [*cases, ordinary(case("ordinary weights", name, W, *betas[:1]))]


def draw_l1(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the L1 penalty."""
    return _weight_cases("l1_penalty", rng)


def draw_l2(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the L2 penalty."""
    return _weight_cases("l2_penalty", rng)


def draw_elastic_net(rng: np.random.Generator) -> list[TestCase]:
    """The cases of the elastic net."""
    W = rng.integers(-2, 3, size=(3, 4)).astype(np.float64)
    return [
        # With betas that differ by much, no other mixture comes out equal.
        *_weight_cases("elastic_net", rng, (0.5, 0.1, 3.0)),
        case("beta of 0", "elastic_net", W, 0.0),
        case("beta of 1", "elastic_net", W, 1.0),
        case("a large beta", "elastic_net", W, 100.0),
    ]


def torch_l1(torch: Torch, call: Call) -> tuple[Array, ...]:
    """The L1 penalty, differentiated by torch."""
    return torch.value_and_gradients(lambda W: W.abs().sum(), *call.arguments)


def torch_l2(torch: Torch, call: Call) -> tuple[Array, ...]:
    """The L2 penalty, differentiated by torch."""
    return torch.value_and_gradients(lambda W: (W * W).sum(), *call.arguments)


def torch_elastic_net(torch: Torch, call: Call) -> tuple[Array, ...]:
    """The elastic net, differentiated by torch."""
    W, beta = call.arguments
    return torch.value_and_gradients(
        lambda weights: beta * (weights * weights).sum() + weights.abs().sum(), W
    )
