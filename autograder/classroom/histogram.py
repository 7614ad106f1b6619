"""Computes where the bars of a histogram of scores stand in its picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.classroom.summary import Bin

WIDTH, HEIGHT = 360, 210
LEFT, RIGHT, TOP, BOTTOM = 34, 350, 22, 164
MOST_TICKS = 4
MOST_EDGES = 8


@dataclass(frozen=True)
class Tick:
    """A number beside an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar, and the same in words."""

    x: float
    y: float
    width: float
    height: float
    range: str
    students: int

    @property
    def text(self) -> str:
        """Return what it says when pointed at."""
        return f"{self.range} points: {self.students} student{'s' * (self.students != 1)}"


@dataclass(frozen=True)
class Histogram:
    """The picture, in its own units; `median` is the place of the middle score."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    edges: tuple[Tick, ...]
    median: float
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    bottom: float = BOTTOM


def histogram(bins: Sequence[Bin], median: float) -> Histogram:
    """Lay out a histogram of scores.

    Arguments:
        bins: one after another, beginning at 0.
        median: the middle score.
    """
    end = bins[-1].high or 1.0
    step = whole_step(max(bar.students for bar in bins), MOST_TICKS)
    most = step * math.ceil(max(max(bar.students for bar in bins), 1) / step)

    def across(points: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * min(points / end, 1.0), 2)

    def up(students: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * students / most, 2)

    bars = tuple(
        Bar(
            x=across(bar.low) + 0.75,
            y=up(bar.students),
            width=round(across(bar.high) - across(bar.low) - 1.5, 2),
            height=round(BOTTOM - up(bar.students), 2),
            range=_range(bar, is_last=bar is bins[-1]),
            students=bar.students,
        )
        for bar in bins
    )
    every = whole_step(len(bins), MOST_EDGES)
    lows = [bar.low for bar in bins[::every] if end - bar.low > (end / MOST_EDGES) / 2]
    return Histogram(
        bars=bars,
        ticks=tuple(Tick(up(n), str(n)) for n in range(0, most + 1, step)),
        edges=tuple(Tick(across(edge), f"{edge:g}") for edge in [*lows, end]),
        median=across(median),
    )


def whole_step(most: int, steps: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, ... that covers `most` in that many steps."""
    step, factors = 1, (1, 2, 5)
    while True:
        for factor in factors:
            if step * factor * steps >= most:
                return step * factor
        step *= 10


def _range(bin_: Bin, is_last: bool) -> str:
    if is_last:
        return f"{bin_.low:g} to {bin_.high:g}"
    return f"{bin_.low:g} to below {bin_.high:g}"
