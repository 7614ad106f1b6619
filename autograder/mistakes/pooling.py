"""Known mistakes of ``max_pool_forward`` and ``max_pool_backward``.

Those of the backward pass bring the forward pass whose cache they read.
"""

from typing import Any

import numpy as np

from autograder.exercise import Mistake


def square_images_only(x, size=2, stride=2):
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
    N, C, H, W = x.shape
    down, across = H // size, W // size
    blocks = x[:, :, : down * size, : across * size].reshape(N, C, down, size, across, size)
    return blocks.max(axis=(3, 5)), (x, size, stride)


def starts_from_zero(x, size=2, stride=2):
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


def _right(x, size=2, stride=2):
    return _pooled(x, size, stride), (x, size, stride)


def mean_instead_of_max(x, size=2, stride=2):
    return _pooled(x, size, stride, np.mean), (x, size, stride)


def largest_by_size(x, size=2, stride=2):
    def reduce(window, axis):
        flat = window.reshape(*window.shape[:2], -1)
        place = np.abs(flat).argmax(axis=-1)[..., np.newaxis]
        return np.take_along_axis(flat, place, axis=-1)[..., 0]

    return _pooled(x, size, stride, reduce), (x, size, stride)


def windows_one_pixel_apart(x, size=2, stride=2):
    return _pooled(x, size, stride, step=1), (x, size, stride)


def windows_as_far_apart_as_large(x, size=2, stride=2):
    """As many places as the stride says, but each window starts where the last ends."""
    down, across = _places(x, size, stride)
    rows, columns = size * down - x.shape[2], size * across - x.shape[3]
    edges = ((0, 0), (0, 0), (0, max(0, rows)), (0, max(0, columns)))
    padded = np.pad(x, edges, mode="edge")
    out = np.zeros((*x.shape[:2], down, across))
    for i, j in np.ndindex(down, across):
        window = padded[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size]
        out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, size, stride)


def remainder_kept(x, size=2, stride=2):
    rows, columns = (-(side - size) % stride for side in x.shape[2:])
    edges = ((0, 0), (0, 0), (0, rows), (0, columns))
    padded = np.pad(x, edges, constant_values=-np.inf)
    return _pooled(padded, size, stride), (x, size, stride)


def remainder_refused(x, size=2, stride=2):
    if (x.shape[2] - size) % stride or (x.shape[3] - size) % stride:
        raise ValueError("the windows do not fit the image")
    return _right(x, size, stride)


