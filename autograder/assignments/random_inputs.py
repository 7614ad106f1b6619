"""Drawing inputs: labels, and staying away from kinks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

KINK_DISTANCE = {np.dtype(np.float64): 1e-6, np.dtype(np.float32): 1e-3}
"""How near to a kink an input may come before another right formula, rounding
differently, may land on its other side."""

MAX_DRAWS = 1000


def labels(rng: np.random.Generator, count: int, classes: int) -> Array:
    """(count,) int64 labels in [0, classes)."""
    return rng.integers(classes, size=count)


def in_float32(*arrays: Array) -> tuple[Array, ...]:
    """The arrays rounded to float32, for inputs that are near no kink."""
    return tuple(np.asarray(array).astype(np.float32) for array in arrays)


def away_from_kinks(draw: Callable[[], tuple[Array, ...]], kinks: Callable[..., Array]) -> Any:
    """Draw inputs again until none of them is near a kink.

    Arguments:
        draw: draws the inputs.
        kinks: given the inputs, the numbers that must not be near 0; what it
            returns as exactly 0 by construction must be left out by it.

    Raises:
        RuntimeError: no draw was far enough; the case is too large for it.
    """
    for _ in range(MAX_DRAWS):
        inputs = draw()
        distances = np.abs(kinks(*inputs))
        nearest = KINK_DISTANCE[np.result_type(*(a for a in inputs if a.dtype.kind == "f"))]
        if distances.size == 0 or distances.min() > nearest:
            return inputs
    raise RuntimeError(f"no draw in {MAX_DRAWS} stayed away from the kinks")
