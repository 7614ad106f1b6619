"""Values from a file that anybody may have written, turned into the types expected there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping as it is, and an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def finite_number(value: Any) -> float:
    """Return a number as a float, and 0 for anything else that a file or a column may hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    try:
        number = float(value)
    except OverflowError:  # a whole number of any length is read exactly
        return 0.0
    return number if math.isfinite(number) else 0.0
