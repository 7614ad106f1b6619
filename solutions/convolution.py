"""Convolution: a small filter slides over an image, and its gradient slides back.

Reference solutions of the assignment ``convolution``.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv_forward_fast(x, w, b, stride=1, pad=0):
    """Convolve a batch of images with a set of filters, without a slow loop.

    The image is surrounded by pad rows and columns of zeros. Entry
    out[n, f, i, j] is the sum over all channels of the filter w[f] times the
    window of image n that starts at row i * stride and column j * stride, plus
    b[f]. Windows that do not fit into the padded image any more are left out.

    No Python loop runs over the examples or over the positions of the windows.
    Loops over the rows or columns of a filter are allowed.

    Arguments:
        x: (N, C, H, W) float array, a batch of images.
        w: (F, C, HH, WW) float array, the filters; none is larger than the padded
            image.
        b: (F,) float array, the biases.
        stride: the step from a window to the next, an integer of at least 1.
        pad: rows and columns of zeros on each side, an integer of at least 0.

    Returns:
        A tuple of the output, an array (N, F, H', W') with
        H' = (H + 2 pad - HH) // stride + 1 and W' likewise, and a cache of
        whatever the backward pass needs.

    Source: Cho and Brand (2017), MEC: Memory-efficient Convolution for Deep
    Neural Network.
    """
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    out_h = (H + 2 * pad - HH) // stride + 1
    out_w = (W + 2 * pad - WW) // stride + 1
    padded = np.zeros((N, H + 2 * pad, C, W + 2 * pad), dtype=x.dtype)
    padded[:, pad : pad + H, :, pad : pad + W] = x.transpose(0, 2, 1, 3)
    # For each row of an image: what each column of a filter meets along it.
    rows = np.empty((N, H + 2 * pad, WW, C, out_w), dtype=x.dtype)
    for column in range(WW):
        rows[:, :, column] = padded[..., column : column + stride * out_w : stride]
    # The HH rows that a filter meets lie one after another in memory, and stride rows
    # further on begin the next ones: a view is enough, nothing is copied again.
    rows = rows.reshape(N, -1, out_w)
    windows = sliding_window_view(rows, HH * WW * C, axis=1)[:, :: stride * WW * C]
    windows = windows.transpose(0, 1, 3, 2)  # (N, H', HH WW C, W')
    filters = w.transpose(0, 2, 3, 1).reshape(F, HH * WW * C)
    out = np.empty((N, F, out_h, out_w), dtype=x.dtype)
    # One small product for each row of the output, in place: it stays in the cache.
    np.matmul(filters, windows, out=out.transpose(0, 2, 1, 3))
    out += b[:, np.newaxis, np.newaxis]
    return out, (x.shape, w, windows, stride, pad)


def conv_backward_fast(dout, cache):
    """Backward pass of conv_forward_fast.

    No Python loop runs over the examples or over the positions of the windows.
    Loops over the rows or columns of a filter are allowed.

    Arguments:
        dout: (N, F, H', W') float array, the upstream gradient.
        cache: what conv_forward_fast returned second.

    Returns:
        A tuple of three gradients: dx (N, C, H, W) for the images, dw
        (F, C, HH, WW) for the filters and db (F,) for the biases.

    Source: Dumoulin and Visin (2016), A guide to convolution arithmetic for deep
    learning, section 4.
    """
    (N, C, H, W), w, windows, stride, pad = cache
    F, _, HH, WW = w.shape
    _, _, out_h, out_w = dout.shape
    # Products are fastest if no factor is transposed: it pays to copy dout once.
    dw = (windows @ np.ascontiguousarray(dout.transpose(0, 2, 3, 1))).sum(axis=(0, 1))
    dw = dw.reshape(HH, WW, C, F).transpose(3, 2, 0, 1)
    # Every stride-th row of the image meets every stride-th row of the filter, the last
    # of these first, and as many rows of dout, which lie one after another. Above and
    # below dout are rows of zeros.
    height = -(-(H + 2 * pad) // stride)
    framed = np.zeros((N, HH + height, F, out_w), dtype=dout.dtype)
    framed[:, HH : HH + out_h] = dout.transpose(0, 2, 1, 3)
    drows = np.empty((N, H + 2 * pad, WW * C, out_w), dtype=dout.dtype)
    for first in range(stride):
        filters = w[:, :, first::stride][:, :, ::-1].transpose(3, 1, 2, 0).reshape(WW * C, -1)
        met = sliding_window_view(framed.reshape(N, -1, out_w), filters.shape[1], axis=1)
        met = met[:, ::F][:, -height:].transpose(0, 1, 3, 2)  # (N, height, rows F, W')
        reached = drows[:, first::stride]
        np.matmul(filters, met[:, : reached.shape[1]], out=reached)
    drows = drows.reshape(N, H + 2 * pad, WW, C, out_w)
    dpadded = np.zeros((N, H + 2 * pad, C, W + 2 * pad), dtype=dout.dtype)
    for column in range(WW):
        dpadded[..., column : column + stride * out_w : stride] += drows[:, :, column]
    dx = dpadded[:, pad : pad + H, :, pad : pad + W].transpose(0, 2, 1, 3)
    return dx, dw, dout.sum(axis=(0, 2, 3))


def max_pool_forward(x, size=2, stride=2):
    """Keep the largest value of each window, in every channel by itself.

    Entry out[n, c, i, j] is the largest of the size × size values of x[n, c] from
    row i * stride and column j * stride on. There is no padding: windows that do
    not fit into the image are left out, and windows overlap where stride is
    smaller than size.

    Arguments:
        x: (N, C, H, W) float array, a batch of images; H and W are at least size.
        size: height and width of a window, an integer of at least 1.
        stride: the step from a window to the next, an integer of at least 1.

    Returns:
        A tuple of the output, an array (N, C, H', W') with
        H' = (H - size) // stride + 1 and W' likewise, and a cache of whatever the
        backward pass needs.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 9.3.
    """
    windows = sliding_window_view(x, (size, size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    windows = windows.reshape(*windows.shape[:4], size * size)
    largest = windows.argmax(axis=-1)  # the first of equals, row by row
    out = np.take_along_axis(windows, largest[..., np.newaxis], axis=-1)[..., 0]
    return out, (x.shape, largest, size, stride)


def max_pool_backward(dout, cache):
    """Backward pass of max_pool_forward.

    Only the largest value of a window has an effect, so it gets the whole upstream
    gradient of that window. Of equal values it is the first, counted row by row
    and in a row from left to right. Where windows overlap, the gradients that meet
    are added.

    Arguments:
        dout: (N, C, H', W') float array, the upstream gradient.
        cache: what max_pool_forward returned second.

    Returns:
        dx (N, C, H, W), the gradient for the images.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 9.3.
    """
    shape, largest, size, stride = cache
    _, _, out_h, out_w = dout.shape
    dx = np.zeros(shape, dtype=dout.dtype)
    for place in range(size * size):
        row, column = divmod(place, size)
        reached = dx[:, :, row : row + stride * out_h : stride]
        reached[..., column : column + stride * out_w : stride] += dout * (largest == place)
    return dx


def conv1d_forward(x, w, b, stride=1, pad=0):
    """Convolve a batch of sequences with a set of filters.

    The sequence is surrounded by pad zeros at each end. Entry out[n, f, t] is the
    sum over all channels of the filter w[f] times the window of sequence n that
    starts at t * stride, plus b[f]. Windows that do not fit into the padded
    sequence any more are left out.

    Arguments:
        x: (N, C, T) float array, a batch of sequences.
        w: (F, C, K) float array, the filters; none is longer than the padded
            sequence.
        b: (F,) float array, the biases.
        stride: the step from a window to the next, an integer of at least 1.
        pad: zeros at each end, an integer of at least 0.

    Returns:
        A tuple of the output, an array (N, F, T') with
        T' = (T + 2 pad - K) // stride + 1, and a cache of whatever the backward
        pass needs.

    Source: Waibel et al. (1989), Phoneme Recognition Using Time-Delay Neural
    Networks.
    """
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    windows = sliding_window_view(padded, w.shape[2], axis=2)[:, :, ::stride]
    out = np.einsum("nctk,fck->nft", windows, w) + b[:, np.newaxis]
    return out, (x.shape, w, windows, stride, pad)


def conv1d_backward(dout, cache):
    """Backward pass of conv1d_forward.

    Arguments:
        dout: (N, F, T') float array, the upstream gradient.
        cache: what conv1d_forward returned second.

    Returns:
        A tuple of three gradients: dx (N, C, T) for the sequences, dw (F, C, K) for
        the filters and db (F,) for the biases.

    Source: Dumoulin and Visin (2016), A guide to convolution arithmetic for deep
    learning, section 4.
    """
    (N, C, T), w, windows, stride, pad = cache
    out_t = dout.shape[2]
    dw = np.einsum("nft,nctk->fck", dout, windows)
    dpadded = np.zeros((N, C, T + 2 * pad), dtype=dout.dtype)
    for k in range(w.shape[2]):
        dpadded[:, :, k : k + stride * out_t : stride] += w[:, :, k].T @ dout
    return dpadded[:, :, pad : pad + T], dw, dout.sum(axis=(0, 2))
