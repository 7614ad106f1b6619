"""Cases for a convolutional network made of a student's own layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import new_rng, ordinary
from autograder.assignments.convolution.checks.net_problems import (
    LARGE,
    LOSS,
    NETS,
    PARAMETERS,
    SCORES,
    Net,
    Params,
    large_problem,
    of_params,
    problem,
)
from autograder.assignments.random_inputs import Array, labels
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase


def _loss(*arguments: Any, **keywords: Any) -> Call:
    return Call("net.loss", arguments, tuple(keywords.items()))


def draw_net(rng: np.random.Generator) -> list[TestCase]:
    """The cases of a convolutional network."""
    return [
        *_cases_of_parameters(rng),
        *_cases_of_scores(rng),
        *_cases_of_loss(rng),
        _ordinary(rng),
    ]


def _cases_of_parameters(rng: np.random.Generator) -> Iterator[TestCase]:
    params = Call("net.params", attribute=True)
    for label, net in NETS:
        yield TestCase(f"new, {label}", (net.made(new_rng(rng)), params), results=PARAMETERS)
    net = NETS[0][1]
    scaled = net.made(new_rng(rng), 0.5)
    yield TestCase("a weight scale of 0.5", (scaled, params), results=PARAMETERS)
    named = net.made(new_rng(rng), weight_scale=2.0)
    yield TestCase("a weight scale by name", (named, params), results=PARAMETERS)
    shared = new_rng(rng, shared=True)
    two = (net.made(shared, keep="first"), net.made(shared), params)
    yield TestCase("the second network from one rng", two, results=PARAMETERS)
    other = (net.made(new_rng(rng)), net.made(new_rng(rng), keep="other"), params)
    yield TestCase("after another network was made", other, results=PARAMETERS)
    images, y = rng.standard_normal((2, *net.shape)), labels(rng, 2, net.classes)
    used = (net.made(new_rng(rng)), _loss(images, y, 0.5), params)
    yield TestCase("after a loss was computed", used, results=PARAMETERS)


def _cases_of_scores(rng: np.random.Generator) -> Iterator[TestCase]:
    for label, net in NETS[::2]:
        params, images = problem(rng, net, 2)
        calls = of_params(rng, net, params, _loss(images))
        yield TestCase(f"scores, {label}", calls, results=SCORES)
    net = NETS[0][1]
    params, images = problem(rng, net, 1)
    case = of_params(rng, net, params, _loss(images, None, 0.5))
    yield TestCase("scores of one image, labels None", case, results=SCORES)
    fresh = (net.made(new_rng(rng), 1.0), _loss(images))
    yield TestCase("scores of a new network", fresh, results=SCORES)
    twice = of_params(rng, net, params, _loss(3 * images), _loss(images))
    yield TestCase("scores of a second batch", twice, results=SCORES)


def _cases_of_loss(rng: np.random.Generator) -> Iterator[TestCase]:
    for number, (label, net) in enumerate(NETS):
        # With two images each, a mean would look like a half.
        params, images = problem(rng, net, 2 + number % 2)
        yield _case_of_loss(rng, label, net, params, images, 0.1)
    net = NETS[1][1]
    for reg in (0.0, 1.0):
        params, images = problem(rng, net, 3)
        yield _case_of_loss(rng, f"a reg of {reg:g}", net, params, images, reg)
    params, images = problem(rng, net, 1)
    yield _case_of_loss(rng, "one image", net, params, images)
    params, images = problem(rng, net, 2)
    by_name = _loss(images, y=labels(rng, 2, net.classes), reg=0.3)
    yield TestCase("labels and reg by name", of_params(rng, net, params, by_name), results=LOSS)
    yield from _loss_of_special_numbers(rng, net)
    many, image = large_problem(rng, 1)
    # Scores are far apart here. Were each label that of the highest, the gradient would be 0 but
    # for rounding: one image has two labels.
    twice = np.concatenate([image, image])
    calls = of_params(rng, LARGE, many, _loss(twice, rng.permutation(LARGE.classes)[:2], 0.01))
    yield TestCase("loss, 76,000 weights", calls, results=LOSS)


def _case_of_loss(
    rng: np.random.Generator, label: str, net: Net, params: Params, images: Array, *reg: float
) -> TestCase:
    y = labels(rng, len(images), net.classes)
    calls = of_params(rng, net, params, _loss(images, y, *reg))
    return TestCase(f"loss, {label}", calls, results=LOSS)


def _loss_of_special_numbers(rng: np.random.Generator, net: Net) -> Iterator[TestCase]:
    params, images = problem(rng, net, 2)
    blank = np.zeros(images.shape)
    # Every number of a map is its bias: the first of each block gets the gradient.
    above = params | {"b1": np.array([0.5, 1.5])}
    yield _case_of_loss(rng, "blank images, where all of a block are equal", net, above, blank)
    at_kink = params | {"b1": np.zeros(net.filters)}
    yield _case_of_loss(rng, "blank images and no bias", net, at_kink, blank)
    # One true class is the lowest: drawn labels might all be those of the highest scores.
    tall = params | {"b3": np.array([1e4, 0.0, -1e4])}
    calls = of_params(rng, net, tall, _loss(images, np.array([2, 0])))
    yield TestCase("loss, scores of 1e4", calls, results=LOSS)
    # A blank image has scores of 0, which lie far below the largest of the batch.
    ones = {name: np.ones(shape) for name, shape in net.shapes.items() if name[0] == "W"}
    spread = {name: np.zeros(shape) for name, shape in net.shapes.items()} | ones
    spread["W3"] = spread["W3"] * [1.0, 0.0, -1.0]
    beside = np.stack([blank[0], np.full(net.shape, 100.0)])
    calls = of_params(rng, net, spread, _loss(beside, np.array([1, 2])))
    yield TestCase("loss, large scores beside scores of 0", calls, results=LOSS)
    again = of_params(
        rng, net, params, _loss(2 * images, labels(rng, 2, 3)), _loss(images, labels(rng, 2, 3))
    )
    yield TestCase("loss, a second batch", again, results=LOSS)
    other, _ = problem(rng, net, 2)
    moved = Call("net.params.update", (other,), returns=False)
    y = labels(rng, 2, net.classes)
    stepped = of_params(rng, net, params, _loss(images, y), moved, _loss(images, y))
    yield TestCase("loss, after the parameters were changed", stepped, results=LOSS)


def _ordinary(rng: np.random.Generator) -> TestCase:
    net = NETS[1][1]
    params, images = problem(rng, net, 2, "float32")
    return ordinary(_case_of_loss(rng, "ordinary images", net, params, images, 0.1))
