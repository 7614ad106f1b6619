"""Known mistakes of ``conv1d_forward``."""

import numpy as np

from autograder.assignments.convolution.mistakes.conv_nd import convolved, forward, with_padding
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


def flipped(x, w, b, stride=1, pad=0):
    F, C, K = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    N, steps = len(x), (padded.shape[2] - K) // stride + 1
    out = np.zeros((N, F, steps))
    for n in range(N):
        for f in range(F):
            for c in range(C):
                full = np.convolve(padded[n, c], w[f, c], mode="valid")
                out[n, f] += full[::stride][:steps]
            out[n, f] += b[f]
    return out, (x, w, stride, pad)


def window_without_stride(x, w, b, stride=1, pad=0):
    F, _, K = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    steps = (padded.shape[2] - K) // stride + 1
    out = np.zeros((len(x), F, steps))
    for t in range(steps):
        window = padded[:, :, t : t + K]
        out[:, :, t] = np.einsum("nck,fck->nf", window, w) + b
    return out, (x, w, stride, pad)


def bias_forgotten(x, w, b, stride=1, pad=0):
    F, _, K = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    steps = (padded.shape[2] - K) // stride + 1
    out = np.zeros((len(x), F, steps))
    for t in range(steps):
        window = padded[:, :, t * stride : t * stride + K]
        out[:, :, t] = np.einsum("nck,fck->nf", window, w)
    return out, (x, w, stride, pad)


def all_padding_before(x, w, b, stride=1, pad=0):
    """A causal convolution, as in audio: nothing looks ahead."""
    return convolved(with_padding(x, 2 * pad, 0), w, b, stride), (x, w, stride, pad)


def filters_last_reshaped(x, w, b, stride=1, pad=0):
    """Computed with the filters last, and given its shape without moving an axis."""
    out, cache = forward(x, w, b, stride, pad)
    return out.swapaxes(1, 2).reshape(out.shape), cache


def bias_along_time(x, w, b, stride=1, pad=0):
    out, cache = forward(x, w, 0 * b, stride, pad)
    return out + b, cache


def _one_pixel_high(x, w, b, stride, pad):
    """The output of a convolution in two dimensions, and the cache."""
    out, _ = forward(x[:, :, np.newaxis], w[:, :, np.newaxis], b, stride, pad)
    return out, (x, w, stride, pad)


def framed_middle_row(x, w, b, stride=1, pad=0):
    out, cache = _one_pixel_high(x, w, b, stride, pad)
    return out[:, :, out.shape[2] // 2], cache


def framed_first_row(x, w, b, stride=1, pad=0):
    out, cache = _one_pixel_high(x, w, b, stride, pad)
    return out[:, :, 0], cache


def framed_all_rows(x, w, b, stride=1, pad=0):
    out, cache = _one_pixel_high(x, w, b, stride, pad)
    return out.reshape(len(x), len(w), -1), cache


FRAMED = (
    "The frame of a convolution in two dimensions has rows of zeros above and below the sequence, "
    "too, and they are in the way. Pad the sequence first and give the 2-D convolution pad 0."
)


def stride_and_pad_swapped(x, w, b, stride=1, pad=0):
    return convolved(with_padding(x, stride), w, b, max(1, pad)), (x, w, stride, pad)


CONV1D_FORWARD = (
    Mistake(
        "flipped",
        "The filters are turned around: that is a convolution in mathematics. In networks they "
        "stay as they are.",
        flipped,
    ),
    Mistake(
        "window_without_stride",
        "Every window is one step after the last: the stride makes the output shorter, and it "
        "moves the windows, too.",
        window_without_stride,
    ),
    Mistake("bias_forgotten", "The bias is missing.", bias_forgotten),
    PAD_NOT_USED,
    Mistake(
        "padded_at_the_start",
        "The sequences are padded at the start only: pad both ends.",
        padded_before,
    ),
    Mistake(
        "all_padding_before",
        "All zeros stand before the sequence: half of them belong behind it.",
        all_padding_before,
    ),
    Mistake(
        "border_repeated",
        "The padding repeats the ends of the sequence: it is made of zeros.",
        border_repeated,
    ),
    Mistake(
        "remainder_refused",
        "A stride that leaves a remainder is refused: here what is left over is dropped.",
        remainder_refused,
    ),
    Mistake(
        "last_place_forgotten",
        "The last place is missing: count the steps, and then the place where the filter starts.",
        last_place_forgotten,
    ),
    FIRST_CHANNEL_ONLY,
    Mistake(
        "filters_last",
        "Filters and time change places in the output: the filters take the place of the channels.",
        filters_last,
    ),
    Mistake(
        "filters_last_reshaped",
        "The numbers are right and in the wrong places: they are computed with the filters last, "
        "and a reshape does not move an axis. Transpose before it.",
        filters_last_reshaped,
    ),
    Mistake(
        "first_bias_for_all",
        "Every filter gets the first bias: each has its own.",
        first_bias_for_all,
    ),
    Mistake(
        "bias_along_time",
        "The biases are added along time: each belongs to a filter. Where there are as many "
        "places as filters this goes wrong without an error.",
        bias_along_time,
    ),
    RECTIFIED,
    WITHOUT_CACHE,
    Mistake("framed_middle_row", FRAMED, framed_middle_row),
    Mistake("framed_first_row", FRAMED, framed_first_row),
    Mistake("framed_all_rows", FRAMED, framed_all_rows),
    Mistake(
        "stride_and_pad_swapped",
        "Stride and pad change places: the fourth argument is the stride.",
        stride_and_pad_swapped,
    ),
)
