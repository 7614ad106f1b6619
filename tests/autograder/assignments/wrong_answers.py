"""Wrong answers as students write them, none of them taken from the known mistakes.

Each stands below a line `# assignment | words`: the words of which one must be in the sentence
that names it. What an answer calls besides is right.
"""

SOURCE = """
# losses | column
def hinge_loss(scores, y, delta=1.0):
    correct = scores[:, y]
    margins = np.maximum(0, scores - correct + delta)
    margins[np.arange(len(y)), y] = 0
    return np.sum(margins, axis=1)

# losses | along an axis
def hinge_loss(scores, y, delta=1.0):
    N = scores.shape[0]
    right = scores[range(N), y].reshape(N, 1)
    margins = np.max(0, scores - right + delta)
    margins[range(N), y] = 0
    return margins.sum(1)

# losses | true class
def hinge_loss(scores, y, delta=1.0):
    losses = []
    for i in range(scores.shape[0]):
        loss = 0.0
        for j in range(scores.shape[1]):
            loss += max(0, scores[i, j] - scores[i, y[i]] + delta)
        losses.append(loss)
    return np.array(losses)

# losses | One number
def hinge_loss(scores, y, delta=1.0):
    total = 0.0
    for i in range(len(y)):
        for j in range(scores.shape[1]):
            if j != y[i]:
                total += max(0, scores[i][j] - scores[i][y[i]] + delta)
    return total / len(y)

# losses | sum
def squared_hinge_loss(scores, y, delta=1.0):
    i = np.arange(len(y))
    m = np.maximum(0, scores - scores[i, y][:, None] + delta)
    m[i, y] = 0
    return np.sum(m, axis=1) ** 2

# losses | 0 | met
def squared_hinge_loss(scores, y, delta=1.0):
    i = np.arange(len(y))
    m = (scores - scores[i, y][:, None] + delta) ** 2
    m[i, y] = 0
    return m.sum(axis=1)

# losses | wrong axis
def softmax(scores):
    e = np.exp(scores - np.max(scores))
    return e / np.sum(e, axis=1)

# losses | whole batch
def softmax(scores):
    e = np.exp(scores)
    return e / np.sum(e)

# losses | overflow
def softmax(scores):
    result = np.zeros_like(scores)
    for i in range(scores.shape[0]):
        row = [math.exp(s) for s in scores[i]]
        result[i] = np.array(row) / sum(row)
    return result

# losses | columns
def softmax(scores):
    shifted = scores - np.max(scores, axis=0)
    return np.exp(shifted) / np.sum(np.exp(shifted), axis=0)

# losses | small number
def cross_entropy(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-10)

# losses | One number
def cross_entropy(scores, y):
    p = softmax(scores)
    return np.mean(-np.log(p[np.arange(len(y)), y] + 1e-12))

# losses | base 10
def cross_entropy(scores, y):
    p = softmax(scores)
    return -np.log10(p[range(len(y)), y])

# losses | rounded to 0 | logarithm
def cross_entropy(scores, y):
    losses = np.zeros(len(y))
    p = softmax(scores)
    for i in range(len(y)):
        losses[i] = -np.log(p[i, y[i]])
    return losses

# losses | weight is 0 | at 0
def l1_penalty(W):
    return np.sum(np.abs(W)), W / np.abs(W)

# losses | root
def l2_penalty(W):
    return np.linalg.norm(W), 2 * W

# losses | half | 2
def l2_penalty(W):
    return np.sum(W ** 2), W

# losses | beta
def elastic_net(W, beta):
    l1, d1 = l1_penalty(W)
    l2, d2 = l2_penalty(W)
    return l2 + beta * l1, d2 + beta * d1

# losses | half
def svm_loss(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, np.newaxis] + 1)
    m[np.arange(N), y] = 0
    loss = m.sum() / N + 0.5 * reg * np.sum(W * W)
    g = (m > 0).astype(float)
    g[np.arange(N), y] -= g.sum(axis=1)
    return loss, X.T.dot(g) / N + 2 * reg * W

# losses | square
def svm_loss(W, X, y, reg):
    N = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[np.arange(N), y][:, np.newaxis] + 1)
    m[np.arange(N), y] = 0
    loss = np.mean(np.sum(m, axis=1)) + reg * np.sum(W)
    g = np.where(m > 0, 1.0, 0.0)
    g[np.arange(N), y] = -np.sum(g, axis=1)
    return loss, X.T @ g / N + reg * 2 * W

# losses | mean
def svm_loss(W, X, y, reg):
    s = X @ W
    rows = np.arange(len(y))
    m = np.maximum(0, s - s[rows, y, None] + 1.0)
    m[rows, y] = 0
    loss = m.sum() / len(y) + reg * np.sum(W ** 2)
    g = 1.0 * (m > 0)
    g[rows, y] = -g.sum(1)
    return loss, X.T @ g + 2 * reg * W

# losses | true class
def svm_loss(W, X, y, reg):
    s = X @ W
    rows = np.arange(len(y))
    m = np.maximum(0, s - s[rows, y, None] + 1.0)
    m[rows, y] = 0
    loss = m.sum() / len(y) + reg * np.sum(W ** 2)
    return loss, X.T @ (1.0 * (m > 0)) / len(y) + 2 * reg * W

# losses | mean
def softmax_loss(W, X, y, reg):
    p = softmax(X @ W)
    s = X @ W
    loss = np.sum(cross_entropy(s, y)) + reg * np.sum(W * W)
    p[np.arange(len(y)), y] -= 1
    return loss, X.T @ p + 2 * reg * W

# losses | regularization
def softmax_loss(W, X, y, reg):
    s = X @ W
    p = softmax(s)
    loss = np.mean(cross_entropy(s, y))
    p[np.arange(len(y)), y] -= 1
    return loss, X.T @ p / len(y)

# losses | column
def softmax_loss(W, X, y, reg):
    s = X @ W
    p = softmax(s)
    p[:, y] -= 1
    return np.mean(cross_entropy(s, y)) + reg * np.sum(W * W), X.T @ p / len(y) + 2 * reg * W

# losses | small number
def softmax_loss(W, X, y, reg):
    p = softmax(X @ W)
    rows = np.arange(len(y))
    loss = -np.log(p[rows, y] + 1e-10).mean() + reg * np.sum(W * W)
    p[rows, y] -= 1
    return loss, X.T @ p / len(y) + 2 * reg * W

# optimization | back
def forward_difference(f, x, h=1e-4):
    grad = np.zeros(x.shape)
    fx = f(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        x[i] += h
        grad[i] = (f(x) - fx) / h
        it.iternext()
    return grad

# optimization | multipl | divided
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        grad[i] = (up - down) / 2 * h
    return grad

# optimization | side
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        before = f(x)
        x[i] = old + h
        grad[i] = (f(x) - before) / h
        x[i] = old
    return grad

# optimization | mean | largest
def relative_error(a, b):
    return np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))

# optimization | start
def gradient_descent(grad, w, learning_rate, steps):
    path = []
    for _ in range(steps):
        w = w - learning_rate * grad(w)
        path.append(w)
    return np.array(path)

# optimization | uphill | sign
def gradient_descent(grad, w, learning_rate, steps):
    path = [w.copy()]
    for _ in range(steps):
        w = w + learning_rate * grad(w)
        path.append(w.copy())
    return np.array(path)

# optimization | permutation | draw
def minibatches(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        chosen = rng.choice(len(X), min(batch_size, len(X) - start), replace=False)
        yield X[chosen], y[chosen]

# optimization | order | shuffle
def minibatches(X, y, batch_size, rng):
    for i in range(0, X.shape[0], batch_size):
        yield X[i:i + batch_size], y[i:i + batch_size]

# optimization | before
def sgd(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for Xb, yb in minibatches(X, y, batch_size, rng):
            _, grad = loss_and_grad(W, Xb, yb)
            W = W - learning_rate * grad
            losses.append(loss_and_grad(W, Xb, yb)[0])
    return W, losses

# optimization | learning rate | velocity
def momentum_step(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity - learning_rate * dw
    return w + velocity, velocity

# optimization | in full
def momentum_step(w, dw, velocity, learning_rate, rho=0.9):
    v = rho * velocity + (1 - rho) * dw
    return w - learning_rate * v, v

# optimization | t | step
def adam_step(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw ** 2
    mhat = m / (1 - beta1 ** 2)
    vhat = v / (1 - beta2 ** 2)
    return w - learning_rate * mhat / (np.sqrt(vhat) + eps), m, v

# optimization | power | times
def adam_step(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw * dw
    mhat = m / (1 - beta1 * t)
    vhat = v / (1 - beta2 * t)
    return w - learning_rate * mhat / (np.sqrt(vhat) + eps), m, v

# optimization | correct
def adam_step(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * (dw * dw)
    w = w - learning_rate * m / (np.sqrt(v) + eps)
    return w, m, v

# optimization | root
def adam_step(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m * beta1 + (1 - beta1) * dw
    v = v * beta2 + (1 - beta2) * dw ** 2
    return w - learning_rate * (m / (1 - beta1 ** t)) / np.sqrt(v / (1 - beta2 ** t) + eps), m, v

# features | range | largest
def color_histogram(image, bins=8):
    parts = []
    for c in range(3):
        counts, _ = np.histogram(image[:, :, c], bins=bins)
        parts.append(counts / counts.sum())
    return np.concatenate(parts)

# features | counts | number of pixels | pixels
def color_histogram(image, bins=8):
    parts = []
    for c in range(3):
        counts, _ = np.histogram(image[..., c].ravel(), bins=bins, range=(0, 1))
        parts.append(counts)
    return np.concatenate(parts).astype(float)

# features | swapped | order
def image_gradients(gray):
    gx, gy = np.gradient(gray)
    return gx, gy

# features | last one counts
def orientation_histogram(gray, cell=8, bins=9):
    gx, gy = image_gradients(gray)
    mag = np.sqrt(gx ** 2 + gy ** 2)
    angle = np.rad2deg(np.arctan2(gy, gx)) % 180
    idx = (angle / (180 / bins)).astype(int) % bins
    H, W = gray.shape[0] // cell, gray.shape[1] // cell
    out = np.zeros((H, W, bins))
    for i in range(H):
        for j in range(W):
            k = idx[i*cell:(i+1)*cell, j*cell:(j+1)*cell]
            m = mag[i*cell:(i+1)*cell, j*cell:(j+1)*cell]
            out[i, j, k] += m
    return out

# features | whole image
def orientation_histogram(gray, cell=8, bins=9):
    H, W = gray.shape[0] // cell, gray.shape[1] // cell
    out = np.zeros((H, W, bins))
    for i in range(H):
        for j in range(W):
            patch = gray[i*cell:(i+1)*cell, j*cell:(j+1)*cell]
            gx, gy = image_gradients(patch)
            angle = np.degrees(np.arctan2(gy, gx)) % 180
            k = (angle * bins / 180).astype(int) % bins
            for b in range(bins):
                out[i, j, b] = np.hypot(gx, gy)[k == b].sum()
    return out

# features | different sizes | beyond
def extract_patches(gray, size, stride):
    patches = []
    for i in range(0, gray.shape[0], stride):
        for j in range(0, gray.shape[1], stride):
            patches.append(gray[i:i + size, j:j + size].flatten())
    return np.array(patches)

# features | first word | 0
def nearest_codeword(patches, codebook):
    words = np.zeros(len(patches), dtype=int)
    for i in range(len(patches)):
        best, smallest = 0, 0.0
        for k in range(len(codebook)):
            d = np.sum((patches[i] - codebook[k]) ** 2)
            if d < smallest:
                best, smallest = k, d
        words[i] = best
    return words

# features | farthest | furthest
def nearest_codeword(patches, codebook):
    d = ((patches[:, None] - codebook[None]) ** 2).sum(axis=2)
    return np.argmax(d, axis=1)

# features | counts | number of patches
def bag_of_words(patches, codebook):
    words = nearest_codeword(patches, codebook)
    return np.bincount(words, minlength=len(codebook)).astype(float)

# features | every word | no patch | last
def bag_of_words(patches, codebook):
    words = nearest_codeword(patches, codebook)
    return np.bincount(words) / len(patches)

# features | its own | training
def standardize(train, test):
    def scale(X):
        sd = X.std(axis=0)
        sd = np.where(X.max(axis=0) == X.min(axis=0), 1, sd)
        return np.where(X.max(axis=0) == X.min(axis=0), 0.0, (X - X.mean(axis=0)) / sd)
    return scale(train), scale(test)

# features | degrees
def to_polar(X):
    r = np.sqrt(X[:, 0] ** 2 + X[:, 1] ** 2)
    return np.stack([r, np.degrees(np.arctan2(X[:, 1], X[:, 0]))], axis=1)

# backprop | swapped | other
class MultiplyGate:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b
    def backward(self, dout):
        return dout * self.a, dout * self.b

# backprop | upstream
class SigmoidGate:
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.s = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.s
    def backward(self, dout):
        return self.s * (1 - self.s)

# backprop | sign | minus | falls
class ReciprocalGate:
    def forward(self, x):
        self.x = x
        return 1 / x
    def backward(self, dout):
        return dout / self.x ** 2

# networks | examples
def affine_backward(dout, cache):
    x, w = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = np.sum(dout, axis=1)
    return dx, dw, db

# networks | exactly 0
def relu_backward(dout, cache):
    return dout * (cache >= 0)

# networks | sigmoid
def tanh_backward(dout, cache):
    return dout * cache * (1 - cache)

# networks | last layer | scores
class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        self.params = {
            "W1": weight_scale * rng.standard_normal((input_dim, hidden_dim)),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * rng.standard_normal((hidden_dim, num_classes)),
            "b2": np.zeros(num_classes),
        }
    def loss(self, X, y=None, reg=0.0):
        p = self.params
        a1, c1 = affine_forward(X, p["W1"], p["b1"])
        h, r1 = relu_forward(a1)
        a2, c2 = affine_forward(h, p["W2"], p["b2"])
        scores, r2 = relu_forward(a2)
        if y is None:
            return scores
        N = len(y)
        s = scores - scores.max(axis=1, keepdims=True)
        logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
        loss = -logp[np.arange(N), y].mean() + reg * sum(np.sum(p[k] ** 2) for k in ("W1", "W2"))
        d = np.exp(logp)
        d[np.arange(N), y] -= 1
        d = relu_backward(d / N, r2)
        dh, dW2, db2 = affine_backward(d, c2)
        _, dW1, db1 = affine_backward(relu_backward(dh, r1), c1)
        return loss, {"W1": dW1 + 2 * reg * p["W1"], "b1": db1,
                      "W2": dW2 + 2 * reg * p["W2"], "b2": db2}

# networks | exactly 0
class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        self.params = {}
        self.params["W1"] = rng.standard_normal((input_dim, hidden_dim)) * weight_scale
        self.params["b1"] = np.zeros((hidden_dim,))
        self.params["W2"] = rng.standard_normal((hidden_dim, num_classes)) * weight_scale
        self.params["b2"] = np.zeros((num_classes,))
    def loss(self, X, y=None, reg=0.0):
        W1, b1, W2, b2 = (self.params[k] for k in ("W1", "b1", "W2", "b2"))
        z = X @ W1 + b1
        h = np.maximum(z, 0)
        scores = h @ W2 + b2
        if y is None:
            return scores
        s = scores - scores.max(axis=1, keepdims=True)
        lse = np.log(np.exp(s).sum(axis=1))
        n = np.arange(len(y))
        loss = np.mean(lse - s[n, y]) + reg * ((W1 ** 2).sum() + (W2 ** 2).sum())
        d = np.exp(s - lse[:, None])
        d[n, y] -= 1
        d /= len(y)
        grads = {"W2": h.T @ d + 2 * reg * W2, "b2": d.sum(axis=0)}
        dz = (d @ W2.T) * (z >= 0)
        grads["W1"], grads["b1"] = X.T @ dz + 2 * reg * W1, dz.sum(axis=0)
        return loss, grads

# networks | rng
class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        self.params = {
            "W1": weight_scale * np.random.randn(input_dim, hidden_dim),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * np.random.randn(hidden_dim, num_classes),
            "b2": np.zeros(num_classes),
        }
    def loss(self, X, y=None, reg=0.0):
        return RightNet.loss(self, X, y, reg)

# networks | parameters | names
def train(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for Xb, yb in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(Xb, yb)
            losses.append(loss)
            for name in ("W1", "b1", "W2", "b2"):
                net.params[name] = net.params[name] - learning_rate * grads[name]
    return losses

# convolution | square
def conv_forward(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, k, _ = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out_h = (H + 2 * pad - k) // stride + 1
    out_w = (W + 2 * pad - k) // stride + 1
    out = np.zeros((N, F, out_h, out_w))
    for n in range(N):
        for f in range(F):
            for i in range(out_h):
                for j in range(out_w):
                    win = xp[n, :, i*stride:i*stride+k, j*stride:j*stride+k]
                    out[n, f, i, j] = np.sum(win * w[f]) + b[f]
    return out, (x, w, b, stride, pad)

# convolution | bias
def conv_forward(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, C, kh, kw = w.shape
    xp = zero_pad(x, pad)
    out = np.zeros((N, F, 1 + (H + 2 * pad - kh) // stride, 1 + (W + 2 * pad - kw) // stride))
    for n in range(N):
        for f in range(F):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    a, b = i * stride, j * stride
                    out[n, f, i, j] = np.sum(xp[n, :, a:a+kh, b:b+kw] * w[f])
    return out, (x, w, stride, pad)

# convolution | even | int | whole number
def output_size(n, f, stride=1, pad=0):
    size = (n - f + 2 * pad) / stride + 1
    if size != int(size) or size < 1:
        raise ValueError("does not fit")
    return size

# convolution | pad | twice | both
def output_size(n, f, stride=1, pad=0):
    if (n + pad - f) % stride != 0 or n + pad < f:
        raise ValueError("does not fit")
    return (n + pad - f) // stride + 1

# losses | logarithms
def softmax(scores):
    s = scores - scores.max(axis=1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=1, keepdims=True))

# optimization | last step
def sgd(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    W = W.copy()
    losses = []
    for _ in range(epochs):
        for xb, yb in minibatches(X, y, batch_size, rng):
            loss, g = loss_and_grad(W, xb, yb)
            W -= learning_rate * g
        losses.append(loss)
    return W, losses

# features | leaves out its end
def extract_patches(gray, size, stride):
    out = []
    for i in range(0, gray.shape[0] - size, stride):
        for j in range(0, gray.shape[1] - size, stride):
            out.append(gray[i:i + size, j:j + size].flatten())
    return np.array(out)

# networks | last step
def train(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for xb, yb in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(xb, yb)
            for k in net.params:
                net.params[k] = net.params[k] - learning_rate * grads[k]
        losses.append(loss)
    return losses

# networks | other names
def train(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for xb, yb in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(xb, yb)
            losses.append(loss)
            for k in net.params:
                if k.startswith("W"):
                    net.params[k] = net.params[k] - learning_rate * grads[k]
    return losses

# backprop | multiplied by the bias
def sigmoid_neuron(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    s = 1 / (1 + np.exp(-z))
    d = s * (1 - s)
    return s, (np.array([d * x[0], d * x[1], d * w[2]]), np.array([d * w[0], d * w[1]]))

# convolution | lack the upstream gradient
def conv_backward(dout, cache):
    x, w, b, stride, pad = cache
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    N, F, oh, ow = dout.shape
    for n in range(N):
        for f in range(F):
            for i in range(oh):
                for j in range(ow):
                    r, c = i * stride, j * stride
                    dw[f] += xp[n, :, r:r + w.shape[2], c:c + w.shape[3]]
                    dxp[n, :, r:r + w.shape[2], c:c + w.shape[3]] += w[f]
    return dxp[:, :, pad:pad + x.shape[2], pad:pad + x.shape[3]], dw, dout.sum(axis=(0, 2, 3))
def conv_forward(x, w, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    win = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], axis=(2, 3))
    win = win[:, :, ::stride, ::stride]
    return np.einsum("nchwij,fcij->nfhw", win, w) + b[:, None, None], (x, w, b, stride, pad)

# convolution | behind the sequence
def conv1d_forward(x, w, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (0, 2 * pad)))
    win = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2], axis=2)[:, :, ::stride]
    return np.einsum("nctk,fck->nft", win, w) + b[:, None], (x, w, b, stride, pad)

# losses | everybody's labels
def cross_entropy(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -logp[:, y].sum(axis=1)

# features | whole numbers up to 255
def color_histogram(image, bins=8):
    out = np.zeros((3, bins))
    for c in range(3):
        for v in image[:, :, c].ravel():
            out[c, min(int(v * 255) // (256 // bins), bins - 1)] += 1
    return (out / (image.shape[0] * image.shape[1])).ravel()

# losses | ahead
def hinge_loss(scores, y, delta=1.0):
    out = []
    for s, label in zip(scores, y):
        loss = 0
        for j, sj in enumerate(s):
            if j != label and sj > s[label]:
                loss += sj - s[label] + delta
        out.append(loss)
    return np.array(out)

# losses | sum to 1
def softmax(scores):
    return 1 / (1 + np.exp(-scores))

# losses | sign
def l1_penalty(W):
    return np.abs(W).sum(), W

# losses | an entry for each
def l2_penalty(W):
    return (W ** 2).sum(), 2 * W.sum()

# optimization | one at a time | row
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in range(len(x)):
        old = x[i].copy()
        x[i] = old + h
        a = f(x)
        x[i] = old - h
        b = f(x)
        x[i] = old
        g[i] = (a - b) / (2 * h)
    return g

# features | two neighbours
def image_gradients(gray):
    return np.diff(gray, axis=1), np.diff(gray, axis=0)

# convolution | leaves out its end
def im2col(x, field, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    N, C, H, W = xp.shape
    cols = []
    for i in range(0, H - field, stride):
        for j in range(0, W - field, stride):
            cols.append(xp[:, :, i:i+field, j:j+field].reshape(N, -1))
    return np.stack(cols, axis=2)
"""
