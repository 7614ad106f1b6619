"""Known mistakes of ``affine_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes.layers import forward_mistakes
from autograder.judge.exercise import Mistake


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
