"""Writing the cases of a gate: an object that is made, run forward, and run back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from autograder.assignments.cases import ordinary
from autograder.assignments.random_inputs import Array
from autograder.inside.plan import Call
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

Inputs = tuple[Any, ...]
Draw = Callable[[tuple[int, ...]], Array]

FORWARD = frozenset({"forward"})
BACKWARD = frozenset({"gradient", *(f"gradient for {name}" for name in ("a", "b", "A", "B"))})
"""The parts of a gate that a case counts for, whatever its inputs are called."""

SHAPES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("one axis", (4,)),
    ("two axes", (3, 2)),
    ("equal lengths", (3, 3)),
    ("four axes", (2, 1, 3, 2)),
    ("one entry", (1,)),
    ("no axes", ()),
)


def normal(rng: np.random.Generator, dtype: str = "float64") -> Draw:
    """Draws arrays of normal numbers."""
    return lambda shape: np.asarray(rng.standard_normal(shape)).astype(dtype)


def number(rng: np.random.Generator) -> float:
    """A number that a message can show, and that is not 0."""
    return float(rng.choice([-1, 1]) * rng.integers(3, 40)) / 8


def made(name: str, *settings: Any, keep: str = "gate") -> Call:
    """The call that makes a gate; it stays inside."""
    return Call(name, settings, keep=keep, returns=False)


def ran(*inputs: Any, gate: str = "gate") -> Call:
    """A forward whose output nobody asks for."""
    return Call(f"{gate}.forward", inputs, returns=False)


def ran_back(dout: Any, gate: str = "gate", *, returns: bool = False) -> Call:
    """A backward."""
    return Call(f"{gate}.backward", (dout,), returns=returns)


def forward_case(label: str, make: Call, *inputs: Any) -> TestCase:
    """A new gate's output."""
    return TestCase(label, (make, Call("gate.forward", inputs)), results=FORWARD)


def backward_case(label: str, *before: Call, dout: Any, gate: str = "gate") -> TestCase:
    """The gradients of a gate, after other calls."""
    calls = (*before, ran_back(dout, gate, returns=True))
    return TestCase(label, calls, results=BACKWARD)


def both_ways(label: str, make: Call, inputs: Inputs, dout: Any) -> list[TestCase]:
    """A new gate's output, and its gradients."""
    return [
        forward_case(label, make, *inputs),
        backward_case(label, make, ran(*inputs), dout=dout),
    ]


def ordinary_cases(make: Call, inputs: Inputs, dout: Any) -> list[TestCase]:
    """Draw the ordinary case both ways: the cases of the conventions are made of it."""
    return list(map(ordinary, both_ways("ordinary arrays", make, inputs, dout)))


def in_other_orders(make: Call, other: Call, pairs: Sequence[tuple[Inputs, Any]]) -> list[TestCase]:
    """Cases with calls in a row: what a gate keeps is its own, and of the last forward.

    Arguments:
        make: makes a gate.
        other: makes one that differs, if gates of this kind can.
        pairs: three times inputs with an upstream gradient.
    """
    (first, up), (second, other_up), (third, last_up) = pairs
    two = tuple(
        Call(one.target, one.arguments, keep=keep, returns=False)
        for one, keep in ((make, "one"), (other, "other"))
    )
    both = (*two, ran(*first, gate="one"), ran(*second, gate="other"))
    return [
        TestCase(
            "the output of the first of two gates",
            (*two, Call("one.forward", first)),
            results=FORWARD,
        ),
        backward_case("the first of two gates", *both, dout=up, gate="one"),
        backward_case(
            "the second of two gates", *both, ran_back(up, "one"), dout=other_up, gate="other"
        ),
        backward_case(
            "forward, again with other inputs, then back", make, ran(*second), ran(*first), dout=up
        ),
        backward_case("twice back", make, ran(*third), ran_back(last_up), dout=last_up),
        backward_case(
            "a second round with another shape",
            *(make, ran(*first), ran_back(up), ran(*third)),
            dout=last_up,
        ),
    ]


def of_shapes(make: Call, draw: Draw, count: int, upstream: Draw) -> Iterable[TestCase]:
    """Both ways for arrays of every shape.

    Arguments:
        make: makes a gate.
        draw: draws an input.
        count: how many inputs the gate has.
        upstream: draws an upstream gradient.
    """
    for label, shape in SHAPES:
        inputs = tuple(draw(shape) for _ in range(count))
        yield from both_ways(label, make, inputs, upstream(shape))


def torch_gate(function: Callable[..., Any]) -> Callable[..., Any]:
    """The oracle of a gate: torch's value of a function, or autograd's gradients.

    Arguments:
        function: called with the module torch, what the gate was made with, and its
            inputs.
    """

    def oracle(torch: Torch, *calls: Call) -> Any:
        gate, _, method = calls[-1].target.partition(".")
        (settings,) = (call.arguments for call in calls if call.keep == gate)
        inputs = [call for call in calls if call.target == f"{gate}.forward"][-1].arguments
        leaves = [torch.tensor(array).requires_grad_() for array in inputs]
        out = function(torch.torch, *settings, *leaves)
        if method == "forward":
            return tuple(map(torch.array, out)) if isinstance(out, tuple) else torch.array(out)
        (dout,) = calls[-1].arguments
        upstream = dout if isinstance(dout, tuple) else (dout,)
        outputs = out if isinstance(out, tuple) else (out,)
        found = torch.torch.autograd.grad(outputs, leaves, tuple(map(torch.tensor, upstream)))
        gradients = tuple(map(torch.array, found))
        return gradients if len(gradients) > 1 else gradients[0]

    return oracle
