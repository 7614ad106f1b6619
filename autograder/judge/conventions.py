"""The conventions that every exercise keeps to: the dtypes and memory layouts of its inputs.

An exercise marks one of its cases as ordinary. The cases of the conventions are made of
it, so no exercise writes them itself, and none can forget them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.exercise import Array, Convention, Exercise, Judged, TestCase

LABEL_DTYPES = ("int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64")
ONLY_ARGUMENTS = frozenset({Judged.ARGUMENTS})
"""For a case that must not cost the points of the result."""


def draw_cases(exercise: Exercise, rng: np.random.Generator) -> list[TestCase]:
    """Draw an exercise's cases; those of the conventions stand in place of the ordinary one.

    Those that count instructions come last.

    Raises:
        ValueError: it keeps to conventions, and no case is marked as ordinary.
    """
    drawn = exercise.draw(rng)
    if exercise.conventions and not any(case.ordinary for case in drawn):
        raise ValueError(f"{exercise.name} marks no case as ordinary, which conventions need")
    cases = []
    for case in drawn:
        cases += conventions(case, exercise.conventions) if case.ordinary else [case]
    return cases + (exercise.draw_counted(rng) if exercise.draw_counted else [])


def conventions(
    case: TestCase, kept: frozenset[Convention] = frozenset(Convention)
) -> list[TestCase]:
    """Turn an ordinary case into those of the conventions.

    Arguments:
        case: its inputs are float32, so that they are the same numbers in float64, and as
            far from kinks as float32 needs; its labels are integers.
        kept: the conventions that the exercise keeps to; without FLOAT32, the inputs may
            be float64.

    Returns:
        The case in float32, and in float64 for each other convention; none in column order
        where no array has two axes, and none of label dtypes where there are no labels.

    Raises:
        ValueError: an input is float64, and the exercise takes float32.
    """
    if Convention.FLOAT32 in kept and any(array.dtype == np.float64 for array in case.arrays):
        raise ValueError("an ordinary case is drawn in float32, away from kinks by as much")
    wide = replace(case, calls=tuple(map(widened, case.calls)), ordinary=False)
    cases = []
    if Convention.FLOAT32 in kept:
        cases.append(replace(case, label="float32 inputs", ordinary=False))
    if Convention.COLUMN_ORDER in kept and any(array.ndim > 1 for array in case.arrays):
        cases.append(_changed(wide, "inputs in column order", _in_column_order))
    if Convention.GAPS in kept:
        cases.append(_changed(wide, "inputs with gaps in memory", strided))
    if Convention.LABEL_DTYPES in kept and any(map(_are_labels, case.arrays)):
        for dtype in LABEL_DTYPES[1:]:
            cases.append(_changed(wide, f"labels of dtype {dtype}", _labels_as(dtype)))
    if Convention.READ_ONLY in kept:
        cases.append(protected(wide))
    return cases


def protected(case: TestCase) -> TestCase:
    """The same case with read-only arrays; it costs the points of changed arguments alone."""
    return replace(_changed(case, "read-only inputs", read_only), judged=ONLY_ARGUMENTS)


def widened(call: Call) -> Call:
    """The same call with float32 inputs as float64."""
    return replace(call, arguments=_each(_wide, call.arguments))


def strided(array: Array) -> Array:
    """The same values with gaps between them in memory: neither C nor F order."""
    if array.ndim == 0:
        return array
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
    wide[..., ::2] = array
    return wide[..., ::2]


def read_only(array: Array) -> Array:
    """A copy that cannot be written to."""
    copy = array.copy()
    copy.flags.writeable = False
    return copy


def _changed(case: TestCase, label: str, change: Callable[[Array], Array]) -> TestCase:
    calls = tuple(replace(call, arguments=_each(change, call.arguments)) for call in case.calls)
    return replace(case, label=label, calls=calls)


def _each(change: Callable[[Array], Array], value: Any) -> Any:
    """Change every array of a value, also those in a dict, tuple, list or made callable."""
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, FamilyMember):
        return replace(value, settings=_each(change, value.settings))
    if isinstance(value, dict):
        return {name: _each(change, item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_each(change, item) for item in value)
    return value


def _wide(array: Array) -> Array:
    return array.astype(np.float64) if array.dtype == np.float32 else array


def _in_column_order(array: Array) -> Array:
    return np.asarray(array, order="F")


def _are_labels(array: Array) -> bool:
    return array.dtype.kind in "iu"


def _labels_as(dtype: str) -> Callable[[Array], Array]:
    return lambda array: array.astype(dtype) if _are_labels(array) else array
