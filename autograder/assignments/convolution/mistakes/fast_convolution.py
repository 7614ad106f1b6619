"""Known mistakes of ``conv_forward_fast`` and ``conv_backward_fast``.

Those of arrays that are laid out wrongly are written here; those that a
convolution with loops has as well come from there. The mistakes of the backward
pass bring the forward pass whose cache they read.
"""

from dataclasses import replace

import numpy as np

from autograder.assignments.convolution.mistakes.conv_backward import CONV_BACKWARD
from autograder.assignments.convolution.mistakes.conv_forward import CONV_FORWARD
from autograder.assignments.convolution.mistakes.conv_nd import backward, forward
from autograder.judge.exercise import Mistake


def reshaped_not_transposed(x, w, b, stride=1, pad=0):
    N, F = len(x), len(w)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[1:], axis=(1, 2, 3))
    windows = windows[:, 0, ::stride, ::stride]
    down, across = windows.shape[1:3]
    columns = windows.reshape(N * down * across, -1).T
    out = w.reshape(F, -1) @ columns + b[:, np.newaxis]
    return out.reshape(N, F, down, across), (x, w, stride, pad)


def square_filters_only(x, w, b, stride=1, pad=0):
    N, F, field = len(x), len(w), w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (field, field), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    down, across = windows.shape[1:3]
    out = windows.reshape(N * down * across, -1) @ w.reshape(F, -1).T + b
    return out.reshape(N, down, across, F).transpose(0, 3, 1, 2), (x, w, stride, pad)


def channels_in_another_order(x, w, b, stride=1, pad=0):
    N, F = len(x), len(w)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 4, 5, 1)
    down, across = windows.shape[1:3]
    out = windows.reshape(N * down * across, -1) @ w.reshape(F, -1).T + b
    return out.reshape(N, down, across, F).transpose(0, 3, 1, 2), (x, w, stride, pad)


def _windows(x, w, stride, pad):
    """(N, C, H', W', HH, WW), a view."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    return windows[:, :, ::stride, ::stride]


def images_and_places_mixed(x, w, b, stride=1, pad=0):
    """The columns run over the images first; the output is read as if over the places first."""
    out, cache = forward(x, w, b, stride, pad)
    N, F, down, across = out.shape
    flat = out.transpose(1, 2, 3, 0).reshape(F, -1)
    return flat.reshape(F, N, down, across).swapaxes(0, 1), cache


def bias_along_the_row(x, w, b, stride=1, pad=0):
    out, cache = forward(x, w, 0 * b, stride, pad)
    return out + b, cache


def windows_one_pixel_apart(x, w, b, stride=1, pad=0):
    out, _ = forward(x, w, b, 1, pad)
    down, across = _windows(x, w, stride, pad).shape[2:4]
    return out[:, :, :down, :across], (x, w, stride, pad)


def stride_not_used(x, w, b, stride=1, pad=0):
    return forward(x, w, b, 1, pad)


def assumes_row_order(x, w, b, stride=1, pad=0):
    """A strided view by the strides of an array in row order, whatever the array's own."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    right = _windows(x, w, stride, pad)
    _, C, H, W = padded.shape
    place, row, channel, image = (padded.itemsize * n for n in (1, W, H * W, C * H * W))
    steps = (image, channel, stride * row, stride * place, row, place)
    windows = np.lib.stride_tricks.as_strided(padded, right.shape, steps)
    out = np.einsum("ncijkl,fckl->nfij", windows, w) + b[:, np.newaxis, np.newaxis]
    return out, (x, w, stride, pad)


FORWARD_WITH_LOOPS = (
    *("bias_forgotten", "square_images_only", "flipped", "pad_not_used", "padded_at_one_side"),
    *("border_repeated", "first_channel_only", "filters_last", "rows_and_columns_swapped"),
    *("remainder_refused", "last_place_forgotten", "without_cache", "stride_and_pad_swapped"),
)

CONV_FORWARD_FAST = (
    Mistake(
        "reshaped_not_transposed",
        "The numbers are right and in the wrong places: the product has the filters first and the "
        "images after them. A reshape does not move an axis: transpose as well.",
        reshaped_not_transposed,
    ),
    Mistake(
        "square_filters_only",
        "The height of the filters is taken for their width: they need not be square.",
        square_filters_only,
    ),
    Mistake(
        "channels_in_another_order",
        "A window's numbers stand in another order than the filter's: one has the channels last, "
        "the other first.",
        channels_in_another_order,
    ),
    Mistake(
        "images_and_places_mixed",
        "The numbers are right and in the wrong places: the columns run over images and places in "
        "one order, and the output is read in the other.",
        images_and_places_mixed,
    ),
    Mistake(
        "bias_along_the_row",
        "The biases are added along the rows: each belongs to a filter. Where a row is as long as "
        "there are filters this goes wrong without an error.",
        bias_along_the_row,
    ),
    Mistake(
        "windows_one_pixel_apart",
        "Every window is one pixel after the last: the stride makes the output smaller, and it "
        "moves the windows, too.",
        windows_one_pixel_apart,
    ),
    Mistake(
        "stride_not_used",
        "The stride is not used: there is a window at every pixel.",
        stride_not_used,
    ),
    Mistake(
        "assumes_row_order",
        "The view's steps in memory are those of an array in row order: images that come in "
        "another order keep it when they are padded. Take the steps from the array.",
        assumes_row_order,
    ),
    *(one for one in CONV_FORWARD if one.name in FORWARD_WITH_LOOPS),
)


