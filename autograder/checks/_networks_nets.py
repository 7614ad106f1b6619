"""Cases and oracle for nets: classes that hold their parameters and know their loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from autograder.checks._cases import ONLY_ARGUMENTS
from autograder.drawing import (
    LABEL_DTYPES,
    Array,
    away_from_kinks,
    labels,
    read_only,
    strided,
)
from autograder.exercise import Part, TestCase
from autograder.probe import Call
from autograder.torch_oracle import Torch
from autograder.wire import Made, Rng

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

STAND_INS = (
    ("affine_forward", Made("weighed_forward")),
    ("affine_backward", Made("weighed_backward")),
    ("relu_forward", Made("square_forward")),
    ("relu_backward", Made("square_backward")),
)
BUILDS_ON = tuple(name for name, _ in STAND_INS)

MAX_SEED = 2**62
SHOWN_BY_THE_LOSS = (
    *("one feature", "one class", "all parameters 0", "all hidden units off"),
    *("hidden units at 0 exactly", "all scores near 800", "X and parameters with gaps in memory"),
    *("one hidden unit", "all sizes equal", "X in column order"),
)
"""Cases in which scores of their own would show nothing that others do not."""

TWO_LAYER = "TwoLayerNet"
ANY_DEPTH = "FullyConnectedNet"
Sizes = Sequence[int]
Parameters = dict[str, Array]


def _rng(rng: np.random.Generator, *, shared: bool = False) -> Rng:
    return Rng(int(rng.integers(MAX_SEED)), shared)


def _new(name: str, sizes: Sizes, rng: Rng, *scale: float, keep: str = "net", **more: Any) -> Call:
    """The call that makes a net."""
    shape = tuple(sizes) if name == TWO_LAYER else (list(sizes),)
    return Call(name, (*shape, rng, *scale), tuple(more.items()), keep=keep, returns=False)


# The parameters at the start ----------------------------------------------------------


def _starts(name: str, rng: np.random.Generator) -> Iterator[TestCase]:
    """Cases that look at what is drawn."""

    def case(label: str, *calls: Call) -> TestCase:
        read = Call("net.params", attribute=True)
        return TestCase(label, (*calls, read), results=frozenset({PARAMETERS.name}))

    for label, sizes in (
        ("a new net", (3, 4, 2)),
        ("all sizes equal", (3, 3, 3)),
        ("all sizes 1", (1, 1, 1)),
        ("one class", (4, 3, 1)),
        *((label, sizes) for label, sizes in _depths(name) if len(sizes) != 3),
    ):
        yield case(label, _new(name, sizes, _rng(rng)))
    yield case("a weight scale of 0.5, by position", _new(name, (2, 4, 3), _rng(rng), 0.5))
    yield case("a weight scale of 2, by name", _new(name, (2, 3, 2), _rng(rng), weight_scale=2.0))
    yield case("a weight scale of 0", _new(name, (2, 3, 2), _rng(rng), weight_scale=0.0))
    yield case(
        "another net is made afterwards",
        _new(name, (2, 3, 2), _rng(rng)),
        _new(name, (2, 3, 2), _rng(rng), keep="other"),
    )
    once = _rng(rng, shared=True)
    yield case(
        "the second net from one rng",
        _new(name, (2, 3, 2), once, keep="other"),
        _new(name, (2, 3, 2), once),
    )


def _depths(name: str) -> tuple[tuple[str, Sizes], ...]:
    """Sizes of nets, by how many layers they have."""
    if name == TWO_LAYER:
        return (("one hidden layer", (3, 5, 4)),)
    return (
        ("no hidden layer", (4, 3)),
        ("one hidden layer", (3, 5, 4)),
        ("two hidden layers", (3, 5, 4, 2)),
        ("three hidden layers", (2, 4, 3, 5, 3)),
    )


# Scores, losses, gradients ------------------------------------------------------------


def _problem(
    rng: np.random.Generator, sizes: Sizes, count: int, dtype: str = "float64", size: float = 1.0
) -> tuple[Array, Parameters]:
    """Examples, and parameters with which some hidden units are on and others off."""
    names = [f"{kind}{layer}" for layer in range(1, len(sizes)) for kind in "Wb"]

    def draw() -> tuple[Array, ...]:
        arrays = [size * rng.standard_normal((count, sizes[0]))]
        for before, after in pairwise(sizes):
            arrays += [rng.standard_normal((before, after)), 0.5 * rng.standard_normal(after)]
        return tuple(array.astype(dtype) for array in arrays)

    X, *parameters = away_from_kinks(draw, _before_bends)
    return X, dict(zip(names, parameters, strict=True))


def _before_bends(X: Array, *parameters: Array) -> Array:
    """What goes into every ReLU."""
    bends = [np.zeros(0)]
    for W, b in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        bends.append(X @ W + b)
        X = np.maximum(0, bends[-1])
    return np.concatenate([one.ravel() for one in bends])


class _Cases:
    """Writes cases of one net; each sets the parameters, so that a wrong start costs nothing."""

    def __init__(self, name: str, rng: np.random.Generator) -> None:
        self.name = name
        self.rng = rng
        self.stand_ins: tuple[tuple[str, Made], ...] = ()

    def scores(self, label: str, X: Array, parameters: Parameters, *before: Call) -> TestCase:
        calls = (*self.ready(parameters), *before, self.loss(X))
        return TestCase(label, calls, results=frozenset({SCORES.name}))

    def losses(
        self, label: str, X: Array, y: Array, parameters: Parameters, *reg: float, **more: float
    ) -> TestCase:
        calls = (*self.ready(parameters), self.loss(X, y, *reg, **more))
        return TestCase(label, calls, results=self.results(parameters))

    def ready(self, parameters: Parameters, keep: str = "net") -> tuple[Call, ...]:
        """The calls that make a net with these parameters."""
        shapes = [W.shape for name, W in parameters.items() if name.startswith("W")]
        sizes = [shapes[0][0], *(after for _, after in shapes)]
        return (
            _new(self.name, sizes, _rng(self.rng), keep=keep),
            Call(f"{keep}.params.update", (parameters,), returns=False),
        )

    def loss(self, *arguments: Any, **keywords: float) -> Call:
        return Call("net.loss", arguments, tuple(keywords.items()), stand_ins=self.stand_ins)

    def results(self, parameters: Parameters) -> frozenset[str]:
        if self.name == TWO_LAYER:
            return frozenset({LOSS.name, *(part.name for part in GRADIENTS_OF_TWO)})
        return frozenset({LOSS.name, (NO_HIDDEN if len(parameters) == 2 else HIDDEN).name})


def draw_nets(name: str) -> Callable[[np.random.Generator], list[TestCase]]:
    """The cases of a net."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        cases = _Cases(name, rng)
        return [
            *_starts(name, rng),
            *_inputs(cases),
            *_labelled(cases),
            *_in_a_row(cases),
            *_read_only(cases),
        ]

    return draw


