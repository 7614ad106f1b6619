"""What one assignment is: a package each with its checks, known mistakes and right answers."""

from __future__ import annotations

import importlib
import pkgutil

from autograder.errors import CourseError
from autograder.judge.exercise import Assignment


def names() -> list[str]:
    """Names of all assignments: of the packages here."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


def load(name: str) -> Assignment:
    """The assignment of that name.

    Raises:
        CourseError: there is none.
    """
    if name not in names():
        raise CourseError(f"unknown assignment '{name}': there is {', '.join(names())}")
    module = importlib.import_module(f"{__name__}.{name}.checks")
    assignment = module.ASSIGNMENT
    assert isinstance(assignment, Assignment)
    return assignment
