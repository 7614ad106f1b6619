"""``convolution`` with tables of indices: gather pixels, and scatter gradients."""

import numpy as np


def output_size(n, f, stride=1, pad=0):
    starts = np.arange(0, n + 2 * pad - f + 1, stride)
    if len(starts) == 0 or starts[-1] != n + 2 * pad - f:
        raise ValueError("does not fit")
    return len(starts)


def zero_pad(x, pad):
    if pad == 0:
        return x
    x = np.concatenate([0 * x[:, :, :1].repeat(pad, 2), x, 0 * x[:, :, :1].repeat(pad, 2)], 2)
    side = np.zeros_like(x[..., :1]).repeat(pad, 3)
    return np.concatenate([side, x, side], axis=3)


def conv_step(window, w, b):
    return window.ravel() @ w.ravel() + b


def conv_forward(x, w, b, stride=1, pad=0):
    F, C, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    tops = np.arange(0, padded.shape[2] - HH + 1, stride)
    lefts = np.arange(0, padded.shape[3] - WW + 1, stride)
    rows = tops[:, None, None, None] + np.arange(HH)[:, None]
    columns = lefts[:, None, None] + np.arange(WW)
    table = padded[:, :, rows, columns].transpose(0, 2, 3, 1, 4, 5)
    table = table.reshape(len(x) * len(tops) * len(lefts), C * HH * WW)
    out = (table @ w.reshape(F, -1).T + b).reshape(len(x), len(tops), len(lefts), F)
    return np.moveaxis(out, 3, 1), (padded.shape, pad, rows, columns, table, w)


def conv_backward(dout, cache):
    shape, pad, rows, columns, table, w = cache
    F, C, HH, WW = w.shape
    flat = np.moveaxis(dout, 1, 3).reshape(-1, F)
    dw = (flat.T @ table).reshape(w.shape)
    dtable = (flat @ w.reshape(F, -1)).reshape(len(dout), *dout.shape[2:], C, HH, WW)
    dpadded = np.zeros(shape)
    np.add.at(dpadded.transpose(2, 3, 0, 1), (rows, columns), dtable.transpose(1, 2, 4, 5, 0, 3))
    dx = dpadded[:, :, pad : shape[2] - pad, pad : shape[3] - pad]
    return dx, dw, flat.sum(axis=0)


def im2col(x, field, stride=1, pad=0):
    C = x.shape[1]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    tops = np.arange(0, padded.shape[2] - field + 1, stride)
    lefts = np.arange(0, padded.shape[3] - field + 1, stride)
    c, h, w = (index.reshape(-1, 1) for index in np.indices((C, field, field)))
    i, j = (corner.reshape(1, -1) for corner in np.meshgrid(tops, lefts, indexing="ij"))
    return padded[:, c, h + i, w + j]


def col2im(cols, x_shape, field, stride=1, pad=0):
    N, C, H, W = x_shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    tops = np.arange(0, H + 2 * pad - field + 1, stride)
    lefts = np.arange(0, W + 2 * pad - field + 1, stride)
    c, h, w = (index.reshape(-1, 1) for index in np.indices((C, field, field)))
    i, j = (corner.reshape(1, -1) for corner in np.meshgrid(tops, lefts, indexing="ij"))
    np.add.at(padded.transpose(1, 2, 3, 0), (c, h + i, w + j), cols.transpose(1, 2, 0))
    return padded[:, :, pad : H + pad, pad : W + pad]


def conv_forward_fast(x, w, b, stride=1, pad=0):
    F, C, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    tops = np.arange(0, padded.shape[2] - HH + 1, stride)
    lefts = np.arange(0, padded.shape[3] - WW + 1, stride)
    c, h, k = (index.reshape(-1, 1) for index in np.indices((C, HH, WW)))
    i, j = (corner.reshape(1, -1) for corner in np.meshgrid(tops, lefts, indexing="ij"))
    cols = padded[:, c, h + i, k + j]  # (N, C HH WW, L)
    out = np.tensordot(w.reshape(F, -1), cols, axes=(1, 1)).swapaxes(0, 1) + b[:, None]
    cache = {"cols": cols, "index": (c, h + i, k + j), "shape": padded.shape, "w": w, "pad": pad}
    return out.reshape(len(x), F, len(tops), len(lefts)), cache


