"""What a plan asks in pieces, where the whole of it does not come to an end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Apart:
    """What a plan asks beside the exercise's own cases, each group as a plan by itself.

    A function that never ends takes the whole plan of what builds on it down; with
    stand-ins in its place the rest can still be judged.

    Attributes:
        builds_on: exercises of the same notebook that this one calls.
        earlier: a plan for each exercise of an earlier notebook that it calls.
        wiring: plans in which stand-ins take the place of what it calls.
    """

    builds_on: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    wiring: tuple[str, ...] = ()
