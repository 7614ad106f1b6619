"""Digests of all that decides what an answer is worth, beside the answer.

A grade carries it: where the checks, the solution, the known mistakes or the points are others
now, the submission is graded again, so that all of a class is graded by the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import autograder
from autograder.judge.exercise import Assignment

PACKAGE = Path(autograder.__file__).parent
SHARED = ("assignments/*.py", "judge/*.py", "reading/*.py", "inside/families.py")
"""What judges every assignment."""
OWN = ("checks", "mistakes")
"""What an assignment's package holds for its judge."""


def tests_digest(assignment: Assignment, source: bytes) -> str:
    """Return the SHA-256 of what an assignment is judged by.

    Arguments:
        assignment: its checks, mistakes and points, and those of the assignments before it.
        source: the instructor's notebook, as bytes; it holds visible tests and points.
    """
    digest = hashlib.sha256(source)
    for pattern in SHARED:
        _add(digest, sorted(PACKAGE.glob(pattern)))
    for each in (assignment, *assignment.after):
        parts = [(exercise.name, part) for exercise in each.exercises for part in exercise.parts]
        digest.update(repr(parts).encode())
        _add(digest, _files(each))
    return digest.hexdigest()


def _add(digest: hashlib._Hash, paths: Iterable[Path]) -> None:
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())


def _files(assignment: Assignment) -> Iterator[Path]:
    for folder in OWN:
        yield from sorted((PACKAGE / "assignments" / assignment.name / folder).rglob("*.py"))
    yield from _modules(assignment.reference)


def _modules(reference: ModuleType) -> Iterator[Path]:
    """The files of a module, or of a package."""
    path = Path(str(reference.__file__))
    yield from sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]