def last_place_forgotten(x, size=2, stride=2):
    down, across = ((side - size) // stride for side in x.shape[2:])
    out, cache = _right(x, size, stride)
    return out[:, :, :down, :across], cache


def largest_of_all_channels(x, size=2, stride=2):
    out, cache = _right(x, size, stride)
    return np.broadcast_to(out.max(axis=1, keepdims=True), out.shape), cache


def channels_joined(x, size=2, stride=2):
    out, cache = _right(x, size, stride)
    return out.max(axis=1), cache


def largest_of_all_images(x, size=2, stride=2):
    out, cache = _right(x, size, stride)
    return np.broadcast_to(out.max(axis=0, keepdims=True), out.shape), cache


def rows_and_columns_swapped(x, size=2, stride=2):
    out, cache = _right(x, size, stride)
    return out.swapaxes(2, 3), cache


def without_cache(x, size=2, stride=2):
    return _right(x, size, stride)[0]


def size_and_stride_swapped(x, size=2, stride=2):
    """The windows that fit, with each in the other's part."""
    down, across = _places(x, size, stride)
    out = np.zeros((*x.shape[:2], down, across))
    for i, j in np.ndindex(down, across):
        window = x[:, :, i * size : i * size + stride, j * size : j * size + stride]
        out[:, :, i, j] = window.max(axis=(2, 3), initial=-np.inf)
    return out, (x, size, stride)


def whole_numbers(x, size=2, stride=2):
    out, cache = _right(x, size, stride)
    return np.trunc(out), cache


MAX_POOL_FORWARD = (
    Mistake(
        "square_images_only",
        "The height decides both sides of the output: the image need not be square.",
        square_images_only,
    ),
    Mistake(
        "stride_not_used",
        "The image is cut into blocks that touch: that is right where the stride equals the size. "
        "With another stride windows overlap, or leave gaps.",
        stride_not_used,
    ),
    Mistake(
        "starts_from_zero",
        "Where all pixels of a window are negative the output is 0: the largest of them is "
        "negative, too. Start from the window's first pixel, not from 0.",
        starts_from_zero,
    ),
    Mistake(
        "mean_instead_of_max",
        "That is the mean of each window: here the largest is kept.",
        mean_instead_of_max,
    ),
    Mistake(
        "largest_by_size",
        "The pixel farthest from 0 is kept, whatever its sign: the largest is meant.",
        largest_by_size,
    ),
    Mistake(
        "windows_one_pixel_apart",
        "Every window is one pixel after the last: the stride makes the output smaller, and it "
        "moves the windows, too.",
        windows_one_pixel_apart,
    ),
    Mistake(
        "windows_as_far_apart_as_large",
        "Every window starts where the last one ends: it starts one stride further on, and the "
        "stride need not be the size.",
        windows_as_far_apart_as_large,
    ),
    Mistake(
        "remainder_kept",
        "Pixels that fill no window have a window of their own: what the stride leaves over is "
        "dropped.",
        remainder_kept,
    ),
    Mistake(
        "remainder_refused",
        "A stride that leaves a remainder is refused: here what is left over is dropped.",
        remainder_refused,
    ),
    Mistake(
        "last_place_forgotten",
        "The last row and the last column of places are missing: count the steps, and then the "
        "place where the window starts.",
        last_place_forgotten,
    ),
    Mistake(
        "largest_of_all_channels",
        "The largest is taken over all channels, too: each channel is pooled by itself.",
        largest_of_all_channels,
    ),
    Mistake(
        "channels_joined",
        "The channels are gone: each is pooled by itself, and there are as many as before.",
        channels_joined,
    ),
    Mistake(
        "largest_of_all_images",
        "The largest is taken over the whole batch: each image is pooled by itself.",
        largest_of_all_images,
    ),
    Mistake(
        "rows_and_columns_swapped",
        "Rows and columns of the output change places.",
        rows_and_columns_swapped,
    ),
    Mistake(
        "size_and_stride_swapped",
        "Size and stride change places: the second argument is the size.",
        size_and_stride_swapped,
    ),
    Mistake(
        "whole_numbers",
        "The output holds whole numbers: everything after the point is lost.",
        whole_numbers,
    ),
    Mistake(
        "without_cache",
        "Only the output came back: a forward pass returns its cache, too.",
        without_cache,
    ),
)


# The backward pass ------------------------------------------------------------------


def every_largest(dout, cache):
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + size, left : left + size]
            largest = window == window.max(axis=(2, 3), keepdims=True)
            dx[:, :, top : top + size, left : left + size] += (
                largest * dout[:, :, i : i + 1, j : j + 1]
            )
    return dx


def overlaps_overwritten(dout, cache):
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + size, left : left + size]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + column] = dout[n, c, i, j]
    return dx


def shared_by_all(dout, cache):
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            share = dout[:, :, i : i + 1, j : j + 1] / size**2
            dx[:, :, top : top + size, left : left + size] += share
    return dx


def _back(dout, cache, weights, step=None):
    """The gradient, by a function that says what share each pixel of a window has."""
    x, size, stride = cache
    step = stride if step is None else step
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        place = np.s_[:, :, i * step : i * step + size, j * step : j * step + size]
        flat = x[place].reshape(*x.shape[:2], -1)
        share = weights(flat).reshape(x[place].shape)
        dx[place] += share * dout[:, :, i, j, np.newaxis, np.newaxis]
    return dx


def _first(flat):
    return np.arange(flat.shape[-1]) == flat.argmax(axis=-1)[..., np.newaxis]


def _back_right(dout, cache):
    return _back(dout, cache, _first)


def split_among_equals(dout, cache):
    def equals(flat):
        largest = flat == flat.max(axis=-1, keepdims=True)
        return largest / largest.sum(axis=-1, keepdims=True)

    return _back(dout, cache, equals)


def last_of_equals(dout, cache):
    return _back(dout, cache, lambda flat: _first(flat[..., ::-1])[..., ::-1])


def first_by_columns(dout, cache):
    x, size, stride = cache
    return _back_right(dout.swapaxes(2, 3), (x.swapaxes(2, 3), size, stride)).swapaxes(2, 3)


def upstream_not_used(dout, cache):
    return _back_right(np.ones(dout.shape), cache)


def weighted_by_pixel(dout, cache):
    return cache[0] * _back_right(dout, cache)


def always_the_corner(dout, cache):
    return _back(dout, cache, lambda flat: np.arange(flat.shape[-1]) == np.zeros_like(flat))


def zeros_get_nothing(dout, cache):
    return _back_right(dout, cache) * (cache[0] != 0)


def windows_one_pixel_apart_backward(dout, cache):
    return _back(dout, cache, _first, step=1)


