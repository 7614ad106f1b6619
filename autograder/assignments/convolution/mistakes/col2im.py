"""Known mistakes of ``col2im``."""

import numpy as np


def overwritten(cols, x_shape, field, stride=1, pad=0):
    """Where windows share a pixel only the last one counts: add them up. Mind that an assignment to
    an index that occurs several times does not add them either."""
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
    """With pad 0 nothing is left: an end of minus 0 is 0, which is the beginning. Count the end
    from the front."""
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
    """Shared pixels are averaged: they are sums. Going there and back gives no image but each pixel
    times the number of its windows."""
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


def _places(sides, field, stride, pad):
    return tuple((side + 2 * pad - field) // stride + 1 for side in sides)


def _unpacked(cols, x_shape, field, stride, pad):
    N, C, *sides = x_shape
    return cols.reshape(N, C, field, field, *_places(sides, field, stride, pad))


def not_cropped(cols, x_shape, field, stride=1, pad=0):
    """The frame is still there: what comes back has the shape of the images."""
    return _added(_unpacked(cols, x_shape, field, stride, pad), x_shape, stride, pad)


def cropped_at_the_corner(cols, x_shape, field, stride=1, pad=0):
    """The image is cut out of the corner: it lies in the middle of its frame."""
    padded = _added(_unpacked(cols, x_shape, field, stride, pad), x_shape, stride, pad)
    return padded[:, :, : x_shape[2], : x_shape[3]]


def _cropped(padded, x_shape, pad):
    H, W = x_shape[2:]
    return padded[:, :, pad : pad + H, pad : pad + W]


def placed_without_stride(cols, x_shape, field, stride=1, pad=0):
    """The windows are put back one pixel apart: they were taken a stride apart."""
    windows = _unpacked(cols, x_shape, field, stride, pad)
    return _cropped(_added(windows, x_shape, 1, pad), x_shape, pad)


def field_turned(cols, x_shape, field, stride=1, pad=0):
    """Rows and columns inside the window change places."""
    windows = _unpacked(cols, x_shape, field, stride, pad).swapaxes(2, 3)
    return _cropped(_added(windows, x_shape, stride, pad), x_shape, pad)


def channels_read_last(cols, x_shape, field, stride=1, pad=0):
    """The columns are read as if the channels of a pixel stood together: all pixels of the first
    channel come first."""
    N, C, *sides = x_shape
    down, across = _places(sides, field, stride, pad)
    windows = cols.reshape(N, field, field, C, down, across).transpose(0, 3, 1, 2, 4, 5)
    return _cropped(_added(windows, x_shape, stride, pad), x_shape, pad)


def places_before_pixels(cols, x_shape, field, stride=1, pad=0):
    """The columns are read as if the windows stood one after another: the places run along the last
    axis, and a reshape does not move axes past each other."""
    N, C, *sides = x_shape
    down, across = _places(sides, field, stride, pad)
    windows = cols.reshape(N, C, down, across, field, field).transpose(0, 1, 4, 5, 2, 3)
    return _cropped(_added(windows, x_shape, stride, pad), x_shape, pad)


def places_down_first(cols, x_shape, field, stride=1, pad=0):
    """The places are taken for column after column: they go along a row first."""
    N, C, *sides = x_shape
    down, across = _places(sides, field, stride, pad)
    windows = cols.reshape(N, C, field, field, across, down).swapaxes(4, 5)
    return _cropped(_added(windows, x_shape, stride, pad), x_shape, pad)


def remainder_cut_off(cols, x_shape, field, stride=1, pad=0):
    """What the stride left over is missing: those pixels are in no window, so they are 0, but they
    are there."""
    N, C, *sides = x_shape
    down, across = _places(sides, field, stride, pad)
    smaller = (N, C, (down - 1) * stride + field - 2 * pad, (across - 1) * stride + field - 2 * pad)
    padded = _added(_unpacked(cols, x_shape, field, stride, pad), smaller, stride, pad)
    return _cropped(padded, smaller, pad)


def first_image_back(cols, x_shape, field, stride=1, pad=0):
    """All images are made from the columns of the first one."""
    windows = _unpacked(cols, x_shape, field, stride, pad)
    return _cropped(_added(windows[:1] + 0 * windows, x_shape, stride, pad), x_shape, pad)


def offsets_overwritten(cols, x_shape, field, stride=1, pad=0):
    """Where windows share a pixel only the last one counts: add them up, also where you go through
    the window's own pixels one by one."""
    windows = _unpacked(cols, x_shape, field, stride, pad)
    N, C, H, W = x_shape
    down, across = _places((H, W), field, stride, pad)
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i, j in np.ndindex(field, field):
        below, right = i + stride * down, j + stride * across
        padded[:, :, i:below:stride, j:right:stride] = windows[:, :, i, j]
    return _cropped(padded, x_shape, pad)
