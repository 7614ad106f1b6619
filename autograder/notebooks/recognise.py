"""Tells which assignment a notebook is of, from the plain content of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder import assignments


def assignment_of(notebook: Mapping[str, Any]) -> str | None:
    """The assignment a notebook says it is of, if it says so."""
    match notebook:
        case {"metadata": {"course": {"assignment": str(name)}}}:
            return name
    return None


def recognise_assignment(notebook: Mapping[str, Any]) -> str | None:
    """The assignment a notebook is of: by its own word, or by its exercises' names."""
    said = assignment_of(notebook)
    if said is not None:
        return said
    ids = grade_ids(notebook)
    for name in assignments.names():
        if ids & assignments.load(name).by_name.keys():
            return name
    return None


def grade_ids(notebook: Mapping[str, Any]) -> set[str]:
    """The names that the notebook's cells have for nbgrader."""
    return {name for cell in notebook["cells"] if (name := grade_id(cell))}


def grade_id(cell: Mapping[str, Any]) -> str | None:
    """The name that a cell has for nbgrader, if it has one."""
    match cell:
        case {"metadata": {"nbgrader": {"grade_id": str(name)}}}:
            return name
    return None
