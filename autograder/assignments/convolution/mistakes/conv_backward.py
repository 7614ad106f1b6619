"""Known mistakes of ``conv_backward``.

They bring the forward pass whose cache they read, as a student's notebook does.
"""

import numpy as np

from autograder.assignments.convolution.mistakes.conv_nd import backward, forward
from autograder.assignments.convolution.mistakes.conv_nd_backward import (
    DB_ONE_NUMBER,
    UPSTREAM_NOT_USED,
    averaged_over_examples,
    cached_wrongly,
    db_for_every_example,
    db_for_every_place,
    dw_of_the_first_example,
    dw_of_unpadded_inputs,
    dw_turned,
    filters_turned,
    padding_cut_at_the_end,
    padding_left_on,
    remainder_cut_off,
    stride_not_used,
    weights_first,
)
from autograder.judge.exercise import Mistake


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


def one_upstream_for_all(dout, cache):
    """The upstream gradient of a map is taken as its mean."""
    flat = np.broadcast_to(dout.mean(axis=(2, 3), keepdims=True), dout.shape)
    return backward(flat, cache)


def db_counts_places(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dx, dw, np.full(db.shape, float(dout[:, 0].size))


def db_averaged(dout, cache):
    dx, dw, _ = backward(dout, cache)
    return dx, dw, dout.mean(axis=(0, 2, 3))


def first_filter_for_dx(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = backward(dout, cache)
    dx, _, _ = backward(dout, (x, np.broadcast_to(w[:1], w.shape), stride, pad))
    return dx, dw, db


def images_last(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dw, dx, db


def without_db(dout, cache):
    return backward(dout, cache)[:2]


def _mistake(name, sentence, function):
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
        padding_left_on,
    ),
    _mistake(
        "frame_cut_at_one_side",
        "The frame is cut off below and on the right only: the image lies in its middle.",
        padding_cut_at_the_end,
    ),
    _mistake(
        "stride_not_used",
        "The windows lie one pixel apart on the way back: the stride is not used.",
        stride_not_used,
    ),
    _mistake(*UPSTREAM_NOT_USED),
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
        dw_of_unpadded_inputs,
    ),
    _mistake(
        "dw_of_the_first_image",
        "The gradient of the filters is that of the first image: sum over all of them.",
        dw_of_the_first_example,
    ),
    _mistake(
        "averaged_over_images",
        "The gradients of filters and biases are divided by the number of images: the mean "
        "belongs to the loss, and the upstream gradient has it already.",
        averaged_over_examples,
    ),
    _mistake(
        "db_of_images_only",
        "The gradient of the biases is summed over the images only: a bias had a part in every "
        "place, too.",
        db_for_every_place,
    ),
    _mistake(
        "db_for_every_image",
        "The gradient of the biases is not summed over the images.",
        db_for_every_example,
    ),
    _mistake(*DB_ONE_NUMBER),
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
    *cached_wrongly("conv_forward"),
)
