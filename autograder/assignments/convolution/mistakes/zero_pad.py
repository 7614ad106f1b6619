"""Known mistakes of ``zero_pad``."""

import numpy as np

from autograder.judge.exercise import Mistake


def every_axis_padded(x, pad):
    return np.pad(x, pad)


def slice_empty_at_pad_0(x, pad):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    out[:, :, pad:-pad, pad:-pad] = x
    return out


def one_side(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, 0), (pad, 0)))


def channels_padded(x, pad):
    return np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def border_repeated(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="edge")


def border_mirrored(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="symmetric")


def wrapped_around(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="wrap")


def framed_by_ones(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=1)


def height_and_width_swapped(x, pad):
    N, C, W, H = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    out[:, :, pad : pad + H, pad : pad + W] = x
    return out


def pad_shared_by_both_sides(x, pad):
    before = pad // 2
    sides = (before, pad - before)
    return np.pad(x, ((0, 0), (0, 0), sides, sides))


def whole_numbers(x, pad):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=int)
    out[:, :, pad : pad + H, pad : pad + W] = x
    return out


def only_rows(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (0, 0)))


def image_at_the_corner(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))


ZERO_PAD = (
    Mistake(
        "every_axis_padded",
        "All four axes are padded: neither the images nor the channels become more, only rows and "
        "columns do.",
        every_axis_padded,
    ),
    Mistake(
        "slice_empty_at_pad_0",
        "With pad 0 the slice is empty: an end of minus 0 is 0, which is the beginning. Count the "
        "end from the front.",
        slice_empty_at_pad_0,
    ),
    Mistake("one_side", "The frame has two sides only: pad at both ends of an axis.", one_side),
    Mistake(
        "channels_padded",
        "The wrong axes are padded: rows and columns are the last two, after images and channels.",
        channels_padded,
    ),
    Mistake(
        "border_repeated",
        "The frame repeats the border of the image: it is made of zeros.",
        border_repeated,
    ),
    Mistake(
        "border_mirrored",
        "The frame mirrors the image: it is made of zeros.",
        border_mirrored,
    ),
    Mistake(
        "wrapped_around",
        "The frame holds the opposite side of the image: it is made of zeros.",
        wrapped_around,
    ),
    Mistake("framed_by_ones", "The frame is made of ones: it needs zeros.", framed_by_ones),
    Mistake(
        "height_and_width_swapped",
        "Height and width change places, which shows as soon as the image is not square: rows come "
        "before columns.",
        height_and_width_swapped,
    ),
    Mistake(
        "pad_shared_by_both_sides",
        "The two sides share the pad: each of them gets all of it.",
        pad_shared_by_both_sides,
    ),
    Mistake(
        "whole_numbers",
        "The array that takes the image holds whole numbers: everything after the point is lost.",
        whole_numbers,
    ),
    Mistake(
        "only_rows", "Only rows are added: the frame has a left and a right side too.", only_rows
    ),
    Mistake(
        "image_at_the_corner",
        "The image lies in the corner: it belongs in the middle of its frame.",
        image_at_the_corner,
    ),
)
