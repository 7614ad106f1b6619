"""``convolution`` with windows as views, and einsum over them."""

import numpy as np


def output_size(n, f, stride=1, pad=0):
    steps, left = divmod(n + 2 * pad - f, stride)
    if steps < 0 or left:
        raise ValueError(f"the filter does not fit: {left} left over")
    return steps + 1


def zero_pad(x, pad):
    shape = (*x.shape[:2], x.shape[2] + 2 * pad, x.shape[3] + 2 * pad)
    out = np.zeros(shape, dtype=x.dtype)
    out[..., pad : shape[2] - pad, pad : shape[3] - pad] = x
    return out


def conv_step(window, w, b):
    return np.einsum("cij,cij->", window, w) + b


def conv_forward(x, w, b, stride=1, pad=0):
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    out = np.einsum("ncijhw,fchw->nfij", windows, w) + b[:, None, None]
    return out, (x.shape, windows, w, stride, pad)


def conv_backward(dout, cache):
    (N, _, H, W), windows, w, stride, pad = cache
    dw = np.einsum("nfij,ncijhw->fchw", dout, windows)
    # A stride is a dilation on the way back, and the filter is turned by 180 degrees.
    HH, WW = w.shape[2:]
    dilated = np.zeros((N, len(w), H + 2 * pad + HH - 1, W + 2 * pad + WW - 1))
    below, right = HH - 1 + stride * dout.shape[2], WW - 1 + stride * dout.shape[3]
    dilated[:, :, HH - 1 : below : stride, WW - 1 : right : stride] = dout
    windows = np.lib.stride_tricks.sliding_window_view(dilated, (HH, WW), axis=(2, 3))
    dx = np.einsum("nfijhw,fchw->ncij", windows, w[:, :, ::-1, ::-1])
    return dx[:, :, pad : pad + H, pad : pad + W], dw, np.einsum("nfij->f", dout)


def im2col(x, field, stride=1, pad=0):
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, (field, field), axis=(2, 3))
    windows = np.einsum("ncijhw->nchwij", windows[:, :, ::stride, ::stride])
    return windows.reshape(len(x), -1, windows.shape[4] * windows.shape[5])


def col2im(cols, x_shape, field, stride=1, pad=0):
    N, C, H, W = x_shape
    down, across = ((side + 2 * pad - field) // stride + 1 for side in (H, W))
    windows = cols.reshape(N, C, field, field, down, across)
    # Which row of the padded image does row h of the window at place i lie on?
    rows = np.zeros((down, field, H + 2 * pad))
    columns = np.zeros((across, field, W + 2 * pad))
    for at, places in ((rows, down), (columns, across)):
        i, h = np.ogrid[:places, :field]
        at[i, h, i * stride + h] = 1
    padded = np.einsum("nchwij,ihr,jws->ncrs", windows, rows, columns, optimize=True)
    return padded[:, :, pad : pad + H, pad : pad + W]


def conv_forward_fast(x, w, b, stride=1, pad=0):
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    out = np.einsum("ncijhw,fchw->nfij", windows, w, optimize=True)
    return out + b[None, :, None, None], (x.shape, windows, w, stride, pad)


def conv_backward_fast(dout, cache):
    shape, windows, w, stride, pad = cache
    dw = np.einsum("nfij,ncijhw->fchw", dout, windows, optimize=True)
    dwindows = np.einsum("nfij,fchw->nchwij", dout, w, optimize=True)
    dpadded = np.zeros((*shape[:2], shape[2] + 2 * pad, shape[3] + 2 * pad))
    down, across = dout.shape[2:]
    for h in range(w.shape[2]):
        for k in range(w.shape[3]):
            lower, right = h + stride * down, k + stride * across
            dpadded[:, :, h:lower:stride, k:right:stride] += dwindows[:, :, h, k]
    dx = dpadded[:, :, pad : pad + shape[2], pad : pad + shape[3]]
    return dx, dw, np.einsum("nfij->f", dout)


def max_pool_forward(x, size=2, stride=2):
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:4], -1)
    first = np.eye(size * size)[flat.argmax(axis=-1)]
    return np.einsum("ncijk,ncijk->ncij", flat, first), (x.shape, first, size, stride)


