"""Known mistakes of ``conv_backward``.

They bring the forward pass whose cache they read, as a student's notebook does.
"""

from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.mistakes.conv_forward import _right as conv_forward


def dw_of_the_last_place(dout, cache):
    x, w, stride, pad = cache
    N, F, down, across = dout.shape
    HH, WW = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for n in range(N):
        for f in range(F):
            for i in range(down):
                for j in range(across):
                    top, left = i * stride, j * stride
                    window = padded[n, :, top : top + HH, left : left + WW]
                    dw[f] = dout[n, f, i, j] * window
                    dpadded[n, :, top : top + HH, left : left + WW] += dout[n, f, i, j] * w[f]
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, np.sum(dout, axis=(0, 2, 3))


def overlaps_overwritten(dout, cache):
    x, w, stride, pad = cache
    N, F, down, across = dout.shape
    HH, WW = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for n in range(N):
        for f in range(F):
            for i in range(down):
                for j in range(across):
                    top, left = i * stride, j * stride
                    window = padded[n, :, top : top + HH, left : left + WW]
                    dw[f] += dout[n, f, i, j] * window
                    dpadded[n, :, top : top + HH, left : left + WW] = dout[n, f, i, j] * w[f]
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, np.sum(dout, axis=(0, 2, 3))


def cropped_to_nothing(dout, cache):
    x, w, stride, pad = cache
    N, F, down, across = dout.shape
    HH, WW = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for n in range(N):
        for f in range(F):
            for i in range(down):
                for j in range(across):
                    top, left = i * stride, j * stride
                    window = padded[n, :, top : top + HH, left : left + WW]
                    dw[f] += dout[n, f, i, j] * window
                    dpadded[n, :, top : top + HH, left : left + WW] += dout[n, f, i, j] * w[f]
    return dpadded[:, :, pad:-pad, pad:-pad], dw, np.sum(dout, axis=(0, 2, 3))


def _places(dout, w, step):
    """For each place its row, its column, and its window in an array (N, C, H, W)."""
    HH, WW = w.shape[2:]
    for i, j in np.ndindex(dout.shape[2:]):
        top, left = i * step, j * step
        yield i, j, np.s_[:, :, top : top + HH, left : left + WW]


