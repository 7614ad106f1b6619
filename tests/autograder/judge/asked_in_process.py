"""What the judge says of functions in this process: asked first, and again where that is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autograder.inside.probe import answer
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict


def verdicts_in(
    judge: Judge, namespace: dict[str, Any], source: str = "", names: Iterable[str] | None = None
) -> dict[str, Verdict]:
    """The verdicts on the functions of a namespace, each failure with what it follows from.

    Arguments:
        judge: decides.
        namespace: holds the functions.
        source: their code, where it may say what calls what.
        names: of the exercises to judge; all of the assignment without any.
    """
    verdicts = {
        name: judge.verdict(name, answer(judge.plans[name], namespace), source)
        for name in names or judge.assignment.by_name
    }
    followed_up = {
        name: [answer(plan, namespace) for plan in judge.follow_ups[name].plans]
        for name in judge.unexplained(verdicts)
    }
    return judge.explained(verdicts, followed_up, source)
