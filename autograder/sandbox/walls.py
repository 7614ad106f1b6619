"""The walls that keep a submission in on this system, and the quotas of what it may use."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from autograder.sandbox import packages


@dataclass(frozen=True)
class Quotas:
    """The most that one submission may use: memory, disk and processor time."""

    memory_bytes: int = 2 * 2**30
    file_bytes: int = 256 * 2**20
    cpu_seconds: int = 330


@dataclass(frozen=True)
class Walls:
    """The means by which this system keeps a submission in.

    Attributes:
        bubblewrap: the program that gives namespaces; None where none works.
        confined: whether the child gives up its rights; without, it is trusted.
        nobody: whether root's sandbox becomes a user that owns nothing.
    """

    bubblewrap: str | None
    confined: bool
    nobody: bool

    def __str__(self) -> str:
        if not self.confined:
            return "a plain subprocess: for trusted code only"
        user = ", as the user nobody" if self.nobody else ""
        first = "bubblewrap" if self.bubblewrap else f"no namespaces{user}"
        return f"{first}, Landlock, seccomp"


def find_walls() -> Walls:
    """Find the best walls that this system has."""
    if sys.platform != "linux":
        return Walls(None, confined=False, nobody=False)
    bubblewrap = packages.find_bubblewrap()
    return Walls(bubblewrap, confined=True, nobody=bubblewrap is None and os.geteuid() == 0)
