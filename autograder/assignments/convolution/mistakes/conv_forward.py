"""Known mistakes of ``conv_forward``."""

import numpy as np

from autograder.assignments.convolution.mistakes import _conv_nd_forward
from autograder.assignments.convolution.mistakes._conv_nd import (
    convolved,
    forward,
    turned,
    with_padding,
)
from autograder.assignments.convolution.mistakes._conv_nd_forward import padded_before
from autograder.judge.mistake import made


def window_without_stride(x, w, b, stride=1, pad=0):
    """Every window is one pixel after the last: the stride makes the output smaller, and it moves
    the windows, too."""
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
    """The bias is missing."""
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
    """The height decides both sides of the output: the image need not be square."""
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
    """The filters are turned by 180 degrees: that is a convolution in mathematics. In networks they
    stay as they are."""
    return convolved(with_padding(x, pad), turned(w), b, stride), (x, w, stride, pad)


pad_not_used = made(
    "The pad is not used.",
    _conv_nd_forward.pad_not_used,
)

padded_at_one_side = made(
    "The pad is there once, above and on the left: pad all four sides, and count both ends in "
    "the size.",
    padded_before,
)

border_repeated = made(
    "The frame repeats the border of the image: it is made of zeros.",
    _conv_nd_forward.border_repeated,
)


def size_without_stride(x, w, b, stride=1, pad=0):
    """The output is as large as for a stride of 1: with a longer one there are fewer places."""
    # The output is as large as for stride 1, and stays 0 where no window is.
    right, cache = forward(x, w, b, stride, pad)
    out = np.zeros_like(forward(x, w, b, 1, pad)[0])
    out[:, :, : right.shape[2], : right.shape[3]] = right
    return out, cache


def square_filters_only(x, w, b, stride=1, pad=0):
    """The height of the filters is taken for their width: they need not be square."""
    padded, size = with_padding(x, pad), w.shape[2]
    down, across = ((side - size) // stride + 1 for side in padded.shape[2:])
    out = np.zeros((len(x), len(w), down, across))
    for i, j in np.ndindex(down, across):
        window = padded[:, :, i * stride :, j * stride :][:, :, :size, :size]
        out[:, :, i, j] = [[np.sum(patch * filter_) for filter_ in w] for patch in window] + b
    return out, (x, w, stride, pad)


first_channel_only = made(
    "Only the first channel counts: a filter looks at all channels of its window.",
    _conv_nd_forward.first_channel_only,
)


def first_filter_only(x, w, b, stride=1, pad=0):
    """Every map is made with the first filter: each has a filter of its own."""
    out = convolved(with_padding(x, pad), np.broadcast_to(w[:1], w.shape), b, stride)
    return out, (x, w, stride, pad)


def first_image_only(x, w, b, stride=1, pad=0):
    """Only the first image of the batch is looked at: the maps of the others are 0."""
    right, cache = forward(x, w, b, stride, pad)
    out = np.zeros_like(right)
    out[0] = right[0]
    return out, cache


first_bias_for_all = made(
    "Every map gets the first bias: each filter has its own.",
    _conv_nd_forward.first_bias_for_all,
)


def bias_once_a_channel(x, w, b, stride=1, pad=0):
    """The bias is added once for every channel: it counts once for a window."""
    return forward(x, w, b * x.shape[1], stride, pad)


def bias_in_every_product(x, w, b, stride=1, pad=0):
    """The bias is added to every product before they are summed: it counts once."""
    return forward(x, w, b * w[0].size, stride, pad)


filters_last = made(
    "The maps lie along the last axis: they take the place of the channels, after the images.",
    _conv_nd_forward.filters_last,
)


def rows_and_columns_swapped(x, w, b, stride=1, pad=0):
    """Rows and columns of the maps change places."""
    out, cache = forward(x, w, b, stride, pad)
    return out.swapaxes(2, 3), cache


rectified = made(
    "Negative numbers become 0: the nonlinearity is a layer of its own and comes later.",
    _conv_nd_forward.rectified,
)

remainder_refused = made(
    "A stride that leaves a remainder is refused: here what is left over is dropped. Only the "
    "function that plans a size complains.",
    _conv_nd_forward.remainder_refused,
)

last_place_forgotten = made(
    "The last row and the last column of places are missing: count the steps, and then the "
    "place where the filter starts.",
    _conv_nd_forward.last_place_forgotten,
)


def whole_numbers(x, w, b, stride=1, pad=0):
    """The maps hold whole numbers: everything after the point is lost."""
    out, cache = forward(x, w, b, stride, pad)
    return out.astype(int), cache


without_cache = made(
    "Only the output came back: a forward pass returns its cache, too.",
    _conv_nd_forward.without_cache,
)


def stride_and_pad_swapped(x, w, b, pad=0, stride=1):
    """Stride and pad change places: the fourth argument is the stride."""
    return forward(x, w, b, max(stride, 1), pad)


def size_without_pad(x, w, b, stride=1, pad=0):
    """The size of the output is that without a frame: the pad makes it larger."""
    out, cache = forward(x, w, b, stride, pad)
    down, across = (
        (side - field) // stride + 1 for side, field in zip(x.shape[2:], w.shape[2:], strict=True)
    )
    return out[:, :, : max(down, 0), : max(across, 0)], cache


def last_channel_only(x, w, b, stride=1, pad=0):
    """Only the last channel counts, since each one overwrites the one before: they are added up."""
    out, _ = forward(x[:, -1:], w[:, -1:], b, stride, pad)
    return out, (x, w, stride, pad)


def row_and_column_exchanged(x, w, b, stride=1, pad=0):
    """Row and column of a place are exchanged where its window is cut: the first number counts the
    rows."""
    F, _, HH, WW = w.shape
    padded = with_padding(x, pad)
    down, across = (padded.shape[2] - HH) // stride + 1, (padded.shape[3] - WW) // stride + 1
    out = np.zeros((len(x), F, down, across))
    for n, f, i, j in np.ndindex(out.shape):
        top, left = j * stride, i * stride
        out[n, f, i, j] = np.sum(padded[n, :, top : top + HH, left : left + WW] * w[f]) + b[f]
    return out, (x, w, stride, pad)


def window_as_long_as_the_stride(x, w, b, stride=1, pad=0):
    """A window ends where the next one starts: it is as large as the filter."""
    F, _, HH, WW = w.shape
    padded = with_padding(x, pad)
    down, across = (padded.shape[2] - HH) // stride + 1, (padded.shape[3] - WW) // stride + 1
    out = np.zeros((len(x), F, down, across))
    for n, f, i, j in np.ndindex(out.shape):
        window = padded[n, :, i * stride : (i + 1) * stride, j * stride : (j + 1) * stride]
        out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, stride, pad)
