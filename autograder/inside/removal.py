"""Removing the folder of a submission, whatever the student's code made of it."""

from __future__ import annotations

from itertools import count
from pathlib import Path


def remove_folder(folder: Path) -> None:
    """Remove a folder in which nobody writes any more, with all that is in it.

    Folders may be nested deeper than a recursion or a path can reach, and their
    rights may have been taken away: each is moved up beside the first, made
    accessible, and emptied there.
    """
    numbers = count()
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        current.chmod(0o700)
        for entry in list(current.iterdir()):
            if entry.is_symlink() or not entry.is_dir():
                entry.unlink()
                continue
            entry.chmod(0o700)  # to move a folder is to write to it
            waiting.append(entry.rename(f"{folder}.{next(numbers)}"))
        current.rmdir()
