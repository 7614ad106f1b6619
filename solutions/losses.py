"""Loss functions: how bad are these scores, and which way do they get better?

Reference solutions of the assignment ``losses``.
"""

import numpy as np


def hinge_loss(scores, y, delta=1.0):
    """Multiclass SVM loss of each example.

    For example i the loss is the sum over all classes j other than y[i] of
    max(0, scores[i, j] - scores[i, y[i]] + delta). No mean is taken.

    Arguments:
        scores: (N, C) float array, one row of class scores per example.
        y: (N,) labels in [0, C), of any integer dtype.
        delta: the margin, a float.

    Returns:
        (N,) float array of losses, of the dtype of scores.

    Source: Weston and Watkins (1999), Support Vector Machines for Multi-Class
    Pattern Recognition.
    """
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0  # the true class is not compared with itself
    return margins.sum(axis=1)


def squared_hinge_loss(scores, y, delta=1.0):
    """Squared hinge loss of each example: large mistakes weigh more.

    For example i the loss is the sum over all classes j other than y[i] of
    max(0, scores[i, j] - scores[i, y[i]] + delta) squared. No mean is taken.

    Arguments:
        scores: (N, C) float array, one row of class scores per example.
        y: (N,) labels in [0, C), of any integer dtype.
        delta: the margin, a float.

    Returns:
        (N,) float array of losses, of the dtype of scores.

    Source: Tang (2013), Deep Learning using Linear Support Vector Machines, which
    squares the hinge.
    """
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return (margins**2).sum(axis=1)


def softmax(scores):
    """Class probabilities: exponentiate each row of scores and normalize it.

    probabilities[i, j] = exp(scores[i, j]) / sum over k of exp(scores[i, k]).
    The answer is finite for scores as large as 1e4 and as small as -1e4.

    Arguments:
        scores: (N, C) float array, one row of class scores per example.

    Returns:
        (N, C) float array of the dtype of scores; each row sums to 1.

    Source: Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4.
    """
    # Taking the same number from all scores of a row changes no quotient, and
    # with the largest at 0 no exponential overflows.
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def cross_entropy(scores, y):
    """Softmax loss of each example: minus the log-probability of the true class.

    For example i the loss is -log(softmax(scores)[i, y[i]]), with the natural
    logarithm. It is finite and right for scores up to 1e4 in size, also where
    the probability itself rounds to 0. No mean is taken.

    Arguments:
        scores: (N, C) float array, one row of class scores per example.
        y: (N,) labels in [0, C), of any integer dtype.

    Returns:
        (N,) float array of losses, of the dtype of scores.

    Source: Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4.
    """
    shifted = scores - scores.max(axis=1, keepdims=True)
    # The logarithm of the quotient is a difference: no probability is formed,
    # so none can round to 0 first.
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]


def l1_penalty(W):
    """L1 penalty: the sum of the absolute values of all weights, and its gradient.

    The gradient of the absolute value is taken as 0 where a weight is 0.

    Arguments:
        W: (D, C) float array of weights.

    Returns:
        A tuple of the penalty, a float, and its gradient, an array of W's shape
        and dtype.

    Source: Tibshirani (1996), Regression Shrinkage and Selection via the Lasso.
    """
    return np.abs(W).sum(), np.sign(W)


def l2_penalty(W):
    """L2 penalty: the sum of the squares of all weights, and its gradient.

    There is no factor 1/2 and no square root.

    Arguments:
        W: (D, C) float array of weights.

    Returns:
        A tuple of the penalty, a float, and its gradient, an array of W's shape
        and dtype.

    Source: Hoerl and Kennard (1970), Ridge Regression.
    """
    return (W * W).sum(), 2 * W


def elastic_net(W, beta):
    """Elastic net: beta times the L2 penalty plus the L1 penalty, and its gradient.

    Arguments:
        W: (D, C) float array of weights.
        beta: weight of the L2 part, a float of at least 0.

    Returns:
        A tuple of the penalty, a float, and its gradient, an array of W's shape
        and dtype.

    Source: Zou and Hastie (2005), Regularization and Variable Selection via the
    Elastic Net.
    """
    return beta * (W * W).sum() + np.abs(W).sum(), 2 * beta * W + np.sign(W)


def svm_loss(W, X, y, reg):
    """Loss of a linear SVM classifier on a batch, and its gradient.

    The scores are X @ W. The loss is the mean over the examples of the
    multiclass SVM loss with margin 1, plus reg * sum(W * W). Where a margin is
    exactly 0 its gradient is 0. No Python loop over the examples.

    Arguments:
        W: (D, C) float array of weights.
        X: (N, D) float array, one example per row.
        y: (N,) labels in [0, C), of any integer dtype.
        reg: regularization strength, a float of at least 0.

    Returns:
        A tuple of the loss, a float, and its gradient dW, (D, C).

    Source: Weston and Watkins (1999), Support Vector Machines for Multi-Class
    Pattern Recognition.
    """
    count = len(y)
    rows = np.arange(count)
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1)
    margins[rows, y] = 0
    loss = margins.sum() / count + reg * (W * W).sum()

    # Each violated margin pushes its own class's score down by one and the
    # true class's score up by one.
    dscores = (margins > 0).astype(scores.dtype)
    dscores[rows, y] = -dscores.sum(axis=1)
    return loss, X.T @ dscores / count + 2 * reg * W


def softmax_loss(W, X, y, reg):
    """Loss of a linear softmax classifier on a batch, and its gradient.

    The scores are X @ W. The loss is the mean over the examples of the softmax
    loss, plus reg * sum(W * W). Finite for scores up to 1e4 in size. No Python
    loop over the examples.

    Arguments:
        W: (D, C) float array of weights.
        X: (N, D) float array, one example per row.
        y: (N,) labels in [0, C), of any integer dtype.
        reg: regularization strength, a float of at least 0.

    Returns:
        A tuple of the loss, a float, and its gradient dW, (D, C).

    Source: Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4.
    """
    count = len(y)
    rows = np.arange(count)
    scores = X @ W
    shifted = scores - scores.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=1)
    loss = (np.log(totals) - shifted[rows, y]).sum() / count + reg * (W * W).sum()

    # The gradient at the scores is the probabilities, less 1 at the true class.
    dscores = exponentials / totals[:, np.newaxis]
    dscores[rows, y] -= 1
    return loss, X.T @ dscores / count + 2 * reg * W
