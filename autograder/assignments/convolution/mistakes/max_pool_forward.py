"""Known mistakes of ``max_pool_forward``."""

import numpy as np


def square_images_only(x, size=2, stride=2):
    """The height decides both sides of the output: the image need not be square."""
    N, C, H, _ = x.shape
    places = (H - size) // stride + 1
    out = np.zeros((N, C, places, places))
    for i in range(places):
        for j in range(places):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + size, left : left + size]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, size, stride)


def stride_not_used(x, size=2, stride=2):
    """The image is cut into blocks that touch: that is right where the stride equals the size. With
    another stride windows overlap, or leave gaps."""
    N, C, H, W = x.shape
    down, across = H // size, W // size
    blocks = x[:, :, : down * size, : across * size].reshape(N, C, down, size, across, size)
    return blocks.max(axis=(3, 5)), (x, size, stride)


def starts_from_zero(x, size=2, stride=2):
    """Where all pixels of a window are negative the output is 0: the largest of them is negative,
    too. Start from the window's first pixel, not from 0."""
    N, C, H, W = x.shape
    down, across = (H - size) // stride + 1, (W - size) // stride + 1
    out = np.zeros((N, C, down, across))
    for row in range(size):
        for column in range(size):
            below, right = row + stride * down, column + stride * across
            out = np.maximum(out, x[:, :, row:below:stride, column:right:stride])
    return out, (x, size, stride)


def _places(x, size, stride):
    return (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1


def _pooled(x, size, stride, reduce=np.max, step=None):
    """The output, by a function that reduces the axes 2 and 3 of a window."""
    step = stride if step is None else step
    down, across = _places(x, size, stride)
    out = np.zeros((*x.shape[:2], down, across))
    for i, j in np.ndindex(down, across):
        window = x[:, :, i * step : i * step + size, j * step : j * step + size]
        out[:, :, i, j] = reduce(window, axis=(2, 3))
    return out


def mean_instead_of_max(x, size=2, stride=2):
    """That is the mean of each window: here the largest is kept."""
    return _pooled(x, size, stride, np.mean), (x, size, stride)


def largest_by_size(x, size=2, stride=2):
    """The pixel farthest from 0 is kept, whatever its sign: the largest is meant."""

    def reduce(window, axis):
        flat = window.reshape(*window.shape[:2], -1)
        place = np.abs(flat).argmax(axis=-1)[..., np.newaxis]
        return np.take_along_axis(flat, place, axis=-1)[..., 0]

    return _pooled(x, size, stride, reduce), (x, size, stride)


def windows_one_pixel_apart(x, size=2, stride=2):
    """Every window is one pixel after the last: the stride makes the output smaller, and it moves
    the windows, too."""
    return _pooled(x, size, stride, step=1), (x, size, stride)


def windows_as_far_apart_as_large(x, size=2, stride=2):
    """Every window starts where the last one ends: it starts one stride further on, and the stride
    need not be the size."""
    # As many places as the stride says: the last windows may lie outside the image.
    return _pooled(x, size, stride, step=size), (x, size, stride)


def remainder_kept(x, size=2, stride=2):
    """Pixels that fill no window have a window of their own: what the stride leaves over is
    dropped."""
    rows, columns = (-(side - size) % stride for side in x.shape[2:])
    edges = ((0, 0), (0, 0), (0, rows), (0, columns))
    padded = np.pad(x, edges, constant_values=-np.inf)
    return _pooled(padded, size, stride), (x, size, stride)


def _forward(x, size=2, stride=2):
    """A right forward pass, which keeps the images themselves."""
    return _pooled(x, size, stride), (x, size, stride)


def remainder_refused(x, size=2, stride=2):
    """A stride that leaves a remainder is refused: here what is left over is dropped."""
    if (x.shape[2] - size) % stride or (x.shape[3] - size) % stride:
        raise ValueError("the windows do not fit the image")
    return _forward(x, size, stride)


def last_place_forgotten(x, size=2, stride=2):
    """The last row and the last column of places are missing: count the steps, and then the place
    where the window starts."""
    down, across = ((side - size) // stride for side in x.shape[2:])
    out, cache = _forward(x, size, stride)
    return out[:, :, :down, :across], cache


def largest_of_all_channels(x, size=2, stride=2):
    """The largest is taken over all channels, too: each channel is pooled by itself."""
    out, cache = _forward(x, size, stride)
    return np.broadcast_to(out.max(axis=1, keepdims=True), out.shape), cache


def channels_joined(x, size=2, stride=2):
    """The channels are gone: each is pooled by itself, and there are as many as before."""
    out, cache = _forward(x, size, stride)
    return out.max(axis=1), cache


def largest_of_all_images(x, size=2, stride=2):
    """The largest is taken over the whole batch: each image is pooled by itself."""
    out, cache = _forward(x, size, stride)
    return np.broadcast_to(out.max(axis=0, keepdims=True), out.shape), cache


def rows_and_columns_swapped(x, size=2, stride=2):
    """Rows and columns of the output change places."""
    out, cache = _forward(x, size, stride)
    return out.swapaxes(2, 3), cache


def size_and_stride_swapped(x, size=2, stride=2):
    """Size and stride change places: the second argument is the size."""
    # The windows that fit, with each in the other's part.
    down, across = _places(x, size, stride)
    out = np.zeros((*x.shape[:2], down, across))
    for i, j in np.ndindex(down, across):
        window = x[:, :, i * size : i * size + stride, j * size : j * size + stride]
        out[:, :, i, j] = window.max(axis=(2, 3), initial=-np.inf)
    return out, (x, size, stride)


def whole_numbers(x, size=2, stride=2):
    """The output holds whole numbers: everything after the point is lost."""
    out, cache = _forward(x, size, stride)
    return np.trunc(out), cache


def without_cache(x, size=2, stride=2):
    """Only the output came back: a forward pass returns its cache, too."""
    return _forward(x, size, stride)[0]


def windows_at_every_step(x, size=2, stride=2):
    """There is a window at every step, also where it hangs over the edge: such windows are
    dropped."""
    down, across = (-(-side // stride) for side in x.shape[2:])
    out = np.zeros((*x.shape[:2], down, across))
    for i, j in np.ndindex(down, across):
        window = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, size, stride)


def smallest(x, size=2, stride=2):
    """The smallest pixel of each window is kept: the largest is meant."""
    return _pooled(x, size, stride, np.min), (x, size, stride)


def counted_by_stride(x, size=2, stride=2):
    """The number of windows is the image's length divided by the stride: the last window must fit
    as a whole."""
    out = np.zeros((*x.shape[:2], x.shape[2] // stride, x.shape[3] // stride))
    for i, j in np.ndindex(out.shape[2:]):
        window = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, size, stride)


def place_of_the_largest(x, size=2, stride=2):
    """These are the places of the largest pixels in their windows: the pixels themselves are the
    output."""

    def place(window, axis):
        return window.reshape(*window.shape[:2], -1).argmax(axis=2)

    return _pooled(x, size, stride, place), (x, size, stride)
