"""Known mistakes of ``conv1d_backward``."""

import numpy as np

from autograder.assignments.convolution.mistakes import _conv_nd_backward
from autograder.assignments.convolution.mistakes._conv_nd import forward
from autograder.assignments.convolution.mistakes._conv_nd_backward import (
    averaged_over_examples,
    cached_wrongly,
    db_averaged_over_examples,
    db_for_every_example,
    dw_averaged,
    dw_of_the_first_example,
    dw_of_unpadded_inputs,
)
from autograder.judge.mistake import brings, made


@brings(conv1d_forward=forward)
def cropped_to_nothing(dout, cache):
    """With pad 0 nothing is left of the gradient of the sequences: an end of minus 0 is 0, which is
    the beginning. Count the end from the front."""
    x, w, stride, pad = cache
    K = w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for t in range(dout.shape[2]):
        window = slice(t * stride, t * stride + K)
        dpadded[:, :, window] += np.einsum("nf,fck->nck", dout[:, :, t], w)
        dw += np.einsum("nf,nck->fck", dout[:, :, t], padded[:, :, window])
    return dpadded[:, :, pad:-pad], dw, dout.sum(axis=(0, 2))


@brings(conv1d_forward=forward)
def overlaps_overwritten(dout, cache):
    """Where windows share a step only the last one counts: the step had a part in every one of
    them, so its gradients add up."""
    x, w, stride, pad = cache
    K = w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for t in range(dout.shape[2]):
        window = slice(t * stride, t * stride + K)
        dpadded[:, :, window] = np.einsum("nf,fck->nck", dout[:, :, t], w)
        dw += np.einsum("nf,nck->fck", dout[:, :, t], padded[:, :, window])
    return dpadded[:, :, pad : pad + x.shape[2]], dw, dout.sum(axis=(0, 2))


@brings(conv1d_forward=forward)
def dw_of_the_last_place(dout, cache):
    """The gradient of a filter is overwritten at each place: it is the sum over all places and all
    sequences."""
    x, w, stride, pad = cache
    K = w.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for t in range(dout.shape[2]):
        window = slice(t * stride, t * stride + K)
        dpadded[:, :, window] += np.einsum("nf,fck->nck", dout[:, :, t], w)
        dw = np.einsum("nf,nck->fck", dout[:, :, t], padded[:, :, window])
    return dpadded[:, :, pad : pad + x.shape[2]], dw, dout.sum(axis=(0, 2))


padding_left_on = made(
    "The gradient of the sequences still has the padding: it has the shape of the sequences.",
    _conv_nd_backward.padding_left_on,
    conv1d_forward=forward,
)

padding_cut_at_the_end = made(
    "All padding is cut off at the end: half of it stands before the sequence.",
    _conv_nd_backward.padding_cut_at_the_end,
    conv1d_forward=forward,
)

stride_not_used = made(
    "The windows lie one step apart on the way back: the stride is not used.",
    _conv_nd_backward.stride_not_used,
    conv1d_forward=forward,
)

filters_turned = made(
    "The filters are turned around on the way to the sequences. That belongs to another way "
    "to compute it, by a convolution of the upstream gradient: where you add the filter to "
    "each window, it stays as it is.",
    _conv_nd_backward.filters_turned,
    conv1d_forward=forward,
)

dw_turned = made(
    "The gradient of the filters is turned around.",
    _conv_nd_backward.dw_turned,
    conv1d_forward=forward,
)

upstream_not_used = made(
    "The upstream gradient is not used: multiply by it.",
    _conv_nd_backward.upstream_not_used,
    conv1d_forward=forward,
)

dw_of_unpadded_sequences = made(
    "The gradient of the filters takes its windows from the unpadded sequences: the filters "
    "saw the padded ones.",
    dw_of_unpadded_inputs,
    conv1d_forward=forward,
)

dw_of_the_first_sequence = made(
    "The gradient of the filters is that of the first sequence: sum over all of them.",
    dw_of_the_first_example,
    conv1d_forward=forward,
)

averaged_over_sequences = made(
    "The gradients of filters and biases are divided by the number of sequences: the mean "
    "belongs to the loss, and the upstream gradient has it already.",
    averaged_over_examples,
    conv1d_forward=forward,
)

dw_averaged_over_sequences = made(
    "The gradient of the filters is divided by the number of sequences: the mean belongs to the "
    "loss, and the upstream gradient has it already.",
    dw_averaged,
    conv1d_forward=forward,
)

db_averaged_over_sequences = made(
    "The gradient of the biases is divided by the number of sequences: the mean belongs to the "
    "loss, and the upstream gradient has it already.",
    db_averaged_over_examples,
    conv1d_forward=forward,
)

dw_without_stride = made(
    "For the gradient of the filters the windows lie one step apart: the stride is not used.",
    _conv_nd_backward.dw_without_stride,
    conv1d_forward=forward,
)

dx_without_stride = made(
    "For the gradient of the sequences the windows lie one step apart: the stride is not used.",
    _conv_nd_backward.dx_without_stride,
    conv1d_forward=forward,
)

overlaps_overwritten_by_weight = made(
    "Where windows share a step only the last one counts: the step had a part in every one of "
    "them, so its gradients add up.",
    _conv_nd_backward.overlaps_overwritten_by_weight,
    conv1d_forward=forward,
)

dx_without_upstream = made(
    "The upstream gradient is missing in the gradient of the sequences: multiply the filter by it.",
    _conv_nd_backward.dx_without_upstream,
    conv1d_forward=forward,
)

dw_without_upstream = made(
    "The upstream gradient is missing in the gradient of the filters: multiply the window by it.",
    _conv_nd_backward.dw_without_upstream,
    conv1d_forward=forward,
)

db_of_the_last_place = made(
    "The gradient of a bias is overwritten at each place: it is the sum over all places and all "
    "sequences.",
    _conv_nd_backward.db_of_the_last_place,
    conv1d_forward=forward,
)

db_for_every_sequence = made(
    "The gradient of the biases is not summed over the sequences.",
    db_for_every_example,
    conv1d_forward=forward,
)

db_for_every_place = made(
    "The gradient of the biases is summed over the sequences only: a bias had a part in every "
    "place, too.",
    _conv_nd_backward.db_for_every_place,
    conv1d_forward=forward,
)

db_as_column = made(
    "The gradient of the biases is a column: it has the shape of the biases, one axis.",
    _conv_nd_backward.db_as_column,
    conv1d_forward=forward,
)

db_one_number = made(
    "The gradient of the biases is one number: each filter has a bias, and a gradient for it.",
    _conv_nd_backward.db_one_number,
    conv1d_forward=forward,
)

remainder_cut_off = made(
    "The steps that the stride left over are missing: their gradient is 0, but they are there.",
    _conv_nd_backward.remainder_cut_off,
    conv1d_forward=forward,
)

weights_first = made(
    "The gradient of the sequences comes last: return it first, then filters and biases.",
    _conv_nd_backward.weights_first,
    conv1d_forward=forward,
)

of_the_cache = cached_wrongly("conv1d_forward")

without_a_factor = _conv_nd_backward.without_a_factor("conv1d_forward", "sequences")

dw_of_the_last_window = made(
    "The gradient of a filter is overwritten by that of each window: it is the sum over all places "
    "and all sequences.",
    _conv_nd_backward.dw_of_the_last_window,
    conv1d_forward=forward,
)
