"""Takes apart what is wrong with an exercise, for the page: each cause and each call once.

A verdict says of each part what was called, what came back, and, where it is a known mistake,
the sentence that helps. Often several parts say the same call and the same sentence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from autograder.feedback.verdict_output import PartResult, ShownVerdict

_LABEL = re.compile(r" \[([^\[\]]+)\] ")
_CALL = re.compile(r"[A-Za-z_][\w.]*(?: = |\(|\.|$)")
_DEPENDS = re.compile(r"(\w+) fails because (.+?) (?:does|do): mend that first\.")


@dataclass(frozen=True)
class Found:
    """A finding about the parts that one call decided.

    Attributes:
        parts: with what came back as their message.
        call: what was called, a statement a line; empty where a part says nothing of a call.
        label: what is special about the call's inputs.
    """

    parts: tuple[PartResult, ...]
    call: str = ""
    label: str = ""


@dataclass(frozen=True)
class Causes:
    """A verdict's causes, as a page shows them.

    Attributes:
        note: how it was judged, where an exercise that it builds on is wrong.
        sentence: what helps: the known mistake, or what several parts say alike.
        found: the parts in order, those with the same call together.
    """

    note: str
    sentence: str
    found: tuple[Found, ...]


def causes_of(verdict: ShownVerdict) -> Causes:
    """Take a verdict apart."""
    parts, note = verdict.parts, _note(verdict)
    if verdict.said_once and not _split(verdict.said_once)[0]:
        return Causes(note, verdict.said_once, ())
    called = [part.message for part in parts if _split(part.message)[0]]
    sentence = _common_ending(called) if len(called) > 1 or verdict.mistake else ""
    return Causes(note, sentence, tuple(_found(parts, sentence)))


def depends_on(verdict: ShownVerdict) -> list[str]:
    """Exercises that have to be mended before this one can be right; empty if there are none."""
    found = _DEPENDS.match(verdict.message)
    return found[2].split(" and ") if found else []


def _note(verdict: ShownVerdict) -> str:
    """Return the note that stands before the parts of a message."""
    first, line_end, _ = verdict.message.partition("\n")
    names = first.partition(": ")[0].split(", ")
    return first if line_end and not set(names) <= {part.name for part in verdict.parts} else ""


def _found(parts: Sequence[PartResult], sentence: str) -> Iterator[Found]:
    split = [(part, *_split(part.message)) for part in parts]
    for (call, label), group in groupby(split, key=lambda cause: cause[1:3]):
        shown: list[PartResult] = []
        before = ""
        for part, _, _, said in group:
            message = "" if said == before else said
            if call and sentence:
                message = message.removesuffix(sentence).rstrip()
            shown.append(replace(part, message=message))
            before = said
        yield Found(tuple(shown), call, label)


def _split(message: str) -> tuple[str, str, str]:
    """A message's call, its label, and what else it says; no call where it begins with none."""
    for label in _LABEL.finditer(message):
        call = message[: label.start()]
        if _CALL.match(call) and "\n" not in call:
            return _a_statement_a_line(call), label[1], message[label.end() :]
    return "", "", message


def _a_statement_a_line(call: str) -> str:
    """Python as it is pasted and run; what is none stays as it is."""
    try:
        statements = ast.parse(call).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return call
    return "\n".join(ast.get_source_segment(call, statement) or "" for statement in statements)


def _common_ending(messages: Sequence[str]) -> str:
    """The sentences, but for the first, with which all messages end."""
    ending = messages[0] if messages else ""
    while not all(message.endswith(ending) for message in messages):
        ending = ending[1:]
    return ending.partition(". ")[2]
