"""Known mistakes of ``maxout_forward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import forward_mistakes
from solutions.networks import maxout_forward as right_forward


def no_biases(x, w1, b1, w2, b2):
    """The biases are not added."""
    first, second = x @ w1, x @ w2
    return np.maximum(first, second), (x, w1, w2, first >= second)


def smaller_one(x, w1, b1, w2, b2):
    """The smaller of the two maps is taken: the larger one is meant."""
    first, second = x @ w1 + b1, x @ w2 + b2
    return np.minimum(first, second), (x, w1, w2, first <= second)


def with_relu(x, w1, b1, w2, b2):
    """Negative outputs are cut off: where both maps are below 0, the larger one is as well."""
    first, second = x @ w1 + b1, x @ w2 + b2
    out = np.maximum(0, np.maximum(first, second))
    return out, (x, w1, w2, first >= second)


def _maps(x, w1, b1, w2, b2):
    return x @ w1 + b1, x @ w2 + b2


def _with_output(out, *inputs):
    """That output, with the cache of a right forward."""
    return out, right_forward(*inputs)[1]


def sum_of_both(*inputs):
    """The two maps are added: the larger one is taken."""
    first, second = _maps(*inputs)
    return _with_output(first + second, *inputs)


def mean_of_both(*inputs):
    """The mean of the two maps is taken: the larger one is meant."""
    first, second = _maps(*inputs)
    return _with_output((first + second) / 2, *inputs)


def first_alone(*inputs):
    """The first map comes back: the second one is not used."""
    return _with_output(_maps(*inputs)[0], *inputs)


def larger_size(*inputs):
    """The map farther from 0 is taken: the larger number is meant, sign included."""
    first, second = _maps(*inputs)
    return _with_output(np.where(np.abs(first) >= np.abs(second), first, second), *inputs)


def relu_of_both(*inputs):
    """Both maps are cut off at 0 and added: they are compared with each other."""
    first, second = _maps(*inputs)
    return _with_output(np.maximum(0, first) + np.maximum(0, second), *inputs)


def relu_of_the_second(*inputs):
    """The first map is compared with 0: compare it with the second map."""
    first, _ = _maps(*inputs)
    return _with_output(np.maximum(0, first), *inputs)


def one_bias(x, w1, b1, w2, b2):
    """Both maps got the first bias: the second has its own."""
    return _with_output(np.maximum(x @ w1 + b1, x @ w2 + b1), x, w1, b1, w2, b2)


def biases_after(x, w1, b1, w2, b2):
    """Both biases are added after the comparison: each belongs to its own map, before it."""
    return _with_output(np.maximum(x @ w1, x @ w2) + b1 + b2, x, w1, b1, w2, b2)


def largest_bias_apart(x, w1, b1, w2, b2):
    """The larger product and the larger bias are added: they may belong to different maps."""
    out = np.maximum(x @ w1, x @ w2) + np.maximum(b1, b2)
    return _with_output(out, x, w1, b1, w2, b2)


def weights_first(x, w1, b1, w2, b2):
    """The larger weights are taken, number by number: compare what the maps give."""
    return _with_output(x @ np.maximum(w1, w2) + np.maximum(b1, b2), x, w1, b1, w2, b2)


def winner_without_biases(x, w1, b1, w2, b2):
    """The winner is found before the biases are added: they count in the comparison."""
    out = np.where(x @ w1 >= x @ w2, x @ w1 + b1, x @ w2 + b2)
    return _with_output(out, x, w1, b1, w2, b2)


def one_winner_an_example(*inputs):
    """One map wins a whole example: each unit has a winner of its own."""
    first, second = _maps(*inputs)
    wins = first.sum(axis=1, keepdims=True) >= second.sum(axis=1, keepdims=True)
    return _with_output(np.where(wins, first, second), *inputs)


def largest_unit(*inputs):
    """The largest unit of each example came back: the comparison is between the two maps."""
    return _with_output(np.maximum(*_maps(*inputs)).max(axis=1), *inputs)


def side_by_side(*inputs):
    """Both maps came back side by side: only the larger number of each pair is meant."""
    return _with_output(np.concatenate(_maps(*inputs), axis=1), *inputs)


def winner_alone(*inputs):
    """What came back says which map wins: the output is the winner's value."""
    first, second = _maps(*inputs)
    return _with_output((first >= second) * 1.0, *inputs)


of_any_layer = forward_mistakes("maxout")


def larger_of_the_examples(*inputs):
    """The largest number of each map over the examples came back: the comparison is between the two
    maps."""
    return _with_output(np.max(_maps(*inputs), axis=1), *inputs)


def one_number(*inputs):
    """One number came back: the comparison is between the two maps, entry by entry."""
    return _with_output(np.max(_maps(*inputs)), *inputs)
