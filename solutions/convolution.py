"""Convolutional networks: one small filter, slid over the whole image.

Reference solutions of the assignment ``convolution``.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


def output_size(n, f, stride=1, pad=0):
    """Count how many places a filter has along one axis.

    It is (n + 2 pad - f) / stride + 1, where that comes out even.

    Arguments:
        n: length of the input along the axis, an integer of at least 1.
        f: length of the filter along it, an integer of at least 1.
        stride: how far the filter moves from place to place, an integer of at
            least 1.
        pad: zeros added at each of the two ends, an integer of at least 0.

    Returns:
        The number of places, an int.

    Raises:
        ValueError: the filter is longer than the padded input, or a remainder is
            left: the filter does not fit.

    Source: Dumoulin and Visin (2016), A guide to convolution arithmetic for deep
    learning, relationship 6.
    """
    room = n + 2 * pad - f
    if room < 0 or room % stride != 0:
        raise ValueError(f"a filter of {f} does not fit {n} with stride {stride} and pad {pad}")
    return room // stride + 1


def zero_pad(x, pad):
    """Put a frame of zeros around every channel of every image.

    Arguments:
        x: (N, C, H, W) float array.
        pad: width of the frame in pixels, an integer of at least 0.

    Returns:
        (N, C, H + 2 pad, W + 2 pad) float array: x in the middle, zeros around it.
    """
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def conv_step(window, w, b):
    """One filter at one place: the dot product of window and filter, plus the bias.

    Arguments:
        window: (C, HH, WW) float array, cut from the image.
        w: (C, HH, WW) float array, the filter.
        b: the filter's bias, a float.

    Returns:
        One number.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, equation 9.6:
    what networks call a convolution does not flip the filter.
    """
    return np.sum(window * w) + b


def conv_forward(x, w, b, stride=1, pad=0):
    """Forward pass of a convolution: every filter at every place of every image.

    The number at row i and column j of a map is that of the window whose corner is
    at row i * stride and column j * stride of the padded image. What the stride
    leaves over at the right and at the bottom is dropped.

    Arguments:
        x: (N, C, H, W) float array, the images.
        w: (F, C, HH, WW) float array, the filters; HH and WW may differ, and are
            at most H + 2 pad and W + 2 pad.
        b: (F,) float array, a bias for each filter.
        stride: an integer of at least 1.
        pad: width of the frame of zeros, an integer of at least 0.

    Returns:
        A tuple of out (N, F, H', W'), with H' = (H + 2 pad - HH) // stride + 1 and
        W' likewise, and a cache: whatever conv_backward needs.

    Source: LeCun et al. (1998), Gradient-Based Learning Applied to Document
    Recognition.
    """
    filters, _, height, width = w.shape
    padded = zero_pad(x, pad)
    rows = (padded.shape[2] - height) // stride + 1
    columns = (padded.shape[3] - width) // stride + 1
    out = np.empty((len(x), filters, rows, columns))
    for n, f, i, j in np.ndindex(out.shape):
        top, left = i * stride, j * stride
        window = padded[n, :, top : top + height, left : left + width]
        out[n, f, i, j] = conv_step(window, w[f], b[f])
    return out, (x, w, stride, pad)


def conv_backward(dout, cache):
    """Backward pass of a convolution.

    Arguments:
        dout: (N, F, H', W') float array, the upstream gradient.
        cache: what conv_forward returned with the output. It can be used more
            than once, and after other forward passes.

    Returns:
        A tuple of dx (N, C, H, W), dw (F, C, HH, WW) and db (F,). Where the stride
        left pixels over, dx is 0.

    Source: LeCun et al. (1998), Gradient-Based Learning Applied to Document
    Recognition.
    """
    x, w, stride, pad = cache
    height, width = w.shape[2:]
    padded = zero_pad(x, pad)
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j * stride
        place = (n, slice(None), slice(top, top + height), slice(left, left + width))
        dpadded[place] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * padded[place]
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def im2col(x, field, stride=1, pad=0):
    """Write every window of an image into a column.

    Row c * field * field + i * field + j of a column is row i, column j of channel
    c of its window. The columns are the L places in row-major order. What the
    stride leaves over at the right and at the bottom is dropped.

    Arguments:
        x: (N, C, H, W) float array.
        field: height and width of the windows, an integer of at least 1 and at most
            H + 2 pad and W + 2 pad.
        stride: an integer of at least 1.
        pad: width of the frame of zeros, an integer of at least 0.

    Returns:
        (N, C * field * field, L) float array; L is the number of places down times
        the number of places across.

    Source: Chellapilla, Puri and Simard (2006), High Performance Convolutional
    Neural Networks for Document Processing.
    """
    padded = zero_pad(x, pad)
    windows = sliding_window_view(padded, (field, field), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * field * field, -1)


def col2im(cols, x_shape, field, stride=1, pad=0):
    """Add every column back to where im2col took it from.

    A pixel that lies in several windows becomes the sum of its numbers in all of
    them, and a pixel in no window becomes 0. What falls on the frame is dropped.

    Arguments:
        cols: (N, C * field * field, L) float array, laid out as im2col does.
        x_shape: the shape (N, C, H, W) of the images, four integers.
        field: height and width of the windows, an integer of at least 1.
        stride: an integer of at least 1.
        pad: width of the frame, an integer of at least 0.

    Returns:
        (N, C, H, W) float array.

    Source: Chellapilla, Puri and Simard (2006), High Performance Convolutional
    Neural Networks for Document Processing.
    """
    N, C, H, W = x_shape
    rows = (H + 2 * pad - field) // stride + 1
    columns = (W + 2 * pad - field) // stride + 1
    windows = cols.reshape(N, C, field, field, rows, columns)
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i in range(field):
        for j in range(field):
            below, right = i + rows * stride, j + columns * stride
            padded[:, :, i:below:stride, j:right:stride] += windows[:, :, i, j]
    return padded[:, :, pad : pad + H, pad : pad + W]


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
        cache: what conv_forward_fast returned second. It may be used more than once,
            and other forwards may have run in between.

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
        cache: what max_pool_forward returned second. It may be used more than once,
            and other forwards may have run in between.

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
        cache: what conv1d_forward returned second. It may be used more than once,
            and other forwards may have run in between.

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


class ConvNet:
    """A convolutional network: conv - relu - pool - affine - relu - affine.

    The convolution has stride 1 and pad (filter_size - 1) // 2, so its maps are as
    large as the image. The pool is a 2 x 2 max pool with stride 2. After it each
    example's maps are flattened in row-major order (C order) into one row. The
    loss is mean softmax cross-entropy, plus reg times the sum of all squares of
    W1, W2 and W3; biases are not regularized.

    Attributes:
        params: a dict of float64 arrays. With F = num_filters, f = filter_size:
            W1 (F, C, f, f), b1 (F,), W2 (F * H/2 * W/2, hidden_dim),
            b2 (hidden_dim,), W3 (hidden_dim, num_classes), b3 (num_classes,).
            Whoever trains the network changes them here.

    Source: LeCun et al. (1998), Gradient-Based Learning Applied to Document
    Recognition.
    """

    def __init__(
        self, input_shape, num_filters, filter_size, hidden_dim, num_classes, rng, weight_scale=1e-2
    ):
        """Draw the parameters.

        W1, W2 and W3 are drawn in this order, each as
        weight_scale * rng.standard_normal(shape); the biases are 0. Nothing else is
        drawn from rng.

        Arguments:
            input_shape: (C, H, W) of one image; H and W are even.
            num_filters: how many filters the convolution has.
            filter_size: their height and width, an odd integer.
            hidden_dim: how many hidden units there are.
            num_classes: how many classes there are.
            rng: np.random.Generator.
            weight_scale: a float.
        """
        C, H, W = input_shape
        shapes = {
            "W1": (num_filters, C, filter_size, filter_size),
            "W2": (num_filters * (H // 2) * (W // 2), hidden_dim),
            "W3": (hidden_dim, num_classes),
        }
        self.params = {
            name: weight_scale * rng.standard_normal(shape) for name, shape in shapes.items()
        }
        for name, units in (("b1", num_filters), ("b2", hidden_dim), ("b3", num_classes)):
            self.params[name] = np.zeros(units)

    def loss(self, X, y=None, reg=0.0):
        """Scores of a batch or, with labels, its loss and the gradients.

        The loss is finite for scores from -1e4 to 1e4.

        Arguments:
            X: (N, C, H, W) float array.
            y: (N,) labels of any integer dtype in [0, num_classes), or None.
            reg: strength of the regularization, a float.

        Returns:
            Without labels the scores, (N, num_classes). With labels a tuple of the
            loss, a number, and the gradients: a dict with the names and shapes of
            params.
        """
        p = self.params
        pad = (p["W1"].shape[-1] - 1) // 2
        maps, conv_cache = conv_forward_fast(X, p["W1"], p["b1"], 1, pad)
        maps, map_relu_cache = relu_forward(maps)
        pooled, pool_cache = max_pool_forward(maps, 2, 2)
        flat = pooled.reshape(len(X), -1)
        hidden, hidden_cache = affine_forward(flat, p["W2"], p["b2"])
        hidden, hidden_relu_cache = relu_forward(hidden)
        scores, scores_cache = affine_forward(hidden, p["W3"], p["b3"])
        if y is None:
            return scores

        shifted = scores - scores.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        true = np.arange(len(X)), y
        dscores = np.exp(log_p)
        dscores[true] -= 1
        grads = {}
        dhidden, grads["W3"], grads["b3"] = affine_backward(dscores / len(X), scores_cache)
        dhidden = relu_backward(dhidden, hidden_relu_cache)
        dflat, grads["W2"], grads["b2"] = affine_backward(dhidden, hidden_cache)
        dmaps = max_pool_backward(dflat.reshape(pooled.shape), pool_cache)
        dmaps = relu_backward(dmaps, map_relu_cache)
        _, grads["W1"], grads["b1"] = conv_backward_fast(dmaps, conv_cache)
        loss = -log_p[true].mean()
        for name in ("W1", "W2", "W3"):
            loss = loss + reg * np.sum(p[name] * p[name])
            grads[name] = grads[name] + 2 * reg * p[name]
        return loss, grads
