"""A forward, and the backward of what it left: cases of a layer, and torch's gradients.

A backward gets the student's own cache, which stays inside under a name. So only
the forward's cache counts for it, and not whether its output is right.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.assignments.random_inputs import Array
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember, Kept
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch

Inputs = tuple[Any, ...]


def forward_case(label: str, name: str, *arguments: Any, **keywords: Any) -> TestCase:
    """One call of a forward, of which the output is judged."""
    return TestCase(label, (Call(name, arguments, tuple(keywords.items()), returns=0),))


def backward_case(
    label: str, layer: str, inputs: Inputs, dout: Array | FamilyMember, **keywords: Any
) -> TestCase:
    """A forward and its backward, of which the gradients are judged."""
    forward = _forward(layer, inputs, "forward", **keywords)
    return TestCase(label, (forward, _backward(layer, dout, "forward")))


def cache_cases(
    layer: str, inputs: Inputs, others: Inputs, dout: Array, other_dout: Array
) -> list[TestCase]:
    """Cases in which a cache is used later, and again.

    Arguments:
        layer: its name, without `_forward`.
        inputs: what the judged backward's forward was called with.
        others: what another forward was called with.
        dout: the judged backward's upstream gradient.
        other_dout: of dout's shape.
    """
    first, second = _forward(layer, inputs, "first"), _forward(layer, others, "second")
    again = _backward(layer, other_dout, "first", returns=False)
    judged = _backward(layer, dout, "first")
    return [
        TestCase("after the forward of another batch", (first, second, judged)),
        TestCase("a second backward with one cache", (first, again, judged)),
    ]


def _forward(layer: str, inputs: Inputs, keep: str, **keywords: Any) -> Call:
    return Call(f"{layer}_forward", inputs, tuple(keywords.items()), keep=keep, returns=False)


def _backward(
    layer: str, dout: Array | FamilyMember, forward: str, *, returns: bool = True
) -> Call:
    return Call(f"{layer}_backward", (dout, Kept(forward, 1)), returns=returns)


def forward_of(calls: tuple[Call, ...]) -> Call:
    """The forward whose cache the last of these calls uses."""
    _, cache = calls[-1].arguments
    (forward,) = (call for call in calls if call.keep == cache.name)
    return forward


def differentiated(
    torch: Torch, layer: Callable[..., Any], calls: tuple[Call, ...]
) -> tuple[Array, ...]:
    """The gradients of a layer for its inputs, by autograd.

    Arguments:
        torch: the oracle.
        layer: computes its output from tensors.
        calls: of a case; the last is the backward.
    """
    leaves = [torch.tensor(argument).requires_grad_() for argument in forward_of(calls).arguments]
    dout, _ = calls[-1].arguments
    gradients = torch.torch.autograd.grad(layer(*leaves), leaves, torch.tensor(dout))
    return tuple(map(torch.array, gradients))
