"""A right convolution over any number of axes, in pieces, for mistakes that change one."""

import numpy as np


def with_padding(x, before, after=None, mode="constant"):
    """Pad the axes from the third on, with zeros unless another mode is given."""
    widths = [(before, before if after is None else after)] * (x.ndim - 2)
    return np.pad(x, [(0, 0), (0, 0), *widths], mode=mode)


def cropped(x, start, shape):
    """Of each axis from the third on, as much as the shape says, from the start on."""
    return x[(..., *(slice(start, start + side) for side in shape[2:]))]


def turned(w):
    """The filters, turned round along each of their axes."""
    return np.flip(w, axis=tuple(range(2, w.ndim)))


def windows(places, w, stride):
    """For each place its index in the output, and that of its window in the padded input."""
    for place in np.ndindex(tuple(places)):
        starts = zip((i * stride for i in place), w.shape[2:], strict=True)
        window = (slice(start, start + field) for start, field in starts)
        yield (..., *place), (..., *window)


def convolved(padded, w, b, stride):
    """The output for an input that is padded already."""
    sides = zip(padded.shape[2:], w.shape[2:], strict=True)
    places = [(side - field) // stride + 1 for side, field in sides]
    out = np.zeros((len(padded), len(w), *places))
    summed = list(range(1, w.ndim))
    for place, window in windows(places, w, stride):
        out[place] = np.tensordot(padded[window], w, (summed, summed)) + b
    return out


def forward(x, w, b, stride=1, pad=0):
    """A right forward pass."""
    return convolved(with_padding(x, pad), w, b, stride), (x, w, stride, pad)


def padded_input_gradient(dout, w, shape, stride):
    """The gradient of the padded input."""
    gradient = np.zeros(shape)
    for place, window in windows(dout.shape[2:], w, stride):
        gradient[window] += np.tensordot(dout[place], w, 1)
    return gradient


def filter_gradient(dout, w, padded, stride):
    """The gradient of the filters."""
    gradient = np.zeros(w.shape)
    for place, window in windows(dout.shape[2:], w, stride):
        gradient += np.tensordot(dout[place], padded[window], (0, 0))
    return gradient


def bias_gradient(dout):
    """The gradient of the biases."""
    return dout.sum(axis=(0, *range(2, dout.ndim)))


def backward(dout, cache):
    """A right backward pass."""
    x, w, stride, pad = cache
    padded = with_padding(x, pad)
    dx = cropped(padded_input_gradient(dout, w, padded.shape, stride), pad, x.shape)
    dw = filter_gradient(dout, w, padded, stride)
    return dx, dw, bias_gradient(dout)
