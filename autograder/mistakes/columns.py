"""Known mistakes of ``im2col`` and ``col2im``."""

import numpy as np

from autograder.exercise import Mistake


def places_first(x, field, stride=1, pad=0):
    N, _, H, W = x.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = []
    for i in range(0, H + 2 * pad - field + 1, stride):
        for j in range(0, W + 2 * pad - field + 1, stride):
            rows.append(x[:, :, i : i + field, j : j + field].reshape(N, -1))
    return np.stack(rows, axis=1)


def channels_last(x, field, stride=1, pad=0):
    N, _, H, W = x.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    columns = []
    for i in range(0, H + 2 * pad - field + 1, stride):
        for j in range(0, W + 2 * pad - field + 1, stride):
            window = x[:, :, i : i + field, j : j + field]
            columns.append(window.transpose(0, 2, 3, 1).reshape(N, -1))
    return np.stack(columns, axis=2)


def reshaped_without_transposing(x, field, stride=1, pad=0):
    N, C = x.shape[:2]
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(x, (field, field), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].reshape(N, C * field * field, -1)


def _windows(x, field, stride, pad):
    """(N, C, H', W', field, field)."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (field, field), axis=(2, 3))
    return windows[:, :, ::stride, ::stride]


def _right(x, field, stride=1, pad=0):
    windows = _windows(x, field, stride, pad).transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def stride_not_used(x, field, stride=1, pad=0):
    return _right(x, field, 1, pad)


def stride_counts_windows(x, field, stride=1, pad=0):
    """As many windows as the stride leaves, but each one pixel after the last."""
    windows = _windows(x, field, 1, pad)
    down, across = _windows(x, field, stride, pad).shape[2:4]
    windows = windows[:, :, :down, :across].transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def stride_of_the_field(x, field, stride=1, pad=0):
    return _right(x, field, field, pad)


def pad_not_used(x, field, stride=1, pad=0):
    return _right(x, field, stride, 0)


def windows_turned(x, field, stride=1, pad=0):
    windows = _windows(x, field, stride, pad).transpose(0, 1, 5, 4, 2, 3)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def windows_flipped(x, field, stride=1, pad=0):
    windows = _windows(x, field, stride, pad)[..., ::-1, ::-1].transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def places_column_by_column(x, field, stride=1, pad=0):
    windows = _windows(x, field, stride, pad).transpose(0, 1, 4, 5, 3, 2)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def images_side_by_side(x, field, stride=1, pad=0):
    windows = _windows(x, field, stride, pad).transpose(1, 4, 5, 0, 2, 3)
    return windows.reshape(x.shape[1] * field * field, -1)


def first_image_only(x, field, stride=1, pad=0):
    return _right(x[:1], field, stride, pad)


def last_place_forgotten(x, field, stride=1, pad=0):
    windows = _windows(x, field, stride, pad)[:, :, :-1, :-1].transpose(0, 1, 4, 5, 2, 3)
    down, across = windows.shape[4:]
    return windows.reshape(len(x), x.shape[1] * field * field, down * across)


def not_flattened(x, field, stride=1, pad=0):
    return _windows(x, field, stride, pad).transpose(0, 1, 4, 5, 2, 3)


def square_images_only(x, field, stride=1, pad=0):
    places = (x.shape[2] + 2 * pad - field) // stride + 1
    cols = np.zeros((len(x), x.shape[1] * field * field, places * places))
    cols[...] = _right(x, field, stride, pad)
    return cols


IM2COL = (
    Mistake(
        "places_first",
        "Every window lies in a row: it should be a column, so the places run along the last axis.",
        places_first,
    ),
    Mistake(
        "channels_last",
        "In a column the channels of a pixel stand together: all pixels of the first channel come "
        "first, then those of the second.",
        channels_last,
    ),
    Mistake(
        "reshaped_without_transposing",
        "The shape is right and the numbers are mixed: a reshape does not move axes past each "
        "other, so bring the axes of the window in front of those of the places first.",
        reshaped_without_transposing,
    ),
    Mistake("stride_not_used", "The stride is not used.", stride_not_used),
    Mistake(
        "stride_counts_windows",
        "The stride decides how many windows there are, but not where they lie: each is one pixel "
        "after the last.",
        stride_counts_windows,
    ),
    Mistake(
        "stride_of_the_field",
        "The windows lie side by side whatever the stride is: they may share pixels.",
        stride_of_the_field,
    ),
    Mistake("pad_not_used", "The pad is not used.", pad_not_used),
    Mistake(
        "windows_turned",
        "Rows and columns inside the window change places: go through it row by row.",
        windows_turned,
    ),
    Mistake(
        "windows_flipped",
        "The windows are turned by 180 degrees: nothing is flipped here.",
        windows_flipped,
    ),
    Mistake(
        "places_column_by_column",
        "The places are visited column by column: go along a row first, as you read.",
        places_column_by_column,
    ),
    Mistake(
        "images_side_by_side",
        "The windows of all images lie in one table: each image has a table of its own, along the "
        "first axis.",
        images_side_by_side,
    ),
    Mistake(
        "first_image_only",
        "Only the first image is cut into windows.",
        first_image_only,
    ),
    Mistake(
        "last_place_forgotten",
        "The last row and the last column of places are missing: the end of a range is not in it.",
        last_place_forgotten,
    ),
    Mistake(
        "not_flattened",
        "The windows are cut rightly and not flattened: three axes come back.",
        not_flattened,
    ),
    Mistake(
        "square_images_only",
        "The places down are taken for the places across: the image need not be square.",
        square_images_only,
    ),
)


# col2im -----------------------------------------------------------------------------


def overwritten(cols, x_shape, field, stride=1, pad=0):
    N, C, H, W = x_shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    place = 0
    for i in range(0, H + 2 * pad - field + 1, stride):
        for j in range(0, W + 2 * pad - field + 1, stride):
            window = cols[:, :, place].reshape(N, C, field, field)
            padded[:, :, i : i + field, j : j + field] = window
            place += 1
    return padded[:, :, pad : pad + H, pad : pad + W]


def cropped_to_nothing(cols, x_shape, field, stride=1, pad=0):
    N, C, H, W = x_shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    place = 0
    for i in range(0, H + 2 * pad - field + 1, stride):
        for j in range(0, W + 2 * pad - field + 1, stride):
            window = cols[:, :, place].reshape(N, C, field, field)
            padded[:, :, i : i + field, j : j + field] += window
            place += 1
    return padded[:, :, pad:-pad, pad:-pad]


def averaged(cols, x_shape, field, stride=1, pad=0):
    N, C, H, W = x_shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    times = np.zeros((H + 2 * pad, W + 2 * pad))
    place = 0
    for i in range(0, H + 2 * pad - field + 1, stride):
        for j in range(0, W + 2 * pad - field + 1, stride):
            window = cols[:, :, place].reshape(N, C, field, field)
            padded[:, :, i : i + field, j : j + field] += window
            times[i : i + field, j : j + field] += 1
            place += 1
    padded = padded / np.maximum(times, 1)
    return padded[:, :, pad : pad + H, pad : pad + W]


def _places(sides, field, stride, pad):
    return tuple((side + 2 * pad - field) // stride + 1 for side in sides)


def _added(windows, x_shape, stride, pad):
    """The padded images that windows (N, C, field, field, H', W') add up to."""
    N, C, H, W = x_shape
    field, _, down, across = windows.shape[2:]
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i in range(field):
        for j in range(field):
            below, right = i + down * stride, j + across * stride
            padded[:, :, i:below:stride, j:right:stride] += windows[:, :, i, j]
    return padded


def _unpacked(cols, x_shape, field, stride, pad):
    N, C, *sides = x_shape
    return cols.reshape(N, C, field, field, *_places(sides, field, stride, pad))


def _cropped(padded, x_shape, pad):
    H, W = x_shape[2:]
    return padded[:, :, pad : pad + H, pad : pad + W]


def not_cropped(cols, x_shape, field, stride=1, pad=0):
    return _added(_unpacked(cols, x_shape, field, stride, pad), x_shape, stride, pad)


def cropped_at_the_corner(cols, x_shape, field, stride=1, pad=0):
    padded = _added(_unpacked(cols, x_shape, field, stride, pad), x_shape, stride, pad)
    return padded[:, :, : x_shape[2], : x_shape[3]]


def placed_without_stride(cols, x_shape, field, stride=1, pad=0):
    windows = _unpacked(cols, x_shape, field, stride, pad)
    return _cropped(_added(windows, x_shape, 1, pad), x_shape, pad)


def field_turned(cols, x_shape, field, stride=1, pad=0):
    windows = _unpacked(cols, x_shape, field, stride, pad).swapaxes(2, 3)
    return _cropped(_added(windows, x_shape, stride, pad), x_shape, pad)


def channels_read_last(cols, x_shape, field, stride=1, pad=0):
    N, C, *sides = x_shape
    down, across = _places(sides, field, stride, pad)
    windows = cols.reshape(N, field, field, C, down, across).transpose(0, 3, 1, 2, 4, 5)
    return _cropped(_added(windows, x_shape, stride, pad), x_shape, pad)


def places_before_pixels(cols, x_shape, field, stride=1, pad=0):
    N, C, *sides = x_shape
    down, across = _places(sides, field, stride, pad)
    windows = cols.reshape(N, C, down, across, field, field).transpose(0, 1, 4, 5, 2, 3)
    return _cropped(_added(windows, x_shape, stride, pad), x_shape, pad)


def places_down_first(cols, x_shape, field, stride=1, pad=0):
    N, C, *sides = x_shape
    down, across = _places(sides, field, stride, pad)
    windows = cols.reshape(N, C, field, field, across, down).swapaxes(4, 5)
    return _cropped(_added(windows, x_shape, stride, pad), x_shape, pad)


def remainder_cut_off(cols, x_shape, field, stride=1, pad=0):
    N, C, *sides = x_shape
    down, across = _places(sides, field, stride, pad)
    smaller = (N, C, (down - 1) * stride + field - 2 * pad, (across - 1) * stride + field - 2 * pad)
    padded = _added(_unpacked(cols, x_shape, field, stride, pad), smaller, stride, pad)
    return _cropped(padded, smaller, pad)


def first_image_back(cols, x_shape, field, stride=1, pad=0):
    windows = _unpacked(cols, x_shape, field, stride, pad)
    return _cropped(_added(windows[:1] + 0 * windows, x_shape, stride, pad), x_shape, pad)


COL2IM = (
    Mistake(
        "overwritten",
        "Where windows share a pixel only the last one counts: add them up. Mind that an "
        "assignment to an index that occurs several times does not add them either.",
        overwritten,
    ),
    Mistake(
        "cropped_to_nothing",
        "With pad 0 nothing is left: an end of minus 0 is 0, which is the beginning. Count the end "
        "from the front.",
        cropped_to_nothing,
    ),
    Mistake(
        "averaged",
        "Shared pixels are averaged: they are sums. Going there and back gives no image but each "
        "pixel times the number of its windows.",
        averaged,
    ),
    Mistake(
        "not_cropped",
        "The frame is still there: what comes back has the shape of the images.",
        not_cropped,
    ),
    Mistake(
        "cropped_at_the_corner",
        "The image is cut out of the corner: it lies in the middle of its frame.",
        cropped_at_the_corner,
    ),
    Mistake(
        "placed_without_stride",
        "The windows are put back one pixel apart: they were taken a stride apart.",
        placed_without_stride,
    ),
    Mistake(
        "field_turned",
        "Rows and columns inside the window change places.",
        field_turned,
    ),
    Mistake(
        "channels_read_last",
        "The columns are read as if the channels of a pixel stood together: all pixels of the "
        "first channel come first.",
        channels_read_last,
    ),
    Mistake(
        "places_before_pixels",
        "The columns are read as if the windows stood one after another: the places run along the "
        "last axis, and a reshape does not move axes past each other.",
        places_before_pixels,
    ),
    Mistake(
        "places_down_first",
        "The places are taken for column after column: they go along a row first.",
        places_down_first,
    ),
    Mistake(
        "remainder_cut_off",
        "What the stride left over is missing: those pixels are in no window, so they are 0, but "
        "they are there.",
        remainder_cut_off,
    ),
    Mistake(
        "first_image_back",
        "All images are made from the columns of the first one.",
        first_image_back,
    ),
)
