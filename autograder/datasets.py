"""Small real data sets that are put beside a released notebook as .npz files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray[Any, Any]]


def digits() -> Arrays:
    """Handwritten digits, 8 by 8 pixels.

    Returns:
        ``images`` (1797, 8, 8) float64 in [0, 1] and ``labels`` (1797,) int64.

    Source: the test part of Alpaydin and Kaynak (1998), Optical Recognition of
    Handwritten Digits, UCI Machine Learning Repository, CC BY 4.0, as
    scikit-learn ships it.
    """
    from sklearn.datasets import load_digits

    bunch = load_digits()
    return {"images": bunch.images / 16, "labels": bunch.target.astype(np.int64)}


DATASETS: dict[str, Callable[[], Arrays]] = {"digits": digits}
"""Data sets by the name that a notebook's front matter asks for."""
