"""What an array, a shape or a number has to do with the examples, and what is made of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Holds(Enum):
    """What an expression has to do with the examples."""

    NOTHING = "nothing"
    ROWS = "one row an example"
    COLUMNS = "one column an example"
    INDICES = "a tuple whose first item has one row an example"
    SHAPE = "a shape that starts with the number of examples"
    COUNT = "the number of examples, or of positions along an axis"
    IMAGES = "one row an example, and a position an entry of the axes from the third on"
    SIZES = "the shape of images"
    COUNTS = "a tuple of such numbers"


IMAGE_AXES = 4
FLIPPED = {Holds.ROWS: Holds.COLUMNS, Holds.COLUMNS: Holds.ROWS}
PLAINLY = {Holds.IMAGES: Holds.ROWS, Holds.SIZES: Holds.SHAPE}


def first_of(values: Iterable[Holds]) -> Holds:
    """What an elementwise operation of such values holds.

    Columns come first: (C, N) less (N,) still has a column an example.
    """
    found = set(values)
    kinds = (Holds.COLUMNS, Holds.ROWS, Holds.INDICES, Holds.SHAPE, Holds.COUNTS, Holds.COUNT)
    for kind in kinds:
        if kind in found:
            return kind
    return Holds.NOTHING


def item_of(whole: Holds, index: int) -> Holds:
    """What an item of a tuple holds."""
    if whole is Holds.COUNTS:
        return Holds.COUNT
    if whole is Holds.SIZES:
        channels = index in (1, 1 - IMAGE_AXES)
        return Holds.NOTHING if channels else Holds.COUNT
    first = {Holds.SHAPE: Holds.COUNT, Holds.INDICES: Holds.ROWS}
    return first.get(whole, Holds.NOTHING) if index == 0 else Holds.NOTHING


def product_of(left: Holds, right: Holds) -> Holds:
    """A matrix product has the rows of its left factor and the columns of its right."""
    if left is Holds.ROWS:
        return Holds.ROWS
    return Holds.COLUMNS if right is Holds.COLUMNS else Holds.NOTHING
