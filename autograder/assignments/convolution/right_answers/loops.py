"""``convolution`` with loops over everything that may have one, number by number."""

import numpy as np


def output_size(n, f, stride=1, pad=0):
    places, start = 0, -pad
    while start + f <= n + pad:
        places += 1
        start += stride
    if places == 0 or start - stride + f != n + pad:
        raise ValueError("does not fit")
    return places


def zero_pad(x, pad):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for n in range(N):
        for c in range(C):
            for i in range(H):
                out[n, c, pad + i, pad : pad + W] = x[n, c, i]
    return out


def conv_step(window, w, b):
    total = float(b)
    C, HH, WW = w.shape
    for c in range(C):
        for i in range(HH):
            for j in range(WW):
                total += float(window[c, i, j]) * float(w[c, i, j])
    return total


def conv_forward(x, w, b, stride=1, pad=0):
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    padded = zero_pad(x, pad)
    down = 1 + (H + 2 * pad - HH) // stride
    across = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, down, across))
    for n in range(N):
        for f in range(F):
            for i in range(down):
                for j in range(across):
                    top, left = i * stride, j * stride
                    window = padded[n, :, top : top + HH, left : left + WW]
                    out[n, f, i, j] = (window * w[f]).sum() + b[f]
    return out, {"x": x, "w": w, "stride": stride, "pad": pad}


