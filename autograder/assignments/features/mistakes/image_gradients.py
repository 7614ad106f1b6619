"""Known mistakes of ``image_gradients``."""

import numpy as np

from autograder.judge.exercise import Mistake


def rows_first(gray):
    gy, gx = np.gradient(gray)
    return gy, gx


def not_halved(gray):
    gy, gx = np.gradient(gray)
    gx[:, 1:-1] *= 2
    gy[1:-1] *= 2
    return gx, gy


def borders_zero(gray):
    gy, gx = np.gradient(gray)
    gx[:, [0, -1]] = 0
    gy[[0, -1]] = 0
    return gx, gy


def borders_halved(gray):
    gy, gx = np.gradient(gray)
    gx[:, [0, -1]] /= 2
    gy[[0, -1]] /= 2
    return gx, gy


def wrapped(gray):
    return tuple((np.roll(gray, -1, axis) - np.roll(gray, 1, axis)) / 2 for axis in (1, 0))


def rolled_the_other_way(gray):
    return tuple((np.roll(gray, 1, axis) - np.roll(gray, -1, axis)) / 2 for axis in (1, 0))


def one_sided(gray):
    return tuple(np.diff(gray, axis=axis, append=np.take(gray, [-1], axis)) for axis in (1, 0))


def one_sided_backward(gray):
    return tuple(np.diff(gray, axis=axis, prepend=np.take(gray, [0], axis)) for axis in (1, 0))


def wrong_sign(gray):
    gy, gx = np.gradient(gray)
    return -gx, -gy


def y_upwards(gray):
    gy, gx = np.gradient(gray)
    return gx, -gy


def smaller(gray):
    return (gray[1:-1, 2:] - gray[1:-1, :-2]) / 2, (gray[2:, 1:-1] - gray[:-2, 1:-1]) / 2


def dark_outside(gray):
    wide = np.pad(gray, 1)
    return (wide[1:-1, 2:] - wide[1:-1, :-2]) / 2, (wide[2:, 1:-1] - wide[:-2, 1:-1]) / 2


def smoothed(gray):
    gy, gx = np.gradient(gray)
    tall, wide = np.pad(gx, ((1, 1), (0, 0)), "edge"), np.pad(gy, ((0, 0), (1, 1)), "edge")
    return (
        (tall[:-2] + 2 * tall[1:-1] + tall[2:]) / 4,
        (wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]) / 4,
    )


def sizes(gray):
    gy, gx = np.gradient(gray)
    return np.abs(gx), np.abs(gy)


def last_border_forgotten(gray):
    gy, gx = np.gradient(gray)
    gx[:, -1] = 0
    gy[-1] = 0
    return gx, gy


IMAGE_GRADIENTS = (
    Mistake(
        "rows_first",
        "The two are swapped: the change from left to right comes first.",
        rows_first,
    ),
    Mistake(
        "not_halved",
        "The two neighbours are two pixels apart: the difference is not halved.",
        not_halved,
    ),
    Mistake(
        "borders_zero",
        "The borders are 0: there the difference to the one neighbour counts.",
        borders_zero,
    ),
    Mistake(
        "borders_halved",
        "At the borders the two pixels are one pixel apart: nothing is halved there.",
        borders_halved,
    ),
    Mistake(
        "wrapped",
        "At the borders a pixel is compared with one from the opposite border.",
        wrapped,
    ),
    Mistake(
        "rolled_the_other_way",
        "The difference is taken the wrong way round, and at the borders a pixel is compared with "
        "one from the opposite border.",
        rolled_the_other_way,
    ),
    Mistake(
        "one_sided",
        "Each pixel is compared with its next one alone: inside, look to both sides.",
        one_sided,
    ),
    Mistake(
        "one_sided_backward",
        "Each pixel is compared with the one before it alone: inside, look to both sides.",
        one_sided_backward,
    ),
    Mistake(
        "wrong_sign", "Both have the wrong sign: brighter to the right is positive.", wrong_sign
    ),
    Mistake(
        "y_upwards", "Rows are counted downwards: brighter further down is positive.", y_upwards
    ),
    Mistake(
        "smaller", "The borders are cut off: both arrays have the shape of the image.", smaller
    ),
    Mistake(
        "dark_outside",
        "Beyond the borders black is assumed: compare with the one neighbour there is.",
        dark_outside,
    ),
    Mistake(
        "smoothed", "This smooths across, as a Sobel filter does: it is not asked for.", smoothed
    ),
    Mistake("sizes", "These are sizes: a gradient has a sign.", sizes),
    Mistake(
        "last_border_forgotten",
        "The last column and the last row are left at 0.",
        last_border_forgotten,
    ),
)
