"""``losses`` with masks, take_along_axis, Python lists and functions that call each other."""

import numpy as np


def hinge_loss(scores, y, delta=1.0):
    correct = np.take_along_axis(scores, y[:, None].astype(int), axis=1)
    is_wrong = np.arange(scores.shape[1]) != y[:, None]
    return np.sum(np.where(is_wrong, np.fmax(scores - correct + delta, 0), 0), axis=1)


def squared_hinge_loss(scores, y, delta=1.0):
    wrong = [
        [score - row[label] + delta for j, score in enumerate(row) if j != label]
        for row, label in zip(scores.astype(float).tolist(), y.tolist(), strict=True)
    ]
    return np.array([float(sum(max(0.0, margin) ** 2 for margin in row)) for row in wrong])


def softmax(scores):
    return np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))


def cross_entropy(scores, y):
    # The loss by what is missing to 1, which keeps even the smallest losses.
    gaps = scores - np.take_along_axis(scores, y[:, None].astype(int), axis=1)
    highest = np.maximum(gaps.max(axis=1), 0)
    return highest + np.log(np.sum(np.exp(gaps - highest[:, None]), axis=1))


def l1_penalty(W):
    gradient = (W > 0).astype(W.dtype) - (W < 0)
    return float(np.sum(W * gradient)), gradient


def l2_penalty(W):
    return [float(np.dot(W.ravel(), W.ravel())), W + W]


def elastic_net(W, beta):
    (l2, dl2), (l1, dl1) = l2_penalty(W), l1_penalty(W)
    return beta * l2 + l1, beta * dl2 + dl1


def svm_loss(W, X, y, reg):
    is_true = np.arange(W.shape[1]) == y.reshape(-1, 1)
    scores = X @ W
    margins = scores - scores[is_true].reshape(-1, 1) + 1
    dmargins = ((margins > 0) & ~is_true) / len(X)
    dscores = dmargins - is_true * dmargins.sum(axis=1, keepdims=True)
    penalty, dpenalty = l2_penalty(W)
    return (margins * dmargins).sum() + reg * penalty, (dscores.T @ X).T + reg * dpenalty


def softmax_loss(W, X, y, reg):
    scores = np.matmul(X, W)
    dscores = softmax(scores)
    np.subtract.at(dscores, (range(len(y)), y), 1)
    penalty, dpenalty = l2_penalty(W)
    loss = np.average(cross_entropy(scores, y)) + reg * penalty
    return loss, np.tensordot(X, dscores, axes=(0, 0)) / len(y) + reg * dpenalty
