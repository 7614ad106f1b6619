"""Known mistakes of ``conv1d_forward``."""

import numpy as np

from autograder.assignments.convolution.mistakes import _conv_nd_forward
from autograder.assignments.convolution.mistakes._conv_nd import convolved, forward, with_padding
from autograder.assignments.convolution.mistakes._conv_nd_forward import padded_before
from autograder.judge.mistake import made


def flipped(x, w, b, stride=1, pad=0):
    """The filters are turned around: that is a convolution in mathematics. In networks they stay as
    they are."""
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
    """Every window is one step after the last: the stride makes the output shorter, and it moves
    the windows, too."""
    F, _, K = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    steps = (padded.shape[2] - K) // stride + 1
    out = np.zeros((len(x), F, steps))
    for t in range(steps):
        window = padded[:, :, t : t + K]
        out[:, :, t] = np.einsum("nck,fck->nf", window, w) + b
    return out, (x, w, stride, pad)


def bias_forgotten(x, w, b, stride=1, pad=0):
    """The bias is missing."""
    F, _, K = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    steps = (padded.shape[2] - K) // stride + 1
    out = np.zeros((len(x), F, steps))
    for t in range(steps):
        window = padded[:, :, t * stride : t * stride + K]
        out[:, :, t] = np.einsum("nck,fck->nf", window, w)
    return out, (x, w, stride, pad)


pad_not_used = made(
    "The pad is not used.",
    _conv_nd_forward.pad_not_used,
)

padded_at_the_start = made(
    "The sequences are padded at the start only: pad both ends.",
    padded_before,
)


def all_padding_before(x, w, b, stride=1, pad=0):
    """All zeros stand before the sequence: half of them belong behind it."""
    # A causal convolution, as in audio: nothing looks ahead.
    return convolved(with_padding(x, 2 * pad, 0), w, b, stride), (x, w, stride, pad)


def all_padding_behind(x, w, b, stride=1, pad=0):
    """All zeros stand behind the sequence: half of them belong before it."""
    return convolved(with_padding(x, 0, 2 * pad), w, b, stride), (x, w, stride, pad)


border_repeated = made(
    "The padding repeats the ends of the sequence: it is made of zeros.",
    _conv_nd_forward.border_repeated,
)

remainder_refused = made(
    "A stride that leaves a remainder is refused: here what is left over is dropped.",
    _conv_nd_forward.remainder_refused,
)

last_place_forgotten = made(
    "The last place is missing: count the steps, and then the place where the filter starts.",
    _conv_nd_forward.last_place_forgotten,
)

first_channel_only = made(
    "Only the first channel counts: a filter looks at all channels of its window.",
    _conv_nd_forward.first_channel_only,
)

filters_last = made(
    "Filters and time change places in the output: the filters take the place of the channels.",
    _conv_nd_forward.filters_last,
)


def filters_last_reshaped(x, w, b, stride=1, pad=0):
    """The numbers are right and in the wrong places: they are computed with the filters last, and a
    reshape does not move an axis. Transpose before it."""
    # Computed with the filters last, and given its shape without moving an axis.
    out, cache = forward(x, w, b, stride, pad)
    return out.swapaxes(1, 2).reshape(out.shape), cache


first_bias_for_all = made(
    "Every filter gets the first bias: each has its own.",
    _conv_nd_forward.first_bias_for_all,
)


def bias_along_time(x, w, b, stride=1, pad=0):
    """The biases are added along time: each belongs to a filter. Where there are as many places as
    filters this goes wrong without an error."""
    out, cache = forward(x, w, 0 * b, stride, pad)
    return out + b, cache


rectified = made(
    "Negative numbers become 0: the nonlinearity is a layer of its own and comes later.",
    _conv_nd_forward.rectified,
)

without_cache = made(
    "Only the output came back: a forward pass returns its cache, too.",
    _conv_nd_forward.without_cache,
)


def _one_pixel_high(x, w, b, stride, pad):
    """The output of a convolution in two dimensions, and the cache."""
    out, _ = forward(x[:, :, np.newaxis], w[:, :, np.newaxis], b, stride, pad)
    return out, (x, w, stride, pad)


def framed_middle_row(x, w, b, stride=1, pad=0):
    """The frame of a convolution in two dimensions has rows of zeros above and below the sequence,
    too, and they are in the way. Pad the sequence first and give the 2-D convolution pad 0."""
    out, cache = _one_pixel_high(x, w, b, stride, pad)
    return out[:, :, out.shape[2] // 2], cache


def framed_first_row(x, w, b, stride=1, pad=0):
    """The frame of a convolution in two dimensions has rows of zeros above and below the sequence,
    too, and they are in the way. Pad the sequence first and give the 2-D convolution pad 0."""
    out, cache = _one_pixel_high(x, w, b, stride, pad)
    return out[:, :, 0], cache


def framed_all_rows(x, w, b, stride=1, pad=0):
    """The frame of a convolution in two dimensions has rows of zeros above and below the sequence,
    too, and they are in the way. Pad the sequence first and give the 2-D convolution pad 0."""
    out, cache = _one_pixel_high(x, w, b, stride, pad)
    return out.reshape(len(x), len(w), -1), cache


def stride_and_pad_swapped(x, w, b, stride=1, pad=0):
    """Stride and pad change places: the fourth argument is the stride."""
    return convolved(with_padding(x, stride), w, b, max(1, pad)), (x, w, stride, pad)


def stride_not_used(x, w, b, stride=1, pad=0):
    """The stride is not used: there is a window at every step."""
    return forward(x, w, b, 1, pad)[0], (x, w, stride, pad)
