"""``optimization`` on copies that are changed in place, with flat views and iterators."""

import numpy as np


def forward_difference(f, x, h=1e-4):
    gradient = np.empty(x.shape)
    before = f(x)
    entries = np.nditer(x, flags=["multi_index"])
    while not entries.finished:
        index = entries.multi_index
        kept = x[index]
        x[index] = kept + h
        gradient[index] = f(x) - before
        x[index] = kept
        entries.iternext()
    gradient /= h
    return gradient


def numerical_gradient(f, x, h=1e-5):
    moved, gradient = x.copy(), np.empty(x.shape)
    for i in range(x.size):
        moved.flat[i] += h
        gradient.flat[i] = f(moved)
        moved.flat[i] -= 2 * h
        gradient.flat[i] -= f(moved)
        moved.flat[i] = x.flat[i]
    gradient *= 0.5 / h
    return gradient


def relative_error(a, b):
    size = np.abs(a) + np.abs(b)
    size = np.where(size < 1e-8, 1e-8, size)
    return float(np.amax(np.absolute(b - a) / size))


def gradient_descent(grad, w, learning_rate, steps):
    w = w.copy()
    path = [w.copy()]
    for _ in range(steps):
        w -= learning_rate * grad(w)
        path.append(w.copy())
    return np.stack(path)


def minibatches(X, y, batch_size, rng):
    order = np.arange(X.shape[0])
    rng.shuffle(order)  # how permutation draws, too
    X, y = X[order], y[order]
    return iter(
        [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]
    )


def sgd(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    W, losses = np.array(W), []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            loss, dW = loss_and_grad(W, *batch)
            losses += [loss]
            np.subtract(W, learning_rate * dW, out=W)
    return W, losses


def momentum_step(w, dw, velocity, learning_rate, rho=0.9):
    w, velocity = w.copy(), velocity.copy()
    velocity *= rho
    velocity += dw
    w -= learning_rate * velocity
    return [w, velocity]


def adam_step(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v = w.copy(), m.copy(), v.copy()
    m += (1 - beta1) * (dw - m)
    v += (1 - beta2) * (dw * dw - v)
    # The corrections of both means in one learning rate, and in eps.
    root = np.sqrt(1 - beta2**t)
    w -= learning_rate * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root)
    return w, m, v
