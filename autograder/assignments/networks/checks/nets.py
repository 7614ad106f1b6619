"""Cases for nets: classes that hold their parameters and know their loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from autograder.assignments.cases import new_rng, ordinary
from autograder.assignments.networks.checks.net_problems import (
    ANY_DEPTH,
    PARAMETERS,
    SCORES,
    Cases,
    Parameters,
    Sizes,
    depths,
    each,
    large_problem,
    new_net,
    problem,
)
from autograder.assignments.random_inputs import Array, labels
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase

SHOWN_BY_THE_LOSS = (
    *("one feature", "one class", "all parameters 0", "all hidden units off"),
    *("hidden units at 0 exactly", "all scores near 800", "one hidden unit", "all sizes equal"),
)
"""Cases in which scores of their own would show nothing that others do not."""


def draw_nets(name: str) -> Callable[[np.random.Generator], list[TestCase]]:
    """The cases of a net."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        cases = Cases(name, rng)
        return [
            *starts(name, rng),
            *_inputs(cases),
            *_labelled(cases),
            *_in_a_row(cases),
            *map(ordinary, scores_and_loss(cases)),
        ]

    return draw


# The parameters at the start ----------------------------------------------------------


def starts(name: str, rng: np.random.Generator) -> Iterator[TestCase]:
    """Cases that look at what is drawn."""

    def case(label: str, *calls: Call) -> TestCase:
        read = Call("net.params", attribute=True)
        return TestCase(label, (*calls, read), results=frozenset({PARAMETERS.name}))

    for label, sizes in (
        ("a new net", (3, 4, 2)),
        ("all sizes equal", (3, 3, 3)),
        ("all sizes 1", (1, 1, 1)),
        ("one class", (4, 3, 1)),
        *((label, sizes) for label, sizes in depths(name) if len(sizes) != 3),
    ):
        yield case(label, new_net(name, sizes, new_rng(rng)))
    yield case("a weight scale of 0.5, by position", new_net(name, (2, 4, 3), new_rng(rng), 0.5))
    yield case(
        "a weight scale of 2, by name", new_net(name, (2, 3, 2), new_rng(rng), weight_scale=2.0)
    )
    yield case("a weight scale of 0", new_net(name, (2, 3, 2), new_rng(rng), weight_scale=0.0))
    yield case(
        "another net is made afterwards",
        new_net(name, (2, 3, 2), new_rng(rng)),
        new_net(name, (2, 3, 2), new_rng(rng), keep="other"),
    )
    once = new_rng(rng, shared=True)
    yield case(
        "the second net from one rng",
        new_net(name, (2, 3, 2), once, keep="other"),
        new_net(name, (2, 3, 2), once),
    )


# Scores, losses, gradients ------------------------------------------------------------


def _inputs(cases: Cases) -> Iterator[TestCase]:
    """Cases that look at scores and losses of the same inputs."""
    rng = cases.rng
    for label, X, parameters in _networks(cases.name, rng):
        y = labels(rng, len(X), len(parameters[f"b{len(parameters) // 2}"]))
        if label not in SHOWN_BY_THE_LOSS:
            yield cases.scores(label, X, parameters)
        yield cases.losses(label, X, y, parameters)


def _networks(name: str, rng: np.random.Generator) -> Iterator[tuple[str, Array, Parameters]]:
    """Label, X, parameters."""
    for label, sizes in depths(name):
        yield label, *problem(rng, sizes, 6)
    yield "one example", *_one_example(rng, (3, 4, 2))
    yield "one feature", *problem(rng, (1, 4, 2), 3)
    yield "one hidden unit", *problem(rng, (3, 1, 2), 4)
    yield "one class", *problem(rng, (3, 4, 1), 5)
    yield "all sizes equal", *problem(rng, (4, 4, 4), 4)
    X, parameters = problem(rng, (3, 5, 4), 6)
    yield "all parameters 0", X, each(lambda parameter: 0 * parameter, parameters)
    off = parameters | {"b1": np.full(5, -100.0)}
    yield "all hidden units off", X, off
    # Whole numbers, so that every right formula meets the kink itself.
    whole = rng.integers(-2, 3, (6, 2)).astype(float)
    kinks = {"W1": np.array([[1.0, 1, 2], [1, -1, 0]]), "b1": np.array([0.0, 0, -2])}
    upper = {"W2": rng.standard_normal((3, 2)), "b2": rng.standard_normal(2)}
    yield "hidden units at 0 exactly", np.vstack([whole, [[0, 0], [1, 1]]]), kinks | upper
    X, parameters = problem(rng, (3, 5, 4), 6, size=2000.0)
    yield "scores of 1e4", X, parameters
    X, parameters = problem(rng, (3, 5, 4), 6)
    yield "all scores near 800", X, parameters | {"b2": 800 + parameters["b2"]}


