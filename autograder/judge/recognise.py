"""Recognises the known mistake that a wrong answer comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from autograder.inside.plan import Reply
from autograder.judge.differences import Differences, fail_alike
from autograder.judge.exercise import Part, TestCase
from autograder.judge.mistake import Mistake


@dataclass(frozen=True)
class Answers:
    """What was answered to an exercise's cases.

    Attributes:
        replies: what came back from each case's calls, by the index of the case; of a
            known mistake, from those that are not large.
        differences: how they differ from what is right.
    """

    replies: Mapping[int, list[Reply]]
    differences: Differences


@dataclass(frozen=True)
class Mistaken:
    """A known mistake, and what it answers to the same cases."""

    mistake: Mistake
    answers: Answers


@dataclass(frozen=True, order=True)
class Match:
    """How well a mistake explains a wrong answer; of two, the greater explains it better.

    Attributes: the first counts, and the second where the first is equal.
        cases: how many of the cases that fail the part fail in the same way.
        parts: how many parts of the exercise are right in both or wrong in both. The
            mean may be missing in the loss, in the gradient, or in both.
    """

    cases: int
    parts: int


def recognise(
    part: Part, cases: Sequence[TestCase], answers: Answers, known: Iterable[Mistaken]
) -> Mistake | None:
    """Find the known mistake that explains best what is wrong with a part.

    Arguments:
        part: one that some case fails.
        cases: what was called.
        answers: what was answered.
        known: in their order, which decides between two that explain as much.

    Returns:
        The mistake; None where no mistake explains the first case that fails.
    """
    matches = [
        (found, one.mistake)
        for one in known
        if (found := match(part, cases, answers, one.answers)) is not None
    ]
    # Of several that are equal, max takes the first.
    return max(matches, key=itemgetter(0))[1] if matches else None


def match(
    part: Part, cases: Sequence[TestCase], answers: Answers, mistaken: Answers
) -> Match | None:
    """Compare a wrong answer with what a known mistake answers.

    The mistake must fail no case that the answer passes. It must explain the first case
    that the answer fails, since its sentence is said of that one: large scores may
    overflow as well, but that is not what is wrong with small ones.

    Returns:
        How well the mistake explains the answer; None where it does not.
    """
    wrong, mistaken_wrong = answers.differences[part], mistaken.differences[part]
    first = next(iter(wrong))
    if first not in mistaken_wrong or not mistaken_wrong.keys() <= wrong.keys():
        return None
    explained = [
        index
        for index in mistaken_wrong
        if fail_alike(answers.replies[index], mistaken.replies[index], part, cases[index])
    ]
    if first not in explained:
        return None
    return Match(
        cases=len(explained),
        parts=sum(
            bool(answers.differences[other]) == bool(mistaken.differences[other])
            for other in answers.differences
        ),
    )
