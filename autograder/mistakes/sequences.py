"""Known mistakes of ``conv1d_forward`` and ``conv1d_backward``.

Those of the backward pass bring the forward pass whose cache they read.
"""

from typing import Any

import numpy as np

from autograder.exercise import Mistake


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


def _padded(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad)))


def _convolved(padded, w, b, stride):
    """The output for sequences that are padded already."""
    K = w.shape[2]
    out = np.zeros((len(padded), len(w), (padded.shape[2] - K) // stride + 1))
    for t in range(out.shape[2]):
        window = padded[:, :, t * stride : t * stride + K]
        out[:, :, t] = np.einsum("nck,fck->nf", window, w) + b
    return out


def _right(x, w, b, stride=1, pad=0):
    return _convolved(_padded(x, pad), w, b, stride), (x, w, stride, pad)


def pad_not_used(x, w, b, stride=1, pad=0):
    return _convolved(x, w, b, stride), (x, w, stride, pad)


def padded_at_the_start(x, w, b, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, 0)))
    return _convolved(padded, w, b, stride), (x, w, stride, pad)


def all_padding_before(x, w, b, stride=1, pad=0):
    """A causal convolution, as in audio: nothing looks ahead."""
    padded = np.pad(x, ((0, 0), (0, 0), (2 * pad, 0)))
    return _convolved(padded, w, b, stride), (x, w, stride, pad)


def border_repeated(x, w, b, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)), mode="edge")
    return _convolved(padded, w, b, stride), (x, w, stride, pad)


def remainder_refused(x, w, b, stride=1, pad=0):
    if (x.shape[2] + 2 * pad - w.shape[2]) % stride:
        raise ValueError("the filter does not fit")
    return _right(x, w, b, stride, pad)


def last_place_forgotten(x, w, b, stride=1, pad=0):
    steps = (x.shape[2] + 2 * pad - w.shape[2]) // stride
    out, cache = _right(x, w, b, stride, pad)
    return out[:, :, :steps], cache


def first_channel_only(x, w, b, stride=1, pad=0):
    out = _convolved(_padded(x[:, :1], pad), w[:, :1], b, stride)
    return out, (x, w, stride, pad)


def filters_last(x, w, b, stride=1, pad=0):
    out, cache = _right(x, w, b, stride, pad)
    return out.swapaxes(1, 2), cache


def filters_last_reshaped(x, w, b, stride=1, pad=0):
    """Computed with the filters last, and given its shape without moving an axis."""
    out, cache = _right(x, w, b, stride, pad)
    return out.swapaxes(1, 2).reshape(out.shape), cache


def first_bias_for_all(x, w, b, stride=1, pad=0):
    return _right(x, w, np.full(b.shape, b[0]), stride, pad)


def bias_along_time(x, w, b, stride=1, pad=0):
    out, cache = _right(x, w, 0 * b, stride, pad)
    return out + b, cache


def rectified(x, w, b, stride=1, pad=0):
    out, cache = _right(x, w, b, stride, pad)
    return np.maximum(0, out), cache


def without_cache(x, w, b, stride=1, pad=0):
    return _right(x, w, b, stride, pad)[0]


def stride_and_pad_swapped(x, w, b, stride=1, pad=0):
    return _convolved(_padded(x, stride), w, b, max(1, pad)), (x, w, stride, pad)


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
    Mistake("pad_not_used", "The pad is not used.", pad_not_used),
    Mistake(
        "padded_at_the_start",
        "The sequences are padded at the start only: pad both ends.",
        padded_at_the_start,
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
    Mistake(
        "first_channel_only",
        "Only the first channel counts: a filter looks at all channels of its window.",
        first_channel_only,
    ),
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
    Mistake(
        "rectified",
        "Negative numbers become 0: the nonlinearity is a layer of its own and comes later.",
        rectified,
    ),
    Mistake(
        "without_cache",
        "Only the output came back: a forward pass returns its cache, too.",
        without_cache,
    ),
    Mistake(
        "stride_and_pad_swapped",
        "Stride and pad change places: the fourth argument is the stride.",
        stride_and_pad_swapped,
    ),
)


# The backward pass ------------------------------------------------------------------


