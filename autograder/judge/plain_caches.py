"""Judges a backward whose forward does not work: by caches of the forms that are plain.

A cache is the student's own business, so that only their forward can make it. Where that
fails, the backward gets what many put into theirs; if one of these forms is the student's, it
is judged as well as ever.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

from autograder.inside.plan import Call
from autograder.inside.wire import Kept
from autograder.judge.exercise import PlainCache, TestCase
from autograder.judge.prepared import Prepared
from autograder.judge.recognise import Answers, Mistaken


class WithPlainCache(Prepared):
    """A backward that is handed a cache; its answers are those of its own cases.

    Arguments:
        own: the exercise with its own cases: a forward, and the backward of its cache.
        cache: what it is handed.
    """

    def __init__(self, own: Prepared, cache: PlainCache) -> None:
        exercise = replace(
            own.exercise,
            draw=lambda rng: [_handed(own.cases[index], self._made) for index in self._kept],
            draw_counted=None,
            conventions=frozenset(),
        )
        super().__init__(own.assignment, exercise, own.seed, own.torch)
        self.own = own
        self.cache = cache

    @cached_property
    def _kept(self) -> list[int]:
        """List those of its own cases that have nothing but one forward before the backward."""
        return [index for index, case in enumerate(self.own.cases) if _is_plain(case)]

    @cached_property
    def replaced(self) -> frozenset[str]:
        """The forward, which is not called."""
        return frozenset({self.own.cases[self._kept[0]].calls[0].target})

    @cached_property
    def expected(self) -> list[Any]:
        """Return what its own cases should return."""
        return [self.own.expected[index] for index in self._kept]

    @cached_property
    def mistaken(self) -> list[Mistaken]:
        """Return what known mistakes reply to its own cases, with caches of their own."""
        return [
            Mistaken(known.mistake, _last_alone(known.answers.of_cases(self._kept)))
            for known in self.own.mistaken
        ]

    def _made(self, forward: Call) -> Any:
        called = getattr(self.assignment.reference, forward.target)
        bound = inspect.signature(called).bind(*forward.arguments, **dict(forward.keywords))
        bound.apply_defaults()
        return self.cache.make(*bound.args, **bound.kwargs)


def _last_alone(answers: Answers) -> Answers:
    """Leave out what came from the forward, which is not called."""
    return replace(answers, replies={n: came[-1:] for n, came in answers.replies.items()})


def _is_plain(case: TestCase) -> bool:
    forward, *rest = case.calls
    return (
        len(rest) == 1
        and case.rounds is None
        and forward.keep is not None
        and rest[0].arguments[1:] == (Kept(forward.keep, 1),)
    )


def _handed(case: TestCase, made: Callable[[Call], Any]) -> TestCase:
    forward, backward = case.calls
    call = replace(backward, arguments=(backward.arguments[0], made(forward)))
    return replace(case, calls=(call,))
