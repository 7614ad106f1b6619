"""The probe: calls a student's functions and hands back what they returned.

It runs beside the student's code and holds no answer. It is told what to call
with which inputs (a plan), and replies with plain data: what came back, the
arguments as they were afterwards, or the exception. It needs nothing but NumPy
and the wire format.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import warnings
from collections.abc import Iterable
from dataclasses import MISSING, asdict, dataclass, fields
from itertools import islice
from typing import Any

import numpy as np

from autograder.inside.families import FAMILIES
from autograder.inside.wire import (
    MAX_TEXT,
    Kept,
    Made,
    Packed,
    Rng,
    WireError,
    decode,
    encode,
    pack,
    parse,
    unpack,
)

Namespace = dict[str, Any]
Plain = dict[str, Any]
"""A reply as it crosses: "value", "failure" and "arguments"."""
StandIns = tuple[tuple[str, Made], ...]

ITEMS = "items"
REPLY_DEPTH = 3
"""A reply's value lies within its dict, its case's list and the list of all cases."""
MAX_ITERATED = 1000
"""So many items of an iterator are taken; no exercise yields more."""


@dataclass(frozen=True)
class Call:
    """One call of a plan.

    Attributes:
        target: name of the function; "name.method" reaches into a kept object.
        arguments: what it is called with, in order; a `Kept` stands for a value
            that an earlier call of the plan left inside, an `Rng` for a random
            generator, a `Made` for a callable.
        keywords: keyword arguments.
        keep: the name under which the result stays inside, if it does.
        returns: whether the result crosses the line; of a tuple, an index
            picks the item that does (a cache never has to). ITEMS is for a call
            that returns an iterator, and gives a list of what it yields.
        stand_ins: functions of the notebook that others take the place of during
            this call, by name: it is then judged by how it uses them.
        attribute: whether the target is an attribute of a kept object, such as
            "net.params", which is read and not called.
    """

    target: str
    arguments: tuple[Any, ...] = ()
    keywords: tuple[tuple[str, Any], ...] = ()
    keep: str | None = None
    returns: bool | int | str = True
    stand_ins: StandIns = ()
    attribute: bool = False


@dataclass(frozen=True)
class Failure:
    """An exception that a call raised.

    Attributes:
        kind: its type's name; "missing" where there is no such function, and
            "unreadable" where the result could not cross the line.
        text: its message.
        line: the line of the student's cell that raised it, as source text.
        number: that line's number in its cell, from 1; 0 where unknown.
    """

    kind: str
    text: str
    line: str = ""
    number: int = 0


@dataclass(frozen=True)
class Reply:
    """What one call came to: a value or a failure, and the arguments afterwards.

    Unchanged arguments are None: they would be most of a reply. Who forges that could
    as well forge what they were, which the plan says.
    """

    value: Any = None
    failure: Failure | None = None
    arguments: tuple[Any, ...] | None = None


Case = tuple[Call, ...]
"""Calls that belong together: later ones may use what earlier ones kept."""


DEFAULTS = {one.name: one.default for one in fields(Call) if one.default is not MISSING}
"""What a call is where its plan says nothing else: it crosses as what is different."""
NOTHING: Plain = {"value": None, "failure": None, "arguments": None}


def encode_plan(cases: Iterable[Case]) -> str:
    """Write the cases of one exercise for the wire; inputs only, no answer."""
    return encode([[_different(call) for call in case] for case in cases])


def _different(call: Call) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(call).items()
        if name in ("target", "arguments") or value is not DEFAULTS[name]
    }


def answer(plan: str, namespace: Namespace) -> str:
    """Run a plan against a namespace and write the replies for the wire.

    What the called functions print, and their warnings, are dropped: they would
    carry the inputs into the feedback.
    """
    with _quiet():
        packed = parse(plan)
        cases = zip(unpack(packed), packed["list"], strict=True)
        replies = [_run_case(case, given["list"], namespace) for case, given in cases]
    return encode(replies)


def decode_replies(text: str) -> list[list[Reply]]:
    """Read the replies of one exercise, a list for each case; trusts nothing.

    Raises:
        WireError: the text is not what `answer` writes.
    """
    cases = decode(text)
    if not isinstance(cases, list) or not all(isinstance(case, list) for case in cases):
        raise WireError("replies are not lists of lists")
    return [[_from_plain(reply) for reply in case] for case in cases]


def _from_plain(plain: Any) -> Reply:
    match NOTHING | plain if isinstance(plain, dict) else None:
        case {"value": value, "failure": None, "arguments": tuple() | None as arguments}:
            return Reply(value, None, arguments)
        case {
            "failure": {"kind": str(kind), "text": str(text), "line": str(line), "number": int(n)},
            "arguments": tuple() | None as arguments,
        }:
            return Reply(None, Failure(kind, text, line, n), arguments)
    raise WireError("a reply has the wrong form")


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
    try:
        with _standing_in(call["stand_ins"], function, namespace):
            result = function(
                *(_fetch(argument, kept) for argument in arguments),
                **{name: _fetch(value, kept) for name, value in call["keywords"]},
            )
            if call["keep"] is not None:
                kept[call["keep"]] = result
            value = _crossing(result, call["returns"])
    # Also SystemExit: a student's sys.exit() is a wrong answer, not ours to obey.
    except (Exception, SystemExit) as error:
        return _failed(_describe(error, namespace), arguments)
    return _packed(value, arguments)


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
            return kept[name][item]
        case Rng(seed, False):
            return np.random.default_rng(seed)
        case Rng(seed, True):
            return kept.setdefault(f"rng {seed}", np.random.default_rng(seed))
        case Made(family, settings, None):
            return FAMILIES[family](*settings)
        case Made(family, settings, str(keep)):
            return kept.setdefault(keep, FAMILIES[family](*settings))
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
    names.update({name: FAMILIES[one.family](*one.settings) for name, one in stand_ins})
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
