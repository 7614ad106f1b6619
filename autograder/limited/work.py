"""Describes a limited process: its work, what it may take for it, and the outcome."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

MEMORY_BYTES = 2**30


@dataclass(frozen=True)
class Allowed:
    """Limits of one job.

    Attributes:
        seconds: wall time, whatever it waits for.
        cpu_seconds: processor time of the process itself, not of a sandbox that it follows.
        memory_bytes: address space beyond what was inherited.
    """

    seconds: float = 120
    cpu_seconds: int = 30
    memory_bytes: int = MEMORY_BYTES


class Work:
    """The work of a limited process, job after job."""

    def handles(self) -> Collection[int]:
        """Files and lines of the process outside that it goes on using; it keeps no other."""
        return ()

    def begin(self) -> None:
        """Make ready; called in the process."""

    def do(self, job: Any) -> Mapping[str, Any]:
        """Do one job and return what came of it, as plain data for JSON.

        Its item "text" is for what is long: it is not escaped on its way.

        Raises:
            CourseError: no job can be done here at all.
        """
        raise NotImplementedError

    def end(self) -> None:
        """Clear up; called outside, when the process is gone."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of a job: plain data, or why there is none, as the end of a sentence."""

    value: Mapping[str, Any] = field(default_factory=dict)
    trouble: str = ""
