"""Values from a file that anybody may have written, made into what is expected there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def mapping(value: Any) -> Mapping[str, Any]:
    """A dict, or an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def finite_number(value: Any) -> float:
    """A finite number, whatever a file or an empty column of the gradebook holds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value) if math.isfinite(value) else 0.0
