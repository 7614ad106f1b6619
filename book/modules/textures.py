"""Patches of three materials, for two pages of the book: brick, grass and gravel.

The photographs come with scikit-image, 512 x 512 pixels each, CC0: brick and gravel from
CC0Textures (Bricks25, Gravel04), grass by linolafett (DeviantArt).
"""

import numpy as np
from skimage.data import brick, grass, gravel

NAMES = ("brick", "grass", "gravel")
SIDE = 16
"""Pixels along the side of a patch."""


def photographs():
    """Load the three photographs, (512, 512) each, values from 0 to 1."""
    return [photograph() / 255 for photograph in (brick, grass, gravel)]


def squares(photograph):
    """Cut a photograph into patches that do not overlap, (n, 16, 16); a remainder is dropped."""
    rows, columns = (n // SIDE for n in photograph.shape)
    whole = photograph[: rows * SIDE, : columns * SIDE]
    return whole.reshape(rows, SIDE, columns, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE)


def contrast_normalized(patches):
    """Give each patch the mean 0 and the standard deviation 1."""
    centred = patches - patches.mean(axis=(1, 2), keepdims=True)
    return centred / centred.std(axis=(1, 2), keepdims=True)


def half(side, shift=0):
    """Cut one half of each photograph into contrast-normalized patches.

    Arguments:
        side: ``"left"`` or ``"right"``.
        shift: how many pixels further down and to the right the cuts lie.

    Returns:
        patches (n, 256), one a row, and their labels (n,), the places in ``NAMES``.
    """
    begin = {"left": 0, "right": 256}[side]
    cut = [squares(photograph[shift:, begin + shift : begin + 256]) for photograph in photographs()]
    patches = contrast_normalized(np.concatenate(cut)).reshape(-1, SIDE * SIDE)
    return patches, np.repeat(np.arange(3), [len(some) for some in cut])
