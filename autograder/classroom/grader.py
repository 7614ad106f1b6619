"""Grades notebooks of one assignment."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import nbformat
from nbformat import NotebookNode

from autograder import assignments
from autograder.classroom.graded import Graded
from autograder.classroom.record import Record
from autograder.classroom.submissions import Submission, readable_name
from autograder.classroom.tests_digest import tests_digest
from autograder.errors import CourseError
from autograder.harmless.text import plain_line
from autograder.judge.judge import Judge
from autograder.judge.torch_oracle import Torch
from autograder.notebooks.files import plain_notebook, read_bytes
from autograder.notebooks.restore import restore
from autograder.practice import PUBLIC_SEED

SEED_BITS = 63
HANDED_IN_AGAIN = "handed in again"
TESTS_CHANGED = "the exercise's tests changed since: graded again"


def new_seed() -> int:
    """A seed that nobody can guess."""
    return secrets.randbits(SEED_BITS)


class Sources(Protocol):
    """Knows where the instructor's notebooks are; a course does."""

    def source_notebook(self, assignment: str) -> Path:
        """The instructor's notebook of an assignment."""


class Grader:
    """Grades notebooks of one assignment: answers are computed once, for all of them.

    Arguments:
        course: where the source notebook lies.
        assignment: its name.
        device: "cpu", "cuda" or "auto", for torch; None not to ask torch.
        seed: decides all inputs; None draws a fresh one.

    Raises:
        CourseError: unknown or unreleased assignment, no torch, no such device, the public seed.
    """

    def __init__(
        self,
        course: Sources,
        assignment: str,
        device: str | None = "auto",
        seed: int | None = None,
    ) -> None:
        loaded = assignments.load(assignment)
        self.source_path = course.source_notebook(assignment)
        self.source_bytes = self.source_path.read_bytes()
        self.source: NotebookNode = nbformat.reads(self.source_bytes.decode(), as_version=4)
        if seed == PUBLIC_SEED:
            raise CourseError(f"--seed {seed} draws the inputs of practice, which are public")
        self.seed = new_seed() if seed is None else seed
        self.judge = Judge(loaded, self.seed, None if device is None else Torch(device))

    @property
    def files(self) -> Path:
        """The folder whose data files a notebook finds beside it."""
        return self.source_path.parent

    def restored(self, submitted: Mapping[str, Any]) -> tuple[NotebookNode, list[str]]:
        """The notebook to execute, and what was repaired in it.

        Arguments:
            submitted: the student's, as `plain_notebook` gives it.

        Raises:
            CourseError: it is of another assignment, or of no course.
        """
        return restore(nbformat.from_dict(submitted), self.source)

    def readable(self, submission: Submission) -> tuple[NotebookNode, list[str]]:
        """A submission's notebook to execute, and what was repaired in it.

        Raises:
            CourseError: there is none, or it is none of this assignment.
        """
        if submission.trouble or submission.path is None:
            raise CourseError(submission.trouble)
        name = readable_name(submission.path)
        try:
            notebook, notes = self.restored(plain_notebook(read_bytes(submission.path), name))
        except CourseError as error:
            beside = "".join(f"; {note.rstrip('.')}" for note in submission.notes)
            raise CourseError(f"{error}{beside}") from None
        if submission.path.stem != self.judge.assignment.name:
            notes.insert(0, f"The notebook was named {name}.")
        return notebook, submission.notes + notes

    @cached_property
    def tests(self) -> str:
        """Return a digest of what this grader grades by."""
        return tests_digest(self.judge.assignment, self.source_bytes)

    def why_again(self, submission: Submission, before: Record | None) -> str:
        """Say why a grade does not hold any more; see the function of the same name."""
        return why_again(submission, before, self.tests)

    def record(
        self, submission: Submission, graded: Graded, note: str = "", why: str = ""
    ) -> Record:
        """Return what the gradebook keeps of how a submission came out.

        Arguments:
            submission: what was graded.
            graded: how it came out.
            note: what else the teacher should know of it.
            why: why it was graded again, if it was.
        """
        return Record(
            student=submission.student,
            checksum=_checksum(submission),
            seed=str(self.seed),
            score=graded.score,
            max_score=graded.max_score,
            failed=graded.failed,
            seconds=graded.seconds,
            status=plain_line(f"{graded.status} ({note})" if note else graded.status),
            tests=self.tests,
            why=why,
        )


def why_again(submission: Submission, before: Record | None, tests: str) -> str:
    """Say why a grade does not hold any more, in words that blame nobody; empty if it holds.

    Arguments:
        submission: as it is now.
        before: how it came out last time; None if it was not graded yet, which is no again.
        tests: a digest of what it would be graded by now; see `tests_digest`.
    """
    if before is None:
        return ""
    # A record of an older version of the course does not know its tests.
    if before.tests and before.checksum != _checksum(submission):
        return HANDED_IN_AGAIN
    return "" if before.tests == tests else TESTS_CHANGED


def _checksum(submission: Submission) -> str:
    parts = (submission.digest.encode(), submission.trouble.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
