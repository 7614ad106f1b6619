"""Cases in which a net is built of other layers than affine and ReLU, or on another softmax."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from autograder.assignments.networks.checks.net_problems import Cases, depths, each, problem
from autograder.assignments.networks.checks.nets import beside, scores_and_loss, starts
from autograder.assignments.random_inputs import labels
from autograder.inside.plan import StandIns
from autograder.inside.wire import FamilyMember
from autograder.judge.conventions import protected
from autograder.judge.exercise import TestCase

LAYERS: StandIns = (
    ("affine_forward", FamilyMember("weighed_forward")),
    ("affine_backward", FamilyMember("weighed_backward")),
    ("relu_forward", FamilyMember("square_forward")),
    ("relu_backward", FamilyMember("square_backward")),
)
SOFTMAX: StandIns = (("softmax", FamilyMember("nearness_to_the_largest")),)
CROSS_ENTROPY: StandIns = (("cross_entropy", FamilyMember("squared_shortfall")),)
BUILDS_ON = tuple(name for name, _ in LAYERS + SOFTMAX + CROSS_ENTROPY)

# Who calls softmax for the gradient may write the loss out, and the other way round.
LOSSES = (SOFTMAX, CROSS_ENTROPY, SOFTMAX + CROSS_ENTROPY)


def draw_net_stand_ins(name: str) -> Callable[[np.random.Generator], list[TestCase]]:
    """The cases of other layers, and of another softmax loss."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        cases = Cases(name, rng)
        drawn = [*starts(name, rng), *_other_layers(cases)]
        for stand_ins in LOSSES:
            drawn += _other_loss(cases, stand_ins)
        return drawn

    return draw


def _other_layers(cases: Cases) -> Iterator[TestCase]:
    rng = cases.rng
    cases.stand_ins = LAYERS
    for label, sizes in (*depths(cases.name), ("all sizes equal", (3, 3, 3))):
        X, parameters = problem(rng, sizes, 4, size=0.3)
        small = each(lambda parameter: 0.3 * parameter, parameters)
        y = labels(rng, 4, sizes[-1])
        yield cases.scores(f"other layers, {label}", X, small)
        yield cases.losses(f"other layers, {label}", X, y, small)
        yield cases.losses(f"other layers, {label}, a reg", X, y, small, 0.1)
    X, parameters = problem(rng, (3, 5, 4), 4, size=0.3)
    large = each(lambda parameter: 0.3 * parameter, parameters) | {
        "b2": 1e4 * rng.uniform(-1, 1, 4)
    }
    yield cases.losses("other layers, scores of 1e4", X, labels(rng, 4, 4), large)
    label = "other layers, one example with label 0"
    yield cases.losses(label, X[:1], np.zeros(1, dtype=int), large)
    yield from beside(cases, X, parameters)
    yield from map(protected, scores_and_loss(cases))


def _other_loss(cases: Cases, stand_ins: StandIns) -> Iterator[TestCase]:
    rng = cases.rng
    cases.stand_ins = stand_ins
    for label, sizes in depths(cases.name)[:3:2]:
        X, parameters = problem(rng, sizes, 4, size=0.3)
        y = labels(rng, 4, sizes[-1])
        yield cases.scores(f"another softmax loss, {label}", X, parameters)
        yield cases.losses(f"another softmax loss, {label}", X, y, parameters, 0.1)
    X, parameters = problem(rng, (3, 5, 4), 4, size=0.3)
    tall = parameters | {"b2": 1e4 * rng.uniform(-1, 1, 4)}
    yield cases.losses("another softmax loss, scores of 1e4", X, labels(rng, 4, 4), tall)
