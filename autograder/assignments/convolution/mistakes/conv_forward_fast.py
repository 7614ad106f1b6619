"""Known mistakes of ``conv_forward_fast``."""

import numpy as np

from autograder.assignments.convolution.mistakes import conv_forward
from autograder.assignments.convolution.mistakes._conv_nd import forward
from autograder.judge.mistake import mistakes_of


def reshaped_not_transposed(x, w, b, stride=1, pad=0):
    """The numbers are right and in the wrong places: the product has the filters first and the
    images after them. A reshape does not move an axis: transpose as well."""
    N, F = len(x), len(w)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[1:], axis=(1, 2, 3))
    windows = windows[:, 0, ::stride, ::stride]
    down, across = windows.shape[1:3]
    columns = windows.reshape(N * down * across, -1).T
    out = w.reshape(F, -1) @ columns + b[:, np.newaxis]
    return out.reshape(N, F, down, across), (x, w, stride, pad)


def square_filters_only(x, w, b, stride=1, pad=0):
    """The height of the filters is taken for their width: they need not be square."""
    N, F, field = len(x), len(w), w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (field, field), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    down, across = windows.shape[1:3]
    out = windows.reshape(N * down * across, -1) @ w.reshape(F, -1).T + b
    return out.reshape(N, down, across, F).transpose(0, 3, 1, 2), (x, w, stride, pad)


def square_windows_for_any_filter(x, w, b, stride=1, pad=0):
    """The height of the filters is taken for their width: they need not be square."""
    N, F, field = len(x), len(w), w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (field, field), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 1, 4, 5, 2, 3)
    columns = windows.reshape(N, windows.shape[1] * field**2, -1)
    out = w.reshape(F, -1) @ columns + b[:, np.newaxis]
    return out.reshape(N, F, *windows.shape[4:]), (x, w, stride, pad)


def channels_in_another_order(x, w, b, stride=1, pad=0):
    """A window's numbers stand in another order than the filter's: one has the channels last, the
    other first."""
    N, F = len(x), len(w)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 4, 5, 1)
    down, across = windows.shape[1:3]
    out = windows.reshape(N * down * across, -1) @ w.reshape(F, -1).T + b
    return out.reshape(N, down, across, F).transpose(0, 3, 1, 2), (x, w, stride, pad)


def filters_last_and_reshaped(x, w, b, stride=1, pad=0):
    """The numbers are right and in the wrong places: the product has the filters last. A reshape
    does not move an axis: transpose instead."""
    out, cache = forward(x, w, b, stride, pad)
    return out.transpose(0, 2, 3, 1).reshape(out.shape), cache


def filters_last_and_reshaped_before_bias(x, w, b, stride=1, pad=0):
    """The products are right and in the wrong places: the filters are their last axis. A reshape
    does not move an axis: transpose instead."""
    out, cache = filters_last_and_reshaped(x, w, 0 * b, stride, pad)
    return out + b[:, np.newaxis, np.newaxis], cache


def reshaped_before_bias(x, w, b, stride=1, pad=0):
    """The products are right and in the wrong places: they have the filters first and the images
    after them. A reshape does not move an axis: transpose as well."""
    out, cache = reshaped_not_transposed(x, w, 0 * b, stride, pad)
    return out + b[:, np.newaxis, np.newaxis], cache


def images_and_places_mixed(x, w, b, stride=1, pad=0):
    """The numbers are right and in the wrong places: the columns run over images and places in one
    order, and the output is read in the other."""
    # The columns run over the images first; the output is read as if over the places first.
    out, cache = forward(x, w, b, stride, pad)
    N, F, down, across = out.shape
    flat = out.transpose(1, 2, 3, 0).reshape(F, -1)
    return flat.reshape(F, N, down, across).swapaxes(0, 1), cache


def bias_along_the_row(x, w, b, stride=1, pad=0):
    """The biases are added along the rows: each belongs to a filter. Where a row is as long as
    there are filters this goes wrong without an error."""
    out, cache = forward(x, w, 0 * b, stride, pad)
    return out + b, cache


def _windows(x, w, stride, pad):
    """(N, C, H', W', HH, WW), a view."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    return windows[:, :, ::stride, ::stride]


def windows_one_pixel_apart(x, w, b, stride=1, pad=0):
    """Every window is one pixel after the last: the stride makes the output smaller, and it moves
    the windows, too."""
    out, _ = forward(x, w, b, 1, pad)
    down, across = _windows(x, w, stride, pad).shape[2:4]
    return out[:, :, :down, :across], (x, w, stride, pad)


def stride_not_used(x, w, b, stride=1, pad=0):
    """The stride is not used: there is a window at every pixel."""
    return forward(x, w, b, 1, pad)


def assumes_row_order(x, w, b, stride=1, pad=0):
    """The view's steps in memory are those of an array in row order: images that come in another
    order keep it when they are padded. Take the steps from the array."""
    # A strided view by the strides of an array in row order, whatever the array's own.
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    right = _windows(x, w, stride, pad)
    _, C, H, W = padded.shape
    place, row, channel, image = (padded.itemsize * n for n in (1, W, H * W, C * H * W))
    steps = (image, channel, stride * row, stride * place, row, place)
    windows = np.lib.stride_tricks.as_strided(padded, right.shape, steps)
    out = np.einsum("ncijkl,fckl->nfij", windows, w) + b[:, np.newaxis, np.newaxis]
    return out, (x, w, stride, pad)


_WITH_LOOPS = {
    *("bias_forgotten", "square_images_only", "flipped", "pad_not_used", "padded_at_one_side"),
    *("border_repeated", "first_channel_only", "filters_last", "rows_and_columns_swapped"),
    *("remainder_refused", "last_place_forgotten", "without_cache", "stride_and_pad_swapped"),
    *("first_bias_for_all", "bias_once_a_channel", "bias_in_every_product", "rectified"),
    *("size_without_stride", "first_filter_only"),
}

with_loops = tuple(known for known in mistakes_of(conv_forward) if known.name in _WITH_LOOPS)