def conv_backward(dout, cache):
    x, w, stride, pad = cache["x"], cache["w"], cache["stride"], cache["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    padded = zero_pad(x, pad)
    dpadded = np.zeros(padded.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    top, left = i * stride, j * stride
                    g = dout[n, f, i, j]
                    dw[f] += g * padded[n, :, top : top + HH, left : left + WW]
                    dpadded[n, :, top : top + HH, left : left + WW] += g * w[f]
                    db[f] += g
    return dpadded[:, :, pad : H + pad, pad : W + pad], dw, db


def im2col(x, field, stride=1, pad=0):
    padded = zero_pad(x, pad)
    N, _, H, W = padded.shape
    tables = []
    for n in range(N):
        columns = []
        for i in range(0, H - field + 1, stride):
            for j in range(0, W - field + 1, stride):
                columns.append(padded[n, :, i : i + field, j : j + field].flatten())
        tables.append(np.array(columns).T)
    return np.array(tables)


def col2im(cols, x_shape, field, stride=1, pad=0):
    N, C, H, W = x_shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for n in range(N):
        place = 0
        for i in range(0, H + 2 * pad - field + 1, stride):
            for j in range(0, W + 2 * pad - field + 1, stride):
                window = cols[n, :, place].reshape(C, field, field)
                padded[n, :, i : i + field, j : j + field] += window
                place += 1
    return padded[:, :, pad : pad + H, pad : pad + W]


def conv_forward_fast(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    down = 1 + (H + 2 * pad - HH) // stride
    across = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, down, across)) + b.reshape(1, F, 1, 1)
    for c in range(C):
        for i in range(HH):
            for j in range(WW):
                rows = slice(i, i + stride * down, stride)
                seen = padded[:, c, rows, j : j + stride * across : stride]
                out += seen[:, np.newaxis] * w[:, c, i, j].reshape(1, F, 1, 1)
    return out, (padded, w, stride, pad)


def conv_backward_fast(dout, cache):
    padded, w, stride, pad = cache
    F, C, HH, WW = w.shape
    down, across = dout.shape[2:]
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for c in range(C):
        for i in range(HH):
            for j in range(WW):
                rows = slice(i, i + stride * down, stride)
                columns = slice(j, j + stride * across, stride)
                for f in range(F):
                    dw[f, c, i, j] = np.sum(padded[:, c, rows, columns] * dout[:, f])
                    dpadded[:, c, rows, columns] += w[f, c, i, j] * dout[:, f]
    bottom, right = padded.shape[2] - pad, padded.shape[3] - pad
    return dpadded[:, :, pad:bottom, pad:right], dw, dout.sum(axis=(0, 2, 3))


def max_pool_forward(x, size=2, stride=2):
    N, C, H, W = x.shape
    down, across = (H - size) // stride + 1, (W - size) // stride + 1
    out = np.zeros((N, C, down, across))
    for n in range(N):
        for c in range(C):
            for i in range(down):
                for j in range(across):
                    top, left = i * stride, j * stride
                    out[n, c, i, j] = x[n, c, top : top + size, left : left + size].max()
    return out, (x, size, stride)


def max_pool_backward(dout, cache):
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for n in range(dout.shape[0]):
        for c in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    top, left = i * stride, j * stride
                    window = x[n, c, top : top + size, left : left + size]
                    row, column = np.unravel_index(window.argmax(), window.shape)
                    dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx


def conv1d_forward(x, w, b, stride=1, pad=0):
    N, C, T = x.shape
    F, C, K = w.shape
    padded = np.zeros((N, C, T + 2 * pad))
    padded[:, :, pad : pad + T] = x
    length = (T + 2 * pad - K) // stride + 1
    out = np.zeros((N, F, length))
    for n in range(N):
        for f in range(F):
            for t in range(length):
                window = padded[n, :, t * stride : t * stride + K]
                out[n, f, t] = np.sum(window * w[f]) + b[f]
    return out, (padded, w, stride, pad)


def conv1d_backward(dout, cache):
    padded, w, stride, pad = cache
    K = w.shape[2]
    dpadded, dw, db = np.zeros(padded.shape), np.zeros(w.shape), np.zeros(len(w))
    for n in range(dout.shape[0]):
        for f in range(dout.shape[1]):
            for t in range(dout.shape[2]):
                start = t * stride
                dw[f] += dout[n, f, t] * padded[n, :, start : start + K]
                dpadded[n, :, start : start + K] += dout[n, f, t] * w[f]
                db[f] += dout[n, f, t]
    return dpadded[:, :, pad : padded.shape[2] - pad], dw, db


class ConvNet:
    def __init__(
        self, input_shape, num_filters, filter_size, hidden, classes, rng, weight_scale=1e-2
    ):
        C, H, W = input_shape
        self.params = {}
        self.params["W1"] = weight_scale * rng.standard_normal(
            (num_filters, C, filter_size, filter_size)
        )
        self.params["b1"] = np.zeros(num_filters)
        self.params["W2"] = weight_scale * rng.standard_normal(
            (num_filters * (H // 2) * (W // 2), hidden)
        )
        self.params["b2"] = np.zeros(hidden)
        self.params["W3"] = weight_scale * rng.standard_normal((hidden, classes))
        self.params["b3"] = np.zeros(classes)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        W3, b3 = self.params["W3"], self.params["b3"]
        maps, conv_cache = conv_forward(X, W1, b1, 1, W1.shape[2] // 2)
        positive = np.maximum(0, maps)
        pooled, pool_cache = max_pool_forward(positive)
        flat = pooled.reshape(X.shape[0], -1)
        hidden = flat.dot(W2) + b2
        active = np.maximum(0, hidden)
        scores = active.dot(W3) + b3
        if y is None:
            return scores
        loss, dscores = 0.0, np.zeros(scores.shape)
        for n in range(len(X)):
            exps = np.exp(scores[n] - scores[n].max())
            loss += np.log(exps.sum()) + scores[n].max() - scores[n][y[n]]
            dscores[n] = exps / exps.sum()
            dscores[n][y[n]] -= 1
        loss, dscores = loss / len(X), dscores / len(X)
        loss += reg * ((W1**2).sum() + (W2**2).sum() + (W3**2).sum())
        dhidden = dscores.dot(W3.T)
        dhidden[hidden <= 0] = 0
        dflat = dhidden.dot(W2.T)
        dpositive = max_pool_backward(dflat.reshape(pooled.shape), pool_cache)
        dpositive[maps <= 0] = 0
        _, dW1, db1 = conv_backward(dpositive, conv_cache)
        grads = {"W1": dW1 + 2 * reg * W1, "b1": db1}
        grads["W2"], grads["b2"] = flat.T.dot(dhidden) + 2 * reg * W2, dhidden.sum(axis=0)
        grads["W3"], grads["b3"] = active.T.dot(dscores) + 2 * reg * W3, dscores.sum(axis=0)
        return loss, grads
