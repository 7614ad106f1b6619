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


def weights(w, places, stride):
    """For each weight of a filter its index, and that of the pixels it meets, a place each."""
    for weight in np.ndindex(w.shape[2:]):
        ends = zip(weight, places, strict=True)
        met = (slice(i, i + (count - 1) * stride + 1, stride) for i, count in ends)
        yield (..., *weight), (..., *met)


def convolved(padded, w, b, stride):
    """The output for an input that is padded already."""
    sides = zip(padded.shape[2:], w.shape[2:], strict=True)
    places = [(side - field) // stride + 1 for side, field in sides]
    out = np.zeros((len(w), len(padded), *places))
    for weight, met in weights(w, places, stride):
        out += np.tensordot(w[weight], padded[met], (1, 1))
    return np.moveaxis(out, 0, 1) + np.reshape(b, (-1, *[1] * len(places)))


def forward(x, w, b, stride=1, pad=0):
    """A right forward pass."""
    return convolved(with_padding(x, pad), w, b, stride), (x, w, stride, pad)


def padded_input_gradient(dout, w, shape, stride):
    """The gradient of the padded input."""
    gradient = np.zeros(shape)
    for weight, met in weights(w, dout.shape[2:], stride):
        gradient[met] += np.moveaxis(np.tensordot(w[weight], dout, (0, 1)), 0, 1)
    return gradient


def filter_gradient(dout, w, padded, stride):
    """The gradient of the filters."""
    gradient = np.zeros(w.shape)
    summed = [0, *range(2, dout.ndim)]
    for weight, met in weights(w, dout.shape[2:], stride):
        gradient[weight] = np.tensordot(dout, padded[met], (summed, summed))
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
