"""One exercise with its inputs drawn and its answers known: how replies are judged.

Which inputs, the seed decides; what is right, the reference solution and torch;
which mistake a wrong answer is, the mistakes that the exercise knows.
"""

from __future__ import annotations

import inspect
import zlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from autograder import feedback_text, loops
from autograder.compare import first_difference
from autograder.errors import CourseError
from autograder.exercise import Assignment, Exercise, Judged, Mistake, Part, TestCase
from autograder.families import standard_normal
from autograder.probe import Call, Failure, Reply, answer, decode_replies, encode_plan
from autograder.torch_oracle import Torch
from autograder.verdict import PartVerdict, Verdict
from autograder.wire import Made

Failing = dict[Part, dict[int, str]]
"""For each part that looks at the result: the cases it fails, and how they differ."""


@dataclass(frozen=True)
class Mistaken:
    """A known mistake, what it answers, and where that is wrong: once for a class."""

    mistake: Mistake
    answers: list[list[Reply]]
    failing: Failing


class Prepared:
    """One exercise with its inputs drawn and, once they are needed, its answers.

    Arguments:
        assignment: whose reference solution answers.
        exercise: one of it, perhaps with other cases.
        seed: decides every input, together with the exercise's name.
        torch: the second oracle.
    """

    def __init__(self, assignment: Assignment, exercise: Exercise, seed: int, torch: Torch) -> None:
        self.assignment = assignment
        self.exercise = exercise
        self.seed = seed
        self.torch = torch

    @cached_property
    def cases(self) -> list[TestCase]:
        """The calls to be made, drawn once."""
        # A checksum of the name keeps exercises apart; hash() is not repeatable.
        stream = [self.seed, zlib.crc32(self.exercise.name.encode())]
        return self.exercise.draw(np.random.default_rng(stream))

    def only(self, cases: list[TestCase]) -> Prepared:
        """The same exercise with some of its cases."""
        exercise = replace(self.exercise, draw=lambda rng: cases)
        return Prepared(self.assignment, exercise, self.seed, self.torch)

    @cached_property
    def plan(self) -> str:
        """What the probe is told to call: inputs, and no answer."""
        return encode_plan(case.calls for case in self.cases)

    @cached_property
    def expected(self) -> list[Any]:
        """What the last call of each case should return, in float64.

        Where it should raise, that is the failure, and the oracle answers with the
        type of exception.

        Raises:
            CourseError: the reference and torch disagree. Nobody is graded by
                an answer that is in doubt.
        """
        plan = encode_plan(tuple(map(_widened, case.calls)) for case in self.cases)
        replies = [replies[-1] for replies in self._run(plan, {})]
        values = [reply.value if reply.failure is None else reply.failure for reply in replies]
        for case, value in zip(self.cases, values, strict=True):
            second = self.exercise.oracle(self.torch, *map(_drawn, map(_widened, case.calls)))
            difference = _disagreement(value, second)
            if difference is not None:
                raise CourseError(
                    f"the course is at fault here, not the student: for {self.exercise.name} "
                    f"[{case.label}] with seed {self.seed}, the reference solution returned "
                    f"{difference} by torch. Please report that, and take another --seed"
                )
        return values

    @cached_property
    def mistaken(self) -> list[Mistaken]:
        """What each known mistake replies to the same plan, and where that is wrong."""
        mistaken = []
        for mistake in self.exercise.mistakes:
            wrong = {self.exercise.name: mistake.function, **mistake.also}
            answers = self._run(self.plan, wrong)
            mistaken.append(Mistaken(mistake, answers, self._all_failing(answers)))
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
        """Decide by what came back, a list of replies for each case.

        Arguments:
            answers: from the student's process; trusted in nothing.
            source: the student's code cells, joined; read, never run.
        """
        if len(answers) != len(self.cases) or not all(answers):
            return self.nothing("What came back does not fit what was asked.")
        failure = answers[0][-1].failure
        if failure is not None and failure.kind in ("missing", "NotImplementedError"):
            stopped = self.cases[0].calls[: len(answers[0])][-1]
            name = self.exercise.name
            return self.nothing(feedback_text.not_written(name, stopped, failure, source))
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

    def _all_failing(self, answers: list[list[Reply]]) -> Failing:
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
        self, part: Part, answers: list[list[Reply]], failing: Failing
    ) -> Mistake | None:
        """The known mistake that explains most of what is wrong with a part.

        A mistake is in question only if the answer is wrong wherever the mistake
        is; it explains a case where both give the same. The first wrong case must be
        one of these, for that is what its sentence is said of: large scores may
        overflow as well, but that is not what is wrong with small ones. Of mistakes
        that explain as much, the one that gets the same parts wrong is meant: the mean
        may be missing in the loss, in the gradient, or in both.
        """
        best, most = None, (0, 0)
        first = next(iter(failing[part]))
        for mistaken in self.mistaken:
            wrong = mistaken.failing[part]
            if first not in wrong or not wrong.keys() <= failing[part].keys():
                continue
            explained = {
                index
                for index in wrong
                if _same(answers[index], mistaken.answers[index], part, self.cases[index])
            }
            parts_alike = sum(bool(failing[one]) == bool(mistaken.failing[one]) for one in failing)
            if first in explained and (len(explained), parts_alike) > most:
                best, most = mistaken.mistake, (len(explained), parts_alike)
        return best

    def _side_trouble(self, part: Part, answers: list[list[Reply]], source: str) -> str:
        if part.judged is Judged.LOOPS:
            one = self.exercise
            order = self._parameters[one.name]
            found = loops.over_examples(source, one.name, one.examples, order, one.images)
            return feedback_text.loop(found) if found else ""
        for case, replies in zip(self.cases, answers, strict=True):
            if Judged.ARGUMENTS in case.judged:
                names = [self._parameters[one.target] for one in case.calls]
                message = feedback_text.changed_argument(part, case, replies, names)
                if message:
                    return message
        return ""

    @cached_property
    def _parameters(self) -> dict[str, tuple[str, ...]]:
        """The names of each function's parameters; none for a method of a kept object."""
        targets = {self.exercise.name, *(call.target for case in self.cases for call in case.calls)}
        found = {one: getattr(self.assignment.reference, one, None) for one in targets}
        return {
            name: tuple(inspect.signature(function).parameters) if callable(function) else ()
            for name, function in found.items()
        }


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
