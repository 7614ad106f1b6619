"""Mistakes in the forward pass of a convolution, over however many axes it runs."""

import numpy as np

from autograder.assignments.convolution.mistakes._conv_nd import convolved, forward, with_padding


def pad_not_used(x, w, b, stride=1, pad=0):
    return convolved(x, w, b, stride), (x, w, stride, pad)


def padded_before(x, w, b, stride=1, pad=0):
    return convolved(with_padding(x, pad, 0), w, b, stride), (x, w, stride, pad)


def border_repeated(x, w, b, stride=1, pad=0):
    return convolved(with_padding(x, pad, mode="edge"), w, b, stride), (x, w, stride, pad)


def first_channel_only(x, w, b, stride=1, pad=0):
    out = convolved(with_padding(x[:, :1], pad), w[:, :1], b, stride)
    return out, (x, w, stride, pad)


def first_bias_for_all(x, w, b, stride=1, pad=0):
    return forward(x, w, np.full(b.shape, b[0]), stride, pad)


def filters_last(x, w, b, stride=1, pad=0):
    out, cache = forward(x, w, b, stride, pad)
    return np.moveaxis(out, 1, -1), cache


def rectified(x, w, b, stride=1, pad=0):
    out, cache = forward(x, w, b, stride, pad)
    return np.maximum(0, out), cache


def remainder_refused(x, w, b, stride=1, pad=0):
    for side, field in zip(x.shape[2:], w.shape[2:], strict=True):
        if (side + 2 * pad - field) % stride:
            raise ValueError("the filter does not fit")
    return forward(x, w, b, stride, pad)


def last_place_forgotten(x, w, b, stride=1, pad=0):
    out, cache = forward(x, w, b, stride, pad)
    return out[(..., *[slice(-1)] * (out.ndim - 2))], cache


def without_cache(x, w, b, stride=1, pad=0):
    return forward(x, w, b, stride, pad)[0]
