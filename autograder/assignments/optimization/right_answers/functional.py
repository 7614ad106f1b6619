"""``optimization`` with unit vectors, recursion, and functions that call each other."""

import numpy as np


def forward_difference(f, x, h=1e-4):
    units = np.eye(x.size).reshape(-1, *x.shape)
    return np.array([f(x + h * unit) - f(x) for unit in units]).reshape(x.shape) / h


def numerical_gradient(f, x, h=1e-5):
    # The mean of what is measured on the right and on the left.
    return (forward_difference(f, x, h) + forward_difference(f, x, -h)) / 2


def relative_error(a, b):
    return (np.abs(np.subtract(a, b)) / np.clip(np.abs(a) + np.abs(b), 1e-8, None)).max()


def gradient_descent(grad, w, learning_rate, steps):
    start = w[np.newaxis]
    if steps == 0:
        return start
    rest = gradient_descent(grad, w - learning_rate * grad(w), learning_rate, steps - 1)
    return np.concatenate([start, rest])


def minibatches(X, y, batch_size, rng):
    order = rng.permutation(X.shape[0])
    for chosen in np.split(order, range(batch_size, len(order), batch_size)):
        yield np.take(X, chosen, axis=0), np.take(y, chosen)


def sgd(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    if epochs == 0:
        return W, []
    losses = []
    for batch in minibatches(X, y, batch_size, rng):
        loss, gradient = loss_and_grad(W, *batch)
        W = W - learning_rate * gradient
        losses.append(loss)
    W, later = sgd(loss_and_grad, W, X, y, learning_rate, batch_size, epochs - 1, rng)
    return W, losses + later


def momentum_step(w, dw, velocity, learning_rate, rho=0.9):
    steps = -learning_rate * dw, -learning_rate * rho * velocity
    return w + steps[0] + steps[1], np.add(dw, np.multiply(velocity, rho))


def adam_step(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    def mean(old, new, beta):
        return (1 - beta) * new + beta * old

    m, v = mean(m, dw, beta1), mean(v, np.square(dw), beta2)
    corrected = [moment / (1 - np.power(beta, t)) for moment, beta in ((m, beta1), (v, beta2))]
    return w - learning_rate * corrected[0] / (corrected[1] ** 0.5 + eps), m, v
