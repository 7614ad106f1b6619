"""Runs a notebook that is none of ours in a limited process and its sandbox."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.classroom.grading_work import allowed
from autograder.errors import CourseError
from autograder.limited import Limited, Work
from autograder.notebooks.bounds import is_within_bounds
from autograder.notebooks.files import as_json, read_bytes
from autograder.sandbox.execution import execute
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox


def read_within_bounds(path: Path) -> NotebookNode:
    """A notebook as it was handed in.

    Raises:
        CourseError: it is too large, or none.
    """
    content = read_bytes(path)
    if not is_within_bounds(content):
        raise CourseError(f"{path.name} holds too much, or lists within lists too deep")
    return nbformat.reads(content.decode(errors="replace"), as_version=4)


def executed(notebook: NotebookNode, folder: Path, limits: Limits) -> NotebookNode:
    """The notebook with what its cells put out, run beside the files of a folder.

    Raises:
        CourseError: it could not be run, or what it put out could not be read.
    """
    with Limited(lambda: _Running(folder, limits), 1, allowed(limits)) as process:
        outcome = process.answer(notebook)
    if outcome.trouble:
        raise CourseError(f"the notebook could not be graded: {outcome.trouble}")
    return nbformat.reads(outcome.value["text"], as_version=4)


class _Running(Work):
    """Runs one notebook, in a sandbox of its own."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._limits = limits
        self.sandbox = Sandbox(folder, limits.quotas)

    def handles(self) -> Collection[int]:
        """The sandbox's line."""
        return [self.sandbox.handle]

    def begin(self) -> None:
        """Take the sandbox over from the process that made it."""
        self.sandbox.adopt()

    def do(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """Run the notebook's cells."""
        notebook = nbformat.from_dict(job)
        done = execute(notebook, {}, self._limits, sandbox=self.sandbox)
        return {"text": as_json(done.notebook)}

    def end(self) -> None:
        """End the sandbox."""
        self.sandbox.close()
