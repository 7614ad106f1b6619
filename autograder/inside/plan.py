"""What is asked beside an exercise's own cases, where these do not come out right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Apart:
    """What may explain a failure, each group a plan by itself.

    It costs as much as the exercise's own cases, so it is asked only of those that
    fail. A function that never ends takes its whole plan down: with stand-ins in its
    place the rest can still be judged.

    Attributes:
        builds_on: exercises of the same notebook that this one calls.
        earlier: a plan for each exercise of an earlier notebook that it calls.
        wiring: plans in which stand-ins take the place of what it calls.
    """

    builds_on: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    wiring: tuple[str, ...] = ()

    @property
    def plans(self) -> tuple[str, ...]:
        """All of them, in the order of their replies."""
        return self.earlier + self.wiring
