"""Known mistakes of ``conv_backward``."""

import numpy as np

from autograder.assignments.convolution.mistakes import _conv_nd_backward
from autograder.assignments.convolution.mistakes._conv_nd import backward, forward
from autograder.assignments.convolution.mistakes._conv_nd_backward import (
    averaged_over_examples,
    cached_wrongly,
    db_averaged_over_examples,
    db_for_every_example,
    db_for_every_place,
    dw_averaged,
    dw_of_the_first_example,
    dw_of_unpadded_inputs,
    padding_cut_at_the_end,
    padding_left_on,
)
from autograder.judge.mistake import brings, made


@brings(conv_forward=forward)
def dw_of_the_last_place(dout, cache):
    """The gradient of a filter is overwritten at each place: it is the sum over all places and all
    images."""
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


@brings(conv_forward=forward)
def overlaps_overwritten(dout, cache):
    """Where windows share a pixel only the last one counts: the pixel had a part in every one of
    them, so its gradients add up."""
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


@brings(conv_forward=forward)
def cropped_to_nothing(dout, cache):
    """With pad 0 nothing is left of the gradient of the images: an end of minus 0 is 0, which is
    the beginning. Count the end from the front."""
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


frame_left_on = made(
    "The gradient of the images still has the frame: it has the shape of the images.",
    padding_left_on,
    conv_forward=forward,
)

frame_cut_at_one_side = made(
    "The frame is cut off below and on the right only: the image lies in its middle.",
    padding_cut_at_the_end,
    conv_forward=forward,
)

stride_not_used = made(
    "The windows lie one pixel apart on the way back: the stride is not used.",
    _conv_nd_backward.stride_not_used,
    conv_forward=forward,
)

upstream_not_used = made(
    "The upstream gradient is not used: multiply by it.",
    _conv_nd_backward.upstream_not_used,
    conv_forward=forward,
)


@brings(conv_forward=forward)
def upstream_in_db_alone(dout, cache):
    """The gradients of images and filters lack the upstream gradient: multiply the filters and the
    windows by it."""
    dx, dw, _ = _conv_nd_backward.upstream_not_used(dout, cache)
    return dx, dw, np.sum(dout, axis=(0, 2, 3))


@brings(conv_forward=forward)
def one_upstream_for_all(dout, cache):
    """All places of a map get the same upstream gradient: each has its own."""
    # The upstream gradient of a map is taken as its mean.
    flat = np.broadcast_to(dout.mean(axis=(2, 3), keepdims=True), dout.shape)
    return backward(flat, cache)


filters_turned = made(
    "The filters are turned by 180 degrees on the way to the pixels. That belongs to another "
    "way to compute it, by a convolution of the upstream gradient: where you add the filter "
    "to each window, it stays as it is.",
    _conv_nd_backward.filters_turned,
    conv_forward=forward,
)

dw_turned = made(
    "The gradient of the filters is turned by 180 degrees.",
    _conv_nd_backward.dw_turned,
    conv_forward=forward,
)

dw_of_unpadded_images = made(
    "The gradient of the filters takes its windows from the unpadded images: the filters saw "
    "the padded ones.",
    dw_of_unpadded_inputs,
    conv_forward=forward,
)

dw_of_the_first_image = made(
    "The gradient of the filters is that of the first image: sum over all of them.",
    dw_of_the_first_example,
    conv_forward=forward,
)

averaged_over_images = made(
    "The gradients of filters and biases are divided by the number of images: the mean "
    "belongs to the loss, and the upstream gradient has it already.",
    averaged_over_examples,
    conv_forward=forward,
)

dw_averaged_over_images = made(
    "The gradient of the filters is divided by the number of images: the mean belongs to the "
    "loss, and the upstream gradient has it already.",
    dw_averaged,
    conv_forward=forward,
)

db_averaged_over_images = made(
    "The gradient of the biases is divided by the number of images: the mean belongs to the "
    "loss, and the upstream gradient has it already.",
    db_averaged_over_examples,
    conv_forward=forward,
)

