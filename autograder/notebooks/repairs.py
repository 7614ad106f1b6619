"""Tells what was repaired in a submission, in one sentence for each kind of repair."""

from __future__ import annotations

from typing import NamedTuple

NAMED = 5
"""So many cells are named in one sentence; of the others it says how many they are."""


class Kind(NamedTuple):
    """Tells a kind of repair: of a single cell, and of several."""

    single: str
    several: str


TWICE = Kind(
    "The cell {} is in the notebook more than once.",
    "The cells {} are in the notebook more than once.",
)
MISSING = Kind("The cell {} was missing.", "The cells {} were missing.")
PUT_BACK = Kind(
    "The cell {} was missing and was put back.", "The cells {} were missing and were put back."
)
MOVED = Kind(
    "The cell {} had been moved above what it tests.",
    "The cells {} had been moved above what they test.",
)
POINTS = Kind(
    "The points of the cell {} are not those of the release: those of the release count.",
    "The points of the cells {} are not those of the release: those of the release count.",
)
RETYPED = Kind(
    "The cell {} had been turned into text and is code again.",
    "The cells {} had been turned into text and are code again.",
)
NAMELESS = Kind(
    "The cell {} had lost its metadata and was recognized by what it holds.",
    "The cells {} had lost their metadata and were recognized by what they hold.",
)


class Repairs:
    """Collects what was repaired; repairs of one kind are told together."""

    def __init__(self) -> None:
        self._cells: dict[Kind, list[str]] = {}

    def add(self, kind: Kind, cell: str) -> None:
        """Note the repair of a cell, by its name."""
        self._cells.setdefault(kind, []).append(cell)

    @property
    def notes(self) -> list[str]:
        """The sentences, in the order of their first repair."""
        return [
            (kind.single if len(cells) == 1 else kind.several).format(in_words(cells))
            for kind, cells in self._cells.items()
        ]


def in_words(names: list[str]) -> str:
    """List names as a sentence does; of many, the first and how many more there are."""
    if len(names) > NAMED + 1:
        names = [*names[:NAMED], f"{len(names) - NAMED} more"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
