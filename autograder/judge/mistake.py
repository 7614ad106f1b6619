"""Reads known mistakes: each is a wrong function, or class, with a docstring."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import ModuleType
from typing import Any, TypeVar

from autograder.errors import CourseError

ASSIGNMENTS = "autograder.assignments"
"""The package that holds a package for each assignment."""

Wrong = TypeVar("Wrong", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really write, and the sentence that helps.

    Attributes:
        name: short and unique within the exercise, such as "missing_mean".
        sentence: says what is wrong, not how the solution reads.
        function: the wrong implementation, with the exercise's signature; a class
            where the exercise is one.
        also: other functions of the notebook that belong to it, by name: a
            backward can be wrong by what its forward left in the cache.
    """

    name: str
    sentence: str
    function: Callable[..., Any]
    also: Mapping[str, Callable[..., Any]] = field(default_factory=dict)


def brings(**also: Callable[..., Any]) -> Callable[[Wrong], Wrong]:
    """Decorate a mistake that needs other wrong functions of the notebook, given by name."""

    def decorate(function: Wrong) -> Wrong:
        function.also = also  # type: ignore[attr-defined]
        return function

    return decorate


def made(sentence: str, function: Callable[..., Any], **also: Callable[..., Any]) -> Mistake:
    """A mistake whose function another one makes; the name that it is bound to names it."""
    return Mistake("", sentence, function, also)


@cache
def known_mistakes(assignment: str, exercise: str) -> tuple[Mistake, ...]:
    """The known mistakes of an exercise, in the order in which its module defines them.

    Raises:
        CourseError: there is no such module, or a mistake in it has no docstring.
    """
    name = f"{ASSIGNMENTS}.{assignment}.mistakes.{exercise}"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            raise
        raise CourseError(
            f"the exercise {exercise} of {assignment} has no known mistakes: "
            f"write them in {name.replace('.', '/')}.py"
        ) from error
    return mistakes_of(module)


def mistakes_of(module: ModuleType) -> tuple[Mistake, ...]:
    """Return what a module defines under public names, in its order; nothing that it imports.

    A function or class is a mistake: its docstring is the sentence. So is what `made`
    returns. A tuple of mistakes stands for all of them.

    Raises:
        CourseError: one has no docstring, or the module holds something else.
    """
    found: list[Mistake] = []
    for name in _defined(module):
        value = getattr(module, name)
        if isinstance(value, tuple) and all(isinstance(element, Mistake) for element in value):
            found += value
        elif isinstance(value, Mistake):
            found.append(replace(value, name=value.name or name))
        elif callable(value):
            found.append(mistake(value, module.__name__))
        else:
            raise CourseError(
                f"{name} in {module.__name__} is no mistake: begin the name with an underscore"
            )
    return tuple(found)


def mistake(function: Callable[..., Any], module: str = "") -> Mistake:
    """The mistake that a function or class is, from its name and docstring.

    Raises:
        CourseError: it has no docstring.
    """
    name = function.__name__
    sentence = " ".join((function.__doc__ or "").split())
    if not sentence:
        raise CourseError(
            f"the mistake {name} in {module or function.__module__} has no docstring: "
            f"say there what is wrong"
        )
    if inspect.isclass(function):
        name = re.sub(r"(?<!^)(?=[A-Z])|(?<=\D)(?=\d)", "_", name).lower()
    return Mistake(name, sentence, function, getattr(function, "also", {}))


def _defined(module: ModuleType) -> list[str]:
    """The public names that a module binds itself, each once, in its order."""
    names: dict[str, None] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names[node.name] = None
        elif isinstance(node, ast.Assign):
            names |= {target.id: None for target in node.targets if isinstance(target, ast.Name)}
    return [name for name in names if not name.startswith("_")]
