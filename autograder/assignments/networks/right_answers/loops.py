"""``networks`` one example or one number at a time, as somebody new to NumPy writes it."""

import math

import numpy as np

from autograder.assignments.optimization.right_answers.loops import minibatches


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
    rows = np.array([example.flatten() for example in x])
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


class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        W1 = rng.standard_normal((input_dim, hidden_dim)) * weight_scale
        W2 = rng.standard_normal((hidden_dim, num_classes)) * weight_scale
        self.params = {
            "b1": np.zeros(hidden_dim),
            "b2": np.zeros(num_classes),
            "W1": W1,
            "W2": W2,
        }

    def loss(self, X, y=None, reg=0.0):
        p = self.params
        if y is None:
            scores = []
            for x in X:
                scores.append(np.maximum(0, x.dot(p["W1"]) + p["b1"]).dot(p["W2"]) + p["b2"])
            return np.array(scores)
        loss = 0.0
        grads = {name: np.zeros(p[name].shape) for name in p}
        for x, label in zip(X, y, strict=True):
            hidden = np.maximum(0, x.dot(p["W1"]) + p["b1"])
            scores = hidden.dot(p["W2"]) + p["b2"]
            highest = max(scores)
            powers = np.exp(scores - highest)
            loss += np.log(sum(powers)) + highest - scores[label]
            dscores = powers / sum(powers)
            dscores[label] -= 1
            dhidden = p["W2"].dot(dscores)
            dhidden[hidden == 0] = 0
            grads["W2"] += np.outer(hidden, dscores)
            grads["b2"] += dscores
            grads["W1"] += np.outer(x, dhidden)
            grads["b1"] += dhidden
        for name in grads:
            grads[name] /= len(X)
        loss /= len(X)
        for name in ("W1", "W2"):
            loss += reg * np.sum(p[name] * p[name])
            grads[name] += 2 * reg * p[name]
        return loss, grads


class FullyConnectedNet:
    def __init__(self, dims, rng, weight_scale=1e-2):
        self.dims = list(dims)
        self.params = {}
        for i in range(len(dims) - 1):
            W = rng.standard_normal((dims[i], dims[i + 1]))
            self.params["W" + str(i + 1)] = W * weight_scale
            self.params["b" + str(i + 1)] = np.zeros(dims[i + 1])

    def loss(self, X, y=None, reg=0.0):
        layers = len(self.dims) - 1
        inputs = [X]
        for i in range(1, layers + 1):
            out = inputs[-1].dot(self.params["W" + str(i)]) + self.params["b" + str(i)]
            if i < layers:
                out[out < 0] = 0
            inputs.append(out)
        scores = inputs.pop()
        if y is None:
            return scores
        loss, dout = 0.0, np.zeros(scores.shape)
        for n, row in enumerate(scores):
            powers = np.exp(row - np.max(row))
            loss -= (row[y[n]] - np.max(row) - np.log(np.sum(powers))) / len(X)
            dout[n] = powers / np.sum(powers) / len(X)
            dout[n, y[n]] -= 1 / len(X)
        grads = {}
        for i in range(layers, 0, -1):
            W, into = self.params["W" + str(i)], inputs.pop()
            grads["W" + str(i)] = into.T.dot(dout) + 2 * reg * W
            grads["b" + str(i)] = np.sum(dout, axis=0)
            dout = dout.dot(W.T)
            if i > 1:
                dout[into <= 0] = 0
            loss += reg * np.sum(W**2)
        return loss, grads


def train(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    epoch = 0
    while epoch < epochs:
        for batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(batch[0], batch[1])
            losses.append(float(loss))
            for name in net.params:
                net.params[name] -= learning_rate * grads[name]
        epoch += 1
    return losses
