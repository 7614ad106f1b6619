"""Judges replies to one exercise, whose inputs are drawn and whose answers are known.

The seed decides the inputs. The reference solution and torch say what is right, and the
exercise's known mistakes say what a wrong answer comes from.
"""

from __future__ import annotations

import hashlib
import inspect
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import compress
from typing import Any

from autograder.errors import CourseError
from autograder.inside.families import standard_normal
from autograder.inside.plan import (
    Call,
    Failure,
    Reply,
    Work,
    decode_replies,
    decode_work,
    encode_plan,
    without_work,
)
from autograder.inside.probe import answer
from autograder.inside.wire import FamilyMember, decode, encode
from autograder.judge import sentences
from autograder.judge.compare import first_difference
from autograder.judge.conventions import draw_cases, widened
from autograder.judge.counted import said_of_derivatives, said_of_loops, said_of_the_count
from autograder.judge.differences import differences, is_finite
from autograder.judge.exercise import Assignment, Exercise, Judged, Part, TestCase
from autograder.judge.not_written import is_unwritten, not_written
from autograder.judge.pasteable import hardness
from autograder.judge.recognise import Answers, Mistaken, recognise
from autograder.judge.short_numbers import short_numbers
from autograder.judge.torch_oracle import Torch
from autograder.judge.verdict import PartVerdict, Verdict
from autograder.reading.reaching import reach

REMEMBERED = 64
"""How many different replies to a plan are remembered: whoever sends them again gets the
same verdict at once."""


@dataclass(frozen=True)
class Findings:
    """Findings about replies, whoever sent them.

    Attributes:
        fit: whether they answer the plan at all.
        unwritten: the call that found nothing written yet, and its failure, if there is one.
        results: verdicts on the parts that look at the result, by name.
        changed: sentences about changed arguments, by name of the part that looks at them.
        mistake: the name of the first known mistake that was recognised.
        stopped: whether each wrong case raised, or came to no finite number.
        reached: by case, whether its last call was made: nothing failed before it.
    """

    fit: bool = True
    unwritten: tuple[Call, Failure] | None = None
    results: dict[str, PartVerdict] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    mistake: str | None = None
    stopped: bool = False
    reached: tuple[bool, ...] = ()


