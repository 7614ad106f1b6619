"""Says why there is nothing to judge: a function is not written, not found, or its cell failed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from autograder.inside.plan import Call, Failure
from autograder.reading.statements import CELL_SEPARATOR, MAGIC, statements

CLOSE = 0.75
"""How much of two names has to agree before one may be the other, mistyped."""


def not_written(
    exercise: str, stopped: Call, failure: Failure, source: str = "", cell_failure: str = ""
) -> str:
    """Say that there is nothing to judge yet, and why as far as that can be seen.

    Arguments:
        exercise: its name.
        stopped: the call that found nothing, or something unwritten.
        failure: what came of it.
        source: the student's code cells, joined; read, never run.
        cell_failure: why the cell that should define the exercise stopped, as a sentence.
    """
    _, _, inside = stopped.target.partition(".")
    if _has_no_init(failure):
        inside, failure = "__init__", replace(failure, kind="missing")
    if failure.kind == "missing" and inside:
        what = "attribute" if stopped.attribute else "method"
        why = _close(inside, _methods(exercise, source)) or "Was it renamed?"
        return f"{exercise} has no {what} named {inside}. {why}"
    if not inside and stopped.target != exercise:
        state = "was not found" if failure.kind == "missing" else "is not written yet"
        return f"{exercise} cannot be judged, because {stopped.target} {state}."
    if failure.kind == "missing":
        why = (
            _syntax_error(exercise, source)
            or cell_failure
            or _close(exercise, _definitions(source))
            or "Was it renamed, or did its cell fail?"
        )
        return f"Nothing named {exercise} was found. {why}"
    return f"{exercise} is not written yet."


def is_unwritten(failure: Failure) -> bool:
    """Say whether a failure means that there is nothing to judge."""
    return failure.kind in ("missing", "NotImplementedError") or _has_no_init(failure)


def _has_no_init(failure: Failure) -> bool:
    return failure.kind == "TypeError" and failure.text.endswith("() takes no arguments")


def _close(name: str, candidates: Iterable[str]) -> str:
    near = get_close_matches(name, set(candidates) - {name}, n=1, cutoff=CLOSE)
    return f"There is {near[0]}: did you mean {name}?" if near else ""


def _definitions(source: str) -> list[str]:
    return [
        node.name for node in statements(source) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]


def _methods(name: str, source: str) -> list[str]:
    return [
        method.name
        for node in statements(source)
        if isinstance(node, ast.ClassDef) and node.name == name
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    ]


def _syntax_error(exercise: str, source: str) -> str:
    """Say where the cell that should define an exercise is no Python; nothing if it is."""
    defines = re.compile(rf"^[ \t]*(def|class)[ \t]+{re.escape(exercise)}\b", re.MULTILINE)
    for cell in source.split(CELL_SEPARATOR):
        if defines.search(cell):
            try:
                ast.parse(MAGIC.sub(r"\1pass", cell))
            except SyntaxError as error:
                lines = cell.splitlines()
                number = min(error.lineno or 1, len(lines))  # it may be noticed after the end
                kind, line = type(error).__name__, lines[number - 1].strip()[:200]
                article = "an" if kind[0] in "AEIOU" else "a"
                return f"Its cell has {article} {kind} in line {number}: {line} ({error.msg})."
            except (ValueError, RecursionError, MemoryError):
                return ""
    return ""
