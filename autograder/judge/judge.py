"""The judge: draws inputs from a seed, knows the answers, and decides.

It runs outside the student's process. What it gives out is a plan (inputs
only); what it takes in are replies (plain data, which may be forged).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from autograder.inside.plan import FollowUp
from autograder.inside.wire import WireError
from autograder.judge import sentences
from autograder.judge.exercise import Assignment
from autograder.judge.plain_caches import WithPlainCache
from autograder.judge.prepared import Prepared
from autograder.judge.questions import Questions, Replies, questions_about
from autograder.judge.torch_oracle import Torch
from autograder.judge.verdict import Verdict
from autograder.reading.calls import reached

NOTHING_CAME = "Nothing came back from this exercise's tests."


class Judge:
    """Judges one assignment for a whole class: one seed, one set of answers.

    Arguments:
        assignment: what to judge.
        seed: decides every input, together with the exercise's name.
        torch: the second oracle, on its device; None to rely on the reference alone.
    """

    def __init__(self, assignment: Assignment, seed: int, torch: Torch | None) -> None:
        self.assignment = assignment
        self.seed = seed
        self.questions: Mapping[str, Questions] = {
            exercise.name: questions_about(assignment, exercise, seed, torch)
            for exercise in assignment.exercises
        }
        """All that the probe may be asked, by exercise."""

    @cached_property
    def plans(self) -> dict[str, str]:
        """Return what the probe is told to call, by exercise: inputs, and no answer."""
        return {name: questions.own.plan for name, questions in self.questions.items()}

    @cached_property
    def follow_ups(self) -> dict[str, FollowUp]:
        """Return what the probe can be asked if an exercise fails, by exercise."""
        return {name: questions.follow_up for name, questions in self.questions.items()}

    def prepare(self, followed_up: bool = True) -> None:
        """Compute what is right now, and not when the first student needs it.

        After that torch is not asked any more. What known mistakes answer is computed when
        somebody fails.

        Arguments:
            followed_up: also for what is asked only if an exercise fails.
        """
        for questions in self.questions.values():
            others = (*questions.earlier, *questions.with_stand_ins) if followed_up else ()
            for prepared in (questions.own, *others):
                _ = prepared.expected

    def verdict(
        self,
        exercise: str,
        replies: str | None,
        source: str,
        trouble: str = "",
        cell_failure: str = "",
    ) -> Verdict:
        """Decide one exercise of one student by its own cases.

        Arguments:
            exercise: its name.
            replies: what the probe sent, or None where nothing came.
            source: the student's code cells, joined; read, never run.
            trouble: why nothing came, as a sentence, where that is known.
            cell_failure: why the cell that should define it stopped, as a sentence.
        """
        own = self.questions[exercise].own
        verdict = _by_replies(own, replies, source, trouble or NOTHING_CAME, cell_failure)
        return verdict if verdict.passed else replace(verdict, calls=self._calls(exercise, source))

    def unexplained(self, verdicts: Mapping[str, Verdict]) -> list[str]:
        """The exercises to follow up: what they build on may be why they fail."""
        return [
            name
            for name, verdict in verdicts.items()
            if self.follow_ups[name].plans
            and not verdict.passed
            and (
                self._broken_here(verdict, verdicts)
                or verdict.calls.intersection(self.questions[name].earlier_names)
            )
        ]

    def explained(
        self, verdicts: Mapping[str, Verdict], followed_up: Mapping[str, Replies], source: str
    ) -> dict[str, Verdict]:
        """The verdicts on all exercises; each failure names the one that it follows from.

        Where an exercise builds on one that fails, stand-ins replace that one, and
        their cases decide.

        Arguments:
            verdicts: on the exercises, each by its own cases.
            followed_up: by exercise that was followed up, what came for each plan.
            source: the student's code cells, joined; read, never run.
        """
        if len({verdict.message for verdict in verdicts.values()}) == 1 < len(verdicts):
            return dict(verdicts)  # of a file that is no notebook, none is another's cause
        return {
            name: verdict
            if verdict.passed
            else self._explained(verdict, verdicts, followed_up.get(name, ()), source)
            for name, verdict in verdicts.items()
        }

    def _explained(
        self, verdict: Verdict, verdicts: Mapping[str, Verdict], replies: Replies, source: str
    ) -> Verdict:
        questions = self.questions[verdict.exercise]
        to_earlier, with_stand_ins = questions.sorted_replies(replies)
        earlier = [
            _by_replies(prepared, came, source)
            for prepared, came in zip(questions.earlier, to_earlier, strict=False)
        ]
        stood_in = [
            (prepared, _by_replies(prepared, came, source))
            for prepared, came in zip(questions.with_stand_ins, with_stand_ins, strict=False)
            if came
        ]
        broken = self._broken_here(verdict, verdicts)
        broken += [
            before.exercise
            for before in earlier
            if not before.passed and before.exercise in verdict.calls
        ]
        return replace(_with_cause(verdict, broken, stood_in), calls=frozenset(), apart=None)

    def _broken_here(self, verdict: Verdict, verdicts: Mapping[str, Verdict]) -> list[str]:
        """The exercises of this notebook that a failing one uses, and that fail too."""
        builds_on = self.assignment.by_name[verdict.exercise].builds_on
        return [
            name
            for name in builds_on
            if name in verdict.calls and name in verdicts and not verdicts[name].passed
        ]

    def _calls(self, exercise: str, source: str) -> frozenset[str]:
        """Return what of `builds_on` an exercise's code uses; all of it where that is unknown.

        What its cases call before it, such as the forward pass of a backward, counts
        with it.
        """
        builds_on = frozenset(self.assignment.by_name[exercise].builds_on)
        if not builds_on:
            return builds_on
        calls = (call for case in self.questions[exercise].own.cases for call in case.calls)
        targets = {call.target.partition(".")[0] for call in calls}
        used = reached(source, targets)
        return builds_on if used is None else builds_on & (used | targets)


def _by_replies(
    prepared: Prepared,
    replies: str | None,
    source: str,
    trouble: str = NOTHING_CAME,
    cell_failure: str = "",
) -> Verdict:
    """Judge an exercise by replies to some of its cases; if none can be read, it gets 0 points."""
    if replies is None:
        return prepared.nothing(trouble)
    try:
        return prepared.verdict(replies, source, cell_failure)
    except WireError as error:
        return prepared.nothing(f"What came back could not be read: {error}.")


def _with_cause(
    verdict: Verdict, broken: list[str], stood_in: list[tuple[Prepared, Verdict]]
) -> Verdict:
    """Add the cause to the verdict on an exercise that builds on broken ones.

    Arguments:
        verdict: by the exercise's own cases.
        broken: what it uses and does not work.
        stood_in: what was asked with something in the place of what it builds on, and the
            verdict then.
    """
    telling = [
        (asked, judged)
        for asked, judged in stood_in
        if not asked.replaced.isdisjoint(broken)
        and not (isinstance(asked, WithPlainCache) and not _tells(judged, verdict))
    ]
    if not broken:
        return verdict
    apart = verdict.apart
    if (
        apart is not None
        and apart.score > verdict.score
        and apart.score >= max((judged.score for _, judged in telling), default=0)
    ):
        return _noted(apart, sentences.judged_apart(verdict.exercise, broken))
    if not telling and verdict.cause_said:
        return verdict
    if not telling:
        said = sentences.cause if verdict.mistake is None else sentences.wrong_as_well
        return _noted(verdict, said(verdict.exercise, broken))
    asked, best = max(
        telling, key=lambda pair: (pair[1].score, len(pair[0].replaced.intersection(broken)))
    )
    if best.message == verdict.message or best.score < verdict.score:
        return verdict  # it fails in the same way, whatever it builds on
    if best.score == verdict.score and best.mistake is None and verdict.mistake is not None:
        return _noted(verdict, sentences.wrong_as_well(verdict.exercise, broken))
    replaced = [name for name in broken if name in asked.replaced]
    if isinstance(asked, WithPlainCache):
        return _noted(best, sentences.handed(verdict.exercise, replaced[0], asked.cache.words))
    return _noted(best, sentences.stood_in(verdict.exercise, replaced))


def _tells(judged: Verdict, verdict: Verdict) -> bool:
    """Say whether a verdict with a plain cache says more than the one with the student's own.

    A cache of another form than the student's tells nothing. And where their backward computed
    from their own, another one might make it right by accident.
    """
    better = judged.score > verdict.score
    return verdict.stopped and (better or (judged.mistake is not None and verdict.mistake is None))


def _noted(verdict: Verdict, note: str) -> Verdict:
    return replace(verdict, message=f"{note}\n{verdict.message}")
