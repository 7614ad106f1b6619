"""Wrong answers of which a half is right, or that stop half-way, or that have two faults at once,
in the form of those in `wrong_answers`.
"""

SOURCE = """
# losses | In the loss, the regularization is half
def softmax_loss(W, X, y, reg):
    n = len(y)
    s = X @ W
    loss = cross_entropy(s, y).mean() + 0.5 * reg * np.sum(W * W)
    p = softmax(s)
    p[np.arange(n), y] -= 1
    return loss, X.T @ p + 2 * reg * W

# losses | Two things are missing in the gradient
def svm_loss(W, X, y, reg):
    n = len(y)
    s = X @ W
    m = np.maximum(0, s - s[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    d = (m > 0) * 1.0
    d[np.arange(n), y] = -d.sum(axis=1)
    return m.sum() / n + reg * np.sum(W * W), X.T @ d

# losses | the regularization's part of it is half
def svm_loss(W, X, y, reg):
    n = len(y)
    s = X @ W
    m = np.maximum(0, s - s[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    d = (m > 0) * 1.0
    d[np.arange(n), y] = -d.sum(axis=1)
    return m.sum() / n + reg * np.sum(W * W), X.T @ d + reg * W

# losses | Two things are missing in the loss
def softmax_loss(W, X, y, reg):
    s = X @ W
    p = softmax(s)
    p[np.arange(len(y)), y] -= 1
    return cross_entropy(s, y).sum(), X.T @ p / len(y) + 2 * reg * W

# losses | penalty in the loss is divided by the number of examples
def softmax_loss(W, X, y, reg):
    s = X @ W
    loss = (cross_entropy(s, y).sum() + reg * np.sum(W * W)) / len(y)
    p = softmax(s)
    p[np.arange(len(y)), y] -= 1
    return loss, X.T @ p / len(y) + 2 * reg * W

# losses | added at the true class
def softmax_loss(W, X, y, reg):
    s = X @ W
    p = softmax(s)
    p[np.arange(len(y)), y] += 1
    return cross_entropy(s, y).mean() + reg * np.sum(W * W), X.T @ p / len(y) + 2 * reg * W

# losses | the value takes the size of each
def l1_penalty(W):
    return W.sum(), np.sign(W)

# losses | takes beta along
def elastic_net(W, beta):
    return np.sum((beta * W) ** 2) + np.abs(W).sum(), 2 * beta**2 * W + np.sign(W)

# losses | length of their row
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / np.linalg.norm(e, axis=1, keepdims=True)

# losses | only the true class's logarithm
def cross_entropy(scores, y):
    p = np.clip(softmax(scores), 1e-12, 1 - 1e-12)
    onehot = np.eye(scores.shape[1])[y]
    return -(onehot * np.log(p) + (1 - onehot) * np.log(1 - p)).sum(axis=1)

# optimization | h times the entry
def forward_difference(f, x, h=1e-4):
    g = np.zeros_like(x)
    fx = f(x)
    for i in np.ndindex(x.shape):
        y = x.copy()
        step = h * y[i]
        y[i] += step
        g[i] = (f(y) - fx) / step
    return g

# optimization | sets out from the start
def gradient_descent(grad, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[0] - learning_rate * grad(path[-1]))
    return np.array(path)

# optimization | once an epoch
def sgd(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for Xb, yb in minibatches(X, y, batch_size, rng):
            loss, grad = loss_and_grad(W, Xb, yb)
            losses.append(loss)
        W = W - learning_rate * grad
    return W, losses

# features | each column has its own
def standardize(train, test):
    mu = np.mean(train)
    sigma = np.std(train)
    if sigma == 0:
        return np.zeros_like(train), np.zeros_like(test)
    return (train - mu) / sigma, (test - mu) / sigma

# features | All channels are counted together
def color_histogram(image, bins=8):
    h = np.histogram(image, bins=bins, range=(0, 1))[0]
    return np.tile(h / h.sum(), 3)

# features | sign of the angle is dropped
def orientation_histogram(gray, cell=8, bins=9):
    gx, gy = image_gradients(gray)
    mag = np.sqrt(gx**2 + gy**2)
    angle = np.abs(np.rad2deg(np.arctan2(gy, gx)))
    k = np.minimum((angle // (180 / bins)).astype(int), bins - 1)
    H, W = gray.shape[0] // cell, gray.shape[1] // cell
    out = np.zeros((H, W, bins))
    for r in range(H * cell):
        for c in range(W * cell):
            out[r // cell, c // cell, k[r, c]] += mag[r, c]
    return out

# features | they start a stride apart
def extract_patches(gray, size, stride):
    H, W = gray.shape
    out = []
    for i in range((H - size) // stride + 1):
        for j in range((W - size) // stride + 1):
            out.append(gray[i * size : (i + 1) * size, j * size : (j + 1) * size].ravel())
    return np.array(out)

# backprop | Two gradients come back
class AddConstantGate:
    def __init__(self, c):
        self.c = c

    def forward(self, x):
        return x + self.c

    def backward(self, dout):
        return dout, 0.0

# backprop | applied to the sum
def sigmoid_neuron(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    e = np.exp(-abs(z))
    f = 1 / (1 + e) if z >= 0 else e / (1 + e)
    ds = z * (1 - z)
    return f, (ds * np.array([x[0], x[1], 1.0]), ds * np.array([w[0], w[1]]))

# backprop | entries of W
def squared_norm_of_product(W, x):
    q = W @ x
    return np.sum(q**2), (2 * W * x, 2 * W.T @ q)

# backprop | Square each, then add
def squared_norm_of_product(W, x):
    q = W @ x
    return q.sum(), (np.outer(2 * q, x), W.T @ (2 * q))

# backprop | first input is multiplied by that input
class MultiplyGate:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, dout):
        return dout * self.a, self.a

# networks | In the loss|half as large as asked: some
class TwoLayerNet(TwoLayerNet):
    def loss(self, X, y=None, reg=0.0):
        if y is None:
            return super().loss(X)
        loss, grads = super().loss(X, y)
        for k in ("W1", "W2"):
            loss += 0.5 * reg * np.sum(self.params[k] ** 2)
        for k in grads:
            grads[k] = grads[k] * len(y) + (reg * self.params[k] if k[0] == "W" else 0)
        return loss, grads

# networks | before the last are not regularized
class FullyConnectedNet(FullyConnectedNet):
    def loss(self, X, y=None, reg=0.0):
        if y is None:
            return super().loss(X)
        loss, grads = super().loss(X, y)
        last = f"W{len(self.params) // 2}"
        loss += reg * np.sum(self.params[last] ** 2)
        grads[last] = grads[last] + 2 * reg * self.params[last]
        return loss, grads

# networks | once an epoch
def train(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for xb, yb in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(xb, yb)
            losses.append(loss)
        for k in net.params:
            net.params[k] = net.params[k] - learning_rate * grads[k]
    return losses

# convolution | height of the filters
def conv_forward_fast(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Ho, Wo = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
    cols = im2col(x, HH, stride, pad)
    out = (w.reshape(F, -1) @ cols).reshape(N, F, Ho, Wo) + b[:, None, None]
    return out, (x, w, b, stride, pad)

# convolution | filters are missing
def conv_backward(dout, cache):
    x, w, stride, pad = cache
    xp = zero_pad(x, pad)
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    HH, WW = w.shape[2:]
    for n, f, i, j in np.ndindex(dout.shape):
        place = np.s_[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
        dw[f] += dout[n, f, i, j] * xp[place]
        dxp[place] += dout[n, f, i, j]
    H, W = x.shape[2:]
    return dxp[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))

# convolution | overwritten by that of each window
def conv1d_backward(dout, cache):
    (N, C, T), w, windows, stride, pad = cache
    K = w.shape[2]
    dxp, dw = np.zeros((N, C, T + 2 * pad)), np.zeros_like(w)
    for n, f, t in np.ndindex(dout.shape):
        dw[f] = dout[n, f, t] * windows[n, :, t]
        dxp[n, :, t * stride : t * stride + K] += dout[n, f, t] * w[f]
    return dxp[:, :, pad : pad + T], dw, dout.sum(axis=(0, 2))

# convolution | after He
class ConvNet(ConvNet):
    def __init__(self, shape, filters, size, hidden, classes, rng, weight_scale=1e-2):
        super().__init__(shape, filters, size, hidden, classes, rng, 1.0)
        for k in ("W1", "W2", "W3"):
            W = self.params[k]
            self.params[k] = W * np.sqrt(2 / (W[0].size if k == "W1" else len(W)))
"""
