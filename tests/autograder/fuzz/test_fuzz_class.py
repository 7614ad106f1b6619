"""Hostile notebooks that hypothesis makes up, always the same, harm nobody but themselves.

`make fuzz-class` makes up more of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import open_course
from autograder.sandbox.limits import Limits
from tests.autograder.fuzz.fuzzed_class import FuzzedClass, Looked
from tests.autograder.fuzz.fuzzing import STUDENTS, fuzz
from tests.autograder.fuzz.hostile_folders import HandedIn

CLASSES = 2
SEED = 1


def test_the_honest_are_graded_the_same_and_everybody_gets_a_page(
    new_course: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Looked] = []

    def tell(hostile: list[HandedIn], looked: Looked) -> None:
        assert len(hostile) == STUDENTS
        assert looked.wrong == []
        seen.append(looked)

    monkeypatch.chdir(new_course("fuzz"))
    fuzz(FuzzedClass(open_course(), Limits(cell_seconds=10)), CLASSES, SEED, tell)
    assert len(seen) == CLASSES
