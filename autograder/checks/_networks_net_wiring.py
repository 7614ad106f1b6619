"""Cases in which a net is built of other layers than affine and ReLU."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.checks._networks_net_problems import Cases, depths, each, problem
from autograder.checks._networks_nets import beside, read_only_inputs, starts
from autograder.drawing import labels
from autograder.exercise import TestCase
from autograder.wire import Made

STAND_INS = (
    ("affine_forward", Made("weighed_forward")),
    ("affine_backward", Made("weighed_backward")),
    ("relu_forward", Made("square_forward")),
    ("relu_backward", Made("square_backward")),
)
BUILDS_ON = tuple(name for name, _ in STAND_INS)


def draw_net_wiring(name: str) -> Callable[[np.random.Generator], list[TestCase]]:
    """Cases in which a net is built of other layers than affine and ReLU."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        cases = Cases(name, rng)
        cases.stand_ins = STAND_INS
        drawn = [*starts(name, rng)]
        for label, sizes in (*depths(name), ("all sizes equal", (3, 3, 3))):
            X, parameters = problem(rng, sizes, 4, size=0.3)
            small = each(lambda one: 0.3 * one, parameters)
            y = labels(rng, 4, sizes[-1])
            drawn.append(cases.scores(f"other layers, {label}", X, small))
            drawn.append(cases.losses(f"other layers, {label}", X, y, small))
            drawn.append(cases.losses(f"other layers, {label}, a reg", X, y, small, 0.1))
        X, parameters = problem(rng, (3, 5, 4), 4, size=0.3)
        large = each(lambda one: 0.3 * one, parameters) | {"b2": 1e4 * rng.uniform(-1, 1, 4)}
        drawn.append(cases.losses("other layers, scores of 1e4", X, labels(rng, 4, 4), large))
        label = "other layers, one example with label 0"
        drawn.append(cases.losses(label, X[:1], np.zeros(1, dtype=int), large))
        return [*drawn, *beside(cases, X, parameters), *read_only_inputs(cases)]

    return draw
