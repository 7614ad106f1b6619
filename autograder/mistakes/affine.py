"""Known mistakes of ``affine_forward`` and ``affine_backward``."""

import numpy as np

from autograder.exercise import Mistake
from autograder.mistakes.layers import backward_mistakes, forward_mistakes

# affine_forward ---------------------------------------------------------------------


def not_flattened(x, w, b):
    return x @ w + b, (x, w)


def no_bias(x, w, b):
    return x.reshape(x.shape[0], -1) @ w, (x, w)


def column_order(x, w, b):
    return x.reshape(x.shape[0], -1, order="F") @ w + b, (x, w)


def not_flattened_dot(x, w, b):
    return x.dot(w) + b, (x, w)


def weights_transposed(x, w, b):
    return x.reshape(x.shape[0], -1) @ w.T + b, (x, w)


def memory_order(x, w, b):
    return x.reshape(x.shape[0], -1, order="A") @ w + b, (x, w)


def examples_last(x, w, b):
    return x.reshape(-1, x.shape[0]).T @ w + b, (x, w)


def flattened_whole(x, w, b):
    return x.reshape(-1) @ w + b, (x, w)


def one_row(x, w, b):
    return x.reshape(1, -1) @ w + b, (x, w)


def bias_per_example(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b[:, np.newaxis], (x, w)


def bias_subtracted(x, w, b):
    return x.reshape(x.shape[0], -1) @ w - b, (x, w)


def bias_before_product(x, w, b):
    return (x.reshape(x.shape[0], -1) + b) @ w, (x, w)


def bias_summed(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b.sum(), (x, w)


def with_relu(x, w, b):
    return np.maximum(0, x.reshape(x.shape[0], -1) @ w + b), (x, w)


def averaged_over_features(x, w, b):
    return x.reshape(x.shape[0], -1) @ w / w.shape[0] + b, (x, w)


def output_transposed(x, w, b):
    return (x.reshape(x.shape[0], -1) @ w + b).T, (x, w)


NOT_FLATTENED = (
    "Examples with several axes are not flattened: lay each one out as a row before the product."
)

AFFINE_FORWARD = (
    Mistake("not_flattened", NOT_FLATTENED, not_flattened),
    Mistake("no_bias", "The bias is not added.", no_bias),
    Mistake(
        "column_order",
        "The axes of an example are flattened the other way round: the last one varies fastest, "
        "as in a plain reshape.",
        column_order,
    ),
    Mistake("not_flattened_dot", NOT_FLATTENED, not_flattened_dot),
    Mistake(
        "weights_transposed",
        "The weights are transposed: they have a row for each feature and a column for each "
        "output already.",
        weights_transposed,
    ),
    Mistake(
        "memory_order",
        "Examples are flattened as they happen to lie in memory: their order is row-major, "
        "whatever the layout.",
        memory_order,
    ),
    Mistake(
        "examples_last",
        "Numbers of different examples are mixed: reshaping with the examples last and "
        "transposing does not give one example a row.",
        examples_last,
    ),
    Mistake(
        "flattened_whole",
        "The whole batch is flattened: the first axis, that of the examples, stays.",
        flattened_whole,
    ),
    Mistake("one_row", "All examples became one row: each has a row of its own.", one_row),
    Mistake(
        "bias_per_example",
        "The bias is added down the examples: there is one number for each output.",
        bias_per_example,
    ),
    Mistake("bias_subtracted", "The bias is subtracted: add it.", bias_subtracted),
    Mistake(
        "bias_before_product",
        "The bias is added to x: it is added to the product.",
        bias_before_product,
    ),
    Mistake(
        "bias_summed",
        "The sum of all biases is added everywhere: each output has its own.",
        bias_summed,
    ),
    Mistake(
        "with_relu",
        "Negative outputs are cut off: the activation is a layer of its own.",
        with_relu,
    ),
    Mistake(
        "averaged_over_features",
        "The product is divided by the number of features: it is a plain sum.",
        averaged_over_features,
    ),
    Mistake(
        "output_transposed",
        "The output is transposed: each example has a row.",
        output_transposed,
    ),
    *forward_mistakes("affine"),
)

# affine_backward --------------------------------------------------------------------


def dx_flat(dout, cache):
    x, w = cache
    return dout @ w.T, x.reshape(x.shape[0], -1).T @ dout, dout.sum(axis=0)


def weights_not_transposed(dout, cache):
    x, w = cache
    dx = (dout @ w).reshape(x.shape)
    return dx, x.reshape(x.shape[0], -1).T @ dout, dout.sum(axis=0)


def db_not_summed(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T @ dout, dout


def _right(dout, cache):
    x, w = cache
    flat = x.reshape(x.shape[0], -1)
    return (dout @ w.T).reshape(x.shape), flat.T @ dout, dout.sum(axis=0)


def dx_in_column_order(dout, cache):
    x, w = cache
    _, dw, db = _right(dout, cache)
    return (dout @ w.T).reshape(x.shape, order="F"), dw, db


def dw_transposed(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dx, dw.T, db


def dw_not_flattened(dout, cache):
    x, _ = cache
    dx, _, db = _right(dout, cache)
    return dx, x.T @ dout, db


def dw_averaged(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dx, dw / len(dout), db


def dw_of_first_example(dout, cache):
    x, _ = cache
    dx, _, db = _right(dout, cache)
    return dx, np.outer(x[0], dout[0]), db


def dw_per_example(dout, cache):
    x, _ = cache
    dx, _, db = _right(dout, cache)
    return dx, x.reshape(x.shape[0], -1, 1) * dout[:, np.newaxis, :], db


def dw_with_weights(dout, cache):
    _, w = cache
    dx, dw, db = _right(dout, cache)
    return dx, dw * w, db


def db_averaged(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.mean(axis=0)


def db_over_outputs(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum(axis=1)


def db_one_number(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum()


def db_as_row(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, dout.sum(axis=0, keepdims=True)


def db_of_ones(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, np.ones(dout.shape[1])


def db_counted(dout, cache):
    dx, dw, _ = _right(dout, cache)
    return dx, dw, np.full(dout.shape[1], float(len(dout)))


def weights_first(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dw, db, dx


def dw_first(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dw, dx, db


AFFINE_BACKWARD = (
    Mistake(
        "dx_flat",
        "The gradient for x is left flattened: give it the shape that x came with.",
        dx_flat,
    ),
    Mistake(
        "weights_not_transposed",
        "The gradient for x multiplies by the weights as they are: on the way back it is their "
        "transpose.",
        weights_not_transposed,
    ),
    Mistake(
        "db_not_summed",
        "The gradient for the bias is not summed over the examples: all of them share one bias.",
        db_not_summed,
    ),
    Mistake(
        "dx_in_column_order",
        "The gradient for x is laid out in column order: put the numbers back as they were "
        "flattened, the last axis fastest.",
        dx_in_column_order,
    ),
    Mistake(
        "dw_transposed",
        "The gradient for the weights is transposed: it has the shape of the weights.",
        dw_transposed,
    ),
    Mistake(
        "dw_not_flattened",
        "The gradient for the weights takes x with all its axes: flatten each example here, too.",
        dw_not_flattened,
    ),
    Mistake(
        "dw_averaged",
        "The gradient for the weights is a mean over the examples: it is their sum, and the mean "
        "belongs to the loss.",
        dw_averaged,
    ),
    Mistake(
        "dw_of_first_example",
        "The gradient for the weights is that of the first example alone: all of them add up.",
        dw_of_first_example,
    ),
    Mistake(
        "dw_per_example",
        "The gradient for the weights is kept apart for each example: sum over them.",
        dw_per_example,
    ),
    Mistake(
        "dw_with_weights",
        "The gradient for the weights is multiplied by the weights: a product's slope in one "
        "factor is the other factor alone.",
        dw_with_weights,
    ),
    Mistake(
        "db_averaged",
        "The gradient for the bias is a mean over the examples: it is their sum, and the mean "
        "belongs to the loss.",
        db_averaged,
    ),
    Mistake(
        "db_over_outputs",
        "The gradient for the bias is summed over the outputs: sum over the examples, so that "
        "each output keeps its own.",
        db_over_outputs,
    ),
    Mistake(
        "db_one_number",
        "The gradient for the bias is summed over everything: each output keeps its own.",
        db_one_number,
    ),
    Mistake(
        "db_as_row",
        "The gradient for the bias is a matrix of one row: it has the shape of the bias, one axis.",
        db_as_row,
    ),
    Mistake(
        "db_of_ones",
        "The gradient for the bias is 1 everywhere: the upstream gradient is missing in it.",
        db_of_ones,
    ),
    Mistake(
        "db_counted",
        "The gradient for the bias counts the examples: the upstream gradient is missing in it.",
        db_counted,
    ),
    Mistake(
        "weights_first",
        "The gradient for x comes last: the order is that of the forward's arguments.",
        weights_first,
    ),
    Mistake(
        "dw_first",
        "The gradients for x and the weights are swapped: the order is that of the forward's "
        "arguments.",
        dw_first,
    ),
    *backward_mistakes("affine"),
)