def windows_that_touch(dout, cache):
    """The windows start where the last one ends, as far as they lie in the image."""
    x, size, _ = cache
    down, across = (
        min(places, side // size) for places, side in zip(dout.shape[2:], x.shape[2:], strict=True)
    )
    return _back(dout[:, :, :down, :across], cache, _first, step=size)


def remainder_cut_off(dout, cache):
    _, size, stride = cache
    down, across = ((places - 1) * stride + size for places in dout.shape[2:])
    return _back_right(dout, cache)[:, :, :down, :across]


def equal_to_the_output(dout, cache):
    """Each pixel that equals the largest of its window, wherever that lies."""
    x, size, stride = cache
    out, _ = _right(x, size, stride)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c][x[n, c] == out[n, c, i, j]] += dout[n, c, i, j]
    return dx


def only_one_channel(dout, cache):
    """One place for all channels: where the first has its largest."""
    x, size, stride = cache
    same = np.broadcast_to(x[:, :1], x.shape)
    return _back_right(dout, (same, size, stride))


_LAST: dict[str, Any] = {}


def _forward_into_global(x, size=2, stride=2):
    _LAST["cache"] = (x, size, stride)
    return _right(x, size, stride)


def last_forward_instead_of_cache(dout, cache):
    return _back_right(dout, _LAST["cache"])


def _forward_with_zeros(x, size=2, stride=2):
    out, cache = _right(x, size, stride)
    return out, (*cache, np.zeros(x.shape))


def adds_up_in_the_cache(dout, cache):
    *cache, dx = cache
    dx += _back_right(dout, cache)
    return dx


def _mistake(name, sentence, function, forward=_right):
    return Mistake(name, sentence, function, {"max_pool_forward": forward})


MAX_POOL_BACKWARD = (
    _mistake(
        "every_largest",
        "Where several pixels of a window are equally large, each gets the whole gradient: only "
        "the first of them gets it, row by row.",
        every_largest,
    ),
    _mistake(
        "overlaps_overwritten",
        "Where two windows have the same pixel as their largest only the last one counts: the "
        "gradients that meet there add up.",
        overlaps_overwritten,
    ),
    _mistake(
        "shared_by_all",
        "All pixels of a window get a share: that belongs to the mean. A pixel that is not the "
        "largest has no effect, and its gradient is 0.",
        shared_by_all,
    ),
    _mistake(
        "split_among_equals",
        "Pixels that are equally large share the gradient: the first of them gets all of it, row "
        "by row.",
        split_among_equals,
    ),
    _mistake(
        "last_of_equals",
        "Of equally large pixels the last gets the gradient: it is the first, row by row.",
        last_of_equals,
    ),
    _mistake(
        "first_by_columns",
        "Of equally large pixels the first is found column by column: count row by row, and in a "
        "row from left to right.",
        first_by_columns,
    ),
    _mistake(
        "upstream_not_used",
        "The upstream gradient is not used: the largest pixel of a window gets it.",
        upstream_not_used,
    ),
    _mistake(
        "weighted_by_pixel",
        "The gradient is multiplied by the pixel: the output grows as fast as its largest pixel, "
        "whatever that is.",
        weighted_by_pixel,
    ),
    _mistake(
        "always_the_corner",
        "The first pixel of every window gets the gradient: it belongs to the largest.",
        always_the_corner,
    ),
    _mistake(
        "zeros_get_nothing",
        "A largest pixel that is 0 gets nothing: it gets the gradient as any other. Remember "
        "where it lies, not what it is.",
        zeros_get_nothing,
    ),
    _mistake(
        "windows_one_pixel_apart",
        "The windows lie one pixel apart on the way back: the stride is not used.",
        windows_one_pixel_apart_backward,
    ),
    _mistake(
        "windows_that_touch",
        "On the way back every window starts where the last one ends: it starts one stride "
        "further on.",
        windows_that_touch,
    ),
    _mistake(
        "remainder_cut_off",
        "The pixels that the stride left over are missing: their gradient is 0, but they are "
        "there.",
        remainder_cut_off,
    ),
    _mistake(
        "equal_to_the_output",
        "Every pixel of the image that equals the output gets the gradient: only one inside the "
        "window had a part in it.",
        equal_to_the_output,
    ),
    _mistake(
        "only_one_channel",
        "All channels are steered by the first: each has its own largest pixels.",
        only_one_channel,
    ),
    _mistake(
        "last_forward_instead_of_cache",
        "It goes back through the latest forward pass, not through the one whose cache it got: "
        "keep nothing outside the cache.",
        last_forward_instead_of_cache,
        _forward_into_global,
    ),
    _mistake(
        "adds_up_in_the_cache",
        "A second time with the same cache the gradient of the first is still in there: start "
        "from fresh zeros.",
        adds_up_in_the_cache,
        _forward_with_zeros,
    ),
)
