"""A graded notebook, in the form that crosses from the process that graded it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.judge.exercise import Assignment
from autograder.judge.verdict import PartVerdict, Verdict

MOST_NOTES = 100


@dataclass(frozen=True)
class Graded:
    """A graded notebook.

    Attributes:
        text: the notebook as JSON: executed, with the verdicts as outputs of its test cells.
        verdicts: by exercise, in the order of the assignment.
        seed: decided all inputs: with the same one a run can be repeated.
        notes: what had to be repaired before it could run, and what happened as it ran.
        seconds: wall time of its execution.
        trouble: why it could not be executed at all, where that is so.
    """

    text: str
    verdicts: dict[str, Verdict]
    seed: int
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    trouble: str = ""

    @cached_property
    def notebook(self) -> NotebookNode:
        """The notebook, read from its text."""
        return nbformat.from_dict(json.loads(self.text))

    @property
    def score(self) -> float:
        """Points earned in all exercises."""
        return sum(verdict.score for verdict in self.verdicts.values())

    @property
    def max_score(self) -> float:
        """Points of all exercises."""
        return sum(verdict.max_score for verdict in self.verdicts.values())

    @property
    def scores(self) -> dict[str, float]:
        """Points earned, by the name of the test cell."""
        return {f"test_{name}": verdict.score for name, verdict in self.verdicts.items()}

    @property
    def status(self) -> str:
        """One line for the teacher's table."""
        if self.trouble:
            return f"not graded: {self.trouble}"
        return " ".join(["graded", *(f"({note.rstrip('.')})" for note in self.notes)])

    @property
    def failed(self) -> list[str]:
        """Exercises that did not earn all their points."""
        return [name for name, verdict in self.verdicts.items() if not verdict.passed]

    def as_plain(self) -> dict[str, Any]:
        """The same as plain data for JSON."""
        return {
            "text": self.text,
            "verdicts": [verdict.as_json() for verdict in self.verdicts.values()],
            "seed": str(self.seed),
            "notes": self.notes[:MOST_NOTES],
            "seconds": self.seconds,
        }


def from_plain(plain: Mapping[str, Any], assignment: Assignment) -> Graded:
    """Return what `as_plain` gave, checked: its writer has read what a student wrote.

    Raises:
        ValueError: it is not of that form, or its points are not those of the assignment.
    """
    try:
        verdicts = [_verdict(verdict) for verdict in plain["verdicts"]]
        notes = [_text(note) for note in plain["notes"]]
        text, seed, seconds = _text(plain["text"]), int(plain["seed"]), float(plain["seconds"])
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"a graded notebook of another form: {error!r}") from None
    points = {exercise.name: exercise.points for exercise in assignment.exercises}
    if {verdict.exercise: verdict.max_score for verdict in verdicts} != points:
        raise ValueError("verdicts on other exercises")
    for verdict in verdicts:
        if not 0 <= verdict.score <= verdict.max_score:
            raise ValueError(f"{verdict.score} points for {verdict.exercise}")
    if not math.isfinite(seconds):
        raise ValueError("no finite time")
    return Graded(text, {verdict.exercise: verdict for verdict in verdicts}, seed, notes, seconds)


def _verdict(plain: Mapping[str, Any]) -> Verdict:
    return Verdict(
        _text(plain["exercise"]),
        float(plain["score"]),
        float(plain["max_score"]),
        _text(plain["message"]),
        plain["mistake"] and _text(plain["mistake"]),
        tuple(
            PartVerdict(
                _text(part["name"]),
                float(part["score"]),
                float(part["max_score"]),
                _text(part["message"]),
            )
            for part in plain["parts"]
        ),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
