"""Building blocks for the cases of every assignment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.assignments.random_inputs import Array, away_from_kinks
from autograder.inside.families import standard_normal
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember, Rng
from autograder.judge.exercise import Judged, Rounds, TestCase

MAX_SEED = 2**62
LEAST_OF_A_ROUND = 2
"""Instructions of one round of a loop, at least: the next item is fetched and stored."""


def case(label: str, name: str, *arguments: Any, **keywords: Any) -> TestCase:
    """A case of one call."""
    return TestCase(label, (Call(name, arguments, tuple(keywords.items())),))


def ordinary(case: TestCase) -> TestCase:
    """Mark a case as ordinary: the cases of the conventions are made of it."""
    return replace(case, ordinary=True)


def counted_case(few: tuple[Call, ...], more: tuple[Call, ...], rounds: int, over: str) -> TestCase:
    """A case that counts what an answer executes: a forbidden loop executes more for more.

    Arguments:
        few: calls; of the last one, the instructions are counted.
        more: the same calls with more examples; a value that they keep has another name.
        rounds: how many rounds more a forbidden loop has then.
        over: what each round is for, such as "example".
    """
    calls = (
        *few[:-1],
        replace(few[-1], counted=True, returns=False),
        *more[:-1],
        replace(more[-1], counted=True),
    )
    return TestCase(f"more {over}s", calls, frozenset({Judged.RESULT}), rounds=Rounds(rounds, over))


def bounded_case(label: str, calls: tuple[Call, ...], count: int, over: str) -> TestCase:
    """A case of many examples and next to nothing of all else, in which no loop hides in a number.

    Whoever runs a loop a fixed number of times, so that it executes as much for few examples
    as for more, has to run it at least as often as there are many.

    Arguments:
        label: what is special about the case.
        calls: of the last one, the instructions are counted.
        count: how many examples there are: more by far than an answer without a loop executes.
        over: what each round is for, such as "example".
    """
    calls = (*calls[:-1], replace(calls[-1], counted=True))
    rounds = Rounds(LEAST_OF_A_ROUND * count, over)
    return TestCase(label, calls, frozenset({Judged.RESULT}), rounds=rounds)


def new_rng(rng: np.random.Generator, *, shared: bool = False) -> Rng:
    """A random generator to call something with: its seed is drawn from the judge's own."""
    return Rng(int(rng.integers(MAX_SEED)), shared)


def large_normal(rng: np.random.Generator, *shape: int) -> FamilyMember:
    """A standard normal array of a case that is large on purpose: it crosses as its seed."""
    return FamilyMember("standard_normal", (int(rng.integers(MAX_SEED)), *shape))


def large_normals(
    rng: np.random.Generator, shapes: Sequence[tuple[int, ...]], kinks: Callable[..., Array]
) -> list[FamilyMember]:
    """Several of them, away from kinks: `kinks` gets the arrays, as in `away_from_kinks`."""

    def draw() -> tuple[Array, ...]:
        seeds = rng.integers(MAX_SEED, size=len(shapes))
        pairs = zip(seeds.tolist(), shapes, strict=True)
        return seeds, *(standard_normal(seed, *shape) for seed, shape in pairs)

    seeds, *_ = away_from_kinks(draw, lambda _, *arrays: kinks(*arrays))
    pairs = zip(seeds.tolist(), shapes, strict=True)
    return [FamilyMember("standard_normal", (seed, *shape)) for seed, shape in pairs]


def drawn(value: Array | FamilyMember) -> Array:
    """The array that a seed stands for; an array as it is."""
    return value if isinstance(value, np.ndarray) else standard_normal(*value.settings)


def update(net: str, parameters: Mapping[str, Array | FamilyMember]) -> Call:
    """The call that gives a net these parameters; what crosses as its seed goes by name."""
    target = f"{net}.params.update"
    if any(isinstance(parameter, FamilyMember) for parameter in parameters.values()):
        return Call(target, (), tuple(parameters.items()), returns=False)
    return Call(target, (dict(parameters),), returns=False)


def updated(call: Call) -> dict[str, Array]:
    """The parameters that such a call gives."""
    given = dict(*call.arguments) | dict(call.keywords)
    return {name: drawn(parameter) for name, parameter in given.items()}
