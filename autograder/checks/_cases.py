"""What the cases of every assignment are written with."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Judged, TestCase
from autograder.probe import Call
from autograder.wire import Rng

MAX_SEED = 2**62
ONLY_ARGUMENTS = frozenset({Judged.ARGUMENTS})
"""For a case that must not cost the points of the result."""


def case(label: str, name: str, *arguments: Any, **keywords: Any) -> TestCase:
    """A case of one call."""
    return TestCase(label, (Call(name, arguments, tuple(keywords.items())),))


def new_rng(rng: np.random.Generator, *, shared: bool = False) -> Rng:
    """A random generator to call something with: its seed is drawn from the judge's own."""
    return Rng(int(rng.integers(MAX_SEED)), shared)