# The backward pass ------------------------------------------------------------------


def indexed_places_overwritten(dout, cache):
    x, w, stride, pad = cache
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = stride * np.arange(dout.shape[2])[:, np.newaxis] + np.arange(w.shape[2])
    columns = stride * np.arange(dout.shape[3])[:, np.newaxis] + np.arange(w.shape[3])
    place = np.s_[:, :, rows[:, :, np.newaxis, np.newaxis], columns]
    dw = np.einsum("nfij,ncikjl->fckl", dout, padded[place])
    dpadded = np.zeros(padded.shape)
    dpadded[place] += np.einsum("nfij,fckl->ncikjl", dout, w)
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def dout_reshaped_not_transposed(dout, cache):
    x, w, stride, pad = cache
    N, F, down, across = dout.shape
    HH, WW = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    mixed = dout.reshape(F, N, down, across)
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for k in range(HH):
        for j in range(WW):
            below, right = k + stride * down, j + stride * across
            place = np.s_[:, :, k:below:stride, j:right:stride]
            dw[:, :, k, j] = np.einsum("fnij,ncij->fc", mixed, padded[place])
            dpadded[place] += np.einsum("fnij,fc->ncij", mixed, w[:, :, k, j])
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def cropped_to_nothing(dout, cache):
    x, w, stride, pad = cache
    down, across = dout.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for k in range(w.shape[2]):
        for j in range(w.shape[3]):
            below, right = k + stride * down, j + stride * across
            place = np.s_[:, :, k:below:stride, j:right:stride]
            dw[:, :, k, j] = np.einsum("nfij,ncij->fc", dout, padded[place])
            dpadded[place] += np.einsum("nfij,fc->ncij", dout, w[:, :, k, j])
    return dpadded[:, :, pad:-pad, pad:-pad], dw, dout.sum(axis=(0, 2, 3))


def dw_reshaped_not_transposed(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dx, dw.reshape(len(dw), -1).T.reshape(dw.shape), db


def dw_channels_last(dout, cache):
    """The columns have the channels last; the gradient is read as if they came first."""
    dx, dw, db = backward(dout, cache)
    return dx, dw.transpose(0, 2, 3, 1).reshape(dw.shape), db


def dx_channels_last(dout, cache):
    """The columns of dx have the channels last; they are read as if these came first."""
    x, w, stride, pad = cache
    _, dw, db = backward(dout, cache)
    mixed = w.transpose(0, 2, 3, 1).reshape(w.shape)
    return backward(dout, (x, mixed, stride, pad))[0], dw, db


def images_and_places_mixed_backward(dout, cache):
    """The columns run over the places first; dout is laid out with the images first."""
    _, _, db = backward(dout, cache)
    flat = dout.transpose(1, 2, 3, 0).reshape(dout.shape[1], len(dout), *dout.shape[2:])
    dx, dw, _ = backward(flat.swapaxes(0, 1), cache)
    return dx, dw, db


BACKWARD_WITH_LOOPS = (
    *("frame_left_on", "frame_cut_at_one_side", "stride_not_used", "filters_turned", "dw_turned"),
    *("dw_of_unpadded_images", "averaged_over_images", "db_for_every_image", "db_one_number"),
    *("db_of_images_only", "remainder_cut_off", "weights_first", "without_db"),
    *("last_forward_instead_of_cache", "adds_up_in_the_cache"),
)


def _mistake(name, sentence, function):
    return Mistake(name, sentence, function, {"conv_forward_fast": forward})


CONV_BACKWARD_FAST = (
    _mistake(
        "indexed_places_overwritten",
        "Where windows share a pixel only the last one counts: an array that is indexed with "
        "arrays is changed once for each pixel, however often the index names it.",
        indexed_places_overwritten,
    ),
    _mistake(
        "dout_reshaped_not_transposed",
        "The upstream gradient is mixed up: it has the images first, the product wants the "
        "filters first, and a reshape does not move an axis. With one image you do not see it.",
        dout_reshaped_not_transposed,
    ),
    _mistake(
        "cropped_to_nothing",
        "With pad 0 nothing is left of the gradient of the images: an end of minus 0 is 0, which "
        "is the beginning. Count the end from the front.",
        cropped_to_nothing,
    ),
    _mistake(
        "dw_reshaped_not_transposed",
        "The gradient of the filters has its numbers in the wrong places: the product has the "
        "filters last. A reshape does not move an axis: transpose as well.",
        dw_reshaped_not_transposed,
    ),
    _mistake(
        "dw_channels_last",
        "The gradient of the filters stands in the order of the windows, with the channels last: "
        "they belong after the filters.",
        dw_channels_last,
    ),
    _mistake(
        "dx_channels_last",
        "On the way to the images a window's numbers stand in another order than the filter's: "
        "one has the channels last, the other first.",
        dx_channels_last,
    ),
    _mistake(
        "images_and_places_mixed",
        "The upstream gradient runs over images and places in one order, the windows in the other.",
        images_and_places_mixed_backward,
    ),
    *(
        replace(one, also={"conv_forward_fast": one.also["conv_forward"]})
        for one in CONV_BACKWARD
        if one.name in BACKWARD_WITH_LOOPS
    ),
)