def _framed(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _dpadded(dout, w, shape, step):
    dpadded = np.zeros(shape)
    for i, j, window in _places(dout, w, step):
        dpadded[window] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
    return dpadded


def _dw(dout, w, padded, step):
    dw = np.zeros(w.shape)
    for i, j, window in _places(dout, w, step):
        dw += np.einsum("nf,nchw->fchw", dout[:, :, i, j], padded[window])
    return dw


def _right(dout, cache):
    x, w, stride, pad = cache
    padded = _framed(x, pad)
    dpadded = _dpadded(dout, w, padded.shape, stride)
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, _dw(dout, w, padded, stride), dout.sum(axis=(0, 2, 3))


def frame_left_on(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = _right(dout, cache)
    return _dpadded(dout, w, _framed(x, pad).shape, stride), dw, db


def frame_cut_at_one_side(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = _right(dout, cache)
    dpadded = _dpadded(dout, w, _framed(x, pad).shape, stride)
    return dpadded[:, :, : x.shape[2], : x.shape[3]], dw, db


def stride_not_used(dout, cache):
    x, w, _, pad = cache
    return _right(dout, (x, w, 1, pad))


def upstream_not_used(dout, cache):
    return _right(np.ones(dout.shape), cache)


def one_upstream_for_all(dout, cache):
    """The upstream gradient of a map is taken as its mean."""
    flat = np.broadcast_to(dout.mean(axis=(2, 3), keepdims=True), dout.shape)
    return _right(flat, cache)


def filters_turned(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = _right(dout, cache)
    dx, _, _ = _right(dout, (x, w[:, :, ::-1, ::-1], stride, pad))
    return dx, dw, db


def dw_turned(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dx, dw[:, :, ::-1, ::-1], db


def dw_of_unpadded_images(dout, cache):
    x, w, stride, pad = cache
    dx, _, db = _right(dout, cache)
    shifted = np.zeros(_framed(x, pad).shape)
    shifted[:, :, : x.shape[2], : x.shape[3]] = x
    return dx, _dw(dout, w, shifted, stride), db


def dw_of_the_first_image(dout, cache):
    x, w, stride, pad = cache
    dx, _, db = _right(dout, cache)
    return dx, _dw(dout[:1], w, _framed(x[:1], pad), stride), db


def averaged_over_images(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dx, dw / len(dout), db / len(dout)


def db_of_images_only(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum(axis=0)


def db_for_every_image(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum(axis=(2, 3))


def db_one_number(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum()


def db_counts_places(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dx, dw, np.full(db.shape, float(dout[:, 0].size))


def db_averaged(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.mean(axis=(0, 2, 3))


def first_filter_for_dx(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = _right(dout, cache)
    dx, _, _ = _right(dout, (x, np.broadcast_to(w[:1], w.shape), stride, pad))
    return dx, dw, db


def remainder_cut_off(dout, cache):
    """dx ends where the last window does."""
    x, w, stride, pad = cache
    dx, dw, db = _right(dout, cache)
    down, across = (
        min(side, (places - 1) * stride + field - pad)
        for side, places, field in zip(x.shape[2:], dout.shape[2:], w.shape[2:], strict=True)
    )
    return dx[:, :, :down, :across], dw, db


def weights_first(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dw, db, dx


def images_last(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dw, dx, db


def without_db(dout, cache):
    return _right(dout, cache)[:2]


_LAST: dict[str, Any] = {}


def _forward_into_global(x, w, b, stride=1, pad=0):
    out, cache = conv_forward(x, w, b, stride, pad)
    _LAST["cache"] = cache
    return out, cache


def last_forward_instead_of_cache(dout, cache):
    return _right(dout, _LAST["cache"])


def _forward_with_zeros(x, w, b, stride=1, pad=0):
    out, cache = conv_forward(x, w, b, stride, pad)
    return out, (*cache, np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w)))


def adds_up_in_the_cache(dout, cache):
    *cache, dx, dw, db = cache
    for kept, found in zip((dx, dw, db), _right(dout, cache), strict=True):
        kept += found
    return dx, dw, db


def _mistake(name, sentence, function, forward=conv_forward):
    return Mistake(name, sentence, function, {"conv_forward": forward})


CONV_BACKWARD = (
    _mistake(
        "dw_of_the_last_place",
        "The gradient of a filter is overwritten at each place: it is the sum over all places and "
        "all images.",
        dw_of_the_last_place,
    ),
    _mistake(
        "overlaps_overwritten",
        "Where windows share a pixel only the last one counts: the pixel had a part in every one "
        "of them, so its gradients add up.",
        overlaps_overwritten,
    ),
    _mistake(
        "cropped_to_nothing",
        "With pad 0 nothing is left of the gradient of the images: an end of minus 0 is 0, which "
        "is the beginning. Count the end from the front.",
        cropped_to_nothing,
    ),
    _mistake(
        "frame_left_on",
        "The gradient of the images still has the frame: it has the shape of the images.",
        frame_left_on,
    ),
    _mistake(
        "frame_cut_at_one_side",
        "The frame is cut off below and on the right only: the image lies in its middle.",
        frame_cut_at_one_side,
    ),
    _mistake(
        "stride_not_used",
        "The windows lie one pixel apart on the way back: the stride is not used.",
        stride_not_used,
    ),
    _mistake(
        "upstream_not_used",
        "The upstream gradient is not used: multiply by it.",
        upstream_not_used,
    ),
    _mistake(
        "one_upstream_for_all",
        "All places of a map get the same upstream gradient: each has its own.",
        one_upstream_for_all,
    ),
    _mistake(
        "filters_turned",
        "The filters are turned by 180 degrees on the way to the pixels. That belongs to another "
        "way to compute it, by a convolution of the upstream gradient: where you add the filter "
        "to each window, it stays as it is.",
        filters_turned,
    ),
    _mistake(
        "dw_turned",
        "The gradient of the filters is turned by 180 degrees.",
        dw_turned,
    ),
    _mistake(
        "dw_of_unpadded_images",
        "The gradient of the filters takes its windows from the unpadded images: the filters saw "
        "the padded ones.",
        dw_of_unpadded_images,
    ),
    _mistake(
        "dw_of_the_first_image",
        "The gradient of the filters is that of the first image: sum over all of them.",
        dw_of_the_first_image,
    ),
    _mistake(
        "averaged_over_images",
        "The gradients of filters and biases are divided by the number of images: the mean "
        "belongs to the loss, and the upstream gradient has it already.",
        averaged_over_images,
    ),
    _mistake(
        "db_of_images_only",
        "The gradient of the biases is summed over the images only: a bias had a part in every "
        "place, too.",
        db_of_images_only,
    ),
    _mistake(
        "db_for_every_image",
        "The gradient of the biases is not summed over the images.",
        db_for_every_image,
    ),
    _mistake(
        "db_one_number",
        "The gradient of the biases is one number: each filter has a bias, and a gradient for it.",
        db_one_number,
    ),
    _mistake(
        "db_counts_places",
        "The gradient of the biases counts places instead of adding up their upstream gradients.",
        db_counts_places,
    ),
    _mistake(
        "db_averaged",
        "The gradient of the biases is a mean: it is the sum.",
        db_averaged,
    ),
    _mistake(
        "first_filter_for_dx",
        "The gradient of the images comes through the first filter alone.",
        first_filter_for_dx,
    ),
    _mistake(
        "remainder_cut_off",
        "The pixels that the stride left over are missing: their gradient is 0, but they are "
        "there.",
        remainder_cut_off,
    ),
    _mistake(
        "weights_first",
        "The gradient of the images comes last: return it first, then filters and biases.",
        weights_first,
    ),
    _mistake(
        "images_last",
        "The gradients of the filters and of the images change places: the images come first.",
        images_last,
    ),
    _mistake(
        "without_db",
        "The gradient of the biases did not come back.",
        without_db,
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
        "A second time with the same cache the gradients of the first are still in there: start "
        "from fresh zeros.",
        adds_up_in_the_cache,
        _forward_with_zeros,
    ),
)