def _inputs(cases: _Cases) -> Iterator[TestCase]:
    """Cases that look at scores and losses of the same inputs."""
    rng = cases.rng
    for label, X, parameters in _networks(cases.name, rng):
        y = labels(rng, len(X), len(parameters[f"b{len(parameters) // 2}"]))
        if label not in SHOWN_BY_THE_LOSS:
            yield cases.scores(label, X, parameters)
        yield cases.losses(label, X, y, parameters)


def _networks(name: str, rng: np.random.Generator) -> Iterator[tuple[str, Array, Parameters]]:
    """Label, X, parameters."""
    for label, sizes in _depths(name):
        yield label, *_problem(rng, sizes, 6)
    yield "one example", *_problem(rng, (3, 4, 2), 1)
    yield "one feature", *_problem(rng, (1, 4, 2), 3)
    yield "one hidden unit", *_problem(rng, (3, 1, 2), 4)
    yield "one class", *_problem(rng, (3, 4, 1), 5)
    yield "all sizes equal", *_problem(rng, (4, 4, 4), 4)
    yield "float32", *_problem(rng, (3, 5, 4), 5, "float32")
    X, parameters = _problem(rng, (3, 5, 4), 6)
    yield "X in column order", np.asfortranarray(X), parameters
    yield "X and parameters with gaps in memory", strided(X), _each(strided, parameters)
    yield "all parameters 0", X, _each(lambda one: 0 * one, parameters)
    off = parameters | {"b1": np.full(5, -100.0)}
    yield "all hidden units off", X, off
    # Whole numbers, so that every right formula meets the kink itself.
    whole = rng.integers(-2, 3, (6, 2)).astype(float)
    kinks = {"W1": np.array([[1.0, 1, 2], [1, -1, 0]]), "b1": np.array([0.0, 0, -2])}
    upper = {"W2": rng.standard_normal((3, 2)), "b2": rng.standard_normal(2)}
    yield "hidden units at 0 exactly", np.vstack([whole, [[0, 0], [1, 1]]]), kinks | upper
    X, parameters = _problem(rng, (3, 5, 4), 6, size=2000.0)
    yield "scores of 1e4", X, parameters
    X, parameters = _problem(rng, (3, 5, 4), 6)
    yield "all scores near 800", X, parameters | {"b2": 800 + parameters["b2"]}


