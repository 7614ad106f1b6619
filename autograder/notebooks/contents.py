"""The contents of a notebook: its sections with functions, points, level and minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from autograder.judge.exercise import Exercise

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
SAFE = "?/:@!$&'()*+,;="
"""What stays as it is in a link to a heading, as nbconvert and JupyterLab have it."""


@dataclass(frozen=True)
class Effort:
    """The level of an exercise, and the time it takes somebody who meets it first.

    Attributes:
        level: 1 to 3.
        minutes: reading, writing and testing together.
    """

    level: int
    minutes: int


@dataclass
class Section:
    """A section of a notebook, with the exercises in it."""

    title: str
    exercises: list[tuple[Exercise, Effort]] = field(default_factory=list)

    @property
    def row(self) -> str:
        """The section's line in the table."""
        link = f"[{self.title}]({heading_link(self.title)})"
        if not self.exercises:
            return f"| {link} | | | | |"
        names = ", ".join(f"`{exercise.name}`" for exercise, _ in self.exercises)
        points = sum(exercise.points for exercise, _ in self.exercises)
        hardest = max(effort.level for _, effort in self.exercises)
        minutes = sum(effort.minutes for _, effort in self.exercises)
        return f"| {link} | {names} | {points:g} | {'★' * hardest} | {minutes} |"


def titles_in(markdown: str) -> list[str]:
    """The titles of the sections that begin in a piece of Markdown."""
    return SECTION.findall(markdown)


def heading_link(title: str) -> str:
    """The link to a heading of the same notebook."""
    return "#" + quote(title.replace(" ", "-"), safe=SAFE)


def contents(sections: Iterable[Section]) -> str:
    """The contents as Markdown: what there is to do, and a table with its sums."""
    sections = list(sections)
    exercises = [exercise for section in sections for exercise in section.exercises]
    points = sum(exercise.points for exercise, _ in exercises)
    minutes = sum(effort.minutes for _, effort in exercises)
    return "\n".join(
        (
            f"**Contents.** {len(exercises)} exercises, {points:g} points, and about "
            f"{_in_words(minutes)}, in as many sittings as you like.",
            "",
            "| section | you write | points | level | minutes |",
            "| :-- | :-- | --: | :-- | --: |",
            *(section.row for section in sections),
            f"| **together** | | **{points:g}** | | **{minutes}** |",
            "",
            "★ a few lines, once you see it. ★★ Take a pencil first. ★★★ Take a break in between.",
        )
    )


def _in_words(minutes: int) -> str:
    """A time to plan with, in half hours."""
    halves = round(minutes / 30)
    return f"{halves // 2}{'½' * (halves % 2)} hours of work"
