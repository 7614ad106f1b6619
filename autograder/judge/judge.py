"""The judge: draws inputs from a seed, knows the answers, and decides.

It runs outside the student's process. What it gives out is a plan (inputs
only); what it takes in are replies (plain data, trusted in nothing).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from autograder.inside.plan import Apart
from autograder.inside.wire import WireError
from autograder.judge import sentences
from autograder.judge.exercise import Assignment, TestCase
from autograder.judge.prepared import Prepared
from autograder.judge.torch_oracle import Torch
from autograder.judge.verdict import Verdict
from autograder.reading.calls import reached

NOTHING_CAME = "Nothing came back from this exercise's tests."

Replies = Sequence[str | None]
"""What the probe sent to each of an exercise's plans apart; None where nothing came."""


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
        self._prepared = {
            exercise.name: Prepared(assignment, exercise, seed, torch)
            for exercise in assignment.exercises
        }
        self._wiring = {
            one.name: _by_stand_ins(
                Prepared(
                    replace(assignment, reference=one.wired or assignment.reference),
                    replace(one, draw=one.draw_wiring, conventions=frozenset()),
                    seed,
                    torch,
                )
            )
            for one in assignment.exercises
            if one.draw_wiring is not None
        }
        self._earlier = {
            one.name: [
                _without_large(Prepared(other, before, seed, torch))
                for other, before in assignment.earlier(one)
            ]
            for one in assignment.exercises
        }

    @cached_property
    def plans(self) -> dict[str, str]:
        """What the probe is told to call, by exercise: inputs, and no answer."""
        return {name: one.plan for name, one in self._prepared.items()}

    @cached_property
    def apart(self) -> dict[str, Apart]:
        """What else it can be asked, by exercise: what may explain that one fails."""
        here = self.assignment.by_name
        return {
            name: Apart(
                tuple(one for one in exercise.builds_on if one in here),
                tuple(one.plan for one in self._earlier[name]),
                tuple(one.plan for one in self._wiring.get(name, [])),
            )
            for name, exercise in here.items()
        }

    def prepare(self, mistakes: bool = True) -> None:
        """Compute answers now, and not when the first student needs them.

        Arguments:
            mistakes: also those of known mistakes, which nobody needs whose own are right.
        """
        for one in self._prepared.values():
            _ = one.expected
            if mistakes:
                _ = one.mistaken

    def verdict(
        self, exercise: str, replies: str | None, source: str, trouble: str = ""
    ) -> Verdict:
        """Decide one exercise of one student by its own cases.

        Arguments:
            exercise: its name.
            replies: what the probe sent, or None where nothing came.
            source: the student's code cells, joined; read, never run.
            trouble: why nothing came, as a sentence, where that is known.
        """
        prepared = self._prepared[exercise]
        verdict = _by_replies(prepared, replies, source, trouble or NOTHING_CAME)
        return verdict if verdict.passed else replace(verdict, calls=self._calls(exercise, source))

    def unexplained(self, verdicts: Mapping[str, Verdict]) -> list[str]:
        """The exercises that fail, and perhaps for what they build on: to be asked apart."""
        return [
            name
            for name, verdict in verdicts.items()
            if self.apart[name].plans
            and not verdict.passed
            and (self._broken_here(verdict, verdicts) or self._earlier_names(name) & verdict.calls)
        ]

    def explained(
        self, verdicts: Mapping[str, Verdict], apart: Mapping[str, Replies], source: str
    ) -> dict[str, Verdict]:
        """The verdicts on all exercises, each failure with the one that it follows from.

        Where an exercise builds on one that fails, it is judged by its wiring.

        Arguments:
            verdicts: on the exercises, each by its own cases.
            apart: of those that were asked apart, what came for each plan.
            source: the student's code cells, joined; read, never run.
        """
        return {
            name: verdict
            if verdict.passed
            else self._explained(verdict, verdicts, apart.get(name, ()), source)
            for name, verdict in verdicts.items()
        }

    def _explained(
        self, verdict: Verdict, verdicts: Mapping[str, Verdict], replies: Replies, source: str
    ) -> Verdict:
        name = verdict.exercise
        earlier, wiring = self._earlier[name], self._wiring.get(name, [])
        judged = [
            _by_replies(prepared, came, source)
            for prepared, came in zip([*earlier, *wiring], replies, strict=False)
        ]
        wrong = [one.exercise for one in judged[: len(earlier)] if not one.passed]
        stood_in = zip(judged[len(earlier) :], replies[len(earlier) :], strict=True)
        best = max((one for one, came in stood_in if came), key=_score, default=None)
        broken = self._broken_here(verdict, verdicts)
        broken += [one for one in wrong if one in verdict.calls]
        return replace(_with_cause(verdict, broken, best), calls=frozenset())

    def _broken_here(self, verdict: Verdict, verdicts: Mapping[str, Verdict]) -> list[str]:
        """What of this notebook an exercise uses and is not right."""
        builds_on = self.assignment.by_name[verdict.exercise].builds_on
        used = [one for one in builds_on if one in verdicts and one in verdict.calls]
        return [one for one in used if not verdicts[one].passed]

    def _earlier_names(self, exercise: str) -> set[str]:
        return {one.exercise.name for one in self._earlier[exercise]}

    def _calls(self, exercise: str, source: str) -> frozenset[str]:
        """What of `builds_on` the code for an exercise uses; all of it where that is unknown.

        What its cases call before it, such as the forward pass of a backward, counts
        with it.
        """
        builds_on = frozenset(self.assignment.by_name[exercise].builds_on)
        if not builds_on:
            return builds_on
        calls = (call for case in self._prepared[exercise].cases for call in case.calls)
        targets = {call.target.partition(".")[0] for call in calls}
        used = reached(source, targets)
        return builds_on if used is None else builds_on & (used | targets)


def _by_replies(
    prepared: Prepared, replies: str | None, source: str, trouble: str = NOTHING_CAME
) -> Verdict:
    """How an exercise or some of its cases came out; without readable replies there is nothing."""
    if replies is None:
        return prepared.nothing(trouble)
    try:
        return prepared.verdict(replies, source)
    except WireError as error:
        return prepared.nothing(f"What came back could not be read: {error}.")


def _score(verdict: Verdict) -> float:
    return verdict.score


def _without_large(prepared: Prepared) -> Prepared:
    """The same without what is large on purpose: whether it is right is asked, not how quick."""
    return prepared.only([case for case in prepared.cases if not case.is_large])


def _by_stand_ins(prepared: Prepared) -> list[Prepared]:
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


def _with_cause(verdict: Verdict, broken: list[str], wiring: Verdict | None) -> Verdict:
    """The verdict on an exercise that builds on broken ones, and how it does on stand-ins."""
    if not broken:
        return verdict
    if wiring is None:
        cause = sentences.cause(verdict.exercise, broken)
        return replace(verdict, message=f"{cause}\n{verdict.message}")
    if wiring.message == verdict.message or wiring.score < verdict.score:
        return verdict  # it fails in the same way, whatever it builds on
    note = sentences.stood_in(verdict.exercise, broken)
    return replace(wiring, message=f"{note}\n{wiring.message}")