def _each(change: Callable[[Array], Array], parameters: Parameters) -> Parameters:
    return {name: change(array) for name, array in parameters.items()}


def _labelled(cases: _Cases) -> Iterator[TestCase]:
    """Cases of the loss alone: labels and regularisation."""
    rng = cases.rng
    X, parameters = _problem(rng, (3, 5, 4), 6)
    y = labels(rng, 6, 4)
    yield cases.losses("all labels 0", X, 0 * y, parameters)
    yield cases.losses("one example with label 0", X[:1], 0 * y[:1], parameters)
    for dtype in LABEL_DTYPES[1:]:
        yield cases.losses(f"labels of dtype {dtype}", X[:3], y[:3].astype(dtype), parameters)
    yield cases.losses("labels with gaps in memory", X, strided(y), parameters)
    for _, sizes in _depths(cases.name):
        X, parameters = _problem(rng, sizes, 4)
        y = labels(rng, 4, sizes[-1])
        label = f"{len(sizes) - 1} layers, a reg of 0.1, by position"
        yield cases.losses(label, X, y, parameters, 0.1)
    yield cases.losses("a reg of 3, by name", X, y, parameters, reg=3.0)
    yield cases.losses("a reg of 0", X, y, parameters, 0.0)
    yield cases.losses("a reg for one example", X[:1], y[:1], parameters, 0.5)
    single, parameters = _problem(rng, (3, 5, 4), 5, "float32")
    yield cases.losses("float32 with a reg", single, labels(rng, 5, 4), parameters, 0.25)
    # So many parameters that moving one at a time takes minutes.
    X, parameters = _problem(rng, (256, 160, 10), 144)
    small = _each(lambda one: 0.1 * one, parameters)
    yield cases.losses("42,000 weights", X, labels(rng, 144, 10), small, 0.01)


def _in_a_row(cases: _Cases) -> Iterator[TestCase]:
    """Cases that show what a net remembers that it should not."""
    rng = cases.rng
    X, parameters = _problem(rng, (3, 5, 4), 6)
    y, first = labels(rng, 6, 4), cases.loss(X, labels(rng, 6, 4), 0.5)
    others, more = _problem(rng, (3, 5, 4), 4)
    yield cases.scores("scores after a loss", X, parameters, first)
    once = cases.losses("the second loss of a net", X[:4], y[:4], parameters, 0.5)
    *ready, last = once.calls
    yield TestCase(once.label, (*ready, first, last), results=once.results)
    label = "a loss after the scores of other examples"
    yield TestCase(label, (*ready, cases.loss(others), last), results=once.results)
    label = "a loss after other parameters"
    change = Call("net.params.update", (more,), returns=False)
    yield TestCase(label, (*ready, first, change, last), results=once.results)
    yield from _beside(cases, X, parameters)


def _beside(cases: _Cases, X: Array, parameters: Parameters) -> Iterator[TestCase]:
    """Cases of a net beside another one of its sizes, which is made later."""
    ready, label = cases.ready(parameters), "two nets at once"
    other = cases.ready(_each(lambda one: 1 + one, parameters), keep="other")
    y = labels(cases.rng, len(X), len(parameters["b2"]))
    results = cases.results(parameters)
    yield TestCase(label, (*ready, *other, cases.loss(X, y, 0.5)), results=results)
    yield TestCase(label, (*ready, *other, cases.loss(X)), results=frozenset({SCORES.name}))


def _read_only(cases: _Cases) -> Iterator[TestCase]:
    X, parameters = _problem(cases.rng, (3, 5, 4), 5)
    ready = cases.ready(_each(read_only, parameters))
    loss = cases.loss(read_only(X), read_only(labels(cases.rng, 5, 4)), 0.5)
    label = "read-only inputs and parameters"
    yield TestCase(label, (*ready, cases.loss(read_only(X)), loss), ONLY_ARGUMENTS)


