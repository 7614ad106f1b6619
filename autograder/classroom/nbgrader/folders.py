"""Keeps nbgrader's converter away from what no student should hand in beside a notebook."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.classroom.timestamps import handed_in_at
from autograder.harmless.text import plain_line
from autograder.notebooks.bounds import MAX_BYTES


class Folders(CourseDirectory):
    """nbgrader's folders of a course, where a file with a time may be anything."""

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """Return when a submission was handed in, where that is known."""
        time, note = handed_in_at(Path(dest_path))
        if note:
            self.log.warning("%s: %s", plain_line(dest_path), note)
        return time


def folders_like(given: Any) -> Folders:
    """The same folders as nbgrader's own object names."""
    same = {name: getattr(given, name) for name in given.trait_names(config=True)}
    return Folders(parent=given.parent, **same)


def unfit(folder: Path) -> Iterator[str]:
    """Patterns of the names that nbgrader must not copy from a submission.

    It would wait for a pipe, read a device for ever, and take a link for the file that it
    leads to, which may be the teacher's.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            if not _is_fit(Path(place, name)):
                yield glob.escape(name)


def _is_fit(path: Path) -> bool:
    try:
        about = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(about.st_mode) and about.st_size <= MAX_BYTES
