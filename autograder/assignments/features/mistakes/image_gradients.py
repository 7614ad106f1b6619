"""Known mistakes of ``image_gradients``."""

import numpy as np


def rows_first(gray):
    """The two are swapped: the change from left to right comes first."""
    gy, gx = np.gradient(gray)
    return gy, gx


def not_halved(gray):
    """The two neighbours are two pixels apart: the difference is not halved."""
    gy, gx = np.gradient(gray)
    gx[:, 1:-1] *= 2
    gy[1:-1] *= 2
    return gx, gy


def borders_zero(gray):
    """The borders are 0: there the difference to the one neighbour counts."""
    gy, gx = np.gradient(gray)
    gx[:, [0, -1]] = 0
    gy[[0, -1]] = 0
    return gx, gy


def borders_halved(gray):
    """At the borders the two pixels are one pixel apart: nothing is halved there."""
    gy, gx = np.gradient(gray)
    gx[:, [0, -1]] /= 2
    gy[[0, -1]] /= 2
    return gx, gy


def wrapped(gray):
    """At the borders a pixel is compared with one from the opposite border."""
    return tuple((np.roll(gray, -1, axis) - np.roll(gray, 1, axis)) / 2 for axis in (1, 0))


def rolled_the_other_way(gray):
    """The difference is taken the wrong way round, and at the borders a pixel is compared with one
    from the opposite border."""
    return tuple((np.roll(gray, 1, axis) - np.roll(gray, -1, axis)) / 2 for axis in (1, 0))


def one_sided(gray):
    """Each pixel is compared with its next one alone: inside, look to both sides."""
    return tuple(np.diff(gray, axis=axis, append=np.take(gray, [-1], axis)) for axis in (1, 0))


def one_sided_backward(gray):
    """Each pixel is compared with the one before it alone: inside, look to both sides."""
    return tuple(np.diff(gray, axis=axis, prepend=np.take(gray, [0], axis)) for axis in (1, 0))


def wrong_sign(gray):
    """Both have the wrong sign: brighter to the right is positive."""
    gy, gx = np.gradient(gray)
    return -gx, -gy


def y_upwards(gray):
    """Rows are counted downwards: brighter further down is positive."""
    gy, gx = np.gradient(gray)
    return gx, -gy


def smaller(gray):
    """The borders are cut off: both arrays have the shape of the image."""
    return (gray[1:-1, 2:] - gray[1:-1, :-2]) / 2, (gray[2:, 1:-1] - gray[:-2, 1:-1]) / 2


def dark_outside(gray):
    """Beyond the borders black is assumed: compare with the one neighbour there is."""
    wide = np.pad(gray, 1)
    return (wide[1:-1, 2:] - wide[1:-1, :-2]) / 2, (wide[2:, 1:-1] - wide[:-2, 1:-1]) / 2


def smoothed(gray):
    """This smooths across, as a Sobel filter does: it is not asked for."""
    gy, gx = np.gradient(gray)
    tall, wide = np.pad(gx, ((1, 1), (0, 0)), "edge"), np.pad(gy, ((0, 0), (1, 1)), "edge")
    return (
        (tall[:-2] + 2 * tall[1:-1] + tall[2:]) / 4,
        (wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]) / 4,
    )


def sizes(gray):
    """These are sizes: a gradient has a sign."""
    gy, gx = np.gradient(gray)
    return np.abs(gx), np.abs(gy)


def last_border_forgotten(gray):
    """The last column and the last row are left at 0."""
    gy, gx = np.gradient(gray)
    gx[:, -1] = 0
    gy[-1] = 0
    return gx, gy


def one_sided_everywhere(gray):
    """These are differences of two neighbours, one less than there are pixels: inside compare the
    two pixels on both sides, and give every pixel a number."""
    return np.diff(gray, axis=1), np.diff(gray, axis=0)


def inside_alone(gray):
    """Along its own direction each array is two pixels short: the first and the last are compared
    with the one neighbour they have."""
    return (gray[:, 2:] - gray[:, :-2]) / 2, (gray[2:] - gray[:-2]) / 2


def one_sided_last_repeated(gray):
    """Each pixel is compared with its next one alone: inside, look to both sides."""
    return tuple(
        np.concatenate([(step := np.diff(gray, axis=axis)), np.take(step, [-1], axis)], axis)
        for axis in (1, 0)
    )


def borders_copied(gray):
    """The borders repeat what is beside them inside: there the difference to the one neighbour
    counts."""
    gx, gy = np.zeros_like(gray), np.zeros_like(gray)
    gx[:, 1:-1], gy[1:-1] = (gray[:, 2:] - gray[:, :-2]) / 2, (gray[2:] - gray[:-2]) / 2
    gx[:, [0, -1]], gy[[0, -1]] = gx[:, [1, -2]], gy[[1, -2]]
    return gx, gy
