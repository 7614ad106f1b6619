"""Known mistakes of ``affine_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import forward_mistakes


def not_flattened(x, w, b):
    """Examples with several axes are not flattened: lay each one out as a row before the
    product."""
    return x @ w + b, (x, w)


def no_bias(x, w, b):
    """The bias is not added."""
    return x.reshape(x.shape[0], -1) @ w, (x, w)


def column_order(x, w, b):
    """The axes of an example are flattened the other way round: the last one varies fastest, as in
    a plain reshape."""
    return x.reshape(x.shape[0], -1, order="F") @ w + b, (x, w)


def not_flattened_dot(x, w, b):
    """Examples with several axes are not flattened: lay each one out as a row before the
    product."""
    return x.dot(w) + b, (x, w)


def weights_transposed(x, w, b):
    """The weights are transposed: they have a row for each feature and a column for each output
    already."""
    return x.reshape(x.shape[0], -1) @ w.T + b, (x, w)


def memory_order(x, w, b):
    """Examples are flattened as they happen to lie in memory: their order is row-major, whatever
    the layout."""
    return x.reshape(x.shape[0], -1, order="A") @ w + b, (x, w)


def examples_last(x, w, b):
    """Numbers of different examples are mixed: reshaping with the examples last and transposing
    does not give one example per row."""
    return x.reshape(-1, x.shape[0]).T @ w + b, (x, w)


def flattened_whole(x, w, b):
    """The whole batch is flattened: the first axis, that of the examples, stays."""
    return x.reshape(-1) @ w + b, (x, w)


def one_row(x, w, b):
    """All examples became one row: each has a row of its own."""
    return x.reshape(1, -1) @ w + b, (x, w)


def bias_per_example(x, w, b):
    """The bias is added down the examples: there is one number for each output."""
    return x.reshape(x.shape[0], -1) @ w + b[:, np.newaxis], (x, w)


def bias_subtracted(x, w, b):
    """The bias is subtracted: add it."""
    return x.reshape(x.shape[0], -1) @ w - b, (x, w)


def bias_before_product(x, w, b):
    """The bias is added to x: it is added to the product."""
    return (x.reshape(x.shape[0], -1) + b) @ w, (x, w)


def bias_summed(x, w, b):
    """The sum of all biases is added everywhere: each output has its own."""
    return x.reshape(x.shape[0], -1) @ w + b.sum(), (x, w)


def with_relu(x, w, b):
    """Negative outputs are cut off: the activation is a layer of its own."""
    return np.maximum(0, x.reshape(x.shape[0], -1) @ w + b), (x, w)


def averaged_over_features(x, w, b):
    """The product is divided by the number of features: it is a plain sum."""
    return x.reshape(x.shape[0], -1) @ w / w.shape[0] + b, (x, w)


def output_transposed(x, w, b):
    """The output is transposed: each example has a row."""
    return (x.reshape(x.shape[0], -1) @ w + b).T, (x, w)


of_any_layer = forward_mistakes("affine")
