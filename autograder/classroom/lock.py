"""One grader at a time for a class: the second is told so, and changes nothing."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.course import Course, shown
from autograder.errors import CourseError

NAME = ".grading.lock"


@contextmanager
def only_grader(course: Course) -> Iterator[None]:
    """Keep other graders away from a class. The lock ends with the process, however it ends.

    Raises:
        CourseError: another process grades this class now.
    """
    folder = course.autograded.parent
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise CourseError(
                f"another grader (process {file.read(20).strip() or 'unknown'}) is at work in "
                f"{shown(folder)}: wait until it has ended"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
