"""A verdict in the output of a test cell: where it stands, and how it is read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.harmless.values import finite_number, mapping

VERDICT_MIME = "application/vnd.autograder.verdict+json"
"""The MIME type under which a test cell's output holds a verdict."""


@dataclass(frozen=True)
class PartResult:
    """One thing that an exercise gives points for; the message is empty where it is right."""

    name: str
    score: float
    max_score: float
    message: str


@dataclass(frozen=True)
class ShownVerdict:
    """A verdict as it was found in a notebook: read from a file, so trusted in nothing."""

    exercise: str
    score: float
    message: str
    parts: tuple[PartResult, ...]
    mistake: str = ""

    @property
    def said_once(self) -> str:
        """Return what every part says alike ("it is not written yet"), to be read once."""
        messages = {part.message for part in self.parts}
        return messages.pop() if len(messages) == 1 and len(self.parts) > 1 else ""


def read_verdict(cell: Any) -> ShownVerdict | None:
    """The last verdict in a test cell's outputs, if there is one that can be read."""
    for output in reversed(cell.get("outputs", [])):
        verdict = as_verdict(mapping(output.get("data")).get(VERDICT_MIME))
        if verdict is not None:
            return verdict
    return None


def as_verdict(data: Any) -> ShownVerdict | None:
    """Plain data as a verdict; None where it is none."""
    if not isinstance(data, Mapping):
        return None
    return ShownVerdict(
        exercise=str(data.get("exercise", "")),
        score=finite_number(data.get("score")),
        message=str(data.get("message", "")),
        parts=tuple(_read_parts(data.get("parts"))),
        mistake=str(data.get("mistake") or ""),
    )


def _read_parts(parts: Any) -> Iterator[PartResult]:
    for part in parts if isinstance(parts, Sequence) else ():
        if isinstance(part, Mapping):
            yield PartResult(
                name=str(part.get("name", "")),
                score=finite_number(part.get("score")),
                max_score=finite_number(part.get("max_score")),
                message=str(part.get("message", "")),
            )
