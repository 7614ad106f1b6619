"""Folders under names that nbgrader takes, whatever the file system calls them.

nbgrader puts paths unescaped into regular expressions, into patterns of file names
and into a database's address. A folder such as "course (1)" or "nets [2026]" is
therefore reached by a link with a plain name.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

UNFIT = re.compile(r"[^\w/. +,@=~-]")
"""What may mean something in a regular expression, a pattern or an address."""

_linked: dict[Path, Path] = {}


@cache
def reachable(folder: Path) -> Path:
    """Return a path to a folder that nbgrader takes: its own, or a link for this process.

    Arguments:
        folder: an absolute path. It is made if it needs a link and does not exist.
    """
    if not UNFIT.search(str(folder)):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="course-"))
    atexit.register(_remove, home, os.getpid())
    link = home / "course"
    link.symlink_to(folder, target_is_directory=True)
    _linked[link] = folder
    return link


def own_name(path: Path) -> Path:
    """Return a path as the file system names it, where it goes by a link of ours."""
    for link, folder in _linked.items():
        if path.is_relative_to(link):
            return folder / path.relative_to(link)
    return path


def _remove(home: Path, maker: int) -> None:
    if os.getpid() == maker:  # a forked process goes on with its parent's link
        shutil.rmtree(home, ignore_errors=True)
