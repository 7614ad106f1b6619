"""Known mistakes of ``im2col``."""

import numpy as np


def places_first(x, field, stride=1, pad=0):
    """Every window lies in a row: it should be a column, so the places run along the last axis."""
    N, _, H, W = x.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = []
    for i in range(0, H + 2 * pad - field + 1, stride):
        for j in range(0, W + 2 * pad - field + 1, stride):
            rows.append(x[:, :, i : i + field, j : j + field].reshape(N, -1))
    return np.stack(rows, axis=1)


def channels_last(x, field, stride=1, pad=0):
    """In a column the channels of a pixel stand together: all pixels of the first channel come
    first, then those of the second."""
    N, _, H, W = x.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    columns = []
    for i in range(0, H + 2 * pad - field + 1, stride):
        for j in range(0, W + 2 * pad - field + 1, stride):
            window = x[:, :, i : i + field, j : j + field]
            columns.append(window.transpose(0, 2, 3, 1).reshape(N, -1))
    return np.stack(columns, axis=2)


def reshaped_without_transposing(x, field, stride=1, pad=0):
    """The shape is right and the numbers are mixed: a reshape does not move axes past each other,
    so bring the axes of the window in front of those of the places first."""
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
    """The stride is not used."""
    return _right(x, field, 1, pad)


def stride_counts_windows(x, field, stride=1, pad=0):
    """The stride decides how many windows there are, but not where they lie: each is one pixel
    after the last."""
    # As many windows as the stride leaves, but each one pixel after the last.
    windows = _windows(x, field, 1, pad)
    down, across = _windows(x, field, stride, pad).shape[2:4]
    windows = windows[:, :, :down, :across].transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def stride_of_the_field(x, field, stride=1, pad=0):
    """The windows lie side by side whatever the stride is: they may share pixels."""
    return _right(x, field, field, pad)


def pad_not_used(x, field, stride=1, pad=0):
    """The pad is not used."""
    return _right(x, field, stride, 0)


def windows_turned(x, field, stride=1, pad=0):
    """Rows and columns inside the window change places: go through it row by row."""
    windows = _windows(x, field, stride, pad).transpose(0, 1, 5, 4, 2, 3)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def windows_flipped(x, field, stride=1, pad=0):
    """The windows are turned by 180 degrees: nothing is flipped here."""
    windows = _windows(x, field, stride, pad)[..., ::-1, ::-1].transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def places_column_by_column(x, field, stride=1, pad=0):
    """The places are visited column by column: go along a row first, as you read."""
    windows = _windows(x, field, stride, pad).transpose(0, 1, 4, 5, 3, 2)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def images_side_by_side(x, field, stride=1, pad=0):
    """The windows of all images lie in one table: each image has a table of its own, along the
    first axis."""
    windows = _windows(x, field, stride, pad).transpose(1, 4, 5, 0, 2, 3)
    return windows.reshape(x.shape[1] * field * field, -1)


def first_image_only(x, field, stride=1, pad=0):
    """Only the first image is cut into windows."""
    return _right(x[:1], field, stride, pad)


def last_place_forgotten(x, field, stride=1, pad=0):
    """The last row and the last column of places are missing: the end of a range is not in it."""
    windows = _windows(x, field, stride, pad)[:, :, :-1, :-1].transpose(0, 1, 4, 5, 2, 3)
    down, across = windows.shape[4:]
    return windows.reshape(len(x), x.shape[1] * field * field, down * across)


def last_row_and_column_forgotten(x, field, stride=1, pad=0):
    """The last window that fits, at the right and below, is missing: a range leaves out its end."""
    N, _, H, W = x.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    columns = []
    for i in range(0, H + 2 * pad - field, stride):
        for j in range(0, W + 2 * pad - field, stride):
            columns.append(x[:, :, i : i + field, j : j + field].reshape(N, -1))
    return np.stack(columns, axis=2)


def not_flattened(x, field, stride=1, pad=0):
    """The windows are cut rightly and not flattened: three axes come back."""
    return _windows(x, field, stride, pad).transpose(0, 1, 4, 5, 2, 3)


def square_images_only(x, field, stride=1, pad=0):
    """The places down are taken for the places across: the image need not be square."""
    places = (x.shape[2] + 2 * pad - field) // stride + 1
    cols = np.zeros((len(x), x.shape[1] * field * field, places * places))
    cols[...] = _right(x, field, stride, pad)
    return cols


def first_channel_only(x, field, stride=1, pad=0):
    """Only the first channel is cut into windows: a window has all channels."""
    return _right(x[:, :1], field, stride, pad)