def max_pool_backward(dout, cache):
    shape, first, size, stride = cache
    given = (dout[..., None] * first).reshape(*dout.shape, size, size)
    dx = np.zeros(shape)
    i, j = np.indices(dout.shape[2:])
    for h in range(size):
        for k in range(size):
            dx[:, :, i * stride + h, j * stride + k] += given[..., h, k]
    return dx


def conv1d_forward(x, w, b, stride=1, pad=0):
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2], axis=2)[:, :, ::stride]
    return np.einsum("nctk,fck->nft", windows, w) + b[:, None], (x, w, stride, pad)


def conv1d_backward(dout, cache):
    x, w, stride, pad = cache
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2], axis=2)[:, :, ::stride]
    dwindows = np.einsum("nft,fck->nctk", dout, w)
    dpadded = np.zeros(padded.shape)
    for k in range(w.shape[2]):
        dpadded[:, :, k : k + stride * dout.shape[2] : stride] += dwindows[..., k]
    dx = dpadded[:, :, pad : pad + x.shape[2]]
    return dx, np.einsum("nft,nctk->fck", dout, windows), np.einsum("nft->f", dout)


class ConvNet:
    def __init__(self, input_shape, filters, size, hidden, classes, rng, weight_scale=1e-2):
        C, H, W = input_shape

        def weights(*shape):
            return weight_scale * rng.standard_normal(shape)

        self.params = {"W1": weights(filters, C, size, size), "b1": np.zeros(filters)}
        self.params |= {"W2": weights(filters * H * W // 4, hidden), "b2": np.zeros(hidden)}
        self.params |= {"W3": weights(hidden, classes), "b3": np.zeros(classes)}

    def loss(self, X, y=None, reg=0.0):
        """Everything is worked out here: no function is called."""
        p = self.params
        N, (F, _, f, _) = len(X), p["W1"].shape
        frame = f // 2
        padded = np.pad(X, [(0, 0), (0, 0), (frame, frame), (frame, frame)])
        windows = np.lib.stride_tricks.sliding_window_view(padded, (f, f), axis=(2, 3))
        maps = np.einsum("ncijhw,fchw->nfij", windows, p["W1"]) + p["b1"][:, None, None]
        H, W = maps.shape[2] // 2, maps.shape[3] // 2
        blocks = maps.reshape(N, F, H, 2, W, 2).swapaxes(3, 4).reshape(N, F * H * W, 4)
        first = np.eye(4)[blocks.argmax(axis=-1)]
        flat = np.maximum(0, blocks.max(axis=-1))  # the largest, and then ReLU: it is the same
        hidden = flat @ p["W2"] + p["b2"]
        active = hidden * (hidden > 0)
        scores = active @ p["W3"] + p["b3"]
        if y is None:
            return scores
        scores = scores - scores.max(axis=1, keepdims=True)
        right = np.eye(scores.shape[1])[y]
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        squares = sum((p[name] ** 2).sum() for name in ("W1", "W2", "W3"))
        loss = -(right * logs).sum() / N + reg * squares
        d = (np.exp(logs) - right) / N
        grads = {"W3": active.T @ d, "b3": d.sum(axis=0)}
        d = (d @ p["W3"].T) * (hidden > 0)
        grads |= {"W2": flat.T @ d, "b2": d.sum(axis=0)}
        d = (d @ p["W2"].T) * (flat > 0)
        d = (d[..., None] * first).reshape(N, F, H, W, 2, 2).swapaxes(3, 4).reshape(maps.shape)
        grads |= {"W1": np.einsum("nfij,ncijhw->fchw", d, windows), "b1": d.sum(axis=(0, 2, 3))}
        return loss, {k: g + 2 * reg * p[k] if k[0] == "W" else g for k, g in grads.items()}
