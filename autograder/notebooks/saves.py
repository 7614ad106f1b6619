"""Notices when a notebook file is saved.

By looking at the file a few times a second: that costs nothing that one could measure, and
it works on network drives and in containers, where the system tells nobody of a change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograder.course import shown
from autograder.errors import CourseError
from autograder.notebooks.files import plain_notebook, read_bytes

LOOK_SECONDS = 0.2
PATIENCE = 10
"""So many looks a file may be missing or cut off: a program that saves it is at work."""


def _wait() -> None:
    time.sleep(LOOK_SECONDS)


def saves(
    path: Path,
    known: dict[str, Any],
    wait: Callable[[], None] = _wait,
) -> Iterator[dict[str, Any] | CourseError]:
    """The notebook each time it was saved with other cells; what its cells put out does not count.

    A file that is missing or no notebook is an error only if it stays so.

    Arguments:
        path: the notebook file, which may be replaced by another of that name.
        known: what it held before, as `plain_notebook` gives it.
        wait: passes the time between two looks.
    """
    last: dict[str, Any] | str = known
    seen: object = None
    unchanged = 0
    while True:
        before, seen = seen, _traces(path)
        unchanged = unchanged + 1 if seen == before else 0
        if unchanged in (0, PATIENCE):
            found = _read(path)
            content = str(found) if isinstance(found, CourseError) else found
            settled = isinstance(found, dict) or unchanged == PATIENCE
            if settled and content != last:
                last = content
                yield found
        wait()


def _traces(path: Path) -> tuple[int, ...]:
    """Return what a save changes about a file: its times, its size, or that it is another file."""
    try:
        about = path.stat()
    except OSError:
        return ()
    return (about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino)


def _read(path: Path) -> dict[str, Any] | CourseError:
    try:
        return plain_notebook(read_bytes(path), shown(path))
    except CourseError as error:
        return error