def conv_backward_fast(dout, cache):
    w, cols, shape, pad = cache["w"], cache["cols"], cache["shape"], cache["pad"]
    flat = dout.reshape(*dout.shape[:2], -1)
    dw = np.tensordot(flat, cols, axes=((0, 2), (0, 2))).reshape(w.shape)
    dcols = np.tensordot(w.reshape(len(w), -1), flat, axes=(0, 1)).swapaxes(0, 1)
    dpadded = np.zeros(shape)
    np.add.at(dpadded.transpose(1, 2, 3, 0), cache["index"], dcols.transpose(1, 2, 0))
    dx = dpadded[:, :, pad : shape[2] - pad, pad : shape[3] - pad]
    return dx, dw, flat.sum(axis=(0, 2))


def max_pool_forward(x, size=2, stride=2):
    tops = np.arange(0, x.shape[2] - size + 1, stride)
    lefts = np.arange(0, x.shape[3] - size + 1, stride)
    h, k = (index.ravel() for index in np.indices((size, size)))
    rows = tops[:, None, None] + h
    columns = lefts[None, :, None] + k
    seen = x[:, :, rows, columns]  # (N, C, H', W', size * size)
    best = seen.argmax(axis=4)[..., None]
    out = np.take_along_axis(seen, best, axis=4)[..., 0]
    return out, (x.shape, best, rows, columns)


def max_pool_backward(dout, cache):
    shape, best, rows, columns = cache
    dx = np.zeros(shape)
    n, c, i, j = np.indices(dout.shape)
    at = best[..., 0]
    np.add.at(dx, (n, c, rows[i, 0, at], columns[0, j, at]), dout)
    return dx


def conv1d_forward(x, w, b, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    starts = np.arange(0, padded.shape[2] - w.shape[2] + 1, stride)
    places = starts[:, None] + np.arange(w.shape[2])
    windows = padded[:, :, places]  # (N, C, T', K)
    out = np.tensordot(windows, w, axes=((1, 3), (1, 2))) + b
    return out.swapaxes(1, 2), (places, windows, w, pad, padded.shape)


def conv1d_backward(dout, cache):
    places, windows, w, pad, shape = cache
    dw = np.tensordot(dout, windows, axes=((0, 2), (0, 2)))
    dwindows = np.tensordot(dout, w, axes=(1, 0)).swapaxes(1, 2)
    dpadded = np.zeros(shape)
    np.add.at(dpadded.transpose(2, 0, 1), places, dwindows.transpose(2, 3, 0, 1))
    return dpadded[:, :, pad : shape[2] - pad], dw, dout.sum(axis=2).sum(axis=0)


class ConvNet:
    def __init__(
        self, input_shape, num_filters, filter_size, hidden_dim, num_classes, rng, weight_scale=1e-2
    ):
        C, H, W = input_shape
        flat = num_filters * H // 2 * W // 2
        self.params = {
            "W1": rng.standard_normal((num_filters, C, filter_size, filter_size)) * weight_scale,
            "W2": rng.standard_normal((flat, hidden_dim)) * weight_scale,
            "W3": rng.standard_normal((hidden_dim, num_classes)) * weight_scale,
            "b1": np.zeros(num_filters),
            "b2": np.zeros(hidden_dim),
            "b3": np.zeros(num_classes),
        }

    def forward(self, X):
        p = self.params
        size = p["W1"].shape[3]
        self.maps, self.conv_cache = conv_forward(X, p["W1"], p["b1"], pad=(size - 1) // 2)
        self.pooled, self.pool_cache = max_pool_forward(np.maximum(self.maps, 0))
        self.flat = self.pooled.reshape(len(X), -1)
        self.hidden = np.maximum(self.flat @ p["W2"] + p["b2"], 0)
        return self.hidden @ p["W3"] + p["b3"]

    def loss(self, X, y=None, reg=0.0):
        scores = self.forward(X)
        if y is None:
            return scores
        p, everyone = self.params, np.arange(len(X))
        top = scores.max(axis=1)
        normalizer = np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top
        data_loss = (normalizer - scores[everyone, y]).mean()
        dscores = np.exp(scores - normalizer[:, None])
        dscores[everyone, y] -= 1.0
        dscores /= len(X)
        dhidden = np.where(self.hidden > 0, dscores @ p["W3"].T, 0)
        dpooled = (dhidden @ p["W2"].T).reshape(self.pooled.shape)
        dmaps = max_pool_backward(dpooled, self.pool_cache) * (self.maps > 0)
        grads = {"W2": self.flat.T @ dhidden, "W3": self.hidden.T @ dscores}
        grads["b2"], grads["b3"] = dhidden.sum(axis=0), dscores.sum(axis=0)
        _, grads["W1"], grads["b1"] = conv_backward(dmaps, self.conv_cache)
        weights = [name for name in p if name.startswith("W")]
        for name in weights:
            grads[name] = grads[name] + 2 * reg * p[name]
        return data_loss + reg * sum((p[name] ** 2).sum() for name in weights), grads
