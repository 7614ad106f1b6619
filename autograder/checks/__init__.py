"""What makes an answer right: one module an assignment, each with its ASSIGNMENT."""

from __future__ import annotations

import importlib
import pkgutil

from autograder.errors import CourseError
from autograder.exercise import Assignment


def names() -> list[str]:
    """Names of all assignments: the modules whose name starts with no underscore."""
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name for name in modules if not name.startswith("_"))


def load(name: str) -> Assignment:
    """The assignment of that name.

    Raises:
        CourseError: there is none.
    """
    if name not in names():
        raise CourseError(f"unknown assignment '{name}': there is {', '.join(names())}")
    module = importlib.import_module(f"{__name__}.{name}")
    assignment = module.ASSIGNMENT
    assert isinstance(assignment, Assignment)
    return assignment
