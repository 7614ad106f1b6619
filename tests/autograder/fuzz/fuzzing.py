"""Grades classes that hypothesis makes up of the grammar of hostile students."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.autograder.fuzz.fuzzed_class import FuzzedClass, Looked
from tests.autograder.fuzz.hostile_folders import HandedIn, folders

STUDENTS = 12
"""In a class, beside the honest ones: what is made once for a class costs more than one of them."""


def fuzz(
    fuzzed: FuzzedClass,
    classes: int,
    number: int,
    tell: Callable[[list[HandedIn], Looked], object],
    endless: bool = False,
) -> None:
    """Grade some classes, and tell of each what was seen.

    Nothing is made smaller of a class that goes wrong: `FuzzedClass.guilty` finds the student.

    Arguments:
        fuzzed: grades them.
        classes: how many.
        number: decides what is in them.
        tell: is called with each class.
        endless: also students whose code ends by the limit of a cell's time only.
    """
    students = folders(endless)

    @seed(number)
    @settings(
        max_examples=classes,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(students, min_size=STUDENTS, max_size=STUDENTS))
    def graded(hostile: list[HandedIn]) -> None:
        tell(hostile, fuzzed.graded(hostile))

    graded()
