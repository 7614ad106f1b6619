"""Runs in Pyodide: judges a reader's exercise as the notebook's `practice` does."""

import io
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

CODE = "<your code>"


def check(archive: str, exercise: str, sources: list[str]) -> dict[str, Any]:
    """Judge an exercise on public inputs.

    Arguments:
        archive: the path of the zip with the judge and its records.
        exercise: its name.
        sources: what the reader wrote, the exercise's own code last; the others may be what
            it calls.

    Returns:
        A dict: `passed`, `score`, `max_score` and `text`, what the judge says.
    """
    judge = _judge(archive)
    namespace: dict[str, Any] = {"__name__": "__main__", "In": sources}
    failure = ""
    quiet = io.StringIO()
    with redirect_stdout(quiet), redirect_stderr(quiet):
        exec("import numpy as np", namespace)
        for source in sources:
            try:
                failure = ""
                exec(compile(source, CODE, "exec"), namespace)
            except BaseException as error:  # of another exercise, its own box says so
                failure = f"Its code failed{_line(error)}: {type(error).__name__} ({error})."
        verdict = judge.judged(judge.exercises(Path(archive))[exercise], namespace, failure)
    return {
        "passed": verdict.passed,
        "score": verdict.score,
        "max_score": verdict.max_score,
        "text": judge.in_words(verdict),
    }


def _judge(archive: str) -> Any:
    """Return the judge's words, from the first archive that came: all hold the same judge."""
    if not any(path.endswith(".zip") and path.startswith("/practice/") for path in sys.path):
        sys.path.append(archive)
    from practice_judge.practice import said  # type: ignore[import-not-found]

    return said


def _line(error: BaseException) -> str:
    """Say in which line of the reader's code an error came up."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == CODE
    ]
    return f" in line {lines[-1]}" if lines else ""
