"""What one submission may take."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.sandbox.walls import Quotas


@dataclass(frozen=True)
class Limits:
    """What one submission may take."""

    cell_seconds: int = 60
    submission_seconds: int = 300
    memory_bytes: int = Quotas.memory_bytes
    file_bytes: int = Quotas.file_bytes
    test_cpu_seconds: int = 2
    """Processor time of one exercise's hidden tests: a right answer needs a small part of it,
    a gradient got by asking the loss about one weight after another needs more."""

    @property
    def quotas(self) -> Quotas:
        """What the sandbox enforces by itself; CPU time is a last resort."""
        return Quotas(self.memory_bytes, self.file_bytes, self.submission_seconds + 30)
