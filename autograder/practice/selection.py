"""Chooses the cases that practice needs: the fewest numbers that still tell mistakes apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from autograder.inside.plan import Reply, encode_plan
from autograder.inside.wire import encode
from autograder.judge.prepared import Prepared
from autograder.judge.recognise import Answers, Mistaken, recognise

BUDGET = 250_000
"""Characters that the inputs and answers of one exercise may take, before compression."""


def chosen_cases(prepared: Prepared) -> list[int]:
    """Choose cases that are not large, and so short in all that practice can hold them.

    The longest that no mistake needs to be named are left out first.

    Arguments:
        prepared: the exercise.

    Returns:
        The indices of the cases, at most BUDGET characters of them if that can be.
    """
    small = [index for index, case in enumerate(prepared.cases) if not case.is_large]
    sizes = {index: _size(index, prepared) for index in small}
    kept = set(small)
    due = sorted((i for i in small if not prepared.cases[i].rounds), key=lambda i: -sizes[i])
    while due and sum(sizes[index] for index in kept) > BUDGET:
        largest: list[int] = []
        while due and sum(sizes[index] for index in kept.difference(largest)) > BUDGET:
            largest.append(due.pop(0))
        kept -= _needless(largest, kept, prepared)
    return sorted(kept)


def _needless(group: list[int], kept: set[int], prepared: Prepared) -> set[int]:
    """Return those of a group without which all mistakes are named: many at once, if that can be.

    To ask whether all are named takes up to a fifth of a second.
    """
    if _all_named(prepared, kept.difference(group)):
        return set(group)
    if len(group) == 1:
        return set()
    half = len(group) // 2
    first = _needless(group[:half], kept, prepared)
    return first | _needless(group[half:], kept - first, prepared)


def _size(index: int, prepared: Prepared) -> int:
    """Characters of a case's inputs and of the different answers to it."""
    wrong = {
        _text(mistaken.answers.replies[index])
        for mistaken in prepared.mistaken
        if index in mistaken.answers.replies
    }
    return len(encode_plan([prepared.cases[index].calls])) + sum(map(len, wrong))


def _text(replies: Sequence[Reply]) -> str:
    return encode(replies[-1].value) if replies[-1].failure is None else ""


def _all_named(prepared: Prepared, kept: Collection[int]) -> bool:
    """Tell whether each mistake is still recognised as the one that it is."""
    known = [
        Mistaken(mistaken.mistake, _restricted(mistaken.answers, kept))
        for mistaken in prepared.mistaken
    ]
    return all(_name(mistaken, prepared, known) == mistaken.mistake.name for mistaken in known)


def _restricted(answers: Answers, kept: Collection[int]) -> Answers:
    return Answers(
        {index: replies for index, replies in answers.replies.items() if index in kept},
        {
            part: {index: said for index, said in wrong.items() if index in kept}
            for part, wrong in answers.differences.items()
        },
    )


def _name(mistaken: Mistaken, prepared: Prepared, known: list[Mistaken]) -> str | None:
    found = recognise(prepared.cases, mistaken.answers, known)
    return next((explanation.mistake.name for explanation in found.values()), None)
