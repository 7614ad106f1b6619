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


def photographs() -> Arrays:
    """Seven photographs, made two or three times smaller in each direction.

    Returns:
        ``coffee`` (133, 200, 3), ``cat`` (150, 225, 3), ``astronaut`` (170, 170, 3)
        and ``rocket`` (142, 213, 3) in colour; ``grass``, ``gravel`` and ``brick``,
        each (256, 256), in grey. All are uint8, from 0 (black) to 255.

    Source: scikit-image's data, all in the public domain (CC0 or, by NASA, free of
    copyright). The cup of coffee is by Rachel Michetti, the cat Chelsea by Stéfan
    van der Walt, Eileen Collins by NASA, the rocket by SpaceX, the grass by
    linolafett on DeviantArt, gravel and bricks from CC0 Textures.
    """
    from skimage import data
    from skimage.measure import block_reduce

    def smaller(photograph: np.ndarray[Any, Any], factor: int) -> np.ndarray[Any, Any]:
        blocks = (factor, factor, 1)[: photograph.ndim]
        height, width = (length // factor * factor for length in photograph.shape[:2])
        means = block_reduce(photograph[:height, :width], blocks, np.mean)
        return np.asarray(means.round().astype(np.uint8))

    return {
        "coffee": smaller(data.coffee(), 3),
        "cat": smaller(data.chelsea(), 2),
        "astronaut": smaller(data.astronaut(), 3),
        "rocket": smaller(data.rocket(), 3),
        "grass": smaller(data.grass(), 2),
        "gravel": smaller(data.gravel(), 2),
        "brick": smaller(data.brick(), 2),
    }


DATASETS: dict[str, Callable[[], Arrays]] = {"digits": digits, "photographs": photographs}
"""Data sets by the name that a notebook's front matter asks for."""
