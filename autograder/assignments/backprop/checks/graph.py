"""Cases and oracle of Graph, with gates that are no exercise's answer.

An early mistake in a gate of the student's own is not paid for twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.assignments.backprop.checks.gates import normal, number
from autograder.assignments.cases import ordinary
from autograder.inside.families import FAMILIES
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

Node = tuple[str, str, list[str]]
Values = dict[str, Any]

FORWARD, BACKWARD = "forward", "backward"
USES, UNUSED = "gradients added up", "zeros for what is not used"
"""Names of the parts: each case of a backward counts for those that it is about."""

CUBE, SUBTRACT, AVERAGE, ROW_SUM = "cube", "subtract", "average", "row_sum"


@dataclass(frozen=True)
class Circuit:
    """A circuit and what is special about it.

    Attributes:
        label: that, in words.
        nodes: name, kind of gate and inputs of each.
        values: of the free names.
        parts: the parts that its gradients count for.
    """

    label: str
    nodes: tuple[Node, ...]
    values: Values
    parts: frozenset[str] = frozenset({BACKWARD})


def _added(nodes: tuple[Node, ...], graph: str = "graph") -> tuple[Call, ...]:
    """The calls that add nodes."""
    return tuple(
        Call(f"{graph}.add", (name, FamilyMember(f"{kind}_gate"), inputs), returns=False)
        for name, kind, inputs in nodes
    )


def _made(nodes: tuple[Node, ...], graph: str = "graph") -> tuple[Call, ...]:
    """The calls that make a graph."""
    return (Call("Graph", keep=graph, returns=False), *_added(nodes, graph))


def _ran(values: Values, graph: str = "graph", *, returns: bool = False) -> Call:
    return Call(f"{graph}.forward", (values,), returns=returns)


def _ran_back(graph: str = "graph", *, returns: bool = False) -> Call:
    return Call(f"{graph}.backward", returns=returns)


def _forward_case(label: str, *before: Call, values: Values) -> TestCase:
    calls = (*before, _ran(values, returns=True))
    return TestCase(label, calls, results=frozenset({FORWARD}))


def _backward_case(
    label: str, *before: Call, parts: frozenset[str] = frozenset({BACKWARD}), graph: str = "graph"
) -> TestCase:
    return TestCase(label, (*before, _ran_back(graph, returns=True)), results=parts)


def draw_graph(rng: np.random.Generator) -> list[TestCase]:
    """The cases of Graph."""
    cases = []
    for circuit in _circuits(rng):
        make = _made(circuit.nodes)
        cases.append(_forward_case(circuit.label, *make, values=circuit.values))
        ran = _ran(circuit.values)
        cases.append(_backward_case(circuit.label, *make, ran, parts=circuit.parts))
    return [*cases, *_ordinary(rng), *_calls_in_a_row(rng)]


CHAIN: tuple[Node, ...] = (
    ("q", SUBTRACT, ["x", "y"]),
    ("f", CUBE, ["q"]),
)
BOOK: tuple[Node, ...] = (
    ("q", AVERAGE, ["x", "y"]),
    ("f", SUBTRACT, ["q", "z"]),
)


def _circuits(rng: np.random.Generator) -> Iterator[Circuit]:
    """Circuits in which nothing is used twice, and then all others."""
    array = normal(rng)

    def arrays(names: str, shape: tuple[int, ...] = (2, 3)) -> Values:
        return {name: array(shape) for name in names}

    def numbers(names: str) -> Values:
        return {name: number(rng) for name in names}

    yield Circuit("one gate", (("f", CUBE, ["x"]),), numbers("x"))
    yield Circuit("one gate with two inputs", (("f", SUBTRACT, ["x", "y"]),), numbers("xy"))
    yield Circuit("one gate that reads its inputs the other way", CHAIN[:1], numbers("yx"))
    yield Circuit("two gates, numbers", CHAIN, numbers("xy"))
    yield Circuit("two gates, arrays", CHAIN, arrays("xy"))
    yield Circuit("three free names, numbers", BOOK, numbers("zyx"))
    yield Circuit("three free names, arrays with four axes", BOOK, arrays("xyz", (2, 1, 3, 2)))
    row_sums: tuple[Node, ...] = (("s", ROW_SUM, ["x"]), ("f", CUBE, ["s"]))
    yield Circuit("a gate whose output has another shape", row_sums, arrays("x", (3, 4)))
    at_the_end: tuple[Node, ...] = (("c", CUBE, ["x"]), ("f", ROW_SUM, ["c"]))
    yield Circuit("a last gate whose output has another shape", at_the_end, arrays("x", (3, 4)))
    yield Circuit("a chain of three cubes", _chain(3), {"x": 1 + 0.1 * array((4,))})
    yield from _with_uses(arrays, numbers)
    yield from _with_unused(arrays, numbers)


def _chain(length: int) -> tuple[Node, ...]:
    names = ["x", *(f"step {number}" for number in range(length))]
    return tuple((names[k + 1], CUBE, [names[k]]) for k in range(length))


def _with_uses(arrays: Any, numbers: Any) -> Iterator[Circuit]:
    """Circuits in which a free name or a node is read more than once."""
    added = frozenset({USES})
    twice: tuple[Node, ...] = (("c", CUBE, ["x"]), ("f", SUBTRACT, ["c", "x"]))
    yield Circuit("a free name used twice, a number", twice, numbers("x"), added)
    yield Circuit("a free name used twice, an array", twice, arrays("x"), added)
    by_one: tuple[Node, ...] = (("f", SUBTRACT, ["x", "x"]),)
    yield Circuit("a free name used twice by one gate", by_one, arrays("x"), added)
    square: tuple[Node, ...] = (("c", CUBE, ["x"]), ("f", AVERAGE, ["c", "c"]))
    yield Circuit("a node used twice by one gate", square, arrays("x"), added)
    diamond: tuple[Node, ...] = (
        ("q", SUBTRACT, ["x", "y"]),
        ("left", CUBE, ["q"]),
        ("right", AVERAGE, ["q", "y"]),
        ("f", SUBTRACT, ["right", "left"]),
    )
    yield Circuit("a diamond, numbers", diamond, numbers("xy"), added)
    yield Circuit("a diamond, arrays", diamond, arrays("xy"), added)
    thrice: tuple[Node, ...] = (
        ("a", CUBE, ["x"]),
        ("b", SUBTRACT, ["a", "x"]),
        ("f", AVERAGE, ["b", "x"]),
    )
    yield Circuit("a free name used three times", thrice, arrays("x", (3, 3)), added)
    # The average hands one array to both inputs: changed in place, both change.
    shared: tuple[Node, ...] = (
        ("c", CUBE, ["x"]),
        ("s", AVERAGE, ["x", "y"]),
        ("f", SUBTRACT, ["s", "c"]),
    )
    yield Circuit("a gradient that two inputs share", shared, arrays("xy"), added)
    yield Circuit("a gradient that two inputs share, one axis", shared, arrays("yx", (3,)), added)


def _with_unused(arrays: Any, numbers: Any) -> Iterator[Circuit]:
    """Circuits with a free name that nothing reads, or a node that leads nowhere."""
    unused = frozenset({UNUSED})
    yield Circuit("an unused number", CHAIN, numbers("xuy"), unused)
    other_shape = arrays("xy") | {"u": arrays("u", (4,))["u"]}
    yield Circuit("an unused array of another shape", CHAIN, other_shape, unused)
    dead_end: tuple[Node, ...] = (
        ("q", SUBTRACT, ["x", "y"]),
        ("nowhere", CUBE, ["z"]),
        ("f", CUBE, ["q"]),
    )
    yield Circuit("a node that leads nowhere", dead_end, arrays("xyz"), unused)
    fork: tuple[Node, ...] = (*dead_end[:1], ("nowhere", CUBE, ["q"]), *dead_end[2:])
    yield Circuit("a value with a use that leads nowhere", fork, arrays("xy"), unused)


def _ordinary(rng: np.random.Generator) -> Iterator[TestCase]:
    """The ordinary case, both ways."""
    array = normal(rng, "float32")
    values = {"x": array((3, 4)), "y": array((3, 4))}
    yield ordinary(_forward_case("ordinary arrays", *_made(CHAIN), values=values))
    yield ordinary(_backward_case("ordinary arrays", *_made(CHAIN), _ran(values)))


def _calls_in_a_row(rng: np.random.Generator) -> Iterator[TestCase]:
    """Cases that show what a graph remembers, and of which run."""
    array = normal(rng)
    first, second = ({"x": array((2, 2)), "y": array((2, 2))} for _ in range(2))
    larger = {"x": array((4, 1)), "y": array((4, 1))}
    make = _made(CHAIN)
    yield _forward_case("forward again, with other values", *make, _ran(first), values=second)
    yield _backward_case("two forwards, then back", *make, _ran(second), _ran(first))
    yield _backward_case("twice back", *make, _ran(first), _ran_back())
    rounds = (*make, _ran(first), _ran_back(), _ran(larger))
    yield _backward_case("a second round with another shape", *rounds)
    unused = frozenset({UNUSED})
    with_more = _ran(first | {"u": array((3,))})
    yield _backward_case(
        "an unused name that is gone in the second round",
        *make,
        with_more,
        _ran(second),
        parts=unused,
    )
    two = (*_made(CHAIN, "one"), *_made(BOOK, "other"))
    ran = (_ran(first, "one"), _ran(first | {"z": array((2, 2))}, "other"))
    yield _backward_case("the first of two graphs", *two, *ran, graph="one")
    yield _backward_case("the second of two graphs", *two, *ran, _ran_back("one"), graph="other")
    grown = (*make, _ran(first), *_added((("g", CUBE, ["f"]),)))
    yield _forward_case("a node added after a first run", *grown, values=second)
    yield _backward_case("a node added after a first run", *grown, _ran(second))


def torch_graph(torch: Torch, *calls: Call) -> Any:
    """The same gates on tensors, and autograd."""
    graph, _, method = calls[-1].target.partition(".")
    values: Values = [call for call in calls if call.target == f"{graph}.forward"][-1].arguments[0]
    leaves = {name: torch.tensor(value).requires_grad_() for name, value in values.items()}
    known = dict(leaves)
    for call in calls:
        if call.target == f"{graph}.add":
            name, gate, inputs = call.arguments
            known[name] = out = FAMILIES[gate.family]().forward(*(known[read] for read in inputs))
    if method == "forward":
        return torch.array(out)
    ones = torch.torch.ones_like(out)
    gradients = torch.torch.autograd.grad(out, list(leaves.values()), ones, allow_unused=True)
    return {
        name: np.zeros(np.shape(value)) if gradient is None else torch.array(gradient)
        for (name, value), gradient in zip(values.items(), gradients, strict=True)
    }
