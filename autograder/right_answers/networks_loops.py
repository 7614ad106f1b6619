"""``networks`` one example or one number at a time, as somebody new to NumPy writes it."""

import math

import numpy as np


def affine_forward(x, w, b):
    out = np.zeros((x.shape[0], b.shape[0]))
    for i in range(x.shape[0]):
        out[i] = x[i].flatten().dot(w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(b.shape)
    for i in range(len(x)):
        dx[i] = w.dot(dout[i]).reshape(x[i].shape)
        db += dout[i]
    rows = np.array([one.flatten() for one in x])
    for j in range(w.shape[1]):
        dw[:, j] = rows.T.dot(dout[:, j])
    return dx, dw, db


def relu_forward(x):
    out = x.copy()
    for index in np.ndindex(x.shape):
        if x[index] < 0:
            out[index] = 0
    return out, out


def relu_backward(dout, cache):
    dx = np.zeros(dout.shape)
    for index in np.ndindex(dout.shape):
        if cache[index] > 0:
            dx[index] = dout[index]
    return dx


def sigmoid_forward(x):
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        if value >= 0:
            out[index] = 1 / (1 + math.exp(-value))
        else:
            power = math.exp(value)
            out[index] = power / (1 + power)
    return out, x


def sigmoid_backward(dout, cache):
    s, _ = sigmoid_forward(cache)
    dx = np.zeros(dout.shape)
    for index in np.ndindex(dout.shape):
        dx[index] = dout[index] * s[index] * (1 - s[index])
    return dx


def tanh_forward(x):
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = math.tanh(value)
    return out, out


def tanh_backward(dout, cache):
    dx = np.zeros(dout.shape)
    for index, value in np.ndenumerate(cache):
        dx[index] = dout[index] * (1 + value) * (1 - value)
    return dx


def leaky_relu_forward(x, slope=0.01):
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = max(value, slope * value)
    return out, (x, slope)


def leaky_relu_backward(dout, cache):
    x, slope = cache
    dx = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        dx[index] = dout[index] if value > 0 else slope * dout[index]
    return dx


def elu_forward(x, alpha=1.0):
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = value if value > 0 else alpha * (math.exp(value) - 1)
    return out, {"x": x, "alpha": alpha}


def elu_backward(dout, cache):
    x, alpha = cache["x"], cache["alpha"]
    dx = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        dx[index] = dout[index] * (1 if value > 0 else alpha * math.exp(value))
    return dx


def maxout_forward(x, w1, b1, w2, b2):
    first, second = np.zeros((len(x), len(b1))), np.zeros((len(x), len(b2)))
    for i in range(len(x)):
        first[i] = x[i].dot(w1) + b1
        second[i] = x[i].dot(w2) + b2
    return np.where(first < second, second, first), (x, w1, w2, first, second)


def maxout_backward(dout, cache):
    x, w1, w2, first, second = cache
    dx, dw1, dw2 = np.zeros(x.shape), np.zeros(w1.shape), np.zeros(w2.shape)
    db1, db2 = np.zeros(w1.shape[1]), np.zeros(w2.shape[1])
    for j in range(w1.shape[1]):
        won = first[:, j] >= second[:, j]
        dfirst, dsecond = dout[won, j], dout[~won, j]
        dx[won] += np.outer(dfirst, w1[:, j])
        dx[~won] += np.outer(dsecond, w2[:, j])
        dw1[:, j], db1[j] = x[won].T.dot(dfirst), dfirst.sum()
        dw2[:, j], db2[j] = x[~won].T.dot(dsecond), dsecond.sum()
    return dx, dw1, db1, dw2, db2
