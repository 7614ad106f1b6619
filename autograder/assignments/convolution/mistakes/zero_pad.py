"""Known mistakes of ``zero_pad``."""

import numpy as np


def every_axis_padded(x, pad):
    """All four axes are padded: neither the images nor the channels become more, only rows and
    columns do."""
    return np.pad(x, pad)


def slice_empty_at_pad_0(x, pad):
    """With pad 0 the slice is empty: an end of minus 0 is 0, which is the beginning. Count the end
    from the front."""
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    out[:, :, pad:-pad, pad:-pad] = x
    return out


def one_side(x, pad):
    """The frame has two sides only: pad at both ends of an axis."""
    return np.pad(x, ((0, 0), (0, 0), (pad, 0), (pad, 0)))


def channels_padded(x, pad):
    """The wrong axes are padded: rows and columns are the last two, after images and channels."""
    return np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def border_repeated(x, pad):
    """The frame repeats the border of the image: it is made of zeros."""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="edge")


def border_mirrored(x, pad):
    """The frame mirrors the image: it is made of zeros."""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="symmetric")


def wrapped_around(x, pad):
    """The frame holds the opposite side of the image: it is made of zeros."""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="wrap")


def framed_by_ones(x, pad):
    """The frame is made of ones: it needs zeros."""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=1)


def height_and_width_swapped(x, pad):
    """Height and width change places, which shows as soon as the image is not square: rows come
    before columns."""
    N, C, W, H = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    out[:, :, pad : pad + H, pad : pad + W] = x
    return out


def pad_shared_by_both_sides(x, pad):
    """The two sides share the pad: each of them gets all of it."""
    before = pad // 2
    sides = (before, pad - before)
    return np.pad(x, ((0, 0), (0, 0), sides, sides))


def whole_numbers(x, pad):
    """The array that takes the image holds whole numbers: everything after the point is lost."""
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=int)
    out[:, :, pad : pad + H, pad : pad + W] = x
    return out


def only_rows(x, pad):
    """Only rows are added: the frame has a left and a right side too."""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (0, 0)))


def image_at_the_corner(x, pad):
    """The image lies in the corner: it belongs in the middle of its frame."""
    return np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))


def after_alone(x, pad):
    """The frame has two sides only: pad at both ends of an axis."""
    return np.pad(x, ((0, 0), (0, 0), (0, pad), (0, pad)))


def all_but_images_padded(x, pad):
    """The channels are padded, too: only rows and columns become more."""
    return np.pad(x, ((0, 0), (pad, pad), (pad, pad), (pad, pad)))


def images_and_channels_padded(x, pad):
    """The wrong axes are padded: rows and columns are the last two, after images and channels."""
    return np.pad(x, ((pad, pad), (pad, pad), (0, 0), (0, 0)))


def one_wide(x, pad):
    """The frame is always one pixel wide: the pad says how wide."""
    return np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))


def only_columns(x, pad):
    """Only columns are added: the frame has an upper and a lower side too."""
    return np.pad(x, ((0, 0), (0, 0), (0, 0), (pad, pad)))
