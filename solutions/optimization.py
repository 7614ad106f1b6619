"""Optimization: measure a slope, then walk down it.

Reference solutions of the assignment ``optimization``.
"""

import numpy as np


def forward_difference(f, x, h=1e-4):
    """Gradient of a scalar function, measured on one side.

    The gradient's entry for x[i] is (f(x with x[i] + h) - f(x)) / h, with all
    other entries of x as they are.

    Arguments:
        f: function of an array of x's shape that returns one number.
        x: float64 array with any number of axes, also none; it need not be
            contiguous. It is writable: you may change it on the way, if it holds
            exactly the same numbers afterwards as before.
        h: the step, a float above 0.

    Returns:
        Array of x's shape, float64.

    Source: Nocedal and Wright (2006), Numerical Optimization, section 8.1.
    """
    base = f(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += h
        gradient[index] = (f(moved) - base) / h
    return gradient


def numerical_gradient(f, x, h=1e-5):
    """Gradient of a scalar function, measured on both sides.

    The gradient's entry for x[i] is
    (f(x with x[i] + h) - f(x with x[i] - h)) / (2 h), with all other entries of
    x as they are: a central difference.

    Arguments:
        f: function of an array of x's shape that returns one number.
        x: float64 array with any number of axes, also none; it need not be
            contiguous. It is writable: you may change it on the way, if it holds
            exactly the same numbers afterwards as before.
        h: the step to each side, a float above 0.

    Returns:
        Array of x's shape, float64.

    Source: Nocedal and Wright (2006), Numerical Optimization, section 8.1.
    """
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += h
        below[index] -= h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


def relative_error(a, b):
    """Return how far two arrays are apart, measured by their own size.

    For each entry it is |a - b| / max(1e-8, |a| + |b|): 0 where the two are
    equal, 1 where their signs are opposite. What comes back is the largest of
    these.

    Arguments:
        a: float array with any number of axes, also none, and at least one entry.
        b: float array of the same shape.

    Returns:
        The largest relative error, a float.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 11.5.
    """
    size = np.maximum(1e-8, np.abs(a) + np.abs(b))
    return np.max(np.abs(a - b) / size)


def gradient_descent(grad, w, learning_rate, steps):
    """Walk against the gradient, and remember the way.

    Each step goes from w to w - learning_rate * grad(w).

    Arguments:
        grad: function that takes an array of w's shape and returns the gradient
            there, an array of the same shape.
        w: the start, a float array of any shape.
        learning_rate: a float.
        steps: how many steps to take, an integer of at least 0.

    Returns:
        Float array of shape (steps + 1, *w.shape): the start first, then the
        place after each step.

    Source: Cauchy (1847), Méthode générale pour la résolution des systèmes
    d'équations simultanées.
    """
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * grad(path[-1]))
    return np.array(path)


def minibatches(X, y, batch_size, rng):
    """Cut one epoch into batches: every example once, in a random order.

    The order is rng.permutation(len(X)). That is drawn once, and nothing else is
    drawn from rng. The first batch holds the first batch_size examples of that
    order, the next batch those that follow, and so on; the last batch is
    shorter where batch_size does not divide the number of examples.

    Arguments:
        X: (N, ...) float array, one example an entry of the first axis.
        y: (N,) labels, of any integer dtype.
        batch_size: examples in a batch, an integer of at least 1; it may be
            larger than N.
        rng: np.random.Generator.

    Returns:
        An iterator over the batches. Each is a pair of some examples of X and
        their own labels, in the same order.

    Source: Bottou (2012), Stochastic Gradient Descent Tricks.
    """
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        yield X[chosen], y[chosen]


def sgd(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """Train by stochastic gradient descent: one step against each batch's gradient.

    Each epoch takes its batches from minibatches(X, y, batch_size, rng), with the
    same rng throughout. Each step computes the loss and the gradient of the batch
    at the current weights, notes that loss, and goes to
    W - learning_rate * gradient.

    Arguments:
        loss_and_grad: function called as loss_and_grad(W, X_batch, y_batch); it
            returns the loss, a number, and the gradient, an array of W's shape.
        W: the weights at the start, a float array of any shape.
        X: (N, ...) float array, one example an entry of the first axis.
        y: (N,) labels, of any integer dtype.
        learning_rate: a float.
        batch_size: examples in a batch, an integer of at least 1.
        epochs: how many times to go through all examples, an integer of at
            least 0.
        rng: np.random.Generator.

    Returns:
        A tuple of the weights after the last step, an array of W's shape, and a
        list of losses, one per step, each taken before that step's update.

    Source: Robbins and Monro (1951), A Stochastic Approximation Method.
    """
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, gradient = loss_and_grad(W, X_batch, y_batch)
            losses.append(loss)
            W = W - learning_rate * gradient
    return W, losses


def momentum_step(w, dw, velocity, learning_rate, rho=0.9):
    """One step of gradient descent with momentum.

    The new velocity is rho * velocity + dw, and the new weights are
    w - learning_rate * (new velocity).

    Arguments:
        w: weights, a float array of any shape.
        dw: their gradient, of w's shape.
        velocity: the velocity so far, of w's shape; zeros before the first step.
        learning_rate: a float.
        rho: how much of the old velocity is kept, a float from 0 to 1.

    Returns:
        A tuple of the new weights and the new velocity, arrays of w's shape.

    Source: Polyak (1964), Some Methods of Speeding Up the Convergence of
    Iteration Methods, in the form of Sutskever et al. (2013).
    """
    velocity = rho * velocity + dw
    return w - learning_rate * velocity, velocity


def adam_step(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam.

    The new m is beta1 * m + (1 - beta1) * dw, and the new v is
    beta2 * v + (1 - beta2) * dw**2. Corrected for having started at 0 they are
    m_hat = m / (1 - beta1**t) and v_hat = v / (1 - beta2**t), and the new weights
    are w - learning_rate * m_hat / (sqrt(v_hat) + eps).

    Arguments:
        w: weights, a float array of any shape.
        dw: their gradient, of w's shape.
        m: running mean of the gradients, of w's shape; zeros before the first step.
        v: running mean of the squared gradients, of w's shape, never below 0;
            zeros before the first step.
        t: the number of this step, an integer that counts from 1.
        learning_rate: a float.
        beta1: how much of the old m is kept, a float in [0, 1).
        beta2: how much of the old v is kept, a float in [0, 1).
        eps: keeps the denominator above 0, a float.

    Returns:
        A tuple of the new weights, the new m and the new v, arrays of w's shape.
        The m and v are the uncorrected ones.

    Source: Kingma and Ba (2015), Adam: A Method for Stochastic Optimization,
    algorithm 1.
    """
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), m, v
