"""Cases in which a convolutional network is built of other layers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.assignments.cases import new_rng
from autograder.assignments.convolution.checks.net_problems import (
    LOSS,
    NETS,
    PARAMETERS,
    SCORES,
    Params,
    of_params,
    problem,
)
from autograder.assignments.random_inputs import labels
from autograder.inside.plan import Call, StandIns
from autograder.inside.wire import FamilyMember
from autograder.judge.exercise import TestCase

STAND_INS: dict[str, StandIns] = {
    "convolution": tuple(
        (f"conv_{way}{fast}", FamilyMember(f"mean_map_{way}"))
        for way in ("forward", "backward")
        for fast in ("", "_fast")
    ),
    "pool": (
        ("max_pool_forward", FamilyMember("corners_forward")),
        ("max_pool_backward", FamilyMember("corners_backward")),
    ),
    "affine": (
        ("affine_forward", FamilyMember("weighed_forward")),
        ("affine_backward", FamilyMember("weighed_backward")),
    ),
    "relu": (
        ("relu_forward", FamilyMember("square_forward")),
        ("relu_backward", FamilyMember("square_backward")),
    ),
}


def draw_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which other layers take the place of one kind, and of all kinds."""
    everything = tuple(pair for pairs in STAND_INS.values() for pair in pairs)
    return [
        case for pairs in (everything, *STAND_INS.values()) for case in _with_stand_ins(rng, pairs)
    ]


def _partly_off(params: Params, pairs: StandIns) -> Params:
    """The same with a filter and a hidden unit that are off, whatever the images.

    Without them, a few small images may happen to leave no block of a map at 0, and then a
    gradient without the ReLU's mask is right.
    """
    b1, b2 = params["b1"].copy(), params["b2"].copy()
    b1[0] = 100.0 if "conv_forward" in dict(pairs) else -100.0  # the stand-in subtracts it
    b2[0] = -100.0
    return params | {"b1": b1, "b2": b2}


def _with_stand_ins(rng: np.random.Generator, pairs: StandIns) -> Iterator[TestCase]:
    new = Call("net.params", attribute=True)
    net = NETS[0][1]
    made = Call(**{**vars(net.made(new_rng(rng))), "stand_ins": pairs})
    yield TestCase("new", (made, new), results=PARAMETERS)
    for label, net in (NETS[0], NETS[3]):
        params, images = problem(rng, net, 2)
        params = params if "relu_forward" in dict(pairs) else _partly_off(params, pairs)
        # Stand-ins can make scores that lie far apart. Where every example is won by far,
        # all gradients are the rounding of a probability near 1, so each image is there
        # twice, under two labels: one of the two is lost.
        images, y = np.concatenate([images, images]), labels(rng, 2, net.classes)
        y = np.concatenate([y, (y + 1) % net.classes])
        scores = Call("net.loss", (images,), stand_ins=pairs)
        loss = Call("net.loss", (images, y, 0.1), stand_ins=pairs)
        for call, results in ((scores, SCORES), (loss, LOSS)):
            yield TestCase(label, of_params(rng, net, params, call), results=results)
