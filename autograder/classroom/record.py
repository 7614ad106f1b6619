"""Stores in the gradebook, beside the scores, a record of each submission's outcome."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """The outcome of a student's submission of one assignment, as the gradebook keeps it.

    Attributes:
        student: the name of the submission's folder.
        checksum: SHA-256 of the notebook file, and of why it could not be read.
        seed: decided the inputs; text, since databases have no such large integers.
        score: points earned.
        max_score: points there are.
        failed: exercises without all their points.
        seconds: wall time of the execution.
        status: "graded", with what was repaired, or why it could not be graded.
        tests: a digest of what it was graded by; see `tests_digest`.
        why: why it was graded again; empty the first time.
    """

    student: str
    checksum: str
    seed: str
    score: float
    max_score: float
    failed: list[str]
    seconds: float
    status: str
    tests: str = ""
    why: str = ""
