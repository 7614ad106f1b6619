"""What practice gives out is no key to the hidden tests: whoever looks answers up earns nothing.

Asked is more than a function in a notebook could do: the one who looks up sees all calls of a
hidden case at once, and answers with what practice says is right for the case most like it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.inside.plan import Failure, Reply
from autograder.inside.wire import FamilyMember, Kept, Rng
from autograder.judge.exercise import TestCase
from autograder.judge.judge import Judge
from autograder.practice import PUBLIC_SEED
from autograder.practice.records import Practised
from autograder.practice.said import exercises

ROOT = Path(__file__).resolve().parents[3]
SEEDS = range(4)

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def leaves(value: Any) -> Iterator[tuple[Any, Numbers]]:
    """What a value is made of: the kind of each part, which has to agree, and its numbers."""
    match value:
        case tuple() | list():
            yield len(value), np.empty(0)
            for item in value:
                yield from leaves(item)
        case dict():
            for name in sorted(value):
                yield name, np.empty(0)
                yield from leaves(value[name])
        case np.ndarray():
            yield value.shape, value.astype(float).ravel()
        case bool() | int() | float() | np.generic():
            yield "number", np.array([float(value)])
        case FamilyMember(family, settings, _):
            yield family, np.empty(0)
            yield from leaves(settings)
        case Rng(seed, _):
            yield "rng", np.array([float(seed)])
        case Kept(name, item):
            yield (name, item), np.empty(0)
        case _:
            yield value, np.empty(0)


class LookUp:
    """Knows an exercise's practice cases, and what is right for them."""

    def __init__(self, practised: Practised) -> None:
        self.known = [
            (*self.described(case), answer)
            for case, answer in zip(practised.cases, practised.expected, strict=True)
        ]

    @staticmethod
    def described(case: TestCase) -> tuple[list[Any], Numbers]:
        calls = [(call.target, call.arguments, call.keywords) for call in case.calls]
        kinds, numbers = zip(*leaves(calls), strict=True)
        return list(kinds), np.concatenate(numbers)

    def answer(self, case: TestCase) -> Any:
        """What is right for the practice case that is most like this one."""
        kinds, numbers = self.described(case)

        def distance(known: tuple[list[Any], Numbers, Any]) -> tuple[float, float]:
            if known[0] != kinds:  # other shapes: some of them may still fit by chance
                return (sum(a != b for a, b in zip(known[0], kinds, strict=False)) + 1.0, 0.0)
            return (0.0, float(np.nan_to_num(np.abs(known[1] - numbers)).sum()))

        return min(self.known, key=distance)[2]


def replies(look_up: LookUp, cases: list[TestCase]) -> dict[int, list[Reply]]:
    found: dict[int, list[Reply]] = {}
    for index, case in enumerate(cases):
        answer = look_up.answer(case)
        last = Reply(failure=answer) if isinstance(answer, Failure) else Reply(answer)
        found[index] = [*[Reply()] * (len(case.calls) - 1), last]
    return found


@pytest.mark.parametrize("name", assignments.names())
def test_whoever_looks_answers_up_earns_nothing_from_the_hidden_tests(name: str) -> None:
    loaded = assignments.load(name)
    records = exercises(ROOT / "_build" / "release" / name / "practice.zip")
    look_ups = {exercise: LookUp(practised) for exercise, practised in records.items()}
    assert PUBLIC_SEED not in SEEDS
    for seed in SEEDS:
        judge = Judge(loaded, seed, None)
        for exercise, look_up in look_ups.items():
            hidden = judge.questions[exercise].own
            found = hidden.compared(replies(look_up, hidden.cases)).differences
            assert found, "the other parts count once one of these is right"
            earned = [part.name for part, wrong in found.items() if not wrong]
            assert not earned, f"{exercise} with seed {seed} gives away {earned}"


@pytest.mark.parametrize("name", assignments.names())
def test_the_look_up_knows_all_that_practice_asks(name: str) -> None:
    records = exercises(ROOT / "_build" / "release" / name / "practice.zip")
    for practised in records.values():
        found = practised.compared(replies(LookUp(practised), practised.cases))
        assert not found.wrong_parts, practised.exercise.name
