"""Writing a case of one call in one line."""

from __future__ import annotations

from typing import Any

from autograder.exercise import Judged, TestCase
from autograder.probe import Call

ONLY_ARGUMENTS = frozenset({Judged.ARGUMENTS})
"""For a case that must not cost the points of the result."""


def case(label: str, name: str, *arguments: Any, **keywords: Any) -> TestCase:
    return TestCase(label, (Call(name, arguments, tuple(keywords.items())),))
