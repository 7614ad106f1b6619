"""What students handed in: which file it is, and whether it can be read."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autograder.course import Course, shown
from autograder.errors import CourseError
from autograder.notebooks.files import read_bytes

UNFIT = re.compile("[*?\\[\udc80-\udcff]")


@dataclass(frozen=True)
class Submission:
    """A student's file, read but not yet understood.

    Attributes:
        student: the name of their folder.
        path: the notebook file; None where there is none.
        content: its bytes.
        trouble: why it cannot be read, where it cannot.
    """

    student: str
    path: Path | None
    content: bytes
    trouble: str = ""


def submissions(course: Course, assignment: str) -> list[Submission]:
    """What was handed in for an assignment, by student.

    Raises:
        CourseError: nothing was.
    """
    folders = sorted(course.submitted.glob(f"*/{assignment}")) if course.submitted.exists() else []
    if not folders:
        raise CourseError(
            f"nothing was handed in for '{assignment}': put notebooks into "
            f"{shown(course.submitted)}/STUDENT/{assignment}/{assignment}.ipynb"
        )
    return [read_submission(folder, assignment) for folder in folders]


def read_submission(folder: Path, assignment: str) -> Submission:
    """What a student handed in: the notebook of that name, or the only one there is."""
    student = readable_name(folder.parent)
    path = folder / f"{assignment}.ipynb"
    if not path.is_symlink() and not path.exists():
        others = sorted(folder.glob("*.ipynb"))
        if len(others) != 1:
            found = f"{len(others)} other notebooks" if others else "no notebook"
            return Submission(student, None, b"", f"{path.name} is missing: there is {found}")
        path = others[0]
    try:
        for place in (folder.parent, folder, path):
            if place.is_symlink():
                raise CourseError(
                    f"{readable_name(place)} is a link to another place: hand in the file itself"
                )
        return Submission(student, path, read_bytes(path))
    except CourseError as error:
        return Submission(student, path, b"", str(error))


def readable_name(path: Path) -> str:
    """A file's name as the gradebook, the screen and nbgrader can take it.

    A name may hold bytes that are no text, and nbgrader takes some characters
    for a pattern of names: these are written as in an address, "*" as "%2A".
    """
    return UNFIT.sub(lambda found: quote(os.fsencode(found[0]), safe=""), path.name)
