"""The judge: draws inputs from a seed, knows the answers, and decides.

It runs outside the student's process. What it gives out is a plan (inputs
only); what it takes in are replies (plain data, trusted in nothing).
"""

from __future__ import annotations

import inspect
import zlib
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from autograder import feedback_text, loops
from autograder.compare import first_difference
from autograder.exercise import Assignment, Exercise, Judged, Mistake, Part, TestCase
from autograder.families import standard_normal
from autograder.probe import (
    Call,
    Failure,
    Reply,
    Sent,
    answer,
    decode_replies,
    encode_plan,
    sent,
)
from autograder.torch_oracle import Torch
from autograder.wire import Made, WireError


@dataclass(frozen=True)
class PartVerdict:
    """How one part of an exercise came out."""

    name: str
    score: float
    max_score: float
    message: str


@dataclass(frozen=True)
class Verdict:
    """How one exercise came out.

    Attributes:
        exercise: its name.
        score: points earned.
        max_score: points of all its parts.
        message: what a good teaching assistant would say; one paragraph a part.
        mistake: the name of the known mistake that the answer equals, if any.
        parts: the same, part by part.
        wiring: how it came out with stand-ins for what it builds on, where it is
            not right with the student's own; the best, where some of it stands in
            at a time.
        broken: what it builds on from earlier notebooks and is not right, where it
            is not right itself.
    """

    exercise: str
    score: float
    max_score: float
    message: str
    mistake: str | None
    parts: tuple[PartVerdict, ...] = ()
    wiring: Verdict | None = None
    broken: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every part is right."""
        return self.score == self.max_score

    def as_json(self) -> dict[str, Any]:
        """The verdict as plain data, `passed` included."""
        plain = asdict(replace(self, wiring=None)) | {"passed": self.passed}
        del plain["wiring"], plain["broken"]
        return plain


class Judge:
    """Judges one assignment for a whole class: one seed, one set of answers.

    Arguments:
        assignment: what to judge.
        seed: decides every input, together with the exercise's name.
        torch: the second oracle, on its device.
    """

    def __init__(self, assignment: Assignment, seed: int, torch: Torch) -> None:
        self.assignment = assignment
        self.seed = seed
        self._prepared = {
            exercise.name: _Prepared(assignment, exercise, seed, torch)
            for exercise in assignment.exercises
        }
        self._wiring = {
            one.name: _by_stand_ins(
                _Prepared(assignment, replace(one, draw=one.draw_wiring), seed, torch)
            )
            for one in assignment.exercises
            if one.draw_wiring is not None
        }
        self._earlier = {
            one.name: [
                _Prepared(other, before, seed, torch) for other, before in assignment.earlier(one)
            ]
            for one in assignment.exercises
        }
        self._plans: dict[str, str] = {}
        self._sent: dict[str, Sent] = {}

    def plan(self, exercise: str) -> str:
        """What the probe is told to call: inputs, and no answer."""
        if exercise not in self._plans:
            cases = [case for one in self._asked(exercise) for case in one.cases]
            self._plans[exercise] = encode_plan(case.calls for case in cases)
        return self._plans[exercise]

    def _sent_for(self, exercise: str) -> Sent:
        if exercise not in self._sent:
            cases = [case for one in self._asked(exercise) for case in one.cases]
            self._sent[exercise] = sent(case.calls for case in cases)
        return self._sent[exercise]

    def _asked(self, exercise: str) -> list[_Prepared]:
        """What the plan of an exercise asks: itself, its wiring, what comes from before."""
        wiring = self._wiring.get(exercise, [])
        return [self._prepared[exercise], *wiring, *self._earlier[exercise]]

    def with_causes(self, verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
        """The verdicts on all exercises, each failure with the one that it follows from.

        Where an exercise builds on one that fails, it is judged by its wiring.
        """
        explained = {}
        for name, verdict in verdicts.items():
            here = self.assignment.by_name[name].builds_on
            broken = [one for one in here if one in verdicts and not verdicts[one].passed]
            broken += verdict.broken
            if broken and not verdict.passed:
                verdict = _with_cause(verdict, broken)
            explained[name] = replace(verdict, wiring=None, broken=())
        return explained

    def prepare(self) -> None:
        """Compute every answer now, and not when the first student needs it."""
        for name in self._prepared:
            for prepared in self._asked(name):
                _ = prepared.expected, prepared.mistaken

    def verdict(
        self, exercise: str, replies: str | None, source: str, trouble: str = ""
    ) -> Verdict:
        """Decide one exercise of one student.

        Arguments:
            exercise: its name.
            replies: what the probe sent, or None where nothing came.
            source: the student's code cells, joined; read, never run.
            trouble: why nothing came, as a sentence, where that is known.
        """
        prepared = self._prepared[exercise]
        if replies is None:
            return prepared.nothing(trouble or "Nothing came back from this exercise's tests.")
        try:
            answers = decode_replies(replies, self._sent_for(exercise))
        except WireError as error:
            return prepared.nothing(f"What came back could not be read: {error}.")
        own = len(prepared.cases)
        verdict = prepared.verdict(answers[:own], source)
        if verdict.passed:
            return verdict
        wiring, broken = None, []
        for one in self._asked(exercise)[1:]:
            count = len(one.cases)
            other = one.verdict(answers[own : own + count], source)
            own += count
            if one in self._wiring.get(exercise, []):
                if wiring is None or other.score > wiring.score:
                    wiring = other
            elif not other.passed:
                broken.append(other.exercise)
        return replace(verdict, wiring=wiring, broken=tuple(broken))


_Failing = dict[Part, dict[int, str]]
"""For each part that looks at the result: the cases it fails, and how they differ."""


@dataclass(frozen=True)
class _Mistaken:
    """A known mistake, what it answers, and where that is wrong: once for a class."""

    mistake: Mistake
    answers: list[list[Reply]]
    failing: _Failing


class _Prepared:
    """One exercise with its inputs drawn and, once they are needed, its answers."""

    def __init__(self, assignment: Assignment, exercise: Exercise, seed: int, torch: Torch) -> None:
        self.assignment = assignment
        self.exercise = exercise
        self.seed = seed
        self.torch = torch

    @cached_property
    def cases(self) -> list[TestCase]:
        # A checksum of the name keeps exercises apart; hash() is not repeatable.
        stream = [self.seed, zlib.crc32(self.exercise.name.encode())]
        return self.exercise.draw(np.random.default_rng(stream))

    def only(self, cases: list[TestCase]) -> _Prepared:
        """The same exercise with some of its cases."""
        exercise = replace(self.exercise, draw=lambda rng: cases)
        return _Prepared(self.assignment, exercise, self.seed, self.torch)

    @cached_property
    def plan(self) -> str:
        return encode_plan(case.calls for case in self.cases)

    @cached_property
    def expected(self) -> list[Any]:
        """What the last call of each case should return, in float64.

        Where it should raise, that is the failure, and the oracle answers with the
        type of exception.

        Raises:
            RuntimeError: the reference and torch disagree. Nobody is graded by
                an answer that is in doubt.
        """
        plan = encode_plan(tuple(map(_widened, case.calls)) for case in self.cases)
        replies = [replies[-1] for replies in self._run(plan, {})]
        values = [reply.value if reply.failure is None else reply.failure for reply in replies]
        for case, value in zip(self.cases, values, strict=True):
            second = self.exercise.oracle(self.torch, *map(_drawn, map(_widened, case.calls)))
            difference = _disagreement(value, second)
            if difference is not None:
                raise RuntimeError(
                    f"{self.exercise.name}, {case.label}: the reference solution and torch "
                    f"disagree; the reference returned {difference} by torch"
                )
        return values

    @cached_property
    def mistaken(self) -> list[_Mistaken]:
        """What each known mistake replies to the same plan, and where that is wrong."""
        mistaken = []
        for mistake in self.exercise.mistakes:
            wrong = {self.exercise.name: mistake.function, **mistake.also}
            answers = self._run(self.plan, wrong)
            mistaken.append(_Mistaken(mistake, answers, self._all_failing(answers)))
        return mistaken

    def _run(self, plan: str, changed: dict[str, Any]) -> list[list[Reply]]:
        namespace = vars(self.assignment.reference) | changed
        return decode_replies(answer(plan, namespace))

    def nothing(self, message: str) -> Verdict:
        """The verdict where nothing can be judged: no points, and why."""
        parts = tuple(
            PartVerdict(part.name, 0.0, part.points, message) for part in self.exercise.parts
        )
        return Verdict(self.exercise.name, 0.0, self.exercise.points, message, None, parts)

    def verdict(self, answers: list[list[Reply]], source: str) -> Verdict:
        if len(answers) != len(self.cases) or not all(answers):
            return self.nothing("What came back does not fit what was asked.")
        failure = answers[0][-1].failure
        if failure is not None and failure.kind in ("missing", "NotImplementedError"):
            stopped = self.cases[0].calls[: len(answers[0])][-1]
            return self.nothing(feedback_text.not_written(self.exercise.name, stopped, failure))
        results, mistake = self._judge_results(answers)
        anything_right = any(part.score > 0 for part in results.values())
        parts = []
        for part in self.exercise.parts:
            if part.judged is Judged.RESULT:
                parts.append(results[part.name])
            else:
                message = self._side_trouble(part, answers, source)
                if not message and not anything_right:
                    message = "counts once the result is right"
                parts.append(_part_verdict(part, message))
        score = sum(part.score for part in parts)
        message = feedback_text.summary([(part.name, part.message) for part in parts])
        return Verdict(
            self.exercise.name, score, self.exercise.points, message, mistake, tuple(parts)
        )

    def _judge_results(
        self, answers: list[list[Reply]]
    ) -> tuple[dict[str, PartVerdict], str | None]:
        """Judge each part that looks at the result; name the first known mistake."""
        verdicts, named = {}, None
        failing = self._all_failing(answers)
        for part in failing:
            message = ""
            if failing[part]:
                mistake = self._recognise(part, answers, failing)
                named = named or (mistake.name if mistake else None)
                index, difference = next(iter(failing[part].items()))
                message = feedback_text.wrong_result(
                    self.cases[index], answers[index], difference, mistake
                )
            verdicts[part.name] = _part_verdict(part, message)
        return verdicts, named

    def _all_failing(self, answers: list[list[Reply]]) -> _Failing:
        results = [part for part in self.exercise.parts if part.judged is Judged.RESULT]
        return {part: self._failing(part, answers) for part in results}

    def _failing(self, part: Part, answers: list[list[Reply]]) -> dict[int, str]:
        """Which cases a part fails, by index, and how each differs."""
        failing = {}
        for index, (case, replies) in enumerate(zip(self.cases, answers, strict=True)):
            if not case.counts_for(part):
                continue
            difference = _difference(replies, self.expected[index], part, case)
            if difference is not None:
                failing[index] = difference
        return failing

    def _recognise(
        self, part: Part, answers: list[list[Reply]], failing: _Failing
    ) -> Mistake | None:
        """The known mistake that explains most of what is wrong with a part.

        A mistake is in question only if the answer is wrong wherever the mistake
        is; it explains a case where both give the same. Of mistakes that explain
        as much, the one that gets the same parts wrong is meant: the mean may be
        missing in the loss, in the gradient, or in both.
        """
        best, most = None, (0, 0)
        for mistaken in self.mistaken:
            wrong = mistaken.failing[part]
            if not wrong or not wrong.keys() <= failing[part].keys():
                continue
            explained = sum(
                _same(answers[index], mistaken.answers[index], part, self.cases[index])
                for index in wrong
            )
            parts_alike = sum(bool(failing[one]) == bool(mistaken.failing[one]) for one in failing)
            if explained and (explained, parts_alike) > most:
                best, most = mistaken.mistake, (explained, parts_alike)
        return best

    def _side_trouble(self, part: Part, answers: list[list[Reply]], source: str) -> str:
        if part.judged is Judged.LOOPS:
            one = self.exercise
            order = inspect.signature(getattr(self.assignment.reference, one.name)).parameters
            found = loops.over_examples(source, one.name, one.examples, tuple(order), one.images)
            return feedback_text.loop(found) if found else ""
        for case, replies in zip(self.cases, answers, strict=True):
            if Judged.ARGUMENTS in case.judged:
                message = feedback_text.changed_argument(case, replies)
                if message:
                    return message
        return ""


def _by_stand_ins(prepared: _Prepared) -> list[_Prepared]:
    """The cases of a wiring, those with the same functions replaced together.

    A student may call one of two functions and write the other's work out: only
    what is called can be replaced, so each combination is judged by itself, and
    with it the cases in which nothing is replaced.
    """
    together: dict[frozenset[str], list[TestCase]] = {}
    for case in prepared.cases:
        replaced = frozenset(name for call in case.calls for name, _ in call.stand_ins)
        together.setdefault(replaced, []).append(case)
    as_it_is = together.pop(frozenset(), [])
    return [prepared.only([*as_it_is, *cases]) for cases in together.values()]


def _with_cause(verdict: Verdict, broken: list[str]) -> Verdict:
    """The verdict on an exercise that builds on broken ones."""
    wiring = verdict.wiring
    if wiring is None:
        cause = feedback_text.cause(verdict.exercise, broken)
        return replace(verdict, message=f"{cause}\n{verdict.message}")
    if wiring.message == verdict.message or wiring.score < verdict.score:
        return verdict  # it fails in the same way, whatever it builds on
    note = feedback_text.stood_in(verdict.exercise, broken)
    return replace(wiring, message=f"{note}\n{wiring.message}")


def _part_verdict(part: Part, message: str) -> PartVerdict:
    return PartVerdict(part.name, 0.0 if message else part.points, part.points, message)


def _disagreement(value: Any, second: Any) -> str | None:
    """How the reference's answer differs from the oracle's, or None."""
    if isinstance(value, Failure):
        raises = isinstance(second, type) and second.__name__ == value.kind
        return None if raises else f"nothing and {feedback_text.failure(value)}; not so"
    if isinstance(second, type):
        return f"something; expected {second.__name__}"
    return first_difference(value, second)


def _widened(call: Call) -> Call:
    """The same call with float32 inputs as float64: oracles compute in float64."""
    return replace(call, arguments=tuple(map(_widened_value, call.arguments)))


def _drawn(call: Call) -> Call:
    """The same call with arrays in place of their seeds: an oracle computes with them."""
    arguments = (
        standard_normal(*one.settings)
        if isinstance(one, Made) and one.family == "standard_normal"
        else one
        for one in call.arguments
    )
    return replace(call, arguments=tuple(arguments))


def _widened_value(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype == np.float32:
        return value.astype(np.float64)
    if isinstance(value, Made):
        return replace(value, settings=_widened_value(value.settings))
    if isinstance(value, dict):
        return {name: _widened_value(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(map(_widened_value, value))
    return value


def _difference(replies: list[Reply], expected: Any, part: Part, case: TestCase) -> str | None:
    reply = replies[-1]
    if isinstance(expected, Failure):
        return feedback_text.not_raised(reply, expected)
    if reply.failure is not None:
        return feedback_text.failure(reply.failure)
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
    """Whether two results have the same items."""
    if isinstance(expected, dict):
        return isinstance(value, dict) and value.keys() == expected.keys()
    return (
        isinstance(expected, tuple | list)  # a mistake may return one value for two
        and isinstance(value, tuple | list)
        and len(value) == len(expected)
    )


def _has(value: Any, step: int | str) -> bool:
    return step in (value if isinstance(value, dict) else range(len(value)))


def _same(answers: list[Reply], others: list[Reply], part: Part, case: TestCase) -> bool:
    """Whether two wrong answers are wrong in the same way."""
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
    mine, theirs = answers[-1].value, others[-1].value
    if theirs is None or isinstance(theirs, str):  # where an exception is right
        return isinstance(mine, type(theirs)) and bool(mine == theirs)
    return _difference(answers, theirs, part, case) is None
