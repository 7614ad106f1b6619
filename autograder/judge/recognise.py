"""Recognises the known mistake that a wrong answer comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.inside.plan import Reply
from autograder.judge.differences import Differences, fail_alike, is_finite, is_nothing
from autograder.judge.exercise import Part, TestCase
from autograder.judge.mistake import Mistake

FOREIGN = 0.25
"""At most so large a share of an answer's wrong cases may be right by the mistake that it is
named by: they are wrong for another reason, and that must not be the main one."""

SLIPS = 0.05
"""In so few of the cases that a mistake explains an answer may be wrong in another way: a loop
over the entries may take them in another order."""


@dataclass(frozen=True)
class Answers:
    """Answers to an exercise's cases.

    Attributes:
        replies: what came back from each case's calls, by the index of the case; of a
            known mistake, from those that are not large.
        differences: how they differ from what is right.
    """

    replies: Mapping[int, list[Reply]]
    differences: Differences

    @property
    def wrong_parts(self) -> list[Part]:
        """The parts that some case fails."""
        return [part for part, wrong in self.differences.items() if wrong]

    @cached_property
    def finite(self) -> dict[Part, set[int]]:
        """By part, the cases that fail it with nothing but finite numbers, if with any."""
        return {
            part: {index for index in wrong if is_finite(self.replies[index], part)}
            for part, wrong in self.differences.items()
        }

    def of_cases(self, kept: Sequence[int]) -> Answers:
        """Return the answers to some of the cases, by their index among these.

        Arguments:
            kept: the indices of these cases.
        """
        numbers = {old: new for new, old in enumerate(kept)}
        return Answers(
            {numbers[old]: replies for old, replies in self.replies.items() if old in numbers},
            {
                part: {numbers[old]: said for old, said in wrong.items() if old in numbers}
                for part, wrong in self.differences.items()
            },
        )


@dataclass(frozen=True)
class Mistaken:
    """A known mistake, and what it answers to the same cases."""

    mistake: Mistake
    answers: Answers


@dataclass(frozen=True)
class Explanation:
    """Weighs how much of a wrong answer a mistake explains.

    Attributes:
        mistake: the mistake.
        explained: by part, the cases that are wrong in the same way.
        foreign: how many cases are wrong, and right by the mistake.
        loose: how many cases look the same only as overflows do.
    """

    mistake: Mistake
    explained: Mapping[Part, list[int]]
    foreign: int
    loose: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """Of two that explain the same parts, the greater explains more."""
        return -self.foreign, sum(map(len, self.explained.values())), -self.loose

    @property
    def breadth(self) -> tuple[int, tuple[int, int, int]]:
        """Of two, the greater explains more parts, or more of them."""
        return len(self.explained), self.rank


def recognise(
    cases: Sequence[TestCase], answers: Answers, known: Iterable[Mistaken]
) -> dict[Part, Explanation]:
    """Find the known mistakes that explain what is wrong with an answer.

    Where one mistake explains all parts that are wrong, it is the one. Otherwise there may be
    several, for some parts each: a loss that is no mean stands beside gradients with the wrong
    sign. Such a one is wrong in no other part, and explains all of its own; no part has two.

    Arguments:
        cases: what was called.
        answers: what was answered; some part is wrong.
        known: in their order, which decides between two that explain as much.

    Returns:
        By part, what explains it; parts that no mistake explains are left out.
    """
    known = list(known)
    wrong = answers.wrong_parts
    whole = _best(wrong, cases, answers, known)
    if whole is not None:
        return dict.fromkeys(wrong, whole)
    narrower = [
        explanation
        for mistaken in known
        if set(parts := mistaken.answers.wrong_parts) < set(wrong)
        and (explanation := explain(parts, cases, answers, mistaken)) is not None
        and not explanation.foreign
    ]
    found: dict[Part, Explanation] = {}
    # The first of equals comes first here, too: sorting keeps their order.
    for explanation in sorted(narrower, key=lambda each: each.breadth, reverse=True):
        if found.keys().isdisjoint(explanation.explained):
            found |= dict.fromkeys(explanation.explained, explanation)
    return found


def _best(
    parts: list[Part], cases: Sequence[TestCase], answers: Answers, known: list[Mistaken]
) -> Explanation | None:
    found = [
        explained
        for each in known
        if (explained := explain(parts, cases, answers, each)) is not None
    ]
    # The first of equals.
    return max(found, key=lambda explained: explained.rank, default=None)


def explain(
    parts: list[Part], cases: Sequence[TestCase], answers: Answers, mistaken: Mistaken
) -> Explanation | None:
    """Compare a wrong answer with what a known mistake answers.

    The mistake must be wrong only where the answer is, and there in the same way. Numbers that
    are not finite tell little: an answer that overflows besides may be compared by its other
    cases, and two that have nothing but such numbers in common must agree in every case. Where
    nothing comes back from either, one may raise and the other return an empty array, or both
    raise in other words: as many cases at least must agree in numbers.

    Arguments:
        parts: of the exercise, those that must be explained.
        cases: what was called.
        answers: what was answered.
        mistaken: the mistake.

    Returns:
        What it explains; None where it does not explain one of the parts.
    """
    if not set(mistaken.answers.wrong_parts) <= set(parts):
        return None
    explained, foreign, loose, wrong_cases = {}, 0, 0, 0
    for part in parts:
        compared = _compared(part, cases, answers, mistaken.answers)
        if compared is None:
            return None
        explained[part] = compared.alike
        foreign += compared.foreign
        loose += compared.loose
        wrong_cases += compared.foreign + len(compared.alike)
    if foreign > FOREIGN * wrong_cases:
        return None
    return Explanation(mistaken.mistake, explained, foreign, loose)


@dataclass(frozen=True)
class _Compared:
    """The cases of a part that a mistake explains; the others as in `Explanation`."""

    alike: list[int]
    foreign: int
    loose: int


def _compared(
    part: Part, cases: Sequence[TestCase], answers: Answers, mistaken: Answers
) -> _Compared | None:
    wrong, mistaken_wrong = answers.differences[part], mistaken.differences[part]
    all_finite = answers.finite[part]
    if not mistaken_wrong.keys() <= wrong.keys():
        return None
    telling, alike = [], []
    foreign = overflown = loose = slips = silent = 0
    for index in wrong:
        if index not in mistaken.replies:  # it is large
            continue
        mine, theirs = answers.replies[index], mistaken.replies[index]
        finite = index in all_finite
        if index not in mistaken_wrong:
            foreign += finite
            overflown += not finite
        elif fail_alike(mine, theirs, part, cases[index]):
            alike.append(index)
            telling += [index] if finite else []
        elif _overflow_alike(mine, theirs, part):
            alike.append(index)
            loose += 1
        elif is_nothing(mine, part) and is_nothing(theirs, part):
            silent += 1
        elif finite:
            slips += 1
            if slips > SLIPS * len(wrong):  # however alike the others are
                return None
        else:
            overflown += 1
    if slips > SLIPS * len(telling):
        return None
    if telling:
        told_little = silent + overflown
        return _Compared(telling, foreign, loose) if told_little <= len(telling) else None
    unexplained = overflown or silent or foreign
    return _Compared(alike, 0, loose) if alike and not unexplained else None


def _overflow_alike(mine: list[Reply], theirs: list[Reply], part: Part) -> bool:
    """Tell whether one raised what shows as a number that is not finite in the other: Python's
    exponential of a large number raises an exception, and NumPy's is infinite.
    """
    raised = [replies[-1].failure is not None for replies in (mine, theirs)]
    return any(raised) and not is_finite(mine, part) and not is_finite(theirs, part)
