"""Reads from counts of instructions that an answer loops, or differentiates itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """Tell whether every counted call of a case was counted, and nobody stopped that."""
    return len(work) == sum(call.counted for call in case.calls) and all(
        entry.whole for entry in work
    )


def loop_in(case: TestCase, work: list[Work]) -> Loop | None:
    """Find a loop by what the case's counted calls executed, the one with more examples last.

    An answer without a loop executes exactly as many instructions for more examples. A
    loop executes at least one more for each round, wherever it is written. One that runs
    a fixed number of times shows itself where there are more examples than all an answer
    without a loop executes.
    """
    if case.rounds is None or not is_counted(case, work):
        return None
    few, more = work[0] if len(work) > 1 else Work({}), work[-1]
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


def said_of_loops(cases: Sequence[TestCase], work: Sequence[list[Work]]) -> str:
    """Say where a Python loop runs over what it may not run over; nothing if none does.

    Arguments:
        cases: of an exercise.
        work: what the counted calls of each executed; none at all where nothing was counted.
    """
    found = (loop_in(case, counted) for case, counted in zip(cases, work, strict=False))
    return next((loop(entry) for entry in found if entry), "")


def said_of_the_count(cases: Sequence[TestCase], work: Sequence[list[Work]]) -> str:
    """Say so if a case that should have counted did not; nothing if all did."""
    work = work or [[] for _ in cases]
    if len(work) == len(cases) and all(map(is_counted, cases, work)):
        return ""
    return "could not be judged: something stopped the count of what runs"


def said_of_derivatives(work: Iterable[list[Work]]) -> str:
    """Say that a gradient comes from the loss itself, called with numbers that differentiate."""
    found = [entry.differentiated for counted in work for entry in counted if entry.differentiated]
    if not found:
        return ""
    return (
        f"calls {found[0]}, so that the loss differentiates itself. The gradient's own formula "
        "is asked for here."
    )


def loop(found: Loop) -> str:
    """Say which line loops over what it may not loop over."""
    where = f"line {found.number} of your cell, `{found.line}`," if found.line else "some of it"
    return (
        f"{where} runs once for each {found.over}. One array operation can do all of them at once."
    )
