"""Wrong answers by one slip of the hand, in the form of those in `wrong_answers`: a loop, a
bracket, a mean, an axis.
"""

SOURCE = """
# losses | whole batch
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum()

# losses | added
def softmax(scores):
    e = np.exp(scores + scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# losses | belongs to the mean
def softmax_loss(W, X, y, reg):
    n = len(X)
    s = X @ W
    d = softmax(s) / n
    d[np.arange(n), y] -= 1
    return cross_entropy(s, y).mean() + reg * np.sum(W**2), X.T @ d + 2 * reg * W

# optimization | start is missing
def gradient_descent(grad, w, learning_rate, steps):
    path = np.zeros((steps,) + np.shape(w))
    for t in range(steps):
        w = w - learning_rate * grad(w)
        path[t] = w
    return path

# features | 20 degrees
def orientation_histogram(gray, cell=8, bins=9):
    gx, gy = image_gradients(gray)
    mag = np.sqrt(gx**2 + gy**2)
    angle = np.rad2deg(np.arctan2(gy, gx)) % 180
    angle[angle == 180] = 0
    h, w = gray.shape[0] // cell, gray.shape[1] // cell
    out = np.zeros((h, w, bins))
    for i in range(h):
        for j in range(w):
            s = np.s_[i * cell : (i + 1) * cell, j * cell : (j + 1) * cell]
            for b in range(bins):
                out[i, j, b] = mag[s][(angle[s] >= 20 * b) & (angle[s] < 20 * (b + 1))].sum()
    return out

# features | leaves out its end
def extract_patches(gray, size, stride):
    h, w = gray.shape
    rows = []
    for i in range(0, h - size, stride):
        for j in range(0, w - size, stride):
            rows.append(gray[i : i + size, j : j + size].ravel())
    return np.array(rows).reshape(-1, size * size)

# backprop | one side of 0
class SigmoidGate:
    def forward(self, x):
        self.s = 1 / (1 + np.exp(-np.abs(x)))
        return self.s

    def backward(self, dout):
        return dout * self.s * (1 - self.s)

# backprop | full of ones
def relu_jacobian(x):
    J = np.zeros((len(x), len(x)))
    for i in range(len(x)):
        if x[i] > 0:
            J[i, :] = 1.0
    return J

# backprop | earlier backward
class Graph:
    def __init__(self):
        self.nodes = []
        self.grads = {}

    def add(self, name, gate, inputs):
        self.nodes.append((name, gate, list(inputs)))

    def forward(self, values):
        self.free = dict(values)
        self.values = dict(values)
        self.grads = {k: np.zeros_like(v, dtype=float) for k, v in values.items()}
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*[self.values[i] for i in inputs])
            self.grads[name] = np.zeros_like(self.values[name], dtype=float)
        return self.values[name]

    def backward(self):
        last = self.nodes[-1][0]
        self.grads[last] = np.ones_like(self.values[last], dtype=float)
        for name, gate, inputs in reversed(self.nodes):
            back = gate.backward(self.grads[name])
            if len(inputs) == 1:
                back = (back,)
            for i, g in zip(inputs, back):
                self.grads[i] = self.grads[i] + g
        return {k: self.grads[k] for k in self.free}

# networks | cut off
def sigmoid_forward(x):
    out = 1 / (1 + np.exp(-np.clip(x, -6, 6)))
    return out, out

# networks | bracket
def tanh_backward(dout, cache):
    return 1 - dout * cache**2

def tanh_forward(x):
    out = np.tanh(x)
    return out, out

# networks | last layer
class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        W1 = weight_scale * rng.standard_normal((input_dim, hidden_dim))
        W2 = weight_scale * rng.standard_normal((hidden_dim, num_classes))
        self.params = {"W1": W1, "b1": np.zeros(hidden_dim), "W2": W2, "b2": np.zeros(num_classes)}

    def loss(self, X, y=None, reg=0.0):
        W1, b1, W2, b2 = [self.params[k] for k in ("W1", "b1", "W2", "b2")]
        a = X @ W1 + b1
        h = np.maximum(0, a)
        s = np.maximum(0, h @ W2 + b2)
        if y is None:
            return s
        z = s - s.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -np.mean(logp[np.arange(len(y)), y])
        loss += reg * (np.sum(W1**2) + np.sum(W2**2))
        d = np.exp(logp)
        d[np.arange(len(y)), y] -= 1
        d /= len(y)
        g = {}
        g["W2"] = h.T @ d
        g["b2"] = d.sum(0)
        dh = (d @ W2.T) * (a > 0)
        g["W1"] = X.T @ dh
        g["b1"] = dh.sum(0)
        g["W1"] += 2 * reg * W1
        g["W2"] += 2 * reg * W2
        return loss, g

# networks | W1 alone
class FullyConnectedNet(FullyConnectedNet):
    def loss(self, X, y=None, reg=0.0):
        if y is None:
            return super().loss(X)
        loss, grads = super().loss(X, y)
        loss += reg * np.sum(self.params["W1"] ** 2)
        for name, p in self.params.items():
            if name.startswith("W"):
                grads[name] = grads[name] + 2 * reg * p
        return loss, grads

# networks | last weight matrix
class FullyConnectedNet(FullyConnectedNet):
    def loss(self, X, y=None, reg=0.0):
        if y is None:
            return super().loss(X)
        layers = len(self.params) // 2
        loss, grads = super().loss(X, y)
        for k in range(1, layers + 1):
            W = self.params[f"W{k}"]
            loss += reg * np.sum(W * W)
            if k < layers:
                grads[f"W{k}"] = grads[f"W{k}"] + 2 * reg * W
        return loss, grads

# networks | small number
class FullyConnectedNet(FullyConnectedNet):
    def loss(self, X, y=None, reg=0.0):
        scores = super().loss(X)
        if y is None:
            return scores
        _, grads = super().loss(X, y, reg)
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.mean(np.log(p[np.arange(len(y)), y] + 1e-10))
        for name in self.params:
            if name[0] == "W":
                loss += reg * np.sum(self.params[name] ** 2)
        return loss, grads

# convolution | channels
def zero_pad(x, pad):
    return np.pad(x, ((0, 0), (pad, pad), (pad, pad), (pad, pad)))

# convolution | height decides
def conv_forward(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H2 = (xp.shape[2] - HH) // stride + 1
    W2 = H2
    out = np.zeros((N, F, H2, W2))
    for n in range(N):
        for k in range(F):
            for i in range(H2):
                for j in range(W2):
                    out[n, k, i, j] = (
                        np.sum(
                            w[k]
                            * (
                                xp[
                                    n,
                                    :,
                                    i * stride : i * stride + HH,
                                    j * stride : j * stride + WW,
                                ]
                            )
                        )
                        + b[k]
                    )
    return out, (x, w, b, stride, pad)

# convolution | one pixel apart
def conv_backward(dout, cache):
    x, w, b, stride, pad = cache
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dw, db = np.zeros(xp.shape), np.zeros(w.shape), np.zeros(F)
    for n in range(N):
        for k in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    g = dout[n, k, i, j]
                    win = xp[n, :, i : i + HH, j : j + WW]
                    db[k] += g
                    dw[k] += g * win
                    dxp[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW] += (
                        g * w[k]
                    )
    dx = dxp[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db

def conv_forward(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H2 = (xp.shape[2] - HH) // stride + 1
    W2 = (xp.shape[3] - WW) // stride + 1
    out = np.zeros((N, F, H2, W2))
    for n in range(N):
        for k in range(F):
            for i in range(H2):
                for j in range(W2):
                    out[n, k, i, j] = (
                        np.sum(
                            w[k]
                            * (
                                xp[
                                    n,
                                    :,
                                    i * stride : i * stride + HH,
                                    j * stride : j * stride + WW,
                                ]
                            )
                        )
                        + b[k]
                    )
    return out, (x, w, b, stride, pad)

# convolution | pad is not used
def im2col(x, field, stride=1, pad=0):
    N, C, H, W = x.shape
    xp = zero_pad(x, 0)
    H2, W2 = (xp.shape[2] - field) // stride + 1, (xp.shape[3] - field) // stride + 1
    cols = np.zeros((N, C, field, field, H2, W2))
    for p in range(field):
        for q in range(field):
            cols[:, :, p, q] = xp[
                :, :, p : p + stride * H2 : stride, q : q + stride * W2 : stride
            ][:, :, :H2, :W2]
    return cols.reshape(N, C * field * field, -1)

# convolution | reshape
def conv_forward_fast(x, w, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    v = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], axis=(2, 3))
    v = v[:, :, ::stride, ::stride]
    out = (
        np.tensordot(v, w, axes=((1, 4, 5), (1, 2, 3))).reshape(
            len(x), len(w), v.shape[2], v.shape[3]
        )
        + b[:, None, None]
    )
    return out, (x, w, b, stride, pad)

# convolution | last one counts
def conv_backward_fast(dout, cache):
    x, w, b, stride, pad = cache
    F, C, HH, WW = w.shape
    N, _, H, W = x.shape
    H2, W2 = dout.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    for p in range(HH):
        for q in range(WW):
            part = xp[
                :,
                :,
                p : p + stride * (H2 - 1) + 1 : stride,
                q : q + stride * (W2 - 1) + 1 : stride,
            ]
            dw[:, :, p, q] = np.einsum("nkij,ncij->kc", dout, part)
            dxp[
                :,
                :,
                p : p + stride * (H2 - 1) + 1 : stride,
                q : q + stride * (W2 - 1) + 1 : stride,
            ] = np.einsum("nkij,kc->ncij", dout, w[:, :, p, q])
    dx = dxp[:, :, pad : pad + H, pad : pad + W]
    db = dout.sum(axis=(0, 2, 3))
    return dx, dw, db

def conv_forward_fast(x, w, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    v = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], axis=(2, 3))
    v = v[:, :, ::stride, ::stride]
    out = np.tensordot(v, w, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + b[:, None, None]
    return out, (x, w, b, stride, pad)

# convolution | one stride further
def max_pool_forward(x, size=2, stride=2):
    N, C, H, W = x.shape
    H2, W2 = (H - size) // stride + 1, (W - size) // stride + 1
    out = np.zeros((N, C, H2, W2))
    for i in range(H2):
        for j in range(W2):
            win = x[:, :, i * size : i * size + size, j * size : j * size + size]
            out[:, :, i, j] = win.max(axis=(2, 3))
    return out, (x, size, stride)

# convolution | overlap
def max_pool_backward(dout, cache):
    x, size, stride = cache
    N, C = x.shape[:2]
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            win = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
            first = win.reshape(N, C, -1).argmax(axis=2)
            mask = (np.arange(size * size) == first[:, :, None]).reshape(win.shape)
            g = dout[:, :, i, j][:, :, None, None]
            dx[:, :, i * stride : i * stride + size, j * stride : j * stride + size] = g * mask
    return dx

def max_pool_forward(x, size=2, stride=2):
    N, C, H, W = x.shape
    H2, W2 = (H - size) // stride + 1, (W - size) // stride + 1
    out = np.zeros((N, C, H2, W2))
    for i in range(H2):
        for j in range(W2):
            win = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
            out[:, :, i, j] = win.max(axis=(2, 3))
    return out, (x, size, stride)

# losses | set back to 0
def hinge_loss(scores, y, delta=1.0):
    losses, total = [], 0.0
    for i in range(len(y)):
        for j in range(scores.shape[1]):
            if j != y[i]:
                total += max(0, scores[i, j] - scores[i, y[i]] + delta)
        losses.append(total)
    return np.array(losses)

# losses | overwrites
def squared_hinge_loss(scores, y, delta=1.0):
    losses = np.zeros(len(y))
    for i in range(len(y)):
        for j in range(scores.shape[1]):
            if j != y[i]:
                losses[i] = max(0, scores[i, j] - scores[i, y[i]] + delta) ** 2
    return losses

# losses | same shift
def softmax(scores):
    m = scores.max(axis=1, keepdims=True)
    return np.exp(scores - m) / np.exp(scores).sum(axis=1, keepdims=True)

# losses | number of features
def svm_loss(W, X, y, reg):
    n = X.shape[1]
    s = X @ W
    m = np.maximum(0, s - s[np.arange(len(y)), y][:, None] + 1)
    m[np.arange(len(y)), y] = 0
    d = (m > 0).astype(float)
    d[np.arange(len(y)), y] = -d.sum(axis=1)
    return m.sum() / n + reg * np.sum(W * W), X.T @ d / n + 2 * reg * W

# optimization | bracket
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i, old in np.ndenumerate(x):
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        grad[i] = up - f(x) / (2 * h)
        x[i] = old
    return grad

# optimization | one example more
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(0, len(X), batch_size):
        idx = order[i : i + batch_size + 1]
        yield X[idx], y[idx]

# optimization | twice
def momentum_step(w, dw, velocity, learning_rate, rho=0.9):
    v = rho * velocity + learning_rate * dw
    return w - learning_rate * v, v

# features | small number
def standardize(train, test):
    flat = np.ptp(train, axis=0) == 0
    m, s = train.mean(axis=0), train.std(axis=0) + 1e-8
    return np.where(flat, 0, (train - m) / s), np.where(flat, 0, (test - m) / s)

# features | stride is missing
def extract_patches(gray, size, stride):
    h, w = (gray.shape[0] - size) // stride + 1, (gray.shape[1] - size) // stride + 1
    out = np.zeros((h * w, size * size))
    for i in range(h):
        for j in range(w):
            out[i * w + j] = gray[i : i + size, j : j + size].ravel()
    return out

# features | length itself
def nearest_codeword(patches, codebook):
    d = np.linalg.norm(codebook, axis=1)[None] - 2 * patches @ codebook.T
    return d.argmin(axis=1)

# backprop | subtracted
def sigmoid_neuron(w, x):
    z = w[0] * x[0] + w[1] * x[1] - w[2]
    s = 1 / (1 + np.exp(-z))
    d = s * (1 - s)
    return s, (d * np.array([x[0], x[1], 1.0]), d * w[:2])

# backprop | second input
class MultiplyGate:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, dout):
        return dout * self.b, dout * self.b

# networks | transpose
def affine_backward(dout, cache):
    x, w, b = cache
    dx = (dout @ w.reshape(w.shape[1], w.shape[0])).reshape(x.shape)
    return dx, x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)

def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, (x, w, b)

# networks | returns before
def train(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for xb, yb in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(xb, yb)
            losses.append(loss)
            for k in net.params:
                net.params[k] = net.params[k] - learning_rate * grads[k]
        return losses

# convolution | exchanged
def conv_forward(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H2 = (xp.shape[2] - HH) // stride + 1
    W2 = (xp.shape[3] - WW) // stride + 1
    out = np.zeros((N, F, H2, W2))
    for n in range(N):
        for k in range(F):
            for i in range(H2):
                for j in range(W2):
                    out[n, k, i, j] = (
                        np.sum(
                            w[k]
                            * (
                                xp[
                                    n,
                                    :,
                                    j * stride : j * stride + HH,
                                    i * stride : i * stride + WW,
                                ]
                            )
                        )
                        + b[k]
                    )
    return out, (x, w, b, stride, pad)

# convolution | number of examples
class ConvNet(ConvNet):
    def loss(self, X, y=None, reg=0.0):
        if y is None:
            return super().loss(X)
        N = len(X)
        loss, grads = super().loss(X, y)
        for k in ("W1", "W2", "W3"):
            loss += reg * np.sum(self.params[k] ** 2) / N
            grads[k] = grads[k] + 2 * reg * self.params[k] / N
        return loss, grads

# convolution | last weight matrix
class ConvNet(ConvNet):
    def loss(self, X, y=None, reg=0.0):
        if y is None:
            return super().loss(X)
        loss, grads = super().loss(X, y)
        for k in ("W1", "W2"):
            loss += reg * np.sum(self.params[k] ** 2)
            grads[k] = grads[k] + 2 * reg * self.params[k]
        return loss, grads
"""