def _one_example(rng: np.random.Generator, sizes: Sizes) -> tuple[Array, Parameters]:
    """A small example, which no class wins by far.

    Where one does and is the true one, all gradients are the rounding of a probability near 1.
    """
    return problem(rng, sizes, 1, size=0.3)


def _labelled(cases: Cases) -> Iterator[TestCase]:
    """Cases of the loss alone: labels and regularization."""
    rng = cases.rng
    X, parameters = problem(rng, (3, 5, 4), 6)
    y = labels(rng, 6, 4)
    yield cases.losses("all labels 0", X, 0 * y, parameters)
    single, small = _one_example(rng, (3, 5, 4))
    yield cases.losses("one example with label 0", single, np.zeros(1, dtype=int), small)
    for _, sizes in depths(cases.name):
        X, parameters = problem(rng, sizes, 4)
        y = labels(rng, 4, sizes[-1])
        label = f"{len(sizes) - 1} layers, a reg of 0.1, by position"
        yield cases.losses(label, X, y, parameters, 0.1)
    yield cases.losses("a reg of 3, by name", X, y, parameters, reg=3.0)
    yield cases.losses("a reg of 0", X, y, parameters, 0.0)
    yield cases.losses("a reg for one example", single, labels(rng, 1, 4), small, 0.5)
    # So many that a loss for each of a matrix's weights takes longer than the tests may, and so
    # few examples that a loop over every product does not.
    large, many = large_problem(rng, (300, 200, 300), 3)
    yield cases.losses("120,000 weights", large, labels(rng, 3, 300), many, 0.01)
    if cases.name == ANY_DEPTH:
        large, many = large_problem(rng, (300, 250), 3)
        yield cases.losses("75,000 weights in one matrix", large, labels(rng, 3, 250), many, 0.01)


def _in_a_row(cases: Cases) -> Iterator[TestCase]:
    """Cases that show what a net remembers that it should not."""
    rng = cases.rng
    X, parameters = problem(rng, (3, 5, 4), 6)
    y, first = labels(rng, 6, 4), cases.loss(X, labels(rng, 6, 4), 0.5)
    others, more = problem(rng, (3, 5, 4), 4)
    yield cases.scores("scores after a loss", X, parameters, first)
    once = cases.losses("the second loss of a net", X[:4], y[:4], parameters, 0.5)
    *ready, last = once.calls
    yield TestCase(once.label, (*ready, first, last), results=once.results)
    label = "a loss after the scores of other examples"
    yield TestCase(label, (*ready, cases.loss(others), last), results=once.results)
    label = "a loss after other parameters"
    change = Call("net.params.update", (more,), returns=False)
    yield TestCase(label, (*ready, first, change, last), results=once.results)
    yield from beside(cases, X, parameters)


def beside(cases: Cases, X: Array, parameters: Parameters) -> Iterator[TestCase]:
    """Cases of a net beside another one of its sizes, which is made later."""
    ready, label = cases.ready(parameters), "two nets at once"
    other = cases.ready(each(lambda parameter: 1 + parameter, parameters), keep="other")
    y = labels(cases.rng, len(X), len(parameters["b2"]))
    results = cases.results(parameters)
    yield TestCase(label, (*ready, *other, cases.loss(X, y, 0.5)), results=results)
    yield TestCase(label, (*ready, *other, cases.loss(X)), results=frozenset({SCORES.name}))


def scores_and_loss(cases: Cases) -> Iterator[TestCase]:
    """A case of scores and one of a loss; their inputs are float32."""
    X, parameters = problem(cases.rng, (3, 5, 4), 5, "float32")
    yield cases.scores("ordinary inputs", X, parameters)
    yield cases.losses("ordinary inputs", X, labels(cases.rng, 5, 4), parameters, 0.5)
