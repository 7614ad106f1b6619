"""Known mistakes of ``affine_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import backward_mistakes


def dx_flat(dout, cache):
    """The gradient for x is left flattened: give it the shape that x came with."""
    x, w = cache
    return dout @ w.T, x.reshape(x.shape[0], -1).T @ dout, dout.sum(axis=0)


def weights_not_transposed(dout, cache):
    """The gradient for x multiplies by the weights as they are: on the way back it is their
    transpose."""
    x, w = cache
    dx = (dout @ w).reshape(x.shape)
    return dx, x.reshape(x.shape[0], -1).T @ dout, dout.sum(axis=0)


def db_not_summed(dout, cache):
    """The gradient for the bias is not summed over the examples: all of them share one bias."""
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T @ dout, dout


def _right(dout, cache):
    x, w = cache
    flat = x.reshape(x.shape[0], -1)
    return (dout @ w.T).reshape(x.shape), flat.T @ dout, dout.sum(axis=0)


def dx_in_column_order(dout, cache):
    """The gradient for x is laid out in column order: put the numbers back as they were flattened,
    the last axis fastest."""
    x, w = cache
    _, dw, db = _right(dout, cache)
    return (dout @ w.T).reshape(x.shape, order="F"), dw, db


def dw_transposed(dout, cache):
    """The gradient for the weights is transposed: it has the shape of the weights."""
    dx, dw, db = _right(dout, cache)
    return dx, dw.T, db


def dw_not_flattened(dout, cache):
    """The gradient for the weights takes x with all its axes: flatten each example here, too."""
    x, _ = cache
    dx, _, db = _right(dout, cache)
    return dx, x.T @ dout, db


def dw_averaged(dout, cache):
    """The gradient for the weights is a mean over the examples: it is their sum, and the mean
    belongs to the loss."""
    dx, dw, db = _right(dout, cache)
    return dx, dw / len(dout), db


def dw_of_first_example(dout, cache):
    """The gradient for the weights is that of the first example alone: all of them add up."""
    x, _ = cache
    dx, _, db = _right(dout, cache)
    return dx, np.outer(x[0], dout[0]), db


def dw_per_example(dout, cache):
    """The gradient for the weights is kept apart for each example: sum over them."""
    x, _ = cache
    dx, _, db = _right(dout, cache)
    return dx, x.reshape(x.shape[0], -1, 1) * dout[:, np.newaxis, :], db


def dw_with_weights(dout, cache):
    """The gradient for the weights is multiplied by the weights: a product's slope in one factor is
    the other factor alone."""
    _, w = cache
    dx, dw, db = _right(dout, cache)
    return dx, dw * w, db


def db_averaged(dout, cache):
    """The gradient for the bias is a mean over the examples: it is their sum, and the mean belongs
    to the loss."""
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.mean(axis=0)


def db_over_outputs(dout, cache):
    """The gradient for the bias is summed over the outputs: sum over the examples, so that each
    output keeps its own."""
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum(axis=1)


def db_one_number(dout, cache):
    """The gradient for the bias is summed over everything: each output keeps its own."""
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum()


def db_as_row(dout, cache):
    """The gradient for the bias is a matrix of one row: it has the shape of the bias, one axis."""
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum(axis=0, keepdims=True)


def db_of_ones(dout, cache):
    """The gradient for the bias is 1 everywhere: the upstream gradient is missing in it."""
    dx, dw, _ = _right(dout, cache)
    return dx, dw, np.ones(dout.shape[1])


def db_counted(dout, cache):
    """The gradient for the bias counts the examples: the upstream gradient is missing in it."""
    dx, dw, _ = _right(dout, cache)
    return dx, dw, np.full(dout.shape[1], float(len(dout)))


def weights_first(dout, cache):
    """The gradient for x comes last: the order is that of the forward's arguments."""
    dx, dw, db = _right(dout, cache)
    return dw, db, dx


def dw_first(dout, cache):
    """The gradients for x and the weights are swapped: the order is that of the forward's
    arguments."""
    dx, dw, db = _right(dout, cache)
    return dw, dx, db


of_any_layer = backward_mistakes("affine")


def dw_reshaped(dout, cache):
    """The gradient for the weights is brought to its shape by a reshape, which does not move an
    axis: transpose, or swap the two factors."""
    dx, dw, db = _right(dout, cache)
    return dx, dw.T.reshape(dw.shape), db


def weights_reshaped(dout, cache):
    """The weights are brought to the shape of their transpose by a reshape, which does not move an
    axis: transpose them."""
    x, w = cache
    _, dw, db = _right(dout, cache)
    return (dout @ w.reshape(w.shape[::-1])).reshape(x.shape), dw, db


def dx_averaged(dout, cache):
    """The gradient for x is divided by the number of examples: each has its own, and the mean
    belongs to the loss."""
    dx, dw, db = _right(dout, cache)
    return dx / len(dout), dw, db
