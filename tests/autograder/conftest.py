"""The second oracle and the judges, made once for all tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest

from autograder import assignments
from autograder.inside.probe import answer
from autograder.judge.judge import Judge
from autograder.judge.torch_oracle import Torch
from autograder.judge.verdict import Verdict

JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]


@pytest.fixture(scope="session")
def torch_oracle() -> Torch:
    """torch on the CPU, wherever the tests run."""
    return Torch("cpu")


@pytest.fixture(scope="session")
def judge_of(torch_oracle: Torch) -> JudgeOf:
    """The judge of an assignment with a seed; its answers are computed once."""

    @cache
    def judge_of(assignment: str, seed: int) -> Judge:
        return Judge(assignments.load(assignment), seed, torch_oracle)

    return judge_of


@pytest.fixture(scope="session")
def judged(judge_of: JudgeOf) -> JudgedBy:
    """Judges one function as the answer to an exercise of any assignment.

    Other exercises that it calls are the reference's, but for those in `also`. The
    assignment (`of`) has to be named only where two have an exercise of that name.
    """
    known = {name: assignments.load(name) for name in assignments.names()}

    def judged(
        exercise: str,
        function: Callable[..., Any],
        *,
        also: Mapping[str, Callable[..., Any]] | None = None,
        of: str | None = None,
        source: str = "",
        seed: int = 0,
    ) -> Verdict:
        (home,) = (
            [of] if of else [n for n, assignment in known.items() if exercise in assignment.by_name]
        )
        judge = judge_of(home, seed)
        namespace = vars(judge.assignment.reference) | {exercise: function, **(also or {})}
        return judge.verdict(exercise, answer(judge.plans[exercise], namespace), source)

    return judged
