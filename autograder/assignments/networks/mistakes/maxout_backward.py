"""Known mistakes of ``maxout_backward``."""

import numpy as np

from autograder.assignments.networks.mistakes._layers import backward_mistakes
from autograder.judge.mistake import brings
from solutions.networks import maxout_forward as right_forward


def both_get_everything(dout, cache):
    """Both maps get the whole gradient: in each entry only the one that won has a slope."""
    x, w1, w2, _ = cache
    db = dout.sum(axis=0)
    return dout @ w1.T + dout @ w2.T, x.T @ dout, db, x.T @ dout, db


def biases_before_weights(dout, cache):
    """The gradients are in another order: it is that of the forward's arguments, the first map's
    weights and bias, then the second's."""
    x, w1, w2, won = cache
    dfirst, dsecond = dout * won, dout * (1 - won)
    dx = dfirst @ w1.T + dsecond @ w2.T
    return dx, x.T @ dfirst, x.T @ dsecond, dfirst.sum(axis=0), dsecond.sum(axis=0)


def loser_gets_it(dout, cache):
    """The gradient goes to the map that lost: only the winner moves the output."""
    x, w1, w2, won = cache
    dfirst, dsecond = dout * (1 - won), dout * won
    dx = dfirst @ w1.T + dsecond @ w2.T
    return dx, x.T @ dfirst, dfirst.sum(axis=0), x.T @ dsecond, dsecond.sum(axis=0)


def _maps(x, w1, b1, w2, b2):
    return x @ w1 + b1, x @ w2 + b2


def _forward_with_maps(x, w1, b1, w2, b2):
    """A right forward that keeps both maps, for backwards that compare them."""
    first, second = _maps(x, w1, b1, w2, b2)
    return np.maximum(first, second), (x, w1, w2, first, second)


def _gradients(dfirst, dsecond, x, w1, w2):
    dx = dfirst @ w1.T + dsecond @ w2.T
    return dx, x.T @ dfirst, dfirst.sum(axis=0), x.T @ dsecond, dsecond.sum(axis=0)


@brings(maxout_forward=_forward_with_maps)
def tie_to_both(dout, cache):
    """Where both maps are equal, both get the whole gradient: the first one gets it."""
    x, w1, w2, first, second = cache
    return _gradients(dout * (first >= second), dout * (second >= first), x, w1, w2)


@brings(maxout_forward=_forward_with_maps)
def tie_to_neither(dout, cache):
    """Where both maps are equal, neither gets a gradient: the first one gets it."""
    x, w1, w2, first, second = cache
    return _gradients(dout * (first > second), dout * (second > first), x, w1, w2)


@brings(maxout_forward=_forward_with_maps)
def tie_to_the_second(dout, cache):
    """Where both maps are equal, the second gets the gradient: by convention the first one does."""
    x, w1, w2, first, second = cache
    return _gradients(dout * (first > second), dout * (second >= first), x, w1, w2)


@brings(maxout_forward=_forward_with_maps)
def tie_halved(dout, cache):
    """Where both maps are equal, each gets one half: by convention the first one gets it all."""
    x, w1, w2, first, second = cache
    share = ((first > second) + 1.0 * (first >= second)) / 2
    return _gradients(dout * share, dout * (1 - share), x, w1, w2)


def _forward_with_products(x, w1, b1, w2, b2):
    out, _ = right_forward(x, w1, b1, w2, b2)
    return out, (x, w1, w2, x @ w1, x @ w2)


@brings(maxout_forward=_forward_with_products)
def winner_without_bias(dout, cache):
    """The winner is found without the biases: they count in the comparison."""
    x, w1, w2, first, second = cache
    return _gradients(dout * (first >= second), dout * (first < second), x, w1, w2)


@brings(maxout_forward=_forward_with_maps)
def one_winner(dout, cache):
    """One map gets the gradient of a whole example: each unit has a winner of its own."""
    x, w1, w2, first, second = cache
    won = first.sum(axis=1, keepdims=True) >= second.sum(axis=1, keepdims=True)
    return _gradients(dout * won, dout * ~won, x, w1, w2)


def _parts(dout, cache):
    """Each map's share of the upstream gradient, as it should be, and x and the weights."""
    x, w1, w2, won = cache
    return dout * won, dout * (1 - won), x, w1, w2


def weights_swapped(dout, cache):
    """The gradient for x goes back through the loser's weights: it goes through the winner's."""
    dfirst, dsecond, x, w1, w2 = _parts(dout, cache)
    _, *others = _gradients(dfirst, dsecond, x, w1, w2)
    return (dfirst @ w2.T + dsecond @ w1.T, *others)


def dx_of_the_first(dout, cache):
    """The gradient for x comes through the first map alone: where the second one won, it comes
    through that."""
    dfirst, dsecond, x, w1, w2 = _parts(dout, cache)
    return (dfirst @ w1.T, *_gradients(dfirst, dsecond, x, w1, w2)[1:])


def dx_unmasked(dout, cache):
    """The gradient for x comes through both maps everywhere: only the winner of each entry passes
    it on."""
    dfirst, dsecond, x, w1, w2 = _parts(dout, cache)
    return (dout @ (w1 + w2).T, *_gradients(dfirst, dsecond, x, w1, w2)[1:])


def dx_averaged(dout, cache):
    """The gradient for x is half as large as it should be: the two ways back are added, not
    averaged."""
    dx, *others = _gradients(*_parts(dout, cache))
    return (dx / 2, *others)


def biases_unmasked(dout, cache):
    """Both biases get the gradient of all entries: each gets those that its own map won."""
    dx, dw1, _, dw2, _ = _gradients(*_parts(dout, cache))
    return dx, dw1, dout.sum(axis=0), dw2, dout.sum(axis=0)


def biases_not_summed(dout, cache):
    """The gradients for the biases are not summed over the examples."""
    dfirst, dsecond, *_ = _parts(dout, cache)
    dx, dw1, _, dw2, _ = _gradients(*_parts(dout, cache))
    return dx, dw1, dfirst, dw2, dsecond


def biases_averaged(dout, cache):
    """The gradients for the biases are means over the examples: they are sums."""
    dfirst, dsecond, *_ = _parts(dout, cache)
    dx, dw1, _, dw2, _ = _gradients(*_parts(dout, cache))
    return dx, dw1, dfirst.mean(axis=0), dw2, dsecond.mean(axis=0)


def biases_count_wins(dout, cache):
    """The gradients for the biases count the wins: the upstream gradient is missing in them."""
    dx, dw1, _, dw2, _ = _gradients(*_parts(dout, cache))
    won = cache[3]
    return dx, dw1, 1.0 * won.sum(axis=0), dw2, 1.0 * (~won).sum(axis=0)


def weights_transposed(dout, cache):
    """The gradients for the weights are transposed: each has the shape of its weights."""
    dx, dw1, db1, dw2, db2 = _gradients(*_parts(dout, cache))
    return dx, dw1.T, db1, dw2.T, db2


def second_map_first(dout, cache):
    """The gradients of the two maps are swapped: the first map's come first."""
    dx, dw1, db1, dw2, db2 = _gradients(*_parts(dout, cache))
    return dx, dw2, db2, dw1, db1


def weights_unmasked(dout, cache):
    """Both weight matrices get the gradient of all entries: each gets those that its own map
    won."""
    dx, _, db1, _, db2 = _gradients(*_parts(dout, cache))
    dw = cache[0].T @ dout
    return dx, dw, db1, dw, db2


of_any_layer = backward_mistakes("maxout")
