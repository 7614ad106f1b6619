"""The probe: calls a student's functions and hands back what they returned.

It runs beside the student's code and holds no answer. A plan tells it what to call
with which inputs. It replies with plain data: what came back, the arguments as they
were afterwards, or the exception. It needs nothing but NumPy and the wire format.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import warnings
from dataclasses import asdict
from itertools import islice
from typing import Any

import numpy as np

from autograder.inside.families import FAMILIES
from autograder.inside.plan import DEFAULTS, ITEMS, Failure, StandIns
from autograder.inside.wire import (
    MAX_TEXT,
    FamilyMember,
    Kept,
    Packed,
    Rng,
    WireError,
    encode,
    pack,
    parse,
    unpack,
)
from autograder.inside.work import Watch

Namespace = dict[str, Any]
Plain = dict[str, Any]
"""A reply as it crosses: "value", "failure" and "arguments"; "work" crosses apart."""

REPLY_DEPTH = 3
"""A reply's value lies within its dict, its case's list and the list of all cases."""
MAX_ITERATED = 1000
"""So many items of an iterator are taken; no exercise yields more."""


def answer(plan: str, namespace: Namespace) -> str:
    """Run a plan against a namespace and write the replies for the wire.

    If calls were counted, a second line says what each of them executed.
    What the called functions print, and their warnings, are dropped: they would
    carry the inputs into the feedback.
    """
    with _quiet():
        packed = parse(plan)
        cases = zip(unpack(packed), packed["list"], strict=True)
        replies = [_run_case(case, given["list"], namespace) for case, given in cases]
    work = [[reply.pop("work") for reply in case if "work" in reply] for case in replies]
    return "\n".join(map(encode, [replies, work] if any(work) else [replies]))


def _run_case(
    case: list[dict[str, Any]], given: list[dict[str, Any]], namespace: Namespace
) -> list[Plain]:
    """Make the calls of a case; `given` are the same as they came, packed."""
    kept: Namespace = {}
    replies = []
    for call in case:
        reply = _run_call(DEFAULTS | call, namespace, kept)
        replies.append(reply)
        if reply["failure"] is not None:
            break  # what comes after needs what this call should have kept
    # Only now: a later call may change what an earlier one was given.
    return [
        _with_changed_arguments(reply, call["dict"]["arguments"])
        for reply, call in zip(replies, given, strict=False)
    ]


def _run_call(call: dict[str, Any], namespace: Namespace, kept: Namespace) -> Plain:
    arguments = call["arguments"]
    try:
        function = _find(call["target"], namespace, kept)
    except (Exception, SystemExit) as error:  # an attribute may be code of the student's
        return _failed(_describe(error, namespace), arguments)
    if call["attribute"] and function is not None:
        return _packed(function, arguments)
    if not callable(function):
        what = "method" if "." in call["target"] else "function"
        return _failed(Failure("missing", f"there is no {what} {call['target']}"))
    watch = Watch(getattr(function, "__globals__", namespace)) if call["counted"] else None
    try:
        with _standing_in(call["stand_ins"], function, namespace):
            given = [_fetch(argument, kept) for argument in arguments]
            keywords = {name: _fetch(value, kept) for name, value in call["keywords"]}
            if watch:
                function(*map(_nearby, given), **keywords)
            with watch or contextlib.nullcontext():
                result = function(*given, **keywords)
                if call["keep"] is not None:
                    kept[call["keep"]] = result
                # Within the count: a result may compute when it is looked at.
                reply = _packed(_crossing(result, call["returns"]), arguments)
    # Also SystemExit: a student's sys.exit() is a wrong answer, not ours to obey.
    except (Exception, SystemExit) as error:
        return _failed(_describe(error, namespace), arguments)
    return reply | {"work": watch.work()} if watch else reply


def _find(target: str, namespace: Namespace, kept: Namespace) -> Any:
    name, *attributes = target.split(".")
    found = kept.get(name, namespace.get(name))
    for attribute in attributes:
        found = getattr(found, attribute, None)
    return found


def _fetch(argument: Any, kept: Namespace) -> Any:
    match argument:
        case Kept(name, None):
            return kept[name]
        case Kept(name, item):
            if not isinstance(kept[name], tuple | list):
                raise TypeError(f"{name} is no pair: a forward returns its output and its cache")
            return kept[name][item]
        case Rng(seed, False):
            return np.random.default_rng(seed)
        case Rng(seed, True):
            return kept.setdefault(f"rng {seed}", np.random.default_rng(seed))
        case FamilyMember(family, settings, None):
            return FAMILIES[family](*settings)
        case FamilyMember(family, settings, str(keep)):
            return kept.setdefault(keep, FAMILIES[family](*settings))
        case tuple():
            return tuple(_fetch(item, kept) for item in argument)
    return argument


def _nearby(argument: Any) -> Any:
    """Numbers beside these, for a call that is not counted: its answer may be kept for later."""
    if isinstance(argument, np.ndarray) and argument.dtype.kind == "f":
        return argument * 0.999
    return argument


def _crossing(result: Any, returns: bool | int | str) -> Any:
    if returns == ITEMS:
        return list(islice(result, MAX_ITERATED))  # it may have no end
    if returns is True:
        return result
    return None if returns is False else result[returns]


def _packed(value: Any, arguments: tuple[Any, ...]) -> Plain:
    """A reply, its value packed before a later call changes it."""
    try:
        return {"value": pack(value, REPLY_DEPTH), "failure": None, "arguments": arguments}
    except WireError as error:
        return _failed(Failure("unreadable", str(error)))


def _failed(failure: Failure, arguments: tuple[Any, ...] | None = None) -> Plain:
    return {"value": None, "failure": asdict(failure), "arguments": arguments}


def _with_changed_arguments(reply: Plain, given: Any) -> Plain:
    """The same reply without unchanged arguments; a failure, if they cannot cross any more."""
    arguments: Packed | None = None
    try:
        arguments = pack(reply["arguments"], REPLY_DEPTH)
    except WireError as error:  # a dict or list that was given may hold anything now
        if reply["failure"] is None:
            reply = _failed(Failure("unreadable", str(error)))
    if arguments is not None and arguments.content == given:
        arguments = None
    changed = reply | {"arguments": arguments}
    return {name: value for name, value in changed.items() if value is not None}


def _standing_in(
    stand_ins: StandIns, function: Any, namespace: Namespace
) -> contextlib.AbstractContextManager[None]:
    return _replaced(stand_ins, function, namespace) if stand_ins else contextlib.nullcontext()


@contextlib.contextmanager
def _replaced(stand_ins: StandIns, function: Any, namespace: Namespace) -> Any:
    """Replace functions where the called one looks for them, and put them back."""
    # A notebook's functions share its namespace; a module's have its own.
    names = getattr(function, "__globals__", namespace)
    before = {name: names[name] for name, _ in stand_ins if name in names}
    names.update({name: FAMILIES[member.family](*member.settings) for name, member in stand_ins})
    try:
        yield
    finally:
        for name, _ in stand_ins:
            names.pop(name, None)
        names.update(before)


@contextlib.contextmanager
def _quiet() -> Any:
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


def _describe(error: BaseException, namespace: Namespace) -> Failure:
    line, number = "", 0
    trace = error.__traceback__
    while trace is not None:
        # Frames of the student's own cells share the notebook's globals.
        if trace.tb_frame.f_globals is namespace:
            number = trace.tb_lineno
            line = linecache.getline(trace.tb_frame.f_code.co_filename, number).strip()
        trace = trace.tb_next
    try:
        text = str(error)
    except Exception:  # a hostile or broken __str__ is the student's, too
        text = "(its message could not be read)"
    return Failure(type(error).__name__, text[:MAX_TEXT], line[:200], number)
