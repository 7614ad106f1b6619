"""A plan says what the probe calls; replies say what came back. Both cross the line as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, dataclass, fields
from typing import Any

from autograder.inside.wire import FamilyMember, WireError, decode, encode

StandIns = tuple[tuple[str, FamilyMember], ...]
"""Names of functions, and what takes the place of each."""

ITEMS = "items"
"""Says of a call that it returns an iterator."""


@dataclass(frozen=True)
class Call:
    """One call of a plan.

    Attributes:
        target: name of the function; "name.method" reaches into a kept object.
        arguments: what it is called with, in order; a `Kept` stands for a value
            that an earlier call of the plan left inside, an `Rng` for a random
            generator, a `FamilyMember` for a callable.
        keywords: keyword arguments.
        keep: the name under which the result stays inside, if it does.
        returns: whether the result crosses the line; of a tuple, an index
            picks the item that does (a cache never has to). ITEMS gives a list of
            what an iterator yields.
        stand_ins: replace functions of the notebook during this call, by name: it
            is then judged by how it uses them.
        attribute: whether the target is an attribute of a kept object, such as
            "net.params", which is read and not called.
        counted: whether the instructions that it executes are counted. It is called twice
            then: what is made only once (imports, caches) is made the first time.
    """

    target: str
    arguments: tuple[Any, ...] = ()
    keywords: tuple[tuple[str, Any], ...] = ()
    keep: str | None = None
    returns: bool | int | str = True
    stand_ins: StandIns = ()
    attribute: bool = False
    counted: bool = False


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
    """The result of one call: a value or a failure, and the arguments afterwards.

    Unchanged arguments are None: they would be most of a reply. Who forges that could
    as well forge what they were, which the plan says.
    """

    value: Any = None
    failure: Failure | None = None
    arguments: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class Work:
    """Counts of what a counted call executed.

    Attributes:
        lines: by number and text of each line of the student's code, in the order of their
            first execution: how many instructions. Number 0 is what has no line.
        whole: whether the student's code left the counting alone.
        differentiated: the first function that got, or made, numbers with which it is
            differentiated, and their dtype; none if it is empty.
    """

    lines: dict[tuple[int, str], int]
    whole: bool = True
    differentiated: str = ""

    @property
    def total(self) -> int:
        """All instructions."""
        return sum(self.lines.values())


Case = tuple[Call, ...]
"""Calls that belong together: later ones may use what earlier ones kept."""

DEFAULTS = {field.name: field.default for field in fields(Call) if field.default is not MISSING}
"""A call crosses without those of its attributes that have these values."""
EMPTY: dict[str, Any] = {"value": None, "failure": None, "arguments": None}
"""A reply crosses without those of its attributes that have these values."""


def encode_plan(cases: Iterable[Case]) -> str:
    """Write the cases of one exercise for the wire; inputs only, no answer."""
    return encode([[_different(call) for call in case] for case in cases])


def _different(call: Call) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(call).items()
        if name in ("target", "arguments") or value is not DEFAULTS[name]
    }


def without_work(text: str) -> str:
    """The replies of one exercise without what they took; students' often agree in them."""
    return text.partition("\n")[0]


def decode_replies(text: str) -> list[list[Reply]]:
    """Read the replies of one exercise, a list for each case; trusts nothing.

    Raises:
        WireError: the text is not what `answer` writes.
    """
    cases = decode(without_work(text))
    if not isinstance(cases, list) or not all(isinstance(case, list) for case in cases):
        raise WireError("replies are not lists of lists")
    return [[_from_plain(reply) for reply in case] for case in cases]


def _from_plain(plain: Any) -> Reply:
    match EMPTY | plain if isinstance(plain, dict) else None:
        case {"value": value, "failure": None, "arguments": tuple() | None as arguments}:
            return Reply(value, None, arguments)
        case {
            "failure": {"kind": str(kind), "text": str(text), "line": str(line), "number": int(n)},
            "arguments": tuple() | None as arguments,
        }:
            return Reply(None, Failure(kind, text, line, n), arguments)
    raise WireError("a reply has the wrong form")


def decode_work(text: str) -> list[list[Work]]:
    """Read what counted calls executed, a list for each case; trusts nothing.

    Raises:
        WireError: the text is not what `answer` writes.
    """
    line = text.partition("\n")[2]
    cases = decode(line) if line else []
    if not isinstance(cases, list) or not all(isinstance(case, list) for case in cases):
        raise WireError("what was counted is no list of lists")
    return [[_work(plain) for plain in case] for case in cases]


def _work(plain: Any) -> Work:
    match plain:
        case {"lines": list(lines), "whole": bool(whole), "differentiated": str(differentiated)}:
            return Work(dict(map(_count, lines)), whole, differentiated)
    raise WireError("what was counted has the wrong form")


def _count(plain: Any) -> tuple[tuple[int, str], int]:
    match plain:
        case [int(number), str(text), int(count)]:
            return (number, text), count
    raise WireError("a line's count has the wrong form")


@dataclass(frozen=True)
class FollowUp:
    """Plans that are asked only if an exercise fails: their replies may explain why.

    They cost as much as the exercise's own cases. A function that never ends takes its
    whole plan down; with stand-ins in its place the rest can still be judged.

    Attributes:
        builds_on: exercises of the same notebook that this one calls.
        earlier: one plan for each exercise of an earlier notebook that it calls.
        with_stand_ins: plans in which stand-ins replace the functions that it calls.
    """

    builds_on: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    with_stand_ins: tuple[str, ...] = ()

    @property
    def plans(self) -> tuple[str, ...]:
        """All of them, in the order of their replies."""
        return self.earlier + self.with_stand_ins
