"""Known mistakes of ``max_pool_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes import _caches
from autograder.judge.mistake import brings, made


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


def _forward(x, size=2, stride=2):
    """A right forward pass, which keeps the images themselves."""
    return _pooled(x, size, stride), (x, size, stride)


@brings(max_pool_forward=_forward)
def every_largest(dout, cache):
    """Where several pixels of a window are equally large, each gets the whole gradient: only the
    first of them gets it, row by row."""
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


@brings(max_pool_forward=_forward)
def overlaps_overwritten(dout, cache):
    """Where two windows have the same pixel as their largest only the last one counts: the
    gradients that meet there add up."""
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + size, left : left + size]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + column] = dout[n, c, i, j]
    return dx


@brings(max_pool_forward=_forward)
def shared_by_all(dout, cache):
    """All pixels of a window get a share: that belongs to the mean. A pixel that is not the largest
    has no effect, and its gradient is 0."""
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


@brings(max_pool_forward=_forward)
def split_among_equals(dout, cache):
    """Pixels that are equally large share the gradient: the first of them gets all of it, row by
    row."""

    def equals(flat):
        largest = flat == flat.max(axis=-1, keepdims=True)
        return largest / largest.sum(axis=-1, keepdims=True)

    return _back(dout, cache, equals)


def _first(flat):
    return np.arange(flat.shape[-1]) == flat.argmax(axis=-1)[..., np.newaxis]


@brings(max_pool_forward=_forward)
def last_of_equals(dout, cache):
    """Of equally large pixels the last gets the gradient: it is the first, row by row."""
    return _back(dout, cache, lambda flat: _first(flat[..., ::-1])[..., ::-1])


def _right(dout, cache):
    return _back(dout, cache, _first)


@brings(max_pool_forward=_forward)
def first_by_columns(dout, cache):
    """Of equally large pixels the first is found column by column: count row by row, and in a row
    from left to right."""
    x, size, stride = cache
    return _right(dout.swapaxes(2, 3), (x.swapaxes(2, 3), size, stride)).swapaxes(2, 3)


@brings(max_pool_forward=_forward)
def upstream_not_used(dout, cache):
    """The upstream gradient is not used: the largest pixel of a window gets it."""
    return _right(np.ones(dout.shape), cache)


@brings(max_pool_forward=_forward)
def weighted_by_pixel(dout, cache):
    """The gradient is multiplied by the pixel: the output grows as fast as its largest pixel,
    whatever that is."""
    return cache[0] * _right(dout, cache)


@brings(max_pool_forward=_forward)
def always_the_corner(dout, cache):
    """The first pixel of every window gets the gradient: it belongs to the largest."""
    return _back(dout, cache, lambda flat: np.arange(flat.shape[-1]) == np.zeros_like(flat))


@brings(max_pool_forward=_forward)
def zeros_get_nothing(dout, cache):
    """A largest pixel that is 0 gets nothing: it gets the gradient as any other. Remember where it
    lies, not what it is."""
    return _right(dout, cache) * (cache[0] != 0)


@brings(max_pool_forward=_forward)
def windows_one_pixel_apart(dout, cache):
    """The windows lie one pixel apart on the way back: the stride is not used."""
    return _back(dout, cache, _first, step=1)


@brings(max_pool_forward=_forward)
def windows_that_touch(dout, cache):
    """On the way back every window starts where the last one ends: it starts one stride further
    on."""
    # The windows start where the last one ends, as far as they lie in the image.
    x, size, _ = cache
    down, across = (
        min(places, side // size) for places, side in zip(dout.shape[2:], x.shape[2:], strict=True)
    )
    return _back(dout[:, :, :down, :across], cache, _first, step=size)


@brings(max_pool_forward=_forward)
def remainder_cut_off(dout, cache):
    """The pixels that the stride left over are missing: their gradient is 0, but they are there."""
    _, size, stride = cache
    down, across = ((places - 1) * stride + size for places in dout.shape[2:])
    return _right(dout, cache)[:, :, :down, :across]


@brings(max_pool_forward=_forward)
def equal_to_the_output(dout, cache):
    """Every pixel of the image that equals the output gets the gradient: only one inside the window
    had a part in it."""
    # Each pixel that equals the largest of its window, wherever that lies.
    x, size, stride = cache
    out, _ = _forward(x, size, stride)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c][x[n, c] == out[n, c, i, j]] += dout[n, c, i, j]
    return dx


@brings(max_pool_forward=_forward)
def only_one_channel(dout, cache):
    """All channels are steered by the first: each has its own largest pixels."""
    # One place for all channels: where the first has its largest.
    x, size, stride = cache
    same = np.broadcast_to(x[:, :1], x.shape)
    return _right(dout, (same, size, stride))


_through_latest, _remembering = _caches.through_the_latest(_forward, _right)


last_forward_instead_of_cache = made(
    "It goes back through the latest forward pass, not through the one whose cache it got: "
    "keep nothing outside the cache.",
    _through_latest,
    max_pool_forward=_remembering,
)

adds_up_in_the_cache = made(
    "A second time with the same cache the gradient of the first is still in there: start "
    "from fresh zeros.",
    _caches.accumulating(_right),
    max_pool_forward=_caches.in_a_list(_forward),
)


@brings(max_pool_forward=_forward)
def whole_to_all(dout, cache):
    """All pixels of a window get the whole gradient: only the largest had a part in the output."""
    return _back(dout, cache, np.ones_like)


@brings(max_pool_forward=_forward)
def windows_overwritten(dout, cache):
    """Where windows overlap only the last one counts, and its zeros overwrite what another one gave
    its largest pixel: gradients that meet add up."""
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        place = np.s_[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        largest = _first(x[place].reshape(*x.shape[:2], -1)).reshape(x[place].shape)
        dx[place] = largest * dout[:, :, i, j, np.newaxis, np.newaxis]
    return dx
