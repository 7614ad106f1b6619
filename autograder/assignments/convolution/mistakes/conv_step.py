"""Known mistakes of ``conv_step``."""

import numpy as np


def bias_forgotten(window, w, b):
    """The bias is missing."""
    return np.sum(window * w)


def bias_in_every_product(window, w, b):
    """The bias is added to every product before they are summed: it counts once."""
    return np.sum(window * w + b)


def not_summed(window, w, b):
    """The products are not added up: one window gives one number."""
    return window * w + b


def matrix_product(window, w, b):
    """That is a matrix product: a dot product multiplies each pixel with the weight at its own
    place."""
    return np.sum(window @ w) + b


def flipped(window, w, b):
    """The filter is turned by 180 degrees: that is a convolution in mathematics. In networks the
    filter stays as it is."""
    return np.sum(window * w[:, ::-1, ::-1]) + b


def channels_flipped_too(window, w, b):
    """The filter is turned round, and its channels too: it stays as it is."""
    return np.sum(window * w[::-1, ::-1, ::-1]) + b


def transposed(window, w, b):
    """Rows and columns of the filter change places."""
    return np.sum(window * w.transpose(0, 2, 1)) + b


def first_channel_only(window, w, b):
    """Only the first channel counts: the sum runs over all of them."""
    return np.sum(window[0] * w[0]) + b


def one_number_a_channel(window, w, b):
    """There is one number for each channel: add them up, too."""
    return np.sum(window * w, axis=(1, 2)) + b


def channels_added_only(window, w, b):
    """Only the channels are added up: the sum runs over rows and columns as well."""
    return np.sum(window * w, axis=0) + b


def averaged(window, w, b):
    """The products are averaged: a dot product is their sum."""
    return np.mean(window * w) + b


def sums_multiplied(window, w, b):
    """The two sums are multiplied: multiply pixel by weight first, and then add."""
    return np.sum(window) * np.sum(w) + b


def bias_taken_away(window, w, b):
    """The bias is taken away instead of added."""
    return np.sum(window * w) - b


def rectified(window, w, b):
    """Negative numbers become 0: the nonlinearity is a layer of its own and comes later."""
    return max(0.0, np.sum(window * w) + b)


def whole_number(window, w, b):
    """The number is cut to a whole one."""
    return int(np.sum(window * w) + b)


def times_bias(window, w, b):
    """The sum is multiplied by the bias: the bias is added."""
    return np.sum(window * w) * b
