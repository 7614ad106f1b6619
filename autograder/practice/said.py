"""Writes what practice prints: the verdict on one exercise, and how far the notebook is."""

from __future__ import annotations

import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from autograder.inside.probe import answer
from autograder.judge.verdict import Verdict
from autograder.practice.records import Practised
from autograder.reading.statements import CELL_SEPARATOR

GREEN, PLAIN = "\x1b[32m", "\x1b[0m"
RECORDS = "records.json"

_right: dict[Path, set[str]] = {}
"""The exercises that came out right since Python was started, by archive."""


def said(exercise: str, namespace: dict[str, Any], archive: Path) -> str:
    """Judge an exercise by what a notebook defines, and say what comes of it.

    Arguments:
        exercise: its name.
        namespace: the notebook's names.
        archive: holds the records.
    """
    known = exercises(archive)
    if exercise not in known:
        return f"There is no exercise {exercise!r} here. There are: {', '.join(known)}."
    right = _right.setdefault(archive, set())
    verdict = judged(known[exercise], namespace)
    (right.add if verdict.passed else right.discard)(exercise)
    progress = f"{len(right)} of {len(known)} exercises of this notebook are right so far."
    if verdict.passed:
        return f"{GREEN}{in_words(verdict)}{PLAIN} {progress}"
    return f"{in_words(verdict)}\n{progress}"


def in_words(verdict: Verdict) -> str:
    """Say how an exercise came out: one line if it is right, else its points and why."""
    if verdict.passed:
        return f"✓ {verdict.exercise} is right."
    points = f"{verdict.score:g} of {verdict.max_score:g} points"
    return f"{verdict.exercise}, {points}:\n{verdict.message}"


def judged(practised: Practised, namespace: dict[str, Any], cell_failure: str = "") -> Verdict:
    """Ask the notebook's function, and decide.

    Arguments:
        practised: the exercise.
        namespace: the notebook's names; IPython keeps the cells that were run as `In`.
        cell_failure: why the code that should define it stopped, as a sentence.
    """
    source = CELL_SEPARATOR.join(map(str, namespace.get("In", [])))
    return practised.verdict(answer(practised.plan, namespace), source, cell_failure)


@cache
def exercises(archive: Path) -> dict[str, Practised]:
    """The exercises of an archive, by name."""
    with zipfile.ZipFile(archive) as opened:
        records = json.loads(opened.read(RECORDS))
    return {record["name"]: Practised(record) for record in records}
