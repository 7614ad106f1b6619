"""Is an answer right, and where does it differ first?"""

from __future__ import annotations

from typing import Any

import numpy as np

# Two right answers differ by rounding: they sum in another order. With n terms
# that error is about sqrt(n) * eps of the largest term, and no case sums more
# than 1e5 terms. For float64 (eps 2.2e-16) that is 7e-14, for float32
# (eps 1.2e-7) 4e-5. Each tolerance leaves a factor that covers a subtraction of
# nearly equal numbers on the way, and is still far below what any mistake does.
RELATIVE_TOLERANCE = {"float64": 1e-9, "float32": 2e-4}

# What a right answer rounds to 0 another right one may keep: the loss of an
# example that is won by far is 0 as log(1 + 6e-22) and 6e-22 as log1p(6e-22).
ABSOLUTE_TOLERANCE = {"float64": 2.2e-16, "float32": 1.2e-7}

# What is smaller than VANISHING is 0 but for a tail that no next step feels. There a right answer
# may stop following the tail: a sigmoid whose input is cut at 30 either way is exact to the
# last digit but one, and its slope of 1e-13 stands for one of 1e-4343.
VANISHING = 1e-18
TAIL_TOLERANCE = 1e-12

NUMBERS = (bool, int, float, np.ndarray)
SEQUENCES = (tuple, list)
FLOATS = (np.dtype("float32"), np.dtype("float64"))


def first_difference(got: Any, expected: Any, *, single_precision: bool = False) -> str | None:
    """Say how an answer differs from the expected one, or None if it does not.

    Arguments:
        got: what came back: a scalar, an array, or a tuple, list or dict of these.
        expected: what should have come back, computed in float64.
        single_precision: whether the inputs were float32.

    Returns:
        A phrase that continues "it returned ...", with shape, dtype, the first
        differing index and both values there; None where the answer is right.
    """
    if got is None:  # a mistake that is compared with may return nothing, too
        return None if expected is None else "nothing (None); is the return statement missing?"
    if isinstance(expected, dict):
        return _dict_difference(got, expected, single_precision)
    if isinstance(expected, SEQUENCES):
        return _sequence_difference(got, expected, single_precision)
    if expected is None or not isinstance(got, NUMBERS):
        return f"{_kind_of(got)}; expected {_kind_of(expected)}"
    array, wanted = np.asarray(got), np.asarray(expected)
    if array.shape != wanted.shape:
        return f"{_kind_of(array)}; expected {_kind_of(wanted)}"
    values = _value_difference(array, wanted, single_precision)
    if array.dtype.kind in "iu" and wanted.dtype.kind == "f" and (values or not array.any()):
        # Python's sum of nothing is the whole number 0, and an array of such is one of
        # integers. Where numbers differ, their kind may be why.
        return f"{values}, dtype {array.dtype}" if values and array.ndim else values
    return _dtype_difference(array, wanted, single_precision) or values


def _dict_difference(got: Any, expected: dict[str, Any], single_precision: bool) -> str | None:
    if not isinstance(got, dict) or got.keys() != expected.keys():
        found = f"a dict with {', '.join(got) or 'nothing'}" if isinstance(got, dict) else "no dict"
        return f"{found}; expected a dict with {', '.join(expected)}"
    for name, wanted in expected.items():
        difference = first_difference(got[name], wanted, single_precision=single_precision)
        if difference is not None:
            return f"in {name}: {difference}"
    return None


def _sequence_difference(
    got: Any, expected: tuple[Any, ...] | list[Any], single_precision: bool
) -> str | None:
    if not isinstance(got, SEQUENCES) or len(got) != len(expected):
        count = f"{len(got)} values" if isinstance(got, SEQUENCES) else _kind_of(got)
        return f"{count}; expected a {type(expected).__name__} of {len(expected)} values"
    for position, (item, wanted) in enumerate(zip(got, expected, strict=True)):
        difference = first_difference(item, wanted, single_precision=single_precision)
        if difference is not None:
            return f"in item {position}: {difference}"
    return None


def _kind_of(value: Any) -> str:
    if value is None:
        return "nothing (None)"
    if not isinstance(value, NUMBERS):
        return f"a {type(value).__name__}"
    array = np.asarray(value)
    return f"an array of shape {array.shape}" if array.ndim else "a number"


def _dtype_difference(
    array: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], single_precision: bool
) -> str | None:
    if wanted.dtype.kind in "iub":
        return None if array.dtype.kind in "iub" else f"{array.dtype} values; expected integers"
    allowed = FLOATS if single_precision else FLOATS[1:]
    # A plain Python number is as good as a float64 where a scalar is asked for.
    if array.dtype in allowed or (array.ndim == 0 and array.dtype.kind in "iuf"):
        return None
    return f"{array.dtype} values; expected {' or '.join(map(str, allowed))}"


def _value_difference(
    array: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], single_precision: bool
) -> str | None:
    close = is_close(array, wanted, single_precision=single_precision)
    if close.all():
        return None
    close = np.atleast_1d(close)
    index = tuple(int(i) for i in np.argwhere(~close)[0])
    yours, right = _told_apart(np.atleast_1d(array)[index], np.atleast_1d(wanted)[index])
    if array.ndim == 0:
        return f"{yours}; expected {right}"
    where = index[0] if len(index) == 1 else index
    count = int((~close).sum())
    return (
        f"{yours} at index {where}; expected {right} there ({count} of {close.size} values differ)"
    )


def is_close(
    array: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], *, single_precision: bool
) -> np.ndarray[Any, Any]:
    """Elementwise: do two arrays of one shape agree up to rounding? NaN equals NaN."""
    same = np.asarray(array == wanted)
    if wanted.dtype.kind in "iub" or same.all():
        return same
    precision = "float32" if single_precision else "float64"
    tolerance = RELATIVE_TOLERANCE[precision]
    size = np.abs(wanted)
    finite = np.isfinite(size)
    # Sums that cancel to nearly 0 carry the rounding of their terms, so part of
    # the tolerance is measured by the largest value beside them: with inputs of
    # 1e4, exp(s - logsumexp(s)) is a right probability and off by 1e-12.
    scale = float(size.max(initial=0.0, where=finite))
    absolute = max(tolerance * scale * 0.1, ABSOLUTE_TOLERANCE[precision])
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(array - wanted)
        # As np.isclose has it, which takes three times as long to get there.
        near = (apart <= absolute + tolerance * size) | (
            (size < VANISHING) & (apart <= TAIL_TOLERANCE)
        )
    if finite.all():
        return np.asarray(near)
    return np.asarray(same | (near & finite) | (np.isnan(array) & np.isnan(wanted)))


def _told_apart(yours: Any, right: Any) -> tuple[str, str]:
    """Two numbers that differ, with as many digits as it takes to see that."""
    said = "", ""
    for digits in (6, 9, 12, 17):
        said = _number(yours, digits), _number(right, digits)
        if said[0] != said[1]:
            break
    return said


def _number(value: Any, digits: int) -> str:
    # Adding 0 takes the sign from a 0, which means nothing to who reads it.
    return f"{value + 0.0:.{digits}g}" if np.asarray(value).dtype.kind == "f" else str(value)