def cropped_to_nothing(dout, cache):
    x, w, stride, pad = cache
    K = w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for t in range(dout.shape[2]):
        window = slice(t * stride, t * stride + K)
        dpadded[:, :, window] += np.einsum("nf,fck->nck", dout[:, :, t], w)
        dw += np.einsum("nf,nck->fck", dout[:, :, t], padded[:, :, window])
    return dpadded[:, :, pad:-pad], dw, dout.sum(axis=(0, 2))


def overlaps_overwritten(dout, cache):
    x, w, stride, pad = cache
    K = w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for t in range(dout.shape[2]):
        window = slice(t * stride, t * stride + K)
        dpadded[:, :, window] = np.einsum("nf,fck->nck", dout[:, :, t], w)
        dw += np.einsum("nf,nck->fck", dout[:, :, t], padded[:, :, window])
    return dpadded[:, :, pad : pad + x.shape[2]], dw, dout.sum(axis=(0, 2))


def dw_of_the_last_place(dout, cache):
    x, w, stride, pad = cache
    K = w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for t in range(dout.shape[2]):
        window = slice(t * stride, t * stride + K)
        dpadded[:, :, window] += np.einsum("nf,fck->nck", dout[:, :, t], w)
        dw = np.einsum("nf,nck->fck", dout[:, :, t], padded[:, :, window])
    return dpadded[:, :, pad : pad + x.shape[2]], dw, dout.sum(axis=(0, 2))


def _dpadded(dout, w, shape, stride):
    dpadded = np.zeros(shape)
    for t in range(dout.shape[2]):
        window = slice(t * stride, t * stride + w.shape[2])
        dpadded[:, :, window] += np.einsum("nf,fck->nck", dout[:, :, t], w)
    return dpadded


def _dw(dout, w, padded, stride):
    dw = np.zeros(w.shape)
    for t in range(dout.shape[2]):
        window = padded[:, :, t * stride : t * stride + w.shape[2]]
        dw += np.einsum("nf,nck->fck", dout[:, :, t], window)
    return dw


def _back_right(dout, cache):
    x, w, stride, pad = cache
    padded = _padded(x, pad)
    dpadded = _dpadded(dout, w, padded.shape, stride)
    dx = dpadded[:, :, pad : pad + x.shape[2]]
    return dx, _dw(dout, w, padded, stride), dout.sum(axis=(0, 2))


