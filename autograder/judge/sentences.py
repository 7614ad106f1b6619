"""The sentences of a verdict: what was called, what came back, and what helps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.inside.plan import Call, Failure, Reply
from autograder.inside.wire import FamilyMember, Kept, Rng
from autograder.judge.exercise import Judged, Part, TestCase
from autograder.judge.mistake import Mistake
from autograder.judge.pasteable import as_python

ONCE_RIGHT = "counts once the result is right"
"""Said of a part that asks nothing of a wrong result; beside other messages it goes unsaid."""


def call_in_words(call: Call) -> str:
    """Write a call as a person would, with shapes and dtypes for arrays."""
    if call.attribute:
        return call.target
    arguments = [_argument(argument) for argument in call.arguments]
    keywords = [f"{name}={_argument(value)}" for name, value in call.keywords]
    return f"{call.target}({', '.join(arguments + keywords)})"


def recipe(calls: Sequence[Call]) -> str:
    """Write a case's calls as a student would repeat them.

    Small calls are Python that can be pasted and run. Others are told by shapes, where a method
    needs the object that it is called on, and what was called on it before.
    """
    written = as_python(calls)
    if written:
        return written
    if "." not in calls[-1].target:
        return call_in_words(calls[-1])
    words = [(call.keep, call_in_words(call)) for call in calls]
    return "; ".join(f"{name} = {text}" if name else text for name, text in words)


def _argument(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{'×'.join(map(str, value.shape)) or 'scalar'} {value.dtype}"
    if isinstance(value, dict):
        items = [f"{name!r}: {_argument(item)}" for name, item in value.items()]
        return f"{{{', '.join(items)}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_argument, value))})"
    if isinstance(value, FamilyMember) and value.family == "standard_normal":
        return f"{'×'.join(map(str, value.settings[1:]))} float64"
    if isinstance(value, FamilyMember):
        return f"a {value.family.replace('_', ' ')}"
    if isinstance(value, Kept):
        return value.name if value.item is None else f"{value.name}[{value.item}]"
    return "rng" if isinstance(value, Rng) else repr(value)


def short(value: Any) -> str:
    """Write a value in few characters: numbers and text as they are, all else by shape or type."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, np.ndarray):
        return f"{value[()]}" if value.ndim == 0 else f"an array of shape {value.shape}"
    if isinstance(value, bool | int | float | str):
        return repr(value)[:100]
    return f"a {type(value).__name__}"


def failure_in_words(failure: Failure) -> str:
    """Say what stopped a call, in a phrase that continues "the call ..."."""
    if failure.kind == "unreadable":
        return f"a result that cannot be compared: {failure.text}"
    if failure.kind == "missing":
        return f"could not be called: {failure.text}"
    if failure.kind == "NotImplementedError":
        return "is not written yet"
    where = f" in line {failure.number} of its cell: {failure.line}" if failure.line else ""
    text = f" ({failure.text.splitlines()[0][:200]})" if failure.text.strip() else ""
    return f"raised {failure.kind}{text}{where}"


def not_raised(reply: Reply, expected: Failure) -> str | None:
    """Say what came instead of an exception that a call should raise; None if it raised it."""
    wanted = f"expected a {expected.kind}"
    if reply.failure is None:
        return f"{short(reply.value)}; {wanted}"
    return (
        None
        if reply.failure.kind == expected.kind
        else f"{failure_in_words(reply.failure)}; {wanted}"
    )


def cause(exercise: str, broken: list[str]) -> str:
    """Say that what an exercise builds on does not work yet."""
    names = " and ".join(broken)
    return (
        f"{exercise} fails because {names} {'does' if len(broken) == 1 else 'do'}: mend that first."
    )


def wrong_as_well(exercise: str, broken: list[str]) -> str:
    """Say that what is known to be wrong stands beside the faults of what it builds on."""
    names, verb = " and ".join(broken), "is" if len(broken) == 1 else "are"
    return f"{names} {verb} wrong as well: some of what is wrong in {exercise} may come from it."


def judged_apart(exercise: str, broken: list[str]) -> str:
    """Say that an exercise was judged only where what it needs does not fail."""
    names, verb = " and ".join(broken), "fails" if len(broken) == 1 else "fail"
    return f"{names} {verb} on some inputs: {exercise} was judged on the others."


