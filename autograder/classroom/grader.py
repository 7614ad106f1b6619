"""Grades notebooks of one assignment."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder import assignments
from autograder.classroom.gradebook import Record
from autograder.classroom.one_notebook import Graded, grade
from autograder.classroom.submissions import Submission, readable_name
from autograder.course import Course, shown
from autograder.errors import CourseError
from autograder.judge.judge import Judge
from autograder.judge.torch_oracle import Torch
from autograder.notebooks.files import parse_notebook, read_bytes
from autograder.notebooks.restore import restore
from autograder.sandbox.limits import Limits

SEED_BITS = 63


def new_seed() -> int:
    """A seed that nobody can guess."""
    return secrets.randbits(SEED_BITS)


class Grader:
    """Grades notebooks of one assignment: answers are computed once, for all of them.

    Arguments:
        course: where the source notebook lies.
        assignment: its name.
        device: "cpu", "cuda" or "auto", for torch.
        seed: decides all inputs; None draws a fresh submission.

    Raises:
        CourseError: unknown or unreleased assignment, no torch, no such device.
    """

    def __init__(
        self, course: Course, assignment: str, device: str = "auto", seed: int | None = None
    ) -> None:
        loaded = assignments.load(assignment)
        self.source_path = course.source_notebook(assignment)
        self.source_bytes = self.source_path.read_bytes()
        self.source: NotebookNode = nbformat.reads(self.source_bytes.decode(), as_version=4)
        self.seed = new_seed() if seed is None else seed
        self.judge = Judge(loaded, self.seed, Torch(device))

    @property
    def files(self) -> Path:
        """The folder whose data files a notebook finds beside it."""
        return self.source_path.parent

    def restored(self, content: bytes, name: str) -> tuple[NotebookNode, list[str]]:
        """The notebook to execute, and what was repaired in it."""
        return restore(parse_notebook(content, name), self.source)

    def readable(self, submission: Submission) -> tuple[NotebookNode, list[str]]:
        """A submission's notebook to execute, and what was repaired in it.

        Raises:
            CourseError: there is none, or it is none of this assignment.
        """
        if submission.trouble or submission.path is None:
            raise CourseError(submission.trouble)
        name = readable_name(submission.path)
        notebook, notes = self.restored(submission.content, name)
        if submission.path.stem != self.judge.assignment.name:
            notes.insert(0, f"The notebook was named {name}.")
        return notebook, notes

    def checksum(self, submission: Submission) -> str:
        """Changes with the submission, and with what it is graded against."""
        parts = (self.source_bytes, submission.content, submission.trouble.encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def record(self, submission: Submission, graded: Graded) -> Record:
        """What the gradebook keeps of how a submission came out."""
        return Record(
            student=submission.student,
            checksum=self.checksum(submission),
            seed=str(self.seed),
            score=graded.score,
            max_score=graded.max_score,
            failed=graded.failed,
            seconds=graded.seconds,
            status=graded.status,
        )

    def check(self, path: Path, limits: Limits) -> Graded:
        """Grade one notebook file, here and now.

        Raises:
            CourseError: the file is not a notebook of this assignment.
        """
        notebook, notes = self.restored(read_bytes(path), shown(path))
        return grade(notebook, self.judge, limits, self.files, notes=notes)
