"""Reads when a submission was handed in, from the small file that lies beside the notebook."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

NAME = "timestamp.txt"
MOST_BYTES = 200


def handed_in_at(folder: Path) -> tuple[datetime | None, str]:
    """Return when a submission was handed in, and a note for the teacher if its file does not say.

    Arguments:
        folder: what a student handed in, where anything may be called `timestamp.txt`.

    Returns:
        The time in UTC, None where it is not known; a sentence's middle, empty where all is well.
    """
    try:
        text = _text(folder / NAME)
    except FileNotFoundError:
        return None, ""
    except OSError:
        return None, f"{NAME} is not a file that can be read, so its time is not known"
    time = parsed(text)
    return time, "" if time else f"{NAME} holds no date, so its time is not known"


def parsed(text: str) -> datetime | None:
    """The time that such a file names, in UTC; None if it names none."""
    try:
        time: datetime = parse_utc(text.strip())
    except Exception:  # dateutil raises many kinds for what is no date
        return None
    return time


def written(time: datetime) -> bytes:
    """Return what nbgrader would write into the file for a time in UTC."""
    return f"{time:%Y-%m-%d %H:%M:%S.%f} UTC".encode()


def _text(path: Path) -> str:
    """The content of a small file of the student's own; "" if it is too large for a date."""
    if path.parent.is_symlink() or path.parent.parent.is_symlink():
        raise OSError("a link to another place")
    # Without O_NONBLOCK a named pipe would wait for somebody to write to it.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("not a file")
        content = file.read(MOST_BYTES + 1)
    return content.decode(errors="replace") if len(content) <= MOST_BYTES else ""
