"""Holds the assignments: a package each, with its checks, known mistakes and right answers."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.judge.exercise import Assignment


def names() -> list[str]:
    """Names of all assignments: of the packages here."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


def check_name(name: str) -> None:
    """Make sure that there is an assignment of that name, without loading it.

    Raises:
        CourseError: there is none.
    """
    if name not in names():
        raise CourseError(f"unknown assignment '{name}': there is {', '.join(names())}")


def load(name: str) -> Assignment:
    """The assignment of that name.

    Raises:
        CourseError: there is none.
    """
    check_name(name)
    module = importlib.import_module(f"{__name__}.{name}.checks")
    assignment: Assignment = module.ASSIGNMENT
    return assignment