dw_without_stride = made(
    "For the gradient of the filters the windows lie one pixel apart: the stride is not used.",
    _conv_nd_backward.dw_without_stride,
    conv_forward=forward,
)

dx_without_stride = made(
    "For the gradient of the images the windows lie one pixel apart: the stride is not used.",
    _conv_nd_backward.dx_without_stride,
    conv_forward=forward,
)

overlaps_overwritten_by_weight = made(
    "Where windows share a pixel only the last one counts: the pixel had a part in every one of "
    "them, so its gradients add up.",
    _conv_nd_backward.overlaps_overwritten_by_weight,
    conv_forward=forward,
)

dx_without_upstream = made(
    "The upstream gradient is missing in the gradient of the images: multiply the filter by it.",
    _conv_nd_backward.dx_without_upstream,
    conv_forward=forward,
)

dw_without_upstream = made(
    "The upstream gradient is missing in the gradient of the filters: multiply the window by it.",
    _conv_nd_backward.dw_without_upstream,
    conv_forward=forward,
)

db_of_the_last_place = made(
    "The gradient of a bias is overwritten at each place: it is the sum over all places and all "
    "images.",
    _conv_nd_backward.db_of_the_last_place,
    conv_forward=forward,
)

db_of_images_only = made(
    "The gradient of the biases is summed over the images only: a bias had a part in every "
    "place, too.",
    db_for_every_place,
    conv_forward=forward,
)

db_for_every_image = made(
    "The gradient of the biases is not summed over the images.",
    db_for_every_example,
    conv_forward=forward,
)

db_as_column = made(
    "The gradient of the biases is a column: it has the shape of the biases, one axis.",
    _conv_nd_backward.db_as_column,
    conv_forward=forward,
)

db_one_number = made(
    "The gradient of the biases is one number: each filter has a bias, and a gradient for it.",
    _conv_nd_backward.db_one_number,
    conv_forward=forward,
)


@brings(conv_forward=forward)
def db_counts_places(dout, cache):
    """The gradient of the biases counts places instead of adding up their upstream gradients."""
    dx, dw, db = backward(dout, cache)
    return dx, dw, np.full(db.shape, float(dout[:, 0].size))


@brings(conv_forward=forward)
def db_averaged(dout, cache):
    """The gradient of the biases is a mean: it is the sum."""
    dx, dw, _ = backward(dout, cache)
    return dx, dw, dout.mean(axis=(0, 2, 3))


@brings(conv_forward=forward)
def first_filter_for_dx(dout, cache):
    """The gradient of the images comes through the first filter alone."""
    x, w, stride, pad = cache
    _, dw, db = backward(dout, cache)
    dx, _, _ = backward(dout, (x, np.broadcast_to(w[:1], w.shape), stride, pad))
    return dx, dw, db


remainder_cut_off = made(
    "The pixels that the stride left over are missing: their gradient is 0, but they are there.",
    _conv_nd_backward.remainder_cut_off,
    conv_forward=forward,
)

weights_first = made(
    "The gradient of the images comes last: return it first, then filters and biases.",
    _conv_nd_backward.weights_first,
    conv_forward=forward,
)


@brings(conv_forward=forward)
def images_last(dout, cache):
    """The gradients of the filters and of the images change places: the images come first."""
    dx, dw, db = backward(dout, cache)
    return dw, dx, db


@brings(conv_forward=forward)
def without_db(dout, cache):
    """The gradient of the biases did not come back."""
    return backward(dout, cache)[:2]


of_the_cache = cached_wrongly("conv_forward")

without_a_factor = _conv_nd_backward.without_a_factor("conv_forward", "images")

dw_of_the_last_places = made(
    "The gradient of the filters is overwritten at each place: it is the sum over all places.",
    _conv_nd_backward.dw_of_the_last_places,
    conv_forward=forward,
)
