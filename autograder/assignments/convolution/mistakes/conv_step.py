"""Known mistakes of ``conv_step``."""

import numpy as np

from autograder.judge.exercise import Mistake


def bias_forgotten(window, w, b):
    return np.sum(window * w)


def bias_in_every_product(window, w, b):
    return np.sum(window * w + b)


def not_summed(window, w, b):
    return window * w + b


def matrix_product(window, w, b):
    return np.sum(window @ w) + b


def flipped(window, w, b):
    return np.sum(window * w[:, ::-1, ::-1]) + b


def channels_flipped_too(window, w, b):
    return np.sum(window * w[::-1, ::-1, ::-1]) + b


def transposed(window, w, b):
    return np.sum(window * w.transpose(0, 2, 1)) + b


def first_channel_only(window, w, b):
    return np.sum(window[0] * w[0]) + b


def one_number_a_channel(window, w, b):
    return np.sum(window * w, axis=(1, 2)) + b


def channels_added_only(window, w, b):
    return np.sum(window * w, axis=0) + b


def averaged(window, w, b):
    return np.mean(window * w) + b


def sums_multiplied(window, w, b):
    return np.sum(window) * np.sum(w) + b


def bias_taken_away(window, w, b):
    return np.sum(window * w) - b


def rectified(window, w, b):
    return max(0.0, np.sum(window * w) + b)


def whole_number(window, w, b):
    return int(np.sum(window * w) + b)


CONV_STEP = (
    Mistake("bias_forgotten", "The bias is missing.", bias_forgotten),
    Mistake(
        "bias_in_every_product",
        "The bias is added to every product before they are summed: it counts once.",
        bias_in_every_product,
    ),
    Mistake(
        "not_summed",
        "The products are not added up: one window gives one number.",
        not_summed,
    ),
    Mistake(
        "matrix_product",
        "That is a matrix product: a dot product multiplies each pixel with the weight at its own "
        "place.",
        matrix_product,
    ),
    Mistake(
        "flipped",
        "The filter is turned by 180 degrees: that is a convolution in mathematics. In networks "
        "the filter stays as it is.",
        flipped,
    ),
    Mistake(
        "channels_flipped_too",
        "The filter is turned round, and its channels too: it stays as it is.",
        channels_flipped_too,
    ),
    Mistake(
        "transposed",
        "Rows and columns of the filter change places.",
        transposed,
    ),
    Mistake(
        "first_channel_only",
        "Only the first channel counts: the sum runs over all of them.",
        first_channel_only,
    ),
    Mistake(
        "one_number_a_channel",
        "There is one number for each channel: add them up, too.",
        one_number_a_channel,
    ),
    Mistake(
        "channels_added_only",
        "Only the channels are added up: the sum runs over rows and columns as well.",
        channels_added_only,
    ),
    Mistake("averaged", "The products are averaged: a dot product is their sum.", averaged),
    Mistake(
        "sums_multiplied",
        "The two sums are multiplied: multiply pixel by weight first, and then add.",
        sums_multiplied,
    ),
    Mistake("bias_taken_away", "The bias is taken away instead of added.", bias_taken_away),
    Mistake(
        "rectified",
        "Negative numbers become 0: the nonlinearity is a layer of its own and comes later.",
        rectified,
    ),
    Mistake("whole_number", "The number is cut to a whole one.", whole_number),
)