class Prepared:
    """One exercise with its inputs drawn and, once they are needed, its answers.

    Arguments:
        assignment: whose reference solution answers.
        exercise: one of it, perhaps with other cases.
        seed: decides every input, together with the exercise's name.
        torch: the second oracle; None to rely on the reference alone.
    """

    def __init__(
        self, assignment: Assignment, exercise: Exercise, seed: int, torch: Torch | None
    ) -> None:
        self.assignment = assignment
        self.exercise = exercise
        self.seed = seed
        self.torch = torch
        self._known: dict[bytes, Findings] = {}
        self._parts_of_cases: dict[tuple[bool, ...], Prepared] = {}

    @cached_property
    def cases(self) -> list[TestCase]:
        """The calls to be made, drawn once."""
        # A checksum of the name keeps exercises apart; hash() is not repeatable.
        stream = [self.seed, zlib.crc32(self.exercise.name.encode())]
        return draw_cases(self.exercise, short_numbers(stream))

    @cached_property
    def replaced(self) -> frozenset[str]:
        """The functions that stand-ins replace in its cases."""
        return frozenset(
            name for case in self.cases for call in case.calls for name, _ in call.stand_ins
        )

    def only(self, cases: list[TestCase]) -> Prepared:
        """The same exercise with some of its cases."""
        exercise = replace(
            self.exercise, draw=lambda rng: cases, draw_counted=None, conventions=frozenset()
        )
        return Prepared(self.assignment, exercise, self.seed, self.torch)

    def fewer(self, kept: Sequence[int]) -> Prepared:
        """Keep some of the cases, and what is known of them: nobody is asked again.

        Arguments:
            kept: the indices of these cases.
        """
        prepared = self.only([self.cases[index] for index in kept])
        prepared.expected = [self.expected[index] for index in kept]
        prepared.mistaken = [
            replace(mistaken, answers=mistaken.answers.of_cases(kept)) for mistaken in self.mistaken
        ]
        return prepared

    @cached_property
    def plan(self) -> str:
        """Return what the probe is told to call: inputs, and no answer."""
        return encode_plan(case.calls for case in self.cases)

    @cached_property
    def expected(self) -> list[Any]:
        """Return what the last call of each case should return, in float64.

        Where it should raise, that is the failure, and the oracle answers with the
        type of exception.

        Raises:
            CourseError: the reference and torch disagree. Nobody is graded by
                an answer that is in doubt.
        """
        plan = encode_plan(tuple(map(widened, case.calls)) for case in self.cases)
        replies = [replies[-1] for replies in self._run(plan, {})]
        values = [reply.value if reply.failure is None else reply.failure for reply in replies]
        if self.torch is None:
            return values
        for case, value in zip(self.cases, values, strict=True):
            second = self.exercise.oracle(self.torch, *map(_drawn, map(widened, case.answered)))
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
        """Return what each known mistake replies to all calls but some, and where it is wrong.

        A case that is large or counts asks how much work an answer takes, not which mistake
        it is.
        """
        small = [i for i, case in enumerate(self.cases) if not (case.is_large or case.rounds)]
        plan = encode_plan(self.cases[index].calls for index in small)
        mistaken = []
        for mistake in self.exercise.mistakes:
            wrong = {self.exercise.name: mistake.function, **mistake.also}
            replies = dict(zip(small, self._run(plan, wrong), strict=True))
            mistaken.append(Mistaken(mistake, self.compared(replies)))
        return mistaken

    def compared(self, replies: Mapping[int, list[Reply]]) -> Answers:
        """Say how replies differ from what is right, by the index of their case."""
        parts, expected = self.exercise.parts, self.expected
        return Answers(replies, differences(parts, self.cases, expected, replies))

    def _run(self, plan: str, changed: dict[str, Any]) -> list[list[Reply]]:
        namespace = vars(self.assignment.reference) | changed
        return decode_replies(answer(plan, namespace))

    def nothing(self, message: str) -> Verdict:
        """The verdict where nothing can be judged: no points, and why."""
        parts = tuple(
            PartVerdict(part.name, 0.0, part.points, message) for part in self.exercise.parts
        )
        return Verdict(self.exercise.name, 0.0, self.exercise.points, message, None, parts)

    def verdict(self, replies: str, source: str, cell_failure: str = "") -> Verdict:
        """Decide by what came back.

        Arguments:
            replies: what the probe sent; it may be forged.
            source: the student's code cells, joined; read, never run.
            cell_failure: why the cell that should define the exercise stopped, as a sentence.

        Raises:
            WireError: the replies cannot be read.
        """
        found = self._findings(without_work(replies))
        if not found.fit:
            return self.nothing("What came back does not fit what was asked.")
        if found.unwritten:
            stopped, failure = found.unwritten
            said = not_written(self.exercise.name, stopped, failure, source, cell_failure)
            is_another = "." not in stopped.target and stopped.target != self.exercise.name
            return replace(self.nothing(said), cause_said=is_another)
        work = decode_work(replies)
        parts = tuple(self._part(part, found, work, reach(source)) for part in self.exercise.parts)
        score = sum(part.score for part in parts)
        message = sentences.summary([(part.name, part.message) for part in parts])
        return Verdict(
            self.exercise.name,
            score,
            self.exercise.points,
            message,
            found.mistake,
            parts,
            apart=self._apart(found.reached, replies, source),
            stopped=found.stopped,
        )

    def _apart(self, reached: tuple[bool, ...], replies: str, source: str) -> Verdict | None:
        """Judge by the cases in which nothing failed before the last call.

        A backward needs what its forward leaves, and is not to blame for a forward that fails on
        some inputs. Most cases must be left, and those among them that are large.
        """
        if all(reached) or 2 * sum(reached) < len(reached):
            return None
        if any(
            case.is_large and not there for case, there in zip(self.cases, reached, strict=True)
        ):
            return None
        raw = decode(without_work(replies))
        return self._only_where(reached).verdict(encode(list(compress(raw, reached))), source)

    def _only_where(self, kept: tuple[bool, ...]) -> Prepared:
        """The same exercise with the cases that are kept; many students fail on the same ones."""
        if kept not in self._parts_of_cases:
            self._parts_of_cases[kept] = self.fewer(list(compress(range(len(kept)), kept)))
        return self._parts_of_cases[kept]

    def _findings(self, replies: str) -> Findings:
        """Look at replies once: students' answers often agree to the last bit."""
        digest = hashlib.sha256(replies.encode(errors="surrogatepass")).digest()
        if digest not in self._known:
            found = self._found(decode_replies(replies))
            if len(self._known) == REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[digest] = found
        return self._known[digest]

    def _found(self, answers: list[list[Reply]]) -> Findings:
        if len(answers) != len(self.cases) or not all(answers):
            return Findings(fit=False)
        failure = answers[0][-1].failure
        if failure is not None and is_unwritten(failure):
            stopped = self.cases[0].calls[: len(answers[0])][-1]
            return Findings(unwritten=(stopped, failure))
        results, mistake, all_stopped = self._judge_results(answers)
        some_right = any(result.score > 0 for result in results.values())
        changed = {
            part.name: self._changed_argument(part, answers, some_right)
            for part in self.exercise.parts
            if part.judged is Judged.ARGUMENTS
        }
        reached = tuple(
            len(came) == len(case.calls) for case, came in zip(self.cases, answers, strict=True)
        )
        return Findings(
            results=results,
            changed=changed,
            mistake=mistake,
            stopped=all_stopped,
            reached=reached,
        )

    def _part(
        self, part: Part, found: Findings, work: list[list[Work]], reached: str
    ) -> PartVerdict:
        """Decide one part.

        Arguments:
            part: of the exercise.
            found: what the replies show.
            work: what counted calls executed, a list for each case.
            reached: what the notebook reaches for, so that such a count says nothing.
        """
        if part.judged is Judged.RESULT:
            result = found.results[part.name]
            if part.derived and result.score > 0:
                return _part_verdict(part, said_of_derivatives(work))
            return result
        if reached:
            return _part_verdict(part, sentences.not_known(reached))
        loops = part.judged is Judged.LOOPS
        message = said_of_loops(self.cases, work) if loops else found.changed.get(part.name, "")
        if not message and not any(result.score > 0 for result in found.results.values()):
            message = "counts once the result is right"
        elif not message and loops:
            message = said_of_the_count(self.cases, work)
        return _part_verdict(part, message)

    def _judge_results(
        self, replies: list[list[Reply]]
    ) -> tuple[dict[str, PartVerdict], str | None, bool]:
        """Judge each part that looks at the result; name the first known mistake; say whether
        whatever is wrong raised, or came to no finite number.
        """
        verdicts, named = {}, None
        answers = self.compared(dict(enumerate(replies)))
        found = recognise(self.cases, answers, self.mistaken) if answers.wrong_parts else {}
        for part, wrong in answers.differences.items():
            message = ""
            if wrong:
                explanation = found.get(part)
                mistake = explanation.mistake if explanation else None
                named = named or (mistake.name if mistake else None)
                index = self._shown(explanation.explained[part] if explanation else list(wrong))
                message = sentences.wrong_result(
                    self.cases[index], replies[index], wrong[index], mistake
                )
            verdicts[part.name] = _part_verdict(part, message)
        stopped = all(
            replies[index][-1].failure is not None or not is_finite(replies[index], part)
            for part, wrong in answers.differences.items()
            for index in wrong
        )
        return verdicts, named, stopped

    def _shown(self, indices: list[int]) -> int:
        """Of wrong cases the one to show: one that can be pasted, and no square if possible."""
        return min(indices, key=lambda index: (self._readable[index], index))

    @cached_property
    def _readable(self) -> list[int]:
        """Tell how hard each case is to read: 0 for the easiest."""
        return [hardness(case.calls, case.arrays) for case in self.cases]

    def _changed_argument(self, part: Part, answers: list[list[Reply]], some_right: bool) -> str:
        for case, replies, names in zip(self.cases, answers, self.parameter_names, strict=True):
            if Judged.ARGUMENTS in case.judged:
                message = sentences.changed_argument(
                    part, case, replies, names, failures=some_right
                )
                if message:
                    return message
        return ""

    @cached_property
    def parameter_names(self) -> list[list[tuple[str, ...]]]:
        """By case and call, the names of its parameters, also where it calls a method."""
        return [[self._names(call, case.calls) for call in case.calls] for case in self.cases]

    def _names(self, call: Call, calls: tuple[Call, ...]) -> tuple[str, ...]:
        name, _, method = call.target.partition(".")
        found = getattr(self.assignment.reference, name, None)
        if method:
            made = [call.target for call in calls if call.keep == name]
            made_of = getattr(self.assignment.reference, made[-1], None) if made else None
            found = getattr(made_of, method, None)
        if not callable(found):
            return ()
        names = tuple(inspect.signature(found).parameters)
        return names[1:] if method else names


def _part_verdict(part: Part, message: str) -> PartVerdict:
    return PartVerdict(part.name, 0.0 if message else part.points, part.points, message)


def _disagreement(value: Any, second: Any) -> str | None:
    """Tell how the reference's answer differs from the oracle's, or None."""
    if isinstance(value, Failure):
        raises = isinstance(second, type) and second.__name__ == value.kind
        return None if raises else f"nothing and {sentences.failure_in_words(value)}; not so"
    if isinstance(second, type):
        return f"something; expected {second.__name__}"
    return first_difference(value, second)


def _drawn(call: Call) -> Call:
    """The same call with arrays in place of their seeds: an oracle computes with them."""
    arguments = (
        standard_normal(*argument.settings)
        if isinstance(argument, FamilyMember) and argument.family == "standard_normal"
        else argument
        for argument in call.arguments
    )
    return replace(call, arguments=tuple(arguments))
