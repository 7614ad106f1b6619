"""Limits of one submission."""

from __future__ import annotations

import time
from dataclasses import dataclass

from autograder.sandbox.walls import Quotas


@dataclass(frozen=True)
class Limits:
    """Limits of one submission."""

    cell_seconds: int = 60
    submission_seconds: int = 300
    memory_bytes: int = Quotas.memory_bytes
    file_bytes: int = Quotas.file_bytes
    test_cpu_seconds: int = 2
    """Processor time of one exercise's hidden tests: a right answer needs a small part of it,
    a gradient got by asking the loss about one weight after another needs more."""

    @property
    def quotas(self) -> Quotas:
        """Return what the sandbox enforces by itself; CPU time is a last resort."""
        return Quotas(self.memory_bytes, self.file_bytes, self.submission_seconds + 30)


class TimeLeft:
    """Counts down how long a submission, and a cell of it, may still take.

    Arguments:
        limits: what they may take.
        spent: seconds that the submission has taken before.
    """

    def __init__(self, limits: Limits, spent: float) -> None:
        self._limits = limits
        self._end = time.monotonic() + limits.submission_seconds - spent

    def deadline(self) -> float:
        """Return when a cell has to end that begins now, by `time.monotonic`."""
        return min(time.monotonic() + self._limits.cell_seconds, self._end)

    @property
    def is_late(self) -> bool:
        """Tell whether the submission's time is over."""
        return time.monotonic() >= self._end

    @property
    def allowed(self) -> int:
        """Seconds that the cell had: the submission's, where these ran out first."""
        return self._limits.submission_seconds if self.is_late else self._limits.cell_seconds
