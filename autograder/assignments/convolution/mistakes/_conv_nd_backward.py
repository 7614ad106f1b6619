"""Mistakes in the backward pass of a convolution, over however many axes it runs."""

import numpy as np

from autograder.assignments.convolution.mistakes._conv_nd import (
    backward,
    cropped,
    filter_gradient,
    forward,
    padded_input_gradient,
    turned,
    weights,
    with_padding,
)
from autograder.assignments.networks.mistakes import _caches
from autograder.judge.mistake import Mistake

# dx -----------------------------------------------------------------------------------


def padding_left_on(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = backward(dout, cache)
    return padded_input_gradient(dout, w, with_padding(x, pad).shape, stride), dw, db


def padding_cut_at_the_end(dout, cache):
    x, *_ = cache
    dx, dw, db = padding_left_on(dout, cache)
    return cropped(dx, 0, x.shape), dw, db


def filters_turned(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = backward(dout, cache)
    dx, _, _ = backward(dout, (x, turned(w), stride, pad))
    return dx, dw, db


def remainder_cut_off(dout, cache):
    """dx ends where the last window does."""
    _, w, stride, pad = cache
    dx, dw, db = backward(dout, cache)
    ends = [(places - 1) * stride for places in dout.shape[2:]]
    sides = [end + field - pad for end, field in zip(ends, w.shape[2:], strict=True)]
    return dx[(..., *map(slice, sides))], dw, db


# dw and db ----------------------------------------------------------------------------


def dw_turned(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dx, turned(dw), db


def dw_of_unpadded_inputs(dout, cache):
    x, w, stride, pad = cache
    dx, _, db = backward(dout, cache)
    return dx, filter_gradient(dout, w, with_padding(x, 0, 2 * pad), stride), db


def dw_of_the_first_example(dout, cache):
    x, w, stride, pad = cache
    dx, _, db = backward(dout, cache)
    return dx, filter_gradient(dout[:1], w, with_padding(x[:1], pad), stride), db


def averaged_over_examples(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dx, dw / len(dout), db / len(dout)


def dw_averaged(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dx, dw / len(dout), db


def db_averaged_over_examples(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dx, dw, db / len(dout)


def dw_without_stride(dout, cache):
    x, w, _, pad = cache
    dx, _, db = backward(dout, cache)
    return dx, filter_gradient(dout, w, with_padding(x, pad), 1), db


def dx_without_stride(dout, cache):
    x, w, _, pad = cache
    _, dw, db = backward(dout, cache)
    padded = padded_input_gradient(dout, w, with_padding(x, pad).shape, 1)
    return cropped(padded, pad, x.shape), dw, db


def overlaps_overwritten_by_weight(dout, cache):
    """Of a pixel that lies under several weights, the last one of the filter counts."""
    x, w, stride, pad = cache
    _, dw, db = backward(dout, cache)
    gradient = np.zeros(with_padding(x, pad).shape)
    for weight, met in weights(w, dout.shape[2:], stride):
        gradient[met] = np.moveaxis(np.tensordot(w[weight], dout, (0, 1)), 0, 1)
    return cropped(gradient, pad, x.shape), dw, db


def db_for_every_example(dout, cache):
    dx, dw, _ = backward(dout, cache)
    return dx, dw, dout.sum(axis=tuple(range(2, dout.ndim)))


def db_for_every_place(dout, cache):
    dx, dw, _ = backward(dout, cache)
    return dx, dw, dout.sum(axis=0)


def db_one_number(dout, cache):
    dx, dw, _ = backward(dout, cache)
    return dx, dw, dout.sum()


# All of them --------------------------------------------------------------------------


def stride_not_used(dout, cache):
    x, w, _, pad = cache
    return backward(dout, (x, w, 1, pad))


def upstream_not_used(dout, cache):
    return backward(np.ones(dout.shape), cache)


def dx_without_upstream(dout, cache):
    _, dw, db = backward(dout, cache)
    return backward(np.ones(dout.shape), cache)[0], dw, db


def dw_without_upstream(dout, cache):
    dx, _, db = backward(dout, cache)
    return dx, backward(np.ones(dout.shape), cache)[1], db


def _of_the_last_place(dout, examples):
    """The upstream gradient of one place, and 0 elsewhere."""
    kept = np.zeros(dout.shape)
    place = (examples, slice(None), *[-1] * (dout.ndim - 2))
    kept[place] = dout[place]
    return kept


def dw_of_the_last_window(dout, cache):
    """Overwritten at each place of each example."""
    dx, _, db = backward(dout, cache)
    return dx, backward(_of_the_last_place(dout, -1), cache)[1], db


def dw_of_the_last_places(dout, cache):
    """Overwritten at each place, where all examples are summed at once."""
    dx, _, db = backward(dout, cache)
    return dx, backward(_of_the_last_place(dout, slice(None)), cache)[1], db


def db_of_the_last_place(dout, cache):
    dx, dw, _ = backward(dout, cache)
    return dx, dw, dout[(-1, slice(None), *[-1] * (dout.ndim - 2))]


def db_as_column(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dx, dw, db[:, np.newaxis]


def weights_first(dout, cache):
    dx, dw, db = backward(dout, cache)
    return dw, db, dx


def _dx_without_filters(dout, cache):
    x, w, stride, pad = cache
    _, dw, db = backward(dout, cache)
    return backward(dout, (x, np.ones(w.shape), stride, pad))[0], dw, db


def _dw_without_windows(dout, cache):
    x, w, stride, pad = cache
    dx, _, db = backward(dout, cache)
    return dx, filter_gradient(dout, w, np.ones(with_padding(x, pad).shape), stride), db


def without_a_factor(forward_name, inputs):
    """Products with one factor less, of the exercise that goes with that forward pass."""
    return (
        Mistake(
            "dx_without_filters",
            f"The filters are missing in the gradient of the {inputs}: each window gets the "
            f"upstream gradient times the filter.",
            _dx_without_filters,
            {forward_name: forward},
        ),
        Mistake(
            "dw_without_windows",
            f"The {inputs} are missing in the gradient of the filters: each filter gets the "
            f"upstream gradient times the window.",
            _dw_without_windows,
            {forward_name: forward},
        ),
    )


def cached_wrongly(forward_name):
    """Mistakes in what lies in the cache, of the exercise that goes with that forward pass."""
    through_latest, remembering = _caches.through_the_latest(forward, backward)
    return (
        Mistake(
            "last_forward_instead_of_cache",
            "It goes back through the latest forward pass, not through the one whose cache it "
            "got: keep nothing outside the cache.",
            through_latest,
            {forward_name: remembering},
        ),
        Mistake(
            "adds_up_in_the_cache",
            "A second time with the same cache the gradients of the first are still in there: "
            "start from fresh zeros.",
            _caches.accumulating(backward),
            {forward_name: _caches.in_a_list(forward)},
        ),
    )