def stood_in(exercise: str, broken: list[str]) -> str:
    """Say that something else took the place of what an exercise builds on."""
    single = len(broken) == 1
    verb = "does" if single else "do"
    other = "another function in its" if single else "other functions in their"
    return (
        f"{exercise} calls {' and '.join(broken)}, which {verb} not work yet: "
        f"it was judged with {other} place."
    )


def handed(exercise: str, forward: str, cache: str) -> str:
    """Say that a backward got another cache than that of its forward."""
    return (
        f"{forward} does not work yet: {exercise} was judged with {cache} as its cache, "
        "as if that had been left to it."
    )


def wrong_result(
    case: TestCase, replies: list[Reply], difference: str, mistake: Mistake | None
) -> str:
    """Say what is wrong with a result: the call, the first difference, the mistake if known."""
    stopped = replies[-1].failure
    verb = "holds " if case.calls[-1].attribute else "returned "
    if stopped is not None and stopped.kind != "unreadable":
        verb = ""
    said = f"{recipe(case.calls[: len(replies)])} [{case.label}] {verb}{difference}"
    said += "" if said.endswith("?") else "."
    return f"{said} {mistake.sentence}" if mistake else said


def changed_argument(
    part: Part,
    case: TestCase,
    replies: list[Reply],
    names: Sequence[Sequence[str]],
    *,
    failures: bool = True,
) -> str:
    """Say which argument a call changed, or nothing.

    Arguments:
        part: says what to do about it.
        case: the calls.
        replies: what came back from them, the arguments as they were afterwards.
        names: those of each call's parameters, where they are known.
        failures: whether to say that a call failed; where all results are wrong that is said
            already.
    """
    for call, reply, called in zip(case.calls, replies, names, strict=False):
        stopped = reply.failure
        if stopped is not None and "read-only" in stopped.text:
            return f"{call_in_words(call)} writes to one of its arguments. Work on a copy."
        if stopped is not None and failures and Judged.RESULT not in case.judged:
            return f"{call_in_words(call)} [{case.label}] {failure_in_words(stopped)}."
        pairs = zip(call.arguments, reply.arguments or (), strict=False)
        for position, (before, after) in enumerate(pairs):
            if not _equal(before, after):
                said = f"{call_in_words(call)} [{case.label}]"
                if isinstance(before, dict) and call is not case.calls[-1]:
                    # What a call hands over in a dict, such as parameters, a later one changed.
                    said, name = recipe(case.calls), ", ".join(_changed_items(before, after))
                elif position < len(called):
                    name = f"its argument {called[position]}"
                else:
                    name = f"its argument number {position + 1}"
                return f"{said} {part.changed.format(name)}"
    return ""


def _changed_items(before: dict[str, Any], after: Any) -> list[str]:
    found = after if isinstance(after, dict) else {}
    return [name for name, item in before.items() if not _equal(item, found.get(name))]


def not_known(reached: str) -> str:
    """Say that a part cannot be judged, since the notebook could change what is seen inside."""
    return (
        f"could not be judged: the notebook reaches for {reached}, with which code can change "
        "what the tests see. It is judged again once that is gone."
    )


def summary(parts: list[tuple[str, str]]) -> str:
    """Write a line for all that is wrong, once for the parts that say the same, or praise."""
    said: dict[str, list[str]] = {}
    for name, message in parts:
        if message:
            said.setdefault(message, []).append(name)
    if len(said) > 1:
        said.pop(ONCE_RIGHT, None)
    wrong = [f"{', '.join(names)}: {message}" for message, names in said.items()]
    return "\n".join(wrong) if wrong else "Right."


def _equal(before: Any, after: Any) -> bool:
    """Tell whether an argument, and all that it holds, is as it was before the call."""
    if before is after:
        return True
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and before.keys() == after.keys()
            and all(_equal(item, after[name]) for name, item in before.items())
        )
    if isinstance(before, tuple | list):
        return (
            isinstance(after, tuple | list)
            and len(before) == len(after)
            and all(map(_equal, before, after))
        )
    if isinstance(before, str | int | float):
        return bool(before == after)  # a list may hold them in another order
    if not isinstance(before, np.ndarray):
        return True  # nobody can change a number, or what was made for the call
    return (
        isinstance(after, np.ndarray)
        and before.shape == after.shape
        and before.dtype == after.dtype
        and np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    )
