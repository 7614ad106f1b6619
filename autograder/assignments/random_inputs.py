"""Drawing inputs: labels, memory layouts, and staying away from kinks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
LABEL_DTYPES = ("int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64")

KINK_DISTANCE = {np.dtype(np.float64): 1e-6, np.dtype(np.float32): 1e-3}
"""How near to a kink an input may come before another right formula, rounding
differently, may land on its other side."""

MAX_DRAWS = 1000


def labels(rng: np.random.Generator, count: int, classes: int, dtype: str = "int64") -> Array:
    """(count,) labels in [0, classes), of the given integer dtype."""
    return rng.integers(classes, size=count).astype(dtype)


def strided(array: Array) -> Array:
    """The same values with gaps between them in memory: neither C nor F order."""
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
    wide[..., ::2] = array
    return wide[..., ::2]


def read_only(array: Array) -> Array:
    """A copy that cannot be written to."""
    copy = array.copy()
    copy.flags.writeable = False
    return copy


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
