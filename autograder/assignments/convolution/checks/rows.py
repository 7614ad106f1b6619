"""Right answers for sequences that call what works on images: each is an image of one row.

The reference calls nothing of this. A student may, and then stand-ins show how.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.assignments.random_inputs import Array
from solutions.convolution import conv_backward, conv_step, zero_pad


def conv_forward(x: Array, w: Array, b: Array, stride: int = 1, pad: int = 0) -> Any:
    """The reference's loops, with this module's `zero_pad` and `conv_step`."""
    filters, _, height, width = w.shape
    padded = zero_pad(x, pad)
    rows, columns = padded.shape[2] - height, padded.shape[3] - width
    out = np.empty((len(x), filters, rows // stride + 1, columns // stride + 1))
    for n, f, i, j in np.ndindex(out.shape):
        top, left = i * stride, j * stride
        window = padded[n, :, top : top + height, left : left + width]
        out[n, f, i, j] = conv_step(window, w[f], b[f])
    return out, (x, w, stride, pad)


def conv1d_forward(x: Array, w: Array, b: Array, stride: int = 1, pad: int = 0) -> Any:
    """A frame around each row, of which its own row is kept, and a convolution of images."""
    padded = zero_pad(x[:, :, np.newaxis], pad)[:, :, pad : pad + 1]
    out, cache = conv_forward(padded, w[:, :, np.newaxis], b, stride, 0)
    return out[:, :, 0], (cache, pad, x.shape[2])


def conv1d_backward(dout: Array, cache: Any) -> Any:
    """The same, back."""
    of_images, pad, steps = cache
    dpadded, dw, db = conv_backward(dout[:, :, np.newaxis], of_images)
    return dpadded[:, :, 0, pad : pad + steps], dw[:, :, 0], db