def padding_left_on(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = _back_right(dout, cache)
    return _dpadded(dout, w, _padded(x, pad).shape, stride), dw, db


def padding_cut_at_the_end(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = _back_right(dout, cache)
    return _dpadded(dout, w, _padded(x, pad).shape, stride)[:, :, : x.shape[2]], dw, db


def stride_not_used(dout, cache):
    x, w, _, pad = cache
    return _back_right(dout, (x, w, 1, pad))


def filters_turned(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = _back_right(dout, cache)
    dx, _, _ = _back_right(dout, (x, w[:, :, ::-1], stride, pad))
    return dx, dw, db


def dw_turned(dout, cache):
    dx, dw, db = _back_right(dout, cache)
    return dx, dw[:, :, ::-1], db


def upstream_not_used(dout, cache):
    return _back_right(np.ones(dout.shape), cache)


def dw_of_unpadded_sequences(dout, cache):
    x, w, stride, pad = cache
    dx, _, db = _back_right(dout, cache)
    shifted = np.zeros(_padded(x, pad).shape)
    shifted[:, :, : x.shape[2]] = x
    return dx, _dw(dout, w, shifted, stride), db


def dw_of_the_first_sequence(dout, cache):
    x, w, stride, pad = cache
    dx, _, db = _back_right(dout, cache)
    return dx, _dw(dout[:1], w, _padded(x[:1], pad), stride), db


def averaged_over_sequences(dout, cache):
    dx, dw, db = _back_right(dout, cache)
    return dx, dw / len(dout), db / len(dout)


def db_for_every_sequence(dout, cache):
    dx, dw, _ = _back_right(dout, cache)
    return dx, dw, dout.sum(axis=2)


def db_for_every_place(dout, cache):
    dx, dw, _ = _back_right(dout, cache)
    return dx, dw, dout.sum(axis=0)


def db_one_number(dout, cache):
    dx, dw, _ = _back_right(dout, cache)
    return dx, dw, dout.sum()


def remainder_cut_off(dout, cache):
    x, w, stride, pad = cache
    dx, dw, db = _back_right(dout, cache)
    length = min(x.shape[2], (dout.shape[2] - 1) * stride + w.shape[2] - pad)
    return dx[:, :, :length], dw, db


def weights_first(dout, cache):
    dx, dw, db = _back_right(dout, cache)
    return dw, db, dx


_LAST: dict[str, Any] = {}


def _forward_into_global(x, w, b, stride=1, pad=0):
    _LAST["cache"] = (x, w, stride, pad)
    return _right(x, w, b, stride, pad)


def last_forward_instead_of_cache(dout, cache):
    return _back_right(dout, _LAST["cache"])


def _forward_with_zeros(x, w, b, stride=1, pad=0):
    out, cache = _right(x, w, b, stride, pad)
    return out, (*cache, np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w)))


def adds_up_in_the_cache(dout, cache):
    *cache, dx, dw, db = cache
    for kept, found in zip((dx, dw, db), _back_right(dout, cache), strict=True):
        kept += found
    return dx, dw, db


def _mistake(name, sentence, function, forward=_right):
    return Mistake(name, sentence, function, {"conv1d_forward": forward})


CONV1D_BACKWARD = (
    _mistake(
        "cropped_to_nothing",
        "With pad 0 nothing is left of the gradient of the sequences: an end of minus 0 is 0, "
        "which is the beginning. Count the end from the front.",
        cropped_to_nothing,
    ),
    _mistake(
        "overlaps_overwritten",
        "Where windows share a step only the last one counts: the step had a part in every one "
        "of them, so its gradients add up.",
        overlaps_overwritten,
    ),
    _mistake(
        "dw_of_the_last_place",
        "The gradient of a filter is overwritten at each place: it is the sum over all places and "
        "all sequences.",
        dw_of_the_last_place,
    ),
    _mistake(
        "padding_left_on",
        "The gradient of the sequences still has the padding: it has the shape of the sequences.",
        padding_left_on,
    ),
    _mistake(
        "padding_cut_at_the_end",
        "All padding is cut off at the end: half of it stands before the sequence.",
        padding_cut_at_the_end,
    ),
    _mistake(
        "stride_not_used",
        "The windows lie one step apart on the way back: the stride is not used.",
        stride_not_used,
    ),
    _mistake(
        "filters_turned",
        "The filters are turned around on the way to the sequences. That belongs to another way to "
        "compute it, by a convolution of the upstream gradient: where you add the filter to each "
        "window, it stays as it is.",
        filters_turned,
    ),
    _mistake("dw_turned", "The gradient of the filters is turned around.", dw_turned),
    _mistake(
        "upstream_not_used",
        "The upstream gradient is not used: multiply by it.",
        upstream_not_used,
    ),
    _mistake(
        "dw_of_unpadded_sequences",
        "The gradient of the filters takes its windows from the unpadded sequences: the filters "
        "saw the padded ones.",
        dw_of_unpadded_sequences,
    ),
    _mistake(
        "dw_of_the_first_sequence",
        "The gradient of the filters is that of the first sequence: sum over all of them.",
        dw_of_the_first_sequence,
    ),
    _mistake(
        "averaged_over_sequences",
        "The gradients of filters and biases are divided by the number of sequences: the mean "
        "belongs to the loss, and the upstream gradient has it already.",
        averaged_over_sequences,
    ),
    _mistake(
        "db_for_every_sequence",
        "The gradient of the biases is not summed over the sequences.",
        db_for_every_sequence,
    ),
    _mistake(
        "db_for_every_place",
        "The gradient of the biases is summed over the sequences only: a bias had a part in every "
        "place, too.",
        db_for_every_place,
    ),
    _mistake(
        "db_one_number",
        "The gradient of the biases is one number: each filter has a bias, and a gradient for it.",
        db_one_number,
    ),
    _mistake(
        "remainder_cut_off",
        "The steps that the stride left over are missing: their gradient is 0, but they are there.",
        remainder_cut_off,
    ),
    _mistake(
        "weights_first",
        "The gradient of the sequences comes last: return it first, then filters and biases.",
        weights_first,
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
