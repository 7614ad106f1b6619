"""All that the probe may be asked about one exercise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from autograder.inside.plan import FollowUp
from autograder.judge.exercise import Assignment, Exercise, TestCase
from autograder.judge.plain_caches import WithPlainCache
from autograder.judge.prepared import Prepared
from autograder.judge.torch_oracle import Torch

Replies = Sequence[str | None]
"""What the probe sent to each plan of a follow-up; None where nothing came."""


@dataclass(frozen=True)
class Questions:
    """The cases of one exercise, and those that may explain why it fails.

    Attributes:
        exercise: what is asked about.
        builds_on: exercises of the same notebook that it builds on.
        own: its own cases.
        earlier: the exercises of earlier notebooks that it builds on, with their cases.
        with_stand_ins: the exercise with groups of cases in which stand-ins replace what
            it builds on; of a backward, also with plain caches in place of its forward's.
    """

    exercise: Exercise
    builds_on: tuple[str, ...]
    own: Prepared
    earlier: tuple[Prepared, ...]
    with_stand_ins: tuple[Prepared, ...]

    @property
    def follow_up(self) -> FollowUp:
        """The plans that are asked if the exercise fails."""
        return FollowUp(
            self.builds_on,
            tuple(prepared.plan for prepared in self.earlier),
            tuple(prepared.plan for prepared in self.with_stand_ins),
        )

    @property
    def earlier_names(self) -> list[str]:
        """The exercises of earlier notebooks that it builds on."""
        return [prepared.exercise.name for prepared in self.earlier]

    def sorted_replies(self, replies: Replies) -> tuple[Replies, Replies]:
        """Split the replies to a follow-up: to `earlier`, and to `with_stand_ins`."""
        return replies[: len(self.earlier)], replies[len(self.earlier) :]


def questions_about(
    assignment: Assignment, exercise: Exercise, seed: int, torch: Torch | None
) -> Questions:
    """Draw the inputs of all questions about an exercise; answers wait until they are needed.

    Arguments:
        assignment: the exercise is one of it.
        exercise: what is asked about.
        seed: decides every input, together with the exercise's name.
        torch: the second oracle.
    """
    own = Prepared(assignment, exercise, seed, torch)
    return Questions(
        exercise,
        builds_on=tuple(name for name in exercise.builds_on if name in assignment.by_name),
        own=own,
        earlier=tuple(
            _without_large(Prepared(home, before, seed, torch))
            for home, before in assignment.earlier(exercise)
        ),
        with_stand_ins=(
            *_with_stand_ins(assignment, exercise, seed, torch),
            *(WithPlainCache(own, cache) for cache in exercise.plain_caches),
        ),
    )


def _without_large(prepared: Prepared) -> Prepared:
    """Leave out the cases that ask how quick an answer is: here it only has to be right."""
    return prepared.only([case for case in prepared.cases if not case.is_large])


def _with_stand_ins(
    assignment: Assignment, exercise: Exercise, seed: int, torch: Torch | None
) -> Iterable[Prepared]:
    """Group the cases with stand-ins by the functions that these replace.

    A student may call one of two functions and write the other's work out: only
    what is called can be replaced. So each combination is judged by itself, together
    with the cases in which nothing is replaced.
    """
    if exercise.draw_stand_ins is None:
        return []
    prepared = Prepared(
        replace(assignment, reference=exercise.stand_in_reference or assignment.reference),
        replace(exercise, draw=exercise.draw_stand_ins, draw_counted=None, conventions=frozenset()),
        seed,
        torch,
    )
    groups: dict[frozenset[str], list[TestCase]] = {}
    for case in prepared.cases:
        replaced = frozenset(name for call in case.calls for name, _ in call.stand_ins)
        groups.setdefault(replaced, []).append(case)
    nothing_replaced = groups.pop(frozenset(), [])
    return [prepared.only([*nothing_replaced, *cases]) for cases in groups.values()]
