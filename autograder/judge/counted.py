"""Decides from counts of instructions: does a Python loop run over what it may not run over?"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.inside.plan import Work
from autograder.judge.exercise import TestCase


@dataclass(frozen=True)
class Loop:
    """A forbidden loop.

    Attributes:
        number: of the first line in its cell that it executes once for each; 0 where unknown.
        line: that line, as source text.
        over: what it runs over, such as "example".
    """

    number: int
    line: str
    over: str


def is_counted(case: TestCase, work: list[Work]) -> bool:
    """Whether every counted call of a case was counted, and nobody stopped that."""
    return len(work) == sum(call.counted for call in case.calls) and all(one.whole for one in work)


def loop_in(case: TestCase, work: list[Work]) -> Loop | None:
    """Find a loop by what the case's counted calls executed, the one with more examples last.

    An answer without a loop executes exactly as many instructions for more examples. A
    loop executes at least one more for each round, wherever it is written.
    """
    if case.rounds is None or not is_counted(case, work):
        return None
    few, more = work[0], work[-1]
    if more.total - few.total < case.rounds.more:
        return None
    growing = [
        place
        for place, count in more.lines.items()
        if count - few.lines.get(place, 0) >= case.rounds.more
    ]
    # Lines are in the order of their first execution: a loop's head comes before its body.
    number, line = next((place for place in growing if place[1]), (0, ""))
    return Loop(number, line, case.rounds.over)
