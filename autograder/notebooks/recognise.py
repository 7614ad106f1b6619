"""Tells which assignment a notebook is of, from the plain content of its file."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from autograder import assignments
from autograder.reading.statements import cell_statements


def assignment_of(notebook: Mapping[str, Any]) -> str | None:
    """The assignment a notebook says it is of, if it says so."""
    match notebook:
        case {"metadata": {"course": {"assignment": str(name)}}}:
            return name
    return None


def recognise_assignment(notebook: Mapping[str, Any]) -> str | None:
    """The assignment a notebook is of: by its own word, or by its exercises' names.

    An exercise is named by its cell, or by the function or class that a cell defines; of
    several assignments it is the one with most of them.
    """
    said = assignment_of(notebook)
    if said is not None:
        return said
    for found in (grade_ids(notebook), defined_names(notebook)):
        shared = {
            name: len(found & assignments.load(name).by_name.keys()) for name in assignments.names()
        }
        best = max(shared, key=lambda name: shared[name])
        if shared[best]:
            return best
    return None


def defined_names(notebook: Mapping[str, Any]) -> set[str]:
    """The functions and classes that the notebook's cells define."""
    return {name for cell in notebook["cells"] for name in defined_in(cell)}


def defined_in(cell: Mapping[str, Any]) -> frozenset[str]:
    """The functions and classes that a code cell defines; it is read and not run."""
    return _defined(cell["source"]) if cell["cell_type"] == "code" else frozenset()


@lru_cache(maxsize=256)  # the cells of one notebook are asked for each exercise
def _defined(source: str) -> frozenset[str]:
    return frozenset(
        statement.name
        for statement in cell_statements(source)
        if isinstance(statement, ast.FunctionDef | ast.ClassDef)
    )


def grade_ids(notebook: Mapping[str, Any]) -> set[str]:
    """The names that the notebook's cells have for nbgrader."""
    return {name for cell in notebook["cells"] if (name := grade_id(cell))}


def grade_id(cell: Mapping[str, Any]) -> str | None:
    """The name that a cell has for nbgrader, if it has one."""
    match cell:
        case {"metadata": {"nbgrader": {"grade_id": str(name)}}}:
            return name
    return None
