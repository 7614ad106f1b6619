"""Describes an exercise: its parts and points, its cases, oracle and known mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np

from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.mistake import Mistake, known_mistakes

Array = np.ndarray[Any, Any]


class Judged(Enum):
    """A view of the replies that a part of an exercise is judged by."""

    RESULT = "what the call returns"
    ARGUMENTS = "whether the arguments are as they were before the call"
    LOOPS = "whether a Python loop runs over the examples, or over positions"


class Convention(Enum):
    """Forms in which inputs may come to an exercise, unless it declares an exception."""

    FLOAT32 = "float32 inputs"
    COLUMN_ORDER = "arrays in column order"
    GAPS = "arrays with gaps in memory"
    READ_ONLY = "arrays that cannot be written to"
    LABEL_DTYPES = "labels of any integer dtype"


@dataclass(frozen=True)
class Part:
    """One thing that an exercise gives points for.

    Attributes:
        name: as the student reads it, such as "gradient".
        points: what it is worth.
        judged: what it looks at.
        item: for a result that is a tuple or dict, which of its items it looks at; None
            for the whole. Several go deeper: (1, "W1") is item "W1" of item 1.
        changed: for a part that looks at the arguments, what is said of a call that
            changed one; the argument's name replaces the braces.
        derived: for a gradient, whether its formula has to be written: numbers by which a
            function differentiates itself (complex steps, dual numbers) earn nothing.
    """

    name: str
    points: float
    judged: Judged = Judged.RESULT
    item: int | str | tuple[int | str, ...] | None = None
    changed: str = "changes {}. Work on a copy."
    derived: bool = False

    @property
    def path(self) -> tuple[int | str, ...]:
        """The items to take, one after another."""
        if self.item is None:
            return ()
        return self.item if isinstance(self.item, tuple) else (self.item,)


ARGUMENTS = Part("arguments left alone", 1, Judged.ARGUMENTS)
NO_LOOPS = Part("no Python loop over the examples", 1, Judged.LOOPS)
NO_LOOPS_OVER_IMAGES = Part("no Python loop over examples or positions", 1, Judged.LOOPS)


@dataclass(frozen=True)
class Rounds:
    """Rules by which a loop shows itself in a case that counts instructions.

    Attributes:
        more: so many instructions more, at least, it executes in the last counted call than in
            the first; or in all, where only one call is counted.
        over: what each round is for, such as "example".
    """

    more: int
    over: str


@dataclass(frozen=True)
class TestCase:
    """Several calls; what the last one returns is judged.

    Attributes:
        label: what is special about it, as the student reads it.
        calls: the calls; the last one is judged.
        judged: the kinds of part that it counts for. A case that only asks
            whether arguments are left alone does not cost the result's points.
        results: names of the parts that look at its result; None for all of them.
            Of a gate, a case that ends with forward says nothing of its gradients.
        ordinary: whether the cases of the conventions are made of it and take its place.
        rounds: for a case that counts instructions, how a loop shows itself.
    """

    __test__ = False  # not a class of tests, whatever its name suggests to pytest

    label: str
    calls: tuple[Call, ...]
    judged: frozenset[Judged] = frozenset({Judged.RESULT, Judged.ARGUMENTS})
    results: frozenset[str] | None = None
    ordinary: bool = False
    rounds: Rounds | None = None

    @cached_property
    def arrays(self) -> tuple[Array, ...]:
        """All arrays among the arguments of its calls, also those in a dict or tuple."""
        return tuple(
            array
            for call in self.calls
            for argument in call.arguments
            for array in arrays_in(argument)
        )

    @cached_property
    def single_precision(self) -> bool:
        """Tell whether any input is float32, so that the answer may be rounded to it."""
        return any(array.dtype == np.float32 for array in self.arrays)

    @property
    def answered(self) -> tuple[Call, ...]:
        """The calls whose answer is judged: without those with few examples, if it compares."""
        counted = [index for index, call in enumerate(self.calls) if call.counted]
        return self.calls[counted[0] + 1 :] if len(counted) > 1 else self.calls

    @property
    def is_large(self) -> bool:
        """Say whether it asks how much work an answer takes. Its arrays cross the line as seeds."""
        arguments = [argument for call in self.calls for argument in call.arguments]
        arguments += [value for call in self.calls for _, value in call.keywords]
        arguments += [item for value in arguments if isinstance(value, tuple) for item in value]
        return any(
            isinstance(value, FamilyMember) and value.family == "standard_normal"
            for value in arguments
        )

    def counts_for(self, part: Part) -> bool:
        """Tell whether a part is judged by this case."""
        if part.judged is not Judged.RESULT or self.results is None:
            return part.judged in self.judged
        return part.judged in self.judged and part.name in self.results


def arrays_in(argument: Any) -> Iterator[Array]:
    """The arrays of an argument: itself, or those in a dict, tuple or list."""
    if isinstance(argument, np.ndarray):
        yield argument
    elif isinstance(argument, dict | tuple | list):
        for item in argument.values() if isinstance(argument, dict) else argument:
            yield from arrays_in(item)


@dataclass(frozen=True)
class PlainCache:
    """A cache such as many write it: a backward is judged with it where its forward is broken.

    Attributes:
        words: what is in it, as the student reads it, such as "(x, w, b)".
        make: makes it of what the forward was called with, settings by default included.
    """

    words: str
    make: Callable[..., Any]


@dataclass(frozen=True)
class Exercise:
    """One function or class that students write.

    Attributes:
        name: its name.
        parts: what it gives points for.
        draw: draws its cases from a random generator, an ordinary one among them.
        oracle: computes with torch what the last call of a case should return,
            given the case's calls; a second opinion on the reference. Where the
            call should raise, the type of exception.
        draw_counted: draws cases that count instructions, for a part that forbids loops.
        conventions: those that it keeps to. Fewer than all are an exception that the
            contract names.
        builds_on: exercises of the same assignment, or of those it comes after,
            whose functions this one calls: where one of them fails, it is named
            as the cause.
        draw_stand_ins: draws cases in which stand-ins replace what it builds on. Where
            that fails, these cases decide: of the groups of cases that replace the same
            functions, the one that comes out best.
        stand_in_reference: right answers that call what the exercise builds on; needed only where
            the reference does not, as the reference for `draw_stand_ins`.
        plain_caches: of a backward, caches to judge it with where its forward does not work.
            One of them may be of the student's own form.
        known: its mistakes, if they are not those that its assignment has for it.
        assignment: the name of its assignment, which fills it in.
    """

    name: str
    parts: tuple[Part, ...]
    draw: Callable[[np.random.Generator], list[TestCase]]
    oracle: Callable[..., Any]
    draw_counted: Callable[[np.random.Generator], list[TestCase]] | None = None
    conventions: frozenset[Convention] = frozenset(Convention)
    builds_on: tuple[str, ...] = ()
    draw_stand_ins: Callable[[np.random.Generator], list[TestCase]] | None = None
    stand_in_reference: ModuleType | None = None
    plain_caches: tuple[PlainCache, ...] = ()
    known: tuple[Mistake, ...] | None = None
    assignment: str = ""

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Wrong answers that are known by name, found when they are first needed."""
        return known_mistakes(self.assignment, self.name) if self.known is None else self.known

    @property
    def points(self) -> float:
        """Points of all parts together."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True)
class Assignment:
    """A notebook's worth of exercises.

    Attributes:
        name: as in ``exercises/NAME.md`` and ``solutions/NAME.py``.
        reference: the module of reference solutions.
        exercises: in the order of the notebook.
        after: assignments whose functions a student pastes into this notebook.
            Those that an exercise builds on are judged along with it, for no points.
    """

    name: str
    reference: ModuleType
    exercises: tuple[Exercise, ...]
    after: tuple[Assignment, ...] = ()
    by_name: dict[str, Exercise] = field(init=False)

    def __post_init__(self) -> None:
        exercises = tuple(replace(exercise, assignment=self.name) for exercise in self.exercises)
        object.__setattr__(self, "exercises", exercises)
        object.__setattr__(self, "by_name", {exercise.name: exercise for exercise in exercises})

    @property
    def points(self) -> float:
        """Points of all exercises together."""
        return sum(exercise.points for exercise in self.exercises)

    def earlier(self, exercise: Exercise) -> tuple[tuple[Assignment, Exercise], ...]:
        """The exercises of earlier assignments that an exercise of this one builds on."""
        return tuple(
            (other, other.by_name[name])
            for other in self.after
            for name in exercise.builds_on
            if name in other.by_name
        )
