"""``optimization`` step by step and number by number, as somebody new to NumPy writes it."""

import math

import numpy as np


def forward_difference(f, x, h=1e-4):
    slopes = []
    before = f(x)
    for index, old in np.ndenumerate(x):
        x[index] = old + h
        slopes.append((f(x) - before) / h)
        x[index] = old
    return np.array(slopes).reshape(x.shape)


def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in range(x.size):
        place = np.unravel_index(i, x.shape)
        old = float(x[place])
        x[place] = old + h
        above = f(x)
        x[place] = old - h
        below = f(x)
        x[place] = old
        gradient[place] = (above - below) / h / 2
    return gradient


def relative_error(a, b):
    largest = 0.0
    for one, other in zip(a.flatten().tolist(), b.flatten().tolist(), strict=True):
        size = max(1e-8, abs(one) + abs(other))
        largest = max(largest, abs(one - other) / size)
    return largest


def gradient_descent(grad, w, learning_rate, steps):
    path = np.zeros((steps + 1, *w.shape))
    path[0] = w
    for step in range(1, steps + 1):
        path[step] = path[step - 1] - learning_rate * grad(path[step - 1])
    return path


def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    batches = []
    examples, labels = [], []
    for i in order:
        examples.append(X[i])
        labels.append(y[i])
        if len(examples) == batch_size:
            batches.append((np.array(examples), np.array(labels)))
            examples, labels = [], []
    if examples:
        batches.append((np.array(examples), np.array(labels)))
    return batches


def sgd(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    weights = W.copy()
    losses = []
    epoch = 0
    while epoch < epochs:
        for batch in minibatches(X, y, batch_size, rng):
            loss, gradient = loss_and_grad(weights, batch[0], batch[1])
            losses.append(float(loss))
            weights -= learning_rate * gradient
        epoch += 1
    return weights, losses


def momentum_step(w, dw, velocity, learning_rate, rho=0.9):
    new_w, new_velocity = np.zeros(w.shape), np.zeros(w.shape)
    for index in np.ndindex(w.shape):
        new_velocity[index] = rho * velocity[index] + dw[index]
        new_w[index] = w[index] - learning_rate * new_velocity[index]
    return new_w, new_velocity


def adam_step(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, new_m, new_v = w.astype(float), m.astype(float), v.astype(float)
    for index in np.ndindex(w.shape):
        slope = float(dw[index])
        new_m[index] = beta1 * new_m[index] + (1 - beta1) * slope
        new_v[index] = beta2 * new_v[index] + (1 - beta2) * slope**2
        mean = new_m[index] / (1 - math.pow(beta1, t))
        square = new_v[index] / (1 - math.pow(beta2, t))
        new_w[index] -= learning_rate * mean / (math.sqrt(square) + eps)
    return new_w, new_m, new_v
