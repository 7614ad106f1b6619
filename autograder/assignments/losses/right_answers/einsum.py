"""``losses`` with one-hot labels and einsum."""

import numpy as np


def hinge_loss(scores, y, delta=1.0):
    labels = np.eye(scores.shape[1])[y]
    correct = np.einsum("nc,nc->n", scores, labels)
    return np.einsum("nc,nc->n", np.clip(scores - correct[:, None] + delta, 0, None), 1 - labels)


def squared_hinge_loss(scores, y, delta=1.0):
    labels = np.eye(scores.shape[1])[y]
    correct = np.einsum("nc,nc->n", scores, labels)
    margins = np.clip(scores - correct[:, None] + delta, 0, None) * (1 - labels)
    return np.einsum("nc,nc->n", margins, margins)


def softmax(scores):
    exponentials = np.exp(scores - np.amax(scores, axis=-1)[:, None])
    return np.einsum("nc,n->nc", exponentials, 1 / np.einsum("nc->n", exponentials))


def cross_entropy(scores, y):
    labels = np.eye(scores.shape[1])[y]
    return np.logaddexp.reduce(scores, axis=1) - np.einsum("nc,nc->n", scores, labels)


def l1_penalty(W):
    signs = np.where(W > 0, 1.0, np.where(W < 0, -1.0, 0.0))
    return np.einsum("dc,dc->", W, signs), signs


def l2_penalty(W):
    return np.einsum("dc,dc->", W, W), W + W


def elastic_net(W, beta):
    signs = np.where(W > 0, 1.0, np.where(W < 0, -1.0, 0.0))
    return np.einsum("dc,dc->", W, beta * W + signs), W * (2 * beta) + signs


def svm_loss(W, X, y, reg):
    count = X.shape[0]
    scores = np.einsum("nd,dc->nc", X, W)
    labels = np.eye(W.shape[1])[y]
    correct = np.einsum("nc,nc->n", scores, labels)
    margins = (scores - correct[:, None] + 1) * (1 - labels)
    violated = np.where(margins > 0, 1.0, 0.0)
    dscores = violated - np.einsum("nc,nk->nk", violated, labels)
    loss = np.einsum("nc,nc->", margins, violated) / count
    dW = np.einsum("nd,nc->dc", X, dscores) / count
    return loss + reg * np.einsum("dc,dc->", W, W), dW + 2 * reg * W


def softmax_loss(W, X, y, reg):
    count = X.shape[0]
    scores = np.einsum("nd,dc->nc", X, W)
    labels = np.eye(W.shape[1])[y]
    logarithms = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    loss = -np.einsum("nc,nc->", logarithms, labels) / count
    dW = np.einsum("nd,nc->dc", X, np.exp(logarithms) - labels) / count
    return loss + reg * np.einsum("dc,dc->", W, W), dW + 2 * reg * W
