"""Verdicts: the points of an exercise, and what is said about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PartVerdict:
    """The verdict on one part of an exercise."""

    name: str
    score: float
    max_score: float
    message: str


@dataclass(frozen=True)
class Verdict:
    """The verdict on one exercise.

    Attributes:
        exercise: its name.
        score: points earned.
        max_score: points of all its parts.
        message: what a good teaching assistant would say; one paragraph per part.
        mistake: the name of the known mistake that the answer equals, if any.
        parts: the same, part by part.
        calls: what it builds on and this notebook's code for it uses, where it is
            not right: nothing else can be the cause.
        apart: the verdict by those cases alone in which what it needs did not fail before it
            was called; None where there are none others, or not enough.
        stopped: whether each case that is wrong raised, or came to no finite number: nothing
            that was computed contradicts what it needs.
        cause_said: whether the message names what it needs and is not there.
    """

    exercise: str
    score: float
    max_score: float
    message: str
    mistake: str | None
    parts: tuple[PartVerdict, ...] = ()
    calls: frozenset[str] = frozenset()
    apart: Verdict | None = None
    stopped: bool = False
    cause_said: bool = False

    @property
    def passed(self) -> bool:
        """Tell whether every part is right."""
        return self.score == self.max_score

    def as_json(self) -> dict[str, Any]:
        """The verdict as plain data, `passed` included."""
        parts = tuple(vars(part) for part in self.parts)
        plain = vars(self) | {"parts": parts, "passed": self.passed}
        del plain["calls"], plain["apart"], plain["stopped"], plain["cause_said"]
        return plain
