"""Known mistakes of ``max_pool_backward``.

They bring the forward pass whose cache they read.
"""

import numpy as np

from autograder.assignments.convolution.mistakes.max_pool_forward import forward
from autograder.assignments.networks.mistakes import caches
from autograder.judge.exercise import Mistake


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


def _right(dout, cache):
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
    return _right(dout.swapaxes(2, 3), (x.swapaxes(2, 3), size, stride)).swapaxes(2, 3)


def upstream_not_used(dout, cache):
    return _right(np.ones(dout.shape), cache)


def weighted_by_pixel(dout, cache):
    return cache[0] * _right(dout, cache)


def always_the_corner(dout, cache):
    return _back(dout, cache, lambda flat: np.arange(flat.shape[-1]) == np.zeros_like(flat))


def zeros_get_nothing(dout, cache):
    return _right(dout, cache) * (cache[0] != 0)


def windows_one_pixel_apart(dout, cache):
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
    return _right(dout, cache)[:, :, :down, :across]


def equal_to_the_output(dout, cache):
    """Each pixel that equals the largest of its window, wherever that lies."""
    x, size, stride = cache
    out, _ = forward(x, size, stride)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c][x[n, c] == out[n, c, i, j]] += dout[n, c, i, j]
    return dx


def only_one_channel(dout, cache):
    """One place for all channels: where the first has its largest."""
    x, size, stride = cache
    same = np.broadcast_to(x[:, :1], x.shape)
    return _right(dout, (same, size, stride))


through_latest, remembering = caches.through_the_latest(forward, _right)


def _mistake(name, sentence, function):
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
        windows_one_pixel_apart,
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
    Mistake(*caches.LATEST_FORWARD, through_latest, {"max_pool_forward": remembering}),
    Mistake(
        "adds_up_in_the_cache",
        "A second time with the same cache the gradient of the first is still in there: start "
        "from fresh zeros.",
        caches.accumulating(_right),
        {"max_pool_forward": caches.in_a_list(forward)},
    ),
)
