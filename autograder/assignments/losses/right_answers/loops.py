"""``losses`` one number at a time, as somebody new to NumPy writes it."""

import math

import numpy as np


def hinge_loss(scores, y, delta=1.0):
    losses = []
    for i in range(len(y)):
        loss = 0.0
        for j in range(scores.shape[1]):
            if j != y[i]:
                margin = scores[i, j] - scores[i, y[i]] + delta
                if margin > 0:
                    loss += margin
        losses.append(loss)
    return np.array(losses, dtype=float)


def squared_hinge_loss(scores, y, delta=1.0):
    losses = np.zeros(len(y))
    for i, row in enumerate(scores):
        for j, score in enumerate(row):
            if j != y[i]:
                losses[i] += max(0, score - row[y[i]] + delta) ** 2
    return losses


def softmax(scores):
    probabilities = np.zeros(scores.shape)
    for i, row in enumerate(scores):
        exponentials = [math.exp(score - max(row)) for score in row]
        for j, exponential in enumerate(exponentials):
            probabilities[i, j] = exponential / sum(exponentials)
    return probabilities


def cross_entropy(scores, y):
    losses = []
    for row, label in zip(scores, y, strict=True):
        highest = max(row)
        total = sum(math.exp(score - highest) for score in row)
        losses.append(math.log(total) + highest - row[label])
    return np.array(losses, dtype=float)


def l1_penalty(W):
    value, gradient = 0.0, np.zeros(W.shape)
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            value += abs(W[i, j])
            if W[i, j] > 0:
                gradient[i, j] = 1
            elif W[i, j] < 0:
                gradient[i, j] = -1
    return value, gradient


def l2_penalty(W):
    value, gradient = 0.0, np.zeros(W.shape)
    for index, weight in np.ndenumerate(W):
        value += weight * weight
        gradient[index] = 2 * weight
    return value, gradient


def elastic_net(W, beta):
    squares, square_gradient = l2_penalty(W)
    sizes, size_gradient = l1_penalty(W)
    return beta * squares + sizes, beta * square_gradient + size_gradient


def svm_loss(W, X, y, reg):
    # One class at a time: a loop over classes is allowed, one over examples is not.
    count, classes = len(y), W.shape[1]
    scores = X.dot(W)
    correct = scores[np.arange(count), y]
    loss, dW = 0.0, np.zeros(W.shape)
    for j in range(classes):
        others = y != j
        margins = (scores[:, j] - correct + 1) * others
        violated = margins > 0
        loss += margins[violated].sum()
        dW[:, j] += X[violated].sum(axis=0)
        for k in range(classes):
            dW[:, k] -= X[violated & (y == k)].sum(axis=0)
    return loss / count + reg * np.sum(W**2), dW / count + reg * 2 * W


def softmax_loss(W, X, y, reg):
    count, classes = X.shape[0], W.shape[1]
    scores = X @ W
    highest = scores[:, 0]
    for j in range(classes):
        highest = np.maximum(highest, scores[:, j])
    total = sum(np.exp(scores[:, j] - highest) for j in range(classes))
    dW = np.zeros(W.shape)
    loss = 0.0
    for j in range(classes):
        probability = np.exp(scores[:, j] - highest) / total
        true = y == j
        loss += (np.log(total) + highest - scores[:, j])[true].sum()
        dW[:, j] = X.T @ (probability - true) / count
    return loss / count + reg * (W * W).sum(), dW + 2 * reg * W
