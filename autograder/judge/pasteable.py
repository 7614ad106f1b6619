"""Calls as Python that can be pasted into a cell and run, where their inputs are small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember, Kept, Rng

MOST_NUMBERS = 40
"""More numbers than these nobody reads: then shapes say more."""
FEW_NUMBERS = 24
"""So many are read at a glance."""
MOST_CHARACTERS = 700

PLAIN_DTYPES = (np.dtype("float64"), np.dtype("int64"))
"""What `np.array` makes of floats and of whole numbers without being told."""


class _NotWritable(Exception):
    """There is no short Python for a value."""


def as_python(calls: Sequence[Call]) -> str:
    """Write calls as Python statements, or nothing where that would be long or cannot be done.

    Arrays are written with all their numbers; the last statement is an expression. What an
    array's numbers do not show (gaps in memory, read-only) is lost.
    """
    try:
        statements = [_statement(call) for call in calls]
    except _NotWritable:
        return ""
    written = "; ".join(statements)
    return written if len(written) <= MOST_CHARACTERS else ""


def _statement(call: Call) -> str:
    if call.attribute:
        return call.target
    arguments = [_value(argument) for argument in call.arguments]
    keywords = [f"{name}={_value(value)}" for name, value in call.keywords]
    written = f"{call.target}({', '.join(arguments + keywords)})"
    return written if call.keep is None else f"{call.keep} = {written}"


def _value(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name!r}: {_value(item)}' for name, item in value.items())}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_value, value))}{',' * (len(value) == 1)})"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Kept):
        return value.name if value.item is None else f"{value.name}[{value.item!r}]"
    if isinstance(value, Rng) and not value.shared:
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, FamilyMember) and value.family in FUNCTIONS:
        return f"({FUNCTIONS[value.family](*map(_value, value.settings))})"
    if isinstance(value, float | np.floating):
        return number(value)
    if value is None or isinstance(value, bool | int | str):
        return repr(value)
    raise _NotWritable


FUNCTIONS: dict[str, Callable[..., str]] = {
    "quadratic": lambda scale, center: f"lambda x: ({scale} * (x - {center}) ** 2).sum()",
    "quadratic_gradient": lambda scale, center: f"lambda x: 2 * {scale} * (x - {center})",
    "cubic": lambda scale: f"lambda x: ({scale} * x**3).sum()",
    "cubed_sum": lambda scale: f"lambda x: ({scale} * x).sum() ** 3",
}
"""How a member of a family of functions is written, given its settings."""


def _array(array: np.ndarray[Any, Any]) -> str:
    if array.size > MOST_NUMBERS:
        raise _NotWritable
    dtype = "" if array.dtype in PLAIN_DTYPES else f', dtype="{array.dtype}"'
    floats = array.dtype.kind == "f"
    if array.size > 1 and floats:
        for filled, name in ((0.0, "zeros"), (1.0, "ones")):
            if (array == filled).all():
                return f"np.{name}({array.shape}{dtype})"
    return f"np.array({_nested(array, number if floats else str)}{dtype})"


def _nested(array: np.ndarray[Any, Any], written: Callable[[Any], str]) -> str:
    if array.ndim == 0:
        return written(array[()])
    return f"[{', '.join(_nested(item, written) for item in array)}]"


def number(value: Any) -> str:
    """Write a float with as few digits as read back to it, or with six."""
    if not np.isfinite(value):
        return f"np.{value}" if value > 0 or value != value else "-np.inf"
    if float(value).is_integer() and abs(value) < 1e6:
        return f"{int(value)}.0"
    for digits in (1, 2, 3, 4, 5, 6):
        written = f"{float(value):.{digits}g}"
        # As exact as its own dtype shows, but for the last bits: 3 * 0.1 is written as 0.3.
        if abs(float(written) - float(value)) <= 4 * np.spacing(np.abs(value)):
            break
    return written if any(mark in written for mark in ".e") else f"{written}.0"


def hardness(calls: Sequence[Call], arrays: Iterable[np.ndarray[Any, Any]]) -> int:
    """Say how hard calls are to read: 0 for the easiest.

    First those with few numbers, no square array and none with a short axis: a wrong axis
    shows best where no two axes are equal and none has length 1.
    """
    if not as_python(calls):
        return 3
    arrays = list(arrays)
    shapes = [array.shape[-2:] for array in arrays if array.ndim > 1]
    if any(1 in shape or shape[0] == shape[1] for shape in shapes):
        return 2
    return int(sum(array.size for array in arrays) > FEW_NUMBERS)
