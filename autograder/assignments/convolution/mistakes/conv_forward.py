"""Known mistakes of ``conv_forward``."""

import numpy as np

from autograder.assignments.convolution.mistakes.conv_nd import (
    convolved,
    forward,
    turned,
    with_padding,
)
from autograder.assignments.convolution.mistakes.conv_nd_forward import (
    FIRST_CHANNEL_ONLY,
    PAD_NOT_USED,
    RECTIFIED,
    WITHOUT_CACHE,
    border_repeated,
    filters_last,
    first_bias_for_all,
    last_place_forgotten,
    padded_before,
    remainder_refused,
)
from autograder.judge.exercise import Mistake


def window_without_stride(x, w, b, stride=1, pad=0):
    F, _, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    down = (padded.shape[2] - HH) // stride + 1
    across = (padded.shape[3] - WW) // stride + 1
    out = np.zeros((len(x), F, down, across))
    for n in range(len(x)):
        for f in range(F):
            for i in range(down):
                for j in range(across):
                    window = padded[n, :, i : i + HH, j : j + WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, stride, pad)


def bias_forgotten(x, w, b, stride=1, pad=0):
    F, _, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    down = (padded.shape[2] - HH) // stride + 1
    across = (padded.shape[3] - WW) // stride + 1
    out = np.zeros((len(x), F, down, across))
    for i in range(down):
        for j in range(across):
            top, left = i * stride, j * stride
            window = padded[:, :, top : top + HH, left : left + WW]
            out[:, :, i, j] = np.einsum("nchw,fchw->nf", window, w)
    return out, (x, w, stride, pad)


def square_images_only(x, w, b, stride=1, pad=0):
    F, _, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    size = (padded.shape[2] - HH) // stride + 1
    out = np.zeros((len(x), F, size, size))
    for i in range(size):
        for j in range(size):
            top, left = i * stride, j * stride
            window = padded[:, :, top : top + HH, left : left + WW]
            out[:, :, i, j] = np.einsum("nchw,fchw->nf", window, w) + b
    return out, (x, w, stride, pad)


def flipped(x, w, b, stride=1, pad=0):
    return convolved(with_padding(x, pad), turned(w), b, stride), (x, w, stride, pad)


def size_without_stride(x, w, b, stride=1, pad=0):
    """The output is as large as for stride 1, and stays 0 where no window is."""
    right, cache = forward(x, w, b, stride, pad)
    out = np.zeros_like(forward(x, w, b, 1, pad)[0])
    out[:, :, : right.shape[2], : right.shape[3]] = right
    return out, cache


def square_filters_only(x, w, b, stride=1, pad=0):
    padded, size = with_padding(x, pad), w.shape[2]
    down, across = ((side - size) // stride + 1 for side in padded.shape[2:])
    out = np.zeros((len(x), len(w), down, across))
    for i, j in np.ndindex(down, across):
        window = padded[:, :, i * stride :, j * stride :][:, :, :size, :size]
        out[:, :, i, j] = [[np.sum(one * filter_) for filter_ in w] for one in window] + b
    return out, (x, w, stride, pad)


def first_filter_only(x, w, b, stride=1, pad=0):
    out = convolved(with_padding(x, pad), np.broadcast_to(w[:1], w.shape), b, stride)
    return out, (x, w, stride, pad)


def first_image_only(x, w, b, stride=1, pad=0):
    right, cache = forward(x, w, b, stride, pad)
    out = np.zeros_like(right)
    out[0] = right[0]
    return out, cache


def bias_once_a_channel(x, w, b, stride=1, pad=0):
    return forward(x, w, b * x.shape[1], stride, pad)


def bias_in_every_product(x, w, b, stride=1, pad=0):
    return forward(x, w, b * w[0].size, stride, pad)


def rows_and_columns_swapped(x, w, b, stride=1, pad=0):
    out, cache = forward(x, w, b, stride, pad)
    return out.swapaxes(2, 3), cache


def whole_numbers(x, w, b, stride=1, pad=0):
    out, cache = forward(x, w, b, stride, pad)
    return out.astype(int), cache


def stride_and_pad_swapped(x, w, b, pad=0, stride=1):
    return forward(x, w, b, max(stride, 1), pad)


CONV_FORWARD = (
    Mistake(
        "window_without_stride",
        "Every window is one pixel after the last: the stride makes the output smaller, and it "
        "moves the windows, too.",
        window_without_stride,
    ),
    Mistake("bias_forgotten", "The bias is missing.", bias_forgotten),
    Mistake(
        "square_images_only",
        "The height decides both sides of the output: the image need not be square.",
        square_images_only,
    ),
    Mistake(
        "flipped",
        "The filters are turned by 180 degrees: that is a convolution in mathematics. In networks "
        "they stay as they are.",
        flipped,
    ),
    PAD_NOT_USED,
    Mistake(
        "padded_at_one_side",
        "The pad is there once, above and on the left: pad all four sides, and count both ends "
        "in the size.",
        padded_before,
    ),
    Mistake(
        "border_repeated",
        "The frame repeats the border of the image: it is made of zeros.",
        border_repeated,
    ),
    Mistake(
        "size_without_stride",
        "The output is as large as for a stride of 1: with a longer one there are fewer places.",
        size_without_stride,
    ),
    Mistake(
        "square_filters_only",
        "The height of the filters is taken for their width: they need not be square.",
        square_filters_only,
    ),
    FIRST_CHANNEL_ONLY,
    Mistake(
        "first_filter_only",
        "Every map is made with the first filter: each has a filter of its own.",
        first_filter_only,
    ),
    Mistake(
        "first_image_only",
        "Only the first image of the batch is looked at: the maps of the others are 0.",
        first_image_only,
    ),
    Mistake(
        "first_bias_for_all",
        "Every map gets the first bias: each filter has its own.",
        first_bias_for_all,
    ),
    Mistake(
        "bias_once_a_channel",
        "The bias is added once for every channel: it counts once for a window.",
        bias_once_a_channel,
    ),
    Mistake(
        "bias_in_every_product",
        "The bias is added to every product before they are summed: it counts once.",
        bias_in_every_product,
    ),
    Mistake(
        "filters_last",
        "The maps lie along the last axis: they take the place of the channels, after the images.",
        filters_last,
    ),
    Mistake(
        "rows_and_columns_swapped",
        "Rows and columns of the maps change places.",
        rows_and_columns_swapped,
    ),
    RECTIFIED,
    Mistake(
        "remainder_refused",
        "A stride that leaves a remainder is refused: here what is left over is dropped. Only the "
        "function that plans a size complains.",
        remainder_refused,
    ),
    Mistake(
        "last_place_forgotten",
        "The last row and the last column of places are missing: count the steps, and then the "
        "place where the filter starts.",
        last_place_forgotten,
    ),
    Mistake(
        "whole_numbers",
        "The maps hold whole numbers: everything after the point is lost.",
        whole_numbers,
    ),
    WITHOUT_CACHE,
    Mistake(
        "stride_and_pad_swapped",
        "Stride and pad change places: the fourth argument is the stride.",
        stride_and_pad_swapped,
    ),
)
