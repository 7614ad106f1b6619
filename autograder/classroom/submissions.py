"""Finds what students handed in: the file that counts, or why it cannot be read."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autograder import assignments
from autograder.course import Course, shown
from autograder.errors import CourseError
from autograder.notebooks.files import read_bytes

UNFIT = re.compile(r"[*?\[\n\udc80-\udcff]|^\s+|\s+$")


@dataclass(frozen=True)
class Submission:
    """A student's file, found but not yet understood.

    Attributes:
        student: the name of their folder.
        folder: what they handed in.
        path: the notebook file; None where there is none.
        digest: SHA-256 of its bytes.
        trouble: why it cannot be read, where it cannot.
        others: notebooks that lie beside it and were not taken, by name.
    """

    student: str
    folder: Path
    path: Path | None
    digest: str
    trouble: str = ""
    others: tuple[str, ...] = ()

    @property
    def notes(self) -> list[str]:
        """Return what the teacher should know of the file, as sentences."""
        if not self.others:
            return []
        beside = " and ".join(self.others)
        verb = "lies beside it and was" if len(self.others) == 1 else "lie beside it and were"
        return [f"{beside} {verb} not graded."]


def submissions(course: Course, assignment: str) -> list[Submission]:
    """Return what was handed in for an assignment, by student.

    Raises:
        CourseError: nothing was.
    """
    folders = _folders(course, assignment)
    if not folders:
        raise CourseError(
            f"nothing was handed in for '{assignment}': put notebooks into "
            f"{shown(course.submitted)}/STUDENT/{assignment}/{assignment}.ipynb"
        )
    return [read_submission(folder, assignment) for folder in folders]


def who_handed_in(course: Course, assignment: str) -> set[str]:
    """Return the students of whom something lies there for an assignment."""
    return {readable_name(folder.parent) for folder in _folders(course, assignment)}


def _folders(course: Course, assignment: str) -> list[Path]:
    found = sorted(course.submitted.glob(f"*/{assignment}")) if course.submitted.exists() else []
    return [folder for folder in found if not _is_hidden(folder.parent)]


def read_submission(folder: Path, assignment: str) -> Submission:
    """Return what a student handed in: the notebook of that name, or the only one there is.

    Dot files are not there: some systems put one beside each file.
    """
    student = readable_name(folder.parent)
    path = folder / f"{assignment}.ipynb"
    others = sorted(other for other in folder.glob("*.ipynb") if not _is_hidden(other))
    if path in others:
        others.remove(path)
    else:
        if len(others) != 1:
            found = f"{len(others)} other notebooks" if others else "no notebook"
            trouble = f"{path.name} is missing: there is {found}"
            return Submission(student, folder, None, "", trouble)
        path = others.pop()
    names = tuple(map(readable_name, others))
    try:
        for place in (folder.parent, folder, path):
            if place.is_symlink():
                raise CourseError(
                    f"{readable_name(place)} is a link to another place: hand in the file itself"
                )
        return Submission(student, folder, path, _digest(path), others=names)
    except CourseError as error:
        return Submission(student, folder, path, "", str(error), names)


def misplaced(course: Course, assignment: str) -> dict[Path, Path]:
    """Find notebooks of an assignment that lie where nobody looks, and where each belongs.

    Arguments:
        course: where submissions lie.
        assignment: its name.

    Returns:
        By notebook, the place where it would be graded.
    """
    found: dict[Path, Path] = {}
    for depth in ("*.ipynb", "*/*.ipynb", "*/*/*.ipynb"):
        for path in sorted(course.submitted.glob(depth)):
            parts = path.relative_to(course.submitted).parts
            folder = parts[1] if len(parts) == 3 else ""
            is_named = assignment in path.stem.casefold() or folder.casefold() == assignment
            is_seen = folder in assignments.names() or any(map(_is_hidden, map(Path, parts)))
            if is_named and not is_seen:
                student = parts[0] if len(parts) > 1 else "STUDENT"
                found[path] = course.submitted / student / assignment / f"{assignment}.ipynb"
    return found


def _is_hidden(path: Path) -> bool:
    return path.name.startswith(".")


def _digest(path: Path) -> str:
    return hashlib.sha256(read_bytes(path)).hexdigest()


def readable_name(path: Path) -> str:
    """A file's name as the gradebook, the screen and nbgrader can take it.

    A name may hold bytes that are no text, and nbgrader takes some characters
    for a pattern of names, takes spaces around a name away, and reads a name to the end of a
    line: these are written as in an address, "*" as "%2A".
    """
    return UNFIT.sub(lambda found: quote(os.fsencode(found[0]), safe=""), path.name)
