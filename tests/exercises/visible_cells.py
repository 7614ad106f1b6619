"""The visible tests of the notebooks, run on whatever functions stand for a student's."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from autograder import assignments
from autograder.reading.definitions import definitions

EXERCISES = Path(__file__).parents[2] / "exercises"
CELL = re.compile(r"^```\{code-cell\} ipython3\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TESTS = re.compile(r":visible_tests: (\w+)\n(.*)", re.DOTALL)


@cache
def visible_tests(assignment: str) -> dict[str, str]:
    """The code of each exercise's visible tests, by its name."""
    cells = CELL.findall((EXERCISES / f"{assignment}.md").read_text())
    found = [TESTS.search(cell) for cell in cells]
    return {match.group(1): match.group(2) for match in found if match}


@cache
def _shared(assignment: str, exercise: str) -> dict[str, Any]:
    """What a notebook defines before these tests, but for the exercises."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    exec((EXERCISES / "visible_tests.py").read_text(), namespace)
    for cell in CELL.findall((EXERCISES / f"{assignment}.md").read_text()):
        if f":visible_tests: {exercise}\n" in cell:
            break
        if not cell.startswith(":"):
            exec(definitions(cell) if "np.load" in cell else cell, namespace)
    return namespace


def run(assignment: str, exercise: str, functions: Mapping[str, Callable[..., Any]]) -> None:
    """Run the visible tests of an exercise on these functions, and the reference's others.

    Raises:
        Exception: whatever a test, or a function that it calls, raises.
    """
    judged = assignments.load(assignment)
    namespace = dict(_shared(assignment, exercise))
    for home in (*judged.after, judged):
        namespace |= {name: getattr(home.reference, name) for name in home.by_name}
    namespace |= functions
    with contextlib.redirect_stdout(io.StringIO()):
        exec(visible_tests(assignment)[exercise], namespace)


def passes(assignment: str, exercise: str, functions: Mapping[str, Callable[..., Any]]) -> bool:
    """Whether the visible tests of an exercise let these functions through."""
    try:
        run(assignment, exercise, functions)
    except Exception:
        return False
    return True
