"""Finds the cases that fail a part of an exercise, and how replies differ from what is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.inside.plan import Failure, Reply
from autograder.judge import sentences
from autograder.judge.compare import first_difference
from autograder.judge.exercise import Judged, Part, TestCase

OVERFLOWS = ("OverflowError", "FloatingPointError", "ZeroDivisionError")
"""Exceptions that say no more than a number that is not finite."""

Differences = dict[Part, dict[int, str]]
"""By part, and by the index of each case that fails it: how the result differs."""


def differences(
    parts: Sequence[Part],
    cases: Sequence[TestCase],
    expected: Sequence[Any],
    answers: Mapping[int, list[Reply]],
) -> Differences:
    """Compare replies with what is right, for each part that looks at the result.

    Arguments:
        parts: of the exercise.
        cases: what was called.
        expected: what the last call of each case should return.
        answers: what came back from each case's calls, by the index of the case.

    Returns:
        One entry for each of these parts; it is empty where no case fails the part.
    """
    return {
        part: _of_part(part, cases, expected, answers)
        for part in parts
        if part.judged is Judged.RESULT
    }


def _of_part(
    part: Part,
    cases: Sequence[TestCase],
    expected: Sequence[Any],
    answers: Mapping[int, list[Reply]],
) -> dict[int, str]:
    found = {}
    for index, replies in answers.items():
        case = cases[index]
        if not case.counts_for(part) or _stopped_elsewhere(case, replies):
            continue
        difference = _difference(replies, expected[index], part, case)
        if difference is not None:
            found[index] = difference
    return found


def _stopped_elsewhere(case: TestCase, replies: list[Reply]) -> bool:
    """Say whether a case that reads an attribute stopped in a method: other parts pay for it."""
    return case.calls[-1].attribute and 1 < len(replies) < len(case.calls)


def _difference(replies: list[Reply], expected: Any, part: Part, case: TestCase) -> str | None:
    reply = replies[-1]
    if isinstance(expected, Failure):
        return sentences.not_raised(reply, expected)
    if reply.failure is not None:
        return sentences.failure_in_words(reply.failure)
    if len(replies) != len(case.calls):
        return "no answer to its last call"
    value = reply.value
    for step in part.path:
        # Whether the whole has the right form comes first; then its one item.
        if not _alike(value, expected):
            return first_difference(value, expected, single_precision=case.single_precision)
        if not _has(expected, step):
            return None  # a known mistake lacks this item, and so does the answer
        value, expected = value[step], expected[step]
    return first_difference(value, expected, single_precision=case.single_precision)


def _alike(value: Any, expected: Any) -> bool:
    """Tell whether two results have the same items."""
    if isinstance(expected, dict):
        return isinstance(value, dict) and value.keys() == expected.keys()
    return (
        isinstance(expected, tuple | list)  # a mistake may return one value for two
        and isinstance(value, tuple | list)
        and len(value) == len(expected)
    )


def _has(value: Any, step: int | str) -> bool:
    return step in (value if isinstance(value, dict) else range(len(value)))


def fail_alike(answers: list[Reply], others: list[Reply], part: Part, case: TestCase) -> bool:
    """Tell whether two wrong answers are wrong in the same way."""
    answer_failure, other_failure = answers[-1].failure, others[-1].failure
    if answer_failure is not None or other_failure is not None:
        return (
            answer_failure is not None
            and other_failure is not None
            and answer_failure.kind == other_failure.kind
            # Errors of one kind come from many mistakes; with shapes in their
            # text they rarely come from two.
            and answer_failure.text == other_failure.text
        )
    mine, theirs = answers[-1].value, _with_floats(others[-1].value)
    if theirs is None or isinstance(theirs, str):  # where an exception is right
        return isinstance(mine, type(theirs)) and bool(mine == theirs)
    return _difference([*answers[:-1], Reply(_with_floats(mine))], theirs, part, case) is None


def is_finite(replies: list[Reply], part: Part) -> bool:
    """Say whether what came back for a part holds no nan and no infinity; an exception may tell."""
    reply = replies[-1]
    if reply.failure is not None:
        return reply.failure.kind not in OVERFLOWS
    return all(np.isfinite(array).all() for array in _numbers(_item(reply.value, part)))


def is_nothing(replies: list[Reply], part: Part) -> bool:
    """Say whether nothing came back for a part: an exception, or an array without an entry."""
    reply = replies[-1]
    if reply.failure is not None:
        return True
    value = _item(reply.value, part)
    return isinstance(value, np.ndarray) and value.size == 0


def _item(value: Any, part: Part) -> Any:
    """The part's own item of a result; of one that lacks it, as far as there is one."""
    for step in part.path:
        if not isinstance(value, dict | tuple | list) or not _has(value, step):
            return None
        value = value[step]  # type: ignore[index]
    return value


def _numbers(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, dict | tuple | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)
    elif isinstance(value, float | np.ndarray):
        yield np.asarray(value)


def _with_floats(value: Any) -> Any:
    """The same numbers as floats: counts are counts, of whichever kind."""
    if isinstance(value, np.ndarray):
        return value.astype(float) if value.dtype.kind in "iu" else value
    if isinstance(value, dict):
        return {name: _with_floats(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_with_floats(item) for item in value)
    return float(value) if type(value) is int else value
