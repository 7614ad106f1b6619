"""The judge: draws inputs from a seed, knows the answers, and decides.

It runs outside the student's process. What it gives out is a plan (inputs
only); what it takes in are replies (plain data, trusted in nothing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from autograder import feedback_text
from autograder.calls import reached
from autograder.exercise import Assignment, TestCase
from autograder.plan import Apart
from autograder.prepared import Prepared
from autograder.probe import Reply, decode_replies, encode_plan
from autograder.torch_oracle import Torch
from autograder.verdict import Verdict
from autograder.wire import WireError

NOTHING_CAME = "Nothing came back from this exercise's tests."


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
            exercise.name: Prepared(assignment, exercise, seed, torch)
            for exercise in assignment.exercises
        }
        self._wiring = {
            one.name: _by_stand_ins(
                Prepared(
                    replace(assignment, reference=one.wired or assignment.reference),
                    replace(one, draw=one.draw_wiring),
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
        self._plans: dict[str, str] = {}

    def plan(self, exercise: str) -> str:
        """What the probe is told to call: inputs, and no answer."""
        if exercise not in self._plans:
            cases = [case for one in self._asked(exercise) for case in one.cases]
            self._plans[exercise] = encode_plan(case.calls for case in cases)
        return self._plans[exercise]

    def apart(self, exercise: str) -> Apart:
        """What its plan asks beside its own cases, for where the whole plan never ends."""
        here = self.assignment.by_name
        return Apart(
            tuple(one for one in here[exercise].builds_on if one in here),
            tuple(one.plan for one in self._earlier[exercise]),
            tuple(one.plan for one in self._wiring.get(exercise, [])),
        )

    def _asked(self, exercise: str) -> list[Prepared]:
        """What the plan of an exercise asks: itself, what comes from before, its wiring."""
        wiring = self._wiring.get(exercise, [])
        return [self._prepared[exercise], *self._earlier[exercise], *wiring]

    def with_causes(self, verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
        """The verdicts on all exercises, each failure with the one that it follows from.

        Where an exercise builds on one that fails, it is judged by its wiring.
        """
        explained = {}
        for name, verdict in verdicts.items():
            here = self.assignment.by_name[name].builds_on
            broken = [one for one in here if one in verdicts and not verdicts[one].passed]
            broken = [one for one in (*broken, *verdict.broken) if one in verdict.calls]
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
        self,
        exercise: str,
        replies: str | None,
        source: str,
        trouble: str = "",
        apart: Sequence[str | None] = (),
    ) -> Verdict:
        """Decide one exercise of one student.

        Arguments:
            exercise: its name.
            replies: what the probe sent, or None where nothing came.
            source: the student's code cells, joined; read, never run.
            trouble: why nothing came, as a sentence, where that is known.
            apart: where nothing came, what came for each earlier plan, then for each wiring.
        """
        verdict = self._verdict(exercise, replies, source, trouble, apart)
        return verdict if verdict.passed else replace(verdict, calls=self._calls(exercise, source))

    def _calls(self, exercise: str, source: str) -> frozenset[str]:
        """What of `builds_on` the code for an exercise uses; all of it where that is unknown.

        What its cases call before it, such as the forward pass of a backward, counts
        with it.
        """
        builds_on = frozenset(self.assignment.by_name[exercise].builds_on)
        calls = (call for case in self._prepared[exercise].cases for call in case.calls)
        targets = {call.target.partition(".")[0] for call in calls}
        used = reached(source, targets)
        return builds_on if used is None else builds_on & (used | targets)

    def _verdict(
        self,
        exercise: str,
        replies: str | None,
        source: str,
        trouble: str,
        apart: Sequence[str | None],
    ) -> Verdict:
        own, *others = self._asked(exercise)
        try:
            if replies is not None:
                answers = self._split(exercise, decode_replies(replies))
                verdict = own.verdict(answers.pop(0), source)
            else:
                answers = [decode_replies(one) if one else [] for one in apart]
                verdict = own.nothing(trouble or NOTHING_CAME)
        except WireError as error:
            return own.nothing(f"What came back could not be read: {error}.")
        if verdict.passed or not answers:
            return verdict
        judged = [one.verdict(came, source) for one, came in zip(others, answers, strict=True)]
        count = len(self._earlier[exercise])
        wired = [one for one, came in list(zip(judged, answers, strict=True))[count:] if came]
        return replace(
            verdict,
            wiring=max(wired, key=lambda one: one.score, default=None),
            broken=tuple(one.exercise for one in judged[:count] if not one.passed),
        )

    def _split(self, exercise: str, answers: list[list[Reply]]) -> list[list[list[Reply]]]:
        """The replies of a whole plan, by what it asks."""
        ends = accumulate(len(one.cases) for one in self._asked(exercise))
        return [answers[start:end] for start, end in pairwise((0, *ends))]


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
