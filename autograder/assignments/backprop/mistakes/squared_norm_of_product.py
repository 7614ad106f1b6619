"""Known mistakes of ``squared_norm_of_product``."""

import numpy as np

from autograder.judge.mistake import made


def two_forgotten(W, x):
    """Both gradients are half as large as they should be. What is the slope of a square?"""
    q = W @ x
    return q @ q, (np.outer(q, x), W.T @ q)


def not_transposed(W, x):
    """The matrix is not transposed in the gradient for x. Each entry of x goes into every entry of
    the product, along a column of the matrix."""
    q = W @ x
    return q @ q, (2 * np.outer(q, x), 2 * W @ q)


def outer_exchanged(W, x):
    """The gradient for W is transposed: its rows belong to the product, its columns to x."""
    q = W @ x
    return q @ q, (2 * np.outer(x, q), 2 * W.T @ q)


def _handed_on(dq, W, x):
    return np.outer(dq, x), W.T @ dq


def _squares(f=lambda q: q @ q, dq=lambda q: 2 * q, back=None):
    """The squared length, right but for its value, its slope, or how it hands that on."""

    def squares(W, x):
        q = W @ x
        return f(q), (back or _handed_on)(dq(q), W, x)

    return squares


elementwise = made(
    "The gradient for W is multiplied entry by entry. Every entry of the product meets every "
    "entry of x.",
    _squares(back=lambda dq, W, x: (dq * x, W.T @ dq)),
)

dot_product = made(
    "The gradient for W is a number here, the dot product of two vectors. It is a matrix, "
    "with an entry for each pair.",
    _squares(back=lambda dq, W, x: (np.sum(dq) * np.sum(x), W.T @ dq)),
)

length_itself = made(
    "The value is the length. What is asked for is its square.",
    _squares(f=lambda q: np.sqrt(q @ q)),
)


def _divided_by_length(q):
    return q / np.sqrt(q @ q)


gradients_of_the_length = made(
    "These are the gradients of the length. What is asked for is its square, which has no "
    "root to differentiate.",
    _squares(dq=_divided_by_length),
)

slope_without_product = made(
    "The slope of a square is taken to be 2 everywhere. It grows with what is squared.",
    _squares(dq=lambda q: 2 * np.ones_like(q)),
)

slope_one = made(
    "The square is skipped on the way back, as if the entries of the product were only added.",
    _squares(dq=np.ones_like),
)

of_the_inputs = made(
    "These are the gradients of the squared lengths of W and x themselves. The product "
    "between them is missing.",
    _squares(back=lambda dq, W, x: (2 * W, 2 * x)),
)


def flat(W, x):
    """Three results come back side by side. What is asked for is two: the value, and a tuple of
    both gradients."""
    f, (dW, dx) = _squares()(W, x)
    return f, dW, dx


order_of_gradients = made(
    "The gradient for x comes first. It comes after that for W, as the arguments do.",
    _squares(back=lambda dq, W, x: _handed_on(dq, W, x)[::-1]),
)

mean_of_squares = made(
    "The value is the mean of the squares. What is asked for is their sum.",
    _squares(f=lambda q: np.mean(q**2)),
)

squares_not_summed = made(
    "The squares are not added up. The value is one number.",
    _squares(f=lambda q: q**2),
)

sum_squared = made(
    "The entries of the product are added first, and then squared. Square each, then add.",
    _squares(f=lambda q: np.sum(q) ** 2, dq=lambda q: 2 * np.sum(q) * np.ones_like(q)),
)


sum_squared_in_value = made(
    "For the value, the entries of the product are added first, and then squared. Square each, "
    "then add.",
    _squares(f=lambda q: np.sum(q) ** 2),
)

two_forgotten_for_x = made(
    "The gradient for x is half as large as it should be. It comes through the same slope as that "
    "for W.",
    _squares(back=lambda dq, W, x: (np.outer(dq, x), W.T @ dq / 2)),
)

two_forgotten_for_w = made(
    "The gradient for W is half as large as it should be. It comes through the same slope as that "
    "for x.",
    _squares(back=lambda dq, W, x: (np.outer(dq, x) / 2, W.T @ dq)),
)


weights_for_product = made(
    "The gradient for W is multiplied by the entries of W. What is squared is the product, so it "
    "takes those.",
    _squares(back=lambda dq, W, x: (2 * W * x, W.T @ dq)),
)

summed_along_rows = made(
    "The gradient for x is summed along the rows of the matrix. An entry of x meets a column.",
    _squares(back=lambda dq, W, x: (np.outer(dq, x), (dq[:, np.newaxis] * W).sum(axis=1))),
)

not_squared = made(
    "The value adds up the entries of the product as they are. Square each, then add.",
    _squares(f=np.sum),
)
