"""Known mistakes of ``conv1d_backward``.

They bring the forward pass whose cache they read, as a student's notebook does.
"""

import numpy as np

from autograder.assignments.convolution.mistakes.conv_nd import forward
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


def _mistake(name, sentence, function):
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
    _mistake(*UPSTREAM_NOT_USED),
    _mistake(
        "dw_of_unpadded_sequences",
        "The gradient of the filters takes its windows from the unpadded sequences: the filters "
        "saw the padded ones.",
        dw_of_unpadded_inputs,
    ),
    _mistake(
        "dw_of_the_first_sequence",
        "The gradient of the filters is that of the first sequence: sum over all of them.",
        dw_of_the_first_example,
    ),
    _mistake(
        "averaged_over_sequences",
        "The gradients of filters and biases are divided by the number of sequences: the mean "
        "belongs to the loss, and the upstream gradient has it already.",
        averaged_over_examples,
    ),
    _mistake(
        "db_for_every_sequence",
        "The gradient of the biases is not summed over the sequences.",
        db_for_every_example,
    ),
    _mistake(
        "db_for_every_place",
        "The gradient of the biases is summed over the sequences only: a bias had a part in every "
        "place, too.",
        db_for_every_place,
    ),
    _mistake(*DB_ONE_NUMBER),
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
    *cached_wrongly("conv1d_forward"),
)