def draw_net_wiring(name: str) -> Callable[[np.random.Generator], list[TestCase]]:
    """Cases in which a net is built of other layers than affine and ReLU."""

    def draw(rng: np.random.Generator) -> list[TestCase]:
        cases = _Cases(name, rng)
        cases.stand_ins = STAND_INS
        drawn = [*_starts(name, rng)]
        for label, sizes in (*_depths(name), ("all sizes equal", (3, 3, 3))):
            X, parameters = _problem(rng, sizes, 4, size=0.3)
            small = _each(lambda one: 0.3 * one, parameters)
            y = labels(rng, 4, sizes[-1])
            drawn.append(cases.scores(f"other layers, {label}", X, small))
            drawn.append(cases.losses(f"other layers, {label}", X, y, small))
            drawn.append(cases.losses(f"other layers, {label}, a reg", X, y, small, 0.1))
        X, parameters = _problem(rng, (3, 5, 4), 4, size=0.3)
        large = _each(lambda one: 0.3 * one, parameters) | {"b2": 1e4 * rng.uniform(-1, 1, 4)}
        drawn.append(cases.losses("other layers, scores of 1e4", X, labels(rng, 4, 4), large))
        label = "other layers, one example with label 0"
        drawn.append(cases.losses(label, X[:1], np.zeros(1, dtype=int), large))
        return [*drawn, *_beside(cases, X, parameters), *_read_only(cases)]

    return draw


# The oracle ---------------------------------------------------------------------------


def torch_net(torch: Torch, *calls: Call) -> Any:
    """What the last call should give: parameters, scores, or loss and gradients."""
    last = calls[-1]
    if last.attribute:
        return _drawn(calls)
    given = [call.arguments[0] for call in calls if call.target == "net.params.update"]
    parameters = given[-1]
    left_out: tuple[Any, ...] = (None, 0.0)[len(last.arguments) - 1 :]
    X, y, reg = *last.arguments, *left_out
    reg = dict(last.keywords).get("reg", reg)
    leaves = {name: torch.tensor(one).requires_grad_() for name, one in parameters.items()}
    scores = _torch_scores(torch, torch.tensor(X), list(leaves.values()), bool(last.stand_ins))
    if y is None:
        return torch.array(scores)
    loss = torch.torch.nn.functional.cross_entropy(scores, torch.labels(y))
    loss = loss + reg * sum((W**2).sum() for name, W in leaves.items() if name.startswith("W"))
    gradients = torch.torch.autograd.grad(loss, list(leaves.values()))
    return torch.array(loss), dict(zip(leaves, map(torch.array, gradients), strict=True))


def _drawn(calls: tuple[Call, ...]) -> Parameters:
    """The parameters of the net that the last call looks at, drawn once more."""
    shared: dict[int, np.random.Generator] = {}
    for call in calls[:-1]:
        sizes, rest = call.arguments[:3], call.arguments[3:]
        if call.target == ANY_DEPTH:
            sizes, rest = call.arguments[0], call.arguments[1:]
        seed, *scale = rest
        rng = np.random.default_rng(seed.seed)
        if seed.shared:
            rng = shared.setdefault(seed.seed, rng)
        width = dict(call.keywords).get("weight_scale", scale[0] if scale else 0.01)
        parameters = {}
        for layer, shape in enumerate(pairwise(sizes), 1):
            parameters[f"W{layer}"] = rng.standard_normal(shape) * width
            parameters[f"b{layer}"] = np.zeros(shape[1])
        if call.keep == "net":
            found = parameters
    return found


def _torch_scores(torch: Torch, out: Any, parameters: list[Any], other_layers: bool) -> Any:
    for number, (W, b) in enumerate(zip(parameters[::2], parameters[1::2], strict=True)):
        if number:
            out = out**2 if other_layers else torch.torch.relu(out)
        if other_layers:
            place = torch.tensor(np.arange(1, len(W) + 1))
            rows, columns = (out * place).sum(1), (W / place[:, None]).sum(0)
            out = torch.torch.outer(rows, columns) + 2 * b
        else:
            out = torch.torch.nn.functional.linear(out, W.T, b)
    return out
