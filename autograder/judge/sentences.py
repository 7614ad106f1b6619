"""The sentences of a verdict: what was called, what came back, and what helps."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.inside.probe import Call, Failure, Reply
from autograder.inside.wire import Kept, Made, Rng
from autograder.judge.exercise import Judged, Part, TestCase
from autograder.judge.mistake import Mistake
from autograder.reading.definitions import MAGIC
from autograder.reading.loops import Loop
from autograder.reading.statements import CELL_SEPARATOR


def call(one: Call) -> str:
    """A call as a person would write it, with shapes and dtypes for arrays."""
    if one.attribute:
        return one.target
    arguments = [_argument(argument) for argument in one.arguments]
    keywords = [f"{name}={_argument(value)}" for name, value in one.keywords]
    return f"{one.target}({', '.join(arguments + keywords)})"


def recipe(calls: Sequence[Call]) -> str:
    """A case's calls, as a student would repeat them.

    A method needs the object that it is called on, and what was called on it before.
    """
    if "." not in calls[-1].target:
        return call(calls[-1])
    return "; ".join(f"{one.keep} = {call(one)}" if one.keep else call(one) for one in calls)


def _argument(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{'×'.join(map(str, value.shape)) or 'scalar'} {value.dtype}"
    if isinstance(value, dict):
        items = [f"{name!r}: {_argument(item)}" for name, item in value.items()]
        return f"{{{', '.join(items)}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_argument, value))})"
    if isinstance(value, Made) and value.family == "standard_normal":
        return f"{'×'.join(map(str, value.settings[1:]))} float64"
    if isinstance(value, Made):
        return f"a {value.family.replace('_', ' ')}"
    if isinstance(value, Kept):
        return value.name if value.item is None else f"{value.name}[{value.item}]"
    return "rng" if isinstance(value, Rng) else repr(value)


def short(value: Any) -> str:
    """A value in few characters: a number or a text as it is, all else by its shape or type."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, np.ndarray):
        return f"{value[()]}" if value.ndim == 0 else f"an array of shape {value.shape}"
    if isinstance(value, bool | int | float | str):
        return repr(value)[:100]
    return f"a {type(value).__name__}"


def failure(one: Failure) -> str:
    """What stopped a call, as a phrase that continues "the call ..."."""
    if one.kind == "unreadable":
        return f"a result that cannot be compared: {one.text}"
    if one.kind == "missing":
        return f"could not be called: {one.text}"
    if one.kind == "NotImplementedError":
        return "is not written yet"
    where = f" in line {one.number} of its cell: {one.line}" if one.line else ""
    text = f" ({one.text.splitlines()[0][:200]})" if one.text.strip() else ""
    return f"raised {one.kind}{text}{where}"


def not_raised(reply: Reply, expected: Failure) -> str | None:
    """How a call that should raise an exception differs, or None where it raises it."""
    wanted = f"expected a {expected.kind}"
    if reply.failure is None:
        return f"{short(reply.value)}; {wanted}"
    return None if reply.failure.kind == expected.kind else f"{failure(reply.failure)}; {wanted}"


def not_written(exercise: str, stopped: Call, one: Failure, source: str = "") -> str:
    """There is nothing to judge yet; where a cell is no Python, its line, from the source."""
    _, _, inside = stopped.target.partition(".")
    if one.kind == "missing" and inside:
        what = "attribute" if stopped.attribute else "method"
        return f"{exercise} has no {what} named {inside}. Was it renamed?"
    if not inside and stopped.target != exercise:
        state = "was not found" if one.kind == "missing" else "is not written yet"
        return f"{exercise} cannot be judged, because {stopped.target} {state}."
    if one.kind == "missing":
        why = _syntax_error(exercise, source) or "Was it renamed, or did its cell fail?"
        return f"Nothing named {exercise} was found. {why}"
    return f"{exercise} is not written yet."


def _syntax_error(exercise: str, source: str) -> str:
    """Where the cell that should define an exercise is no Python, or nothing."""
    defines = re.compile(rf"^[ \t]*(def|class)[ \t]+{re.escape(exercise)}\b", re.MULTILINE)
    for cell in source.split(CELL_SEPARATOR):
        if defines.search(cell):
            try:
                ast.parse(MAGIC.sub(r"\1pass", cell))
            except SyntaxError as error:
                lines = cell.splitlines()
                number = min(error.lineno or 1, len(lines))  # it may be noticed after the end
                kind, line = type(error).__name__, lines[number - 1].strip()[:200]
                return f"Its cell has a {kind} in line {number}: {line} ({error.msg})."
            except (ValueError, RecursionError, MemoryError):
                return ""
    return ""


def cause(exercise: str, broken: list[str]) -> str:
    """What an exercise builds on does not work yet."""
    names = " and ".join(broken)
    return (
        f"{exercise} fails because {names} {'does' if len(broken) == 1 else 'do'}: mend that first."
    )


def stood_in(exercise: str, broken: list[str]) -> str:
    """Something else took the place of what an exercise builds on."""
    one = len(broken) == 1
    return (
        f"{exercise} calls {' and '.join(broken)}, which {'does' if one else 'do'} not work yet: "
        f"it was judged with {'another function in its' if one else 'other functions in their'} "
        "place."
    )


def wrong_result(
    case: TestCase, replies: list[Reply], difference: str, mistake: Mistake | None
) -> str:
    """A result is wrong: the call, the first difference, and the mistake if known."""
    stopped = replies[-1].failure
    verb = "holds " if case.calls[-1].attribute else "returned "
    if stopped is not None and stopped.kind != "unreadable":
        verb = ""
    said = f"{recipe(case.calls[: len(replies)])} [{case.label}] {verb}{difference}"
    said += "" if said.endswith("?") else "."
    return f"{said} {mistake.sentence}" if mistake else said


def changed_argument(
    part: Part, case: TestCase, replies: list[Reply], names: Sequence[Sequence[str]]
) -> str:
    """Say which argument a call changed, or nothing.

    Arguments:
        part: says what to do about it.
        case: the calls.
        replies: what came back from them, the arguments as they were afterwards.
        names: those of each call's parameters, where they are known.
    """
    for one, reply, called in zip(case.calls, replies, names, strict=False):
        stopped = reply.failure
        if stopped is not None and "read-only" in stopped.text:
            return f"{call(one)} writes to one of its arguments. Work on a copy."
        if stopped is not None and Judged.RESULT not in case.judged:
            return f"{call(one)} [{case.label}] {failure(stopped)}."
        pairs = zip(one.arguments, reply.arguments or (), strict=False)
        for position, (before, after) in enumerate(pairs):
            if not _equal(before, after):
                said = f"{call(one)} [{case.label}]"
                if isinstance(before, dict) and one is not case.calls[-1]:
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


def loop(found: Loop) -> str:
    """A Python loop runs over what it may not run over."""
    via = "" if found.function == found.exercise else f", which {found.exercise} calls,"
    return (
        f"{found.function}{via} loops over {found.over} in Python ({found.code}). "
        "One array operation can do all of them at once."
    )


def summary(parts: list[tuple[str, str]]) -> str:
    """One line for every part that is not right; praise where all are."""
    wrong = [f"{name}: {message}" for name, message in parts if message]
    return "\n".join(wrong) if wrong else "Right."


def _equal(before: Any, after: Any) -> bool:
    """Whether an argument, and all that it holds, is as it was before the call."""
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
