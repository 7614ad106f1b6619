"""Stores what practice knows of an exercise as plain data: written at release, read by the student.

A record holds inputs, right answers and the answers of known mistakes, each as the text
that crosses the line between probe and judge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from types import ModuleType
from typing import Any

from autograder.inside.plan import Call, Reply, decode_replies, encode_plan
from autograder.inside.probe import answer
from autograder.inside.wire import decode, encode
from autograder.judge.conventions import widened
from autograder.judge.exercise import Assignment, Exercise, Judged, Part, Rounds, TestCase
from autograder.judge.mistake import Mistake
from autograder.judge.prepared import Prepared
from autograder.judge.recognise import Answers, Mistaken
from autograder.practice import PUBLIC_SEED
from autograder.practice.selection import chosen_cases

Record = dict[str, Any]


def record_of(prepared: Prepared) -> Record:
    """Write down one exercise for practice.

    Arguments:
        prepared: with the public seed.

    Returns:
        Plain data that JSON takes.
    """
    small = prepared.fewer(chosen_cases(prepared))
    expected = answer(
        encode_plan(tuple(replace(widened(call), counted=False) for call in case.calls)
                    for case in small.cases),
        vars(prepared.assignment.reference),
    )  # fmt: skip
    return {
        "name": small.exercise.name,
        "parts": [_plain_part(part) for part in small.exercise.parts],
        "cases": [_plain_case(case) for case in small.cases],
        "plan": small.plan,
        "expected": _last_alone(decode_replies(expected)),
        "mistakes": [_plain_mistake(mistaken) for mistaken in small.mistaken],
        "parameter_names": small.parameter_names,
    }


def _plain_part(part: Part) -> Record:
    path = list(part.path)
    return {**vars(part), "judged": part.judged.name, "item": path}


def _plain_case(case: TestCase) -> Record:
    return {
        "label": case.label,
        "judged": sorted(kind.name for kind in case.judged),
        "results": None if case.results is None else sorted(case.results),
        "rounds": None if case.rounds is None else vars(case.rounds),
    }


def _plain_mistake(mistaken: Mistaken) -> Record:
    """A mistake's sentence, and what it answers where that is wrong."""
    answers = mistaken.answers
    wrong = sorted({index for found in answers.differences.values() for index in found})
    return {
        "name": mistaken.mistake.name,
        "sentence": mistaken.mistake.sentence,
        "cases": wrong,
        "replies": _last_alone([answers.replies[index] for index in wrong]),
    }


def _last_alone(cases: list[list[Reply]]) -> str:
    """Replies as text; of several calls only the last one's, which is judged."""
    nothing: Record = {}
    return encode([[nothing] * (len(case) - 1) + [_plain_reply(case[-1])] for case in cases])


def _plain_reply(reply: Reply) -> Record:
    if reply.failure is None:
        return {"value": reply.value}
    return {"failure": vars(reply.failure)}


class Practised(Prepared):
    """An exercise of a record: judged as any other, with answers that were written down.

    Arguments:
        record: as `record_of` writes it.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        exercise = Exercise(
            record["name"],
            tuple(_part(**part) for part in record["parts"]),
            draw=lambda rng: self.cases,
            oracle=lambda torch, *calls: None,
            known=(),
        )
        assignment = Assignment("practice", ModuleType("no_reference"), (exercise,))
        super().__init__(assignment, exercise, PUBLIC_SEED, None)

    @cached_property
    def plan(self) -> str:
        """Return what the probe is told to call."""
        return str(self.record["plan"])

    @cached_property
    def cases(self) -> list[TestCase]:
        """The calls to be made."""
        calls = decode(self.plan)
        return [
            _case(tuple(Call(**call) for call in made), **case)
            for made, case in zip(calls, self.record["cases"], strict=True)
        ]

    @cached_property
    def expected(self) -> list[Any]:
        """Return what the last call of each case should return."""
        last = [replies[-1] for replies in decode_replies(self.record["expected"])]
        return [reply.value if reply.failure is None else reply.failure for reply in last]

    @cached_property
    def mistaken(self) -> list[Mistaken]:
        """Return what each known mistake answers where it is wrong."""
        return [self._mistaken(**mistake) for mistake in self.record["mistakes"]]

    def _mistaken(self, name: str, sentence: str, cases: list[int], replies: str) -> Mistaken:
        wrong = self.compared(dict(zip(cases, decode_replies(replies), strict=True)))
        # What it answered where that is right was not written down: only that it answered.
        right = {i: [Reply()] for i, case in enumerate(self.cases) if case.rounds is None}
        answers = Answers(right | dict(wrong.replies), wrong.differences)
        return Mistaken(Mistake(name, sentence, _not_here), answers)

    @cached_property
    def parameter_names(self) -> list[list[tuple[str, ...]]]:
        """By case and call, the names of its parameters."""
        return [[tuple(names) for names in case] for case in self.record["parameter_names"]]


def _part(judged: str, item: list[int | str], **about: Any) -> Part:
    return Part(judged=Judged[judged], item=tuple(item), **about)


def _case(
    calls: tuple[Call, ...],
    label: str,
    judged: list[str],
    results: list[str] | None,
    rounds: Record | None,
) -> TestCase:
    return TestCase(
        label,
        calls,
        judged=frozenset(Judged[name] for name in judged),
        results=None if results is None else frozenset(results),
        rounds=None if rounds is None else Rounds(**rounds),
    )


def _not_here(*arguments: Any, **keywords: Any) -> Callable[..., Any]:
    raise NotImplementedError("practice knows what a mistake answers, and not its code")
