"""Nets to ask about: how one is made, and parameters and examples away from every kink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from autograder.assignments.cases import large_normals, new_rng, update
from autograder.assignments.random_inputs import Array, away_from_kinks
from autograder.inside.plan import Call, StandIns
from autograder.inside.wire import FamilyMember, Rng
from autograder.judge.exercise import Part, TestCase

PARAMETERS = Part("parameters", 2)
SCORES = Part("scores", 2)
LOSS = Part("loss", 2, item=0)
NO_HIDDEN = Part("gradients without a hidden layer", 1, item=1)
HIDDEN = Part("gradients with hidden layers", 3, item=1)
GRADIENTS_OF_TWO = (
    Part("gradient of W2", 1, item=(1, "W2")),
    Part("gradient of b2", 1, item=(1, "b2")),
    Part("gradient of W1", 2, item=(1, "W1")),
    Part("gradient of b1", 1, item=(1, "b1")),
)

TWO_LAYER = "TwoLayerNet"
ANY_DEPTH = "FullyConnectedNet"
Sizes = Sequence[int]
Parameters = dict[str, Array]


def new_net(
    name: str, sizes: Sizes, rng: Rng, *scale: float, keep: str = "net", **more: Any
) -> Call:
    """The call that makes a net."""
    shape = tuple(sizes) if name == TWO_LAYER else (list(sizes),)
    return Call(name, (*shape, rng, *scale), tuple(more.items()), keep=keep, returns=False)


def depths(name: str) -> tuple[tuple[str, Sizes], ...]:
    """Sizes of nets, by how many layers they have."""
    if name == TWO_LAYER:
        return (("one hidden layer", (3, 5, 4)),)
    return (
        ("no hidden layer", (4, 3)),
        ("one hidden layer", (3, 5, 4)),
        ("two hidden layers", (3, 5, 4, 2)),
        ("three hidden layers", (2, 4, 3, 5, 3)),
    )


def _parameter_names(sizes: Sizes) -> list[str]:
    return [f"{kind}{layer}" for layer in range(1, len(sizes)) for kind in "Wb"]


def problem(
    rng: np.random.Generator, sizes: Sizes, count: int, dtype: str = "float64", size: float = 1.0
) -> tuple[Array, Parameters]:
    """Examples, and parameters with which some hidden units are on and others off."""

    def draw() -> tuple[Array, ...]:
        arrays = [size * rng.standard_normal((count, sizes[0]))]
        for before, after in pairwise(sizes):
            arrays += [rng.standard_normal((before, after)), 0.5 * rng.standard_normal(after)]
        return tuple(array.astype(dtype) for array in arrays)

    X, *parameters = away_from_kinks(draw, _before_bends)
    return X, dict(zip(_parameter_names(sizes), parameters, strict=True))


def large_problem(
    rng: np.random.Generator, sizes: Sizes, count: int
) -> tuple[FamilyMember, dict[str, FamilyMember]]:
    """The same, so large that the arrays cross as their seeds."""
    shapes: list[tuple[int, ...]] = [(count, sizes[0])]
    for before, after in pairwise(sizes):
        shapes += [(before, after), (after,)]
    X, *parameters = large_normals(rng, shapes, _before_bends)
    return X, dict(zip(_parameter_names(sizes), parameters, strict=True))


def _before_bends(X: Array, *parameters: Array) -> Array:
    """Inputs of every ReLU."""
    bends = [np.zeros(0)]
    for W, b in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        bends.append(X @ W + b)
        X = np.maximum(0, bends[-1])
    return np.concatenate([bend.ravel() for bend in bends])


def each(change: Callable[[Array], Array], parameters: Parameters) -> Parameters:
    """The parameters, each array changed in the same way."""
    return {name: change(array) for name, array in parameters.items()}


class Cases:
    """Writes cases of one net; each sets the parameters, so that a wrong start costs nothing."""

    def __init__(self, name: str, rng: np.random.Generator) -> None:
        self.name = name
        self.rng = rng
        self.stand_ins: StandIns = ()

    def scores(self, label: str, X: Array, parameters: Parameters, *before: Call) -> TestCase:
        """A case of the scores of X, after other calls."""
        calls = (*self.ready(parameters), *before, self.loss(X))
        return TestCase(label, calls, results=frozenset({SCORES.name}))

    def losses(
        self,
        label: str,
        X: Array | FamilyMember,
        y: Array,
        parameters: Parameters | dict[str, FamilyMember],
        *reg: float,
        **more: float,
    ) -> TestCase:
        """A case of the loss and its gradients."""
        calls = (*self.ready(parameters), self.loss(X, y, *reg, **more))
        return TestCase(label, calls, results=self.results(parameters))

    def ready(
        self, parameters: Parameters | dict[str, FamilyMember], keep: str = "net"
    ) -> tuple[Call, ...]:
        """The calls that make a net with these parameters."""
        shapes = [
            W.settings[1:] if isinstance(W, FamilyMember) else W.shape
            for name, W in parameters.items()
            if name.startswith("W")
        ]
        sizes = [shapes[0][0], *(after for _, after in shapes)]
        made = new_net(self.name, sizes, new_rng(self.rng), keep=keep)
        return made, update(keep, parameters)

    def loss(self, *arguments: Any, **keywords: float) -> Call:
        """The call of the net's loss."""
        return Call("net.loss", arguments, tuple(keywords.items()), stand_ins=self.stand_ins)

    def results(self, parameters: Parameters | dict[str, FamilyMember]) -> frozenset[str]:
        """The parts that a loss with these parameters counts for."""
        if self.name == TWO_LAYER:
            return frozenset({LOSS.name, *(part.name for part in GRADIENTS_OF_TWO)})
        return frozenset({LOSS.name, (NO_HIDDEN if len(parameters) == 2 else HIDDEN).name})
