"""A class over all assignments: a student per row, and how their share of points went."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from autograder import assignments
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.standings import Standing, standings

WIDTH, HEIGHT, MARGIN = 96, 26, 4


@dataclass(frozen=True)
class Column:
    """An assignment: its name, its points, and the page about it."""

    name: str
    max_score: float
    page: str = ""


@dataclass(frozen=True)
class Dot:
    """A place of a line, in the units of its picture, and what it says."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Row:
    """A student's points, None where nothing was handed in, and the shares as a line.

    Attributes:
        change: the last share less the mean of those before; None with fewer than two.
    """

    student: str
    scores: tuple[float | None, ...]
    dots: tuple[Dot, ...]
    change: float | None
    is_median: bool = False

    @property
    def line(self) -> str:
        """The dots as SVG's points."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)

    @property
    def handed_in(self) -> str:
        """Of how many assignments something was handed in."""
        return f"{sum(score is not None for score in self.scores)} of {len(self.scores)}"


@dataclass(frozen=True)
class CourseSummary:
    """All assignments of which something was graded, and everybody on the roster."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    median: Row


def course_summary(
    columns: Sequence[Column], of: Mapping[str, Sequence[Standing]]
) -> CourseSummary:
    """Put the standings of several assignments side by side.

    Arguments:
        columns: the assignments, in their order.
        of: everybody's standing, by assignment.
    """
    scores: dict[str, dict[str, float | None]] = {}
    for column in columns:
        for standing in of[column.name]:
            scores.setdefault(standing.student, {})[column.name] = standing.score
    rows = [
        _row(student, [known.get(column.name) for column in columns], columns)
        for student, known in sorted(scores.items())
    ]
    middle = [_median(row.scores[index] for row in rows) for index in range(len(columns))]
    return CourseSummary(tuple(columns), tuple(rows), _row("", middle, columns, is_median=True))


def graded_columns(gradebook: ClassGradebook) -> list[Column]:
    """The assignments of which something was graded, as they were due, else as first graded."""
    found = []
    for name in assignments.names():
        first = gradebook.first_graded_at(name)
        if first is not None and gradebook.knows(name):
            due: datetime | None = gradebook.book.find_assignment(name).duedate
            found.append((due.replace(tzinfo=UTC) if due else first, name))
    return [Column(name, assignments.load(name).points) for _, name in sorted(found)]


def course_standings(
    gradebook: ClassGradebook, columns: Sequence[Column]
) -> dict[str, list[Standing]]:
    """Everybody's standing, by assignment."""
    return {column.name: standings(gradebook, column.name) for column in columns}


def _median(scores: Iterable[float | None]) -> float | None:
    handed_in = [score for score in scores if score is not None]
    return statistics.median(handed_in) if handed_in else None


def _row(
    student: str,
    scores: Sequence[float | None],
    columns: Sequence[Column],
    is_median: bool = False,
) -> Row:
    step = (WIDTH - 2 * MARGIN) / max(1, len(columns) - 1)
    dots, shares = [], []
    for index, (score, column) in enumerate(zip(scores, columns, strict=True)):
        if score is None:
            continue
        share = score / column.max_score if column.max_score else 0.0
        shares.append(share)
        y = HEIGHT - MARGIN - min(share, 1.0) * (HEIGHT - 2 * MARGIN)
        dots.append(Dot(MARGIN + index * step, round(y, 1), f"{column.name}: {share:.0%}"))
    change = shares[-1] - statistics.fmean(shares[:-1]) if len(shares) > 1 else None
    return Row(student, tuple(scores), tuple(dots), change, is_median)
