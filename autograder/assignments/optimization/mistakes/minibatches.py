"""Known mistakes of ``minibatches``."""

import numpy as np


def not_shuffled(X, y, batch_size, rng):
    """The examples come in the order in which they lie: nothing was drawn from rng."""
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


def short_batch_dropped(X, y, batch_size, rng):
    """What is left over at the end is dropped: the last batch may be short, but every example is
    seen."""
    order = rng.permutation(len(X))
    for batch in range(len(X) // batch_size):
        chosen = order[batch * batch_size : (batch + 1) * batch_size]
        yield X[chosen], y[chosen]


def shuffled_apart(X, y, batch_size, rng):
    """Examples and labels are shuffled apart: after that, no example has its own label. Draw one
    order and use it for both."""
    X, y = rng.permutation(X), rng.permutation(y)
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


def _batches_of(X, y, batch_size, order):
    """The right batches of an order."""
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        yield X[chosen], y[chosen]


def only_examples_shuffled(X, y, batch_size, rng):
    """The examples are shuffled and the labels are not: after that, no example has its own
    label."""
    return _batches_of(rng.permutation(X), y, batch_size, np.arange(len(X)))


def with_replacement(X, y, batch_size, rng):
    """The examples are drawn with replacement: some come twice, others never. An epoch shows each
    one once."""
    return _batches_of(X, y, batch_size, rng.integers(len(X), size=len(X)))


def another_draw(X, y, batch_size, rng):
    """The order is drawn in another way than the text asks for: it is a permutation of all numbers,
    not a choice of them."""
    return _batches_of(X, y, batch_size, rng.choice(len(X), len(X), replace=False))


def sorted_by_random_numbers(X, y, batch_size, rng):
    """The order comes from sorting random numbers: it is random, but it is another draw than the
    text asks for."""
    return _batches_of(X, y, batch_size, np.argsort(rng.random(len(X))))


def another_generator(X, y, batch_size, rng):
    """The order is drawn from a generator made here: draw from rng, which the caller owns."""
    return _batches_of(X, y, batch_size, np.random.default_rng(0).permutation(len(X)))


def order_inverted(X, y, batch_size, rng):
    """The order is inverted on the way: its first number says which example comes first, not when
    the first example comes."""
    return _batches_of(X, y, batch_size, np.argsort(rng.permutation(len(X))))


def drawn_twice(X, y, batch_size, rng):
    """The order is drawn a second time: draw once an epoch."""
    rng.permutation(len(X))
    return _batches_of(X, y, batch_size, rng.permutation(len(X)))


def drawn_for_each_batch(X, y, batch_size, rng):
    """Every batch draws an order of its own, so an example may come twice in an epoch: draw once,
    before the first batch."""
    for start in range(0, len(X), batch_size):
        chosen = rng.permutation(len(X))[start : start + batch_size]
        yield X[chosen], y[chosen]


def also_drawn_afterwards(X, y, batch_size, rng):
    """The first epoch is right, but something else is drawn from rng as well: whatever the caller
    draws next is then another number."""
    yield from _batches_of(X, y, batch_size, rng.permutation(len(X)))
    rng.random()


def equal_batches(X, y, batch_size, rng):
    """The batches are made equally large: they are full, and only the last one may be short."""
    count = -(-len(X) // batch_size)
    for chosen in np.array_split(rng.permutation(len(X)), count):
        yield X[chosen], y[chosen]


def so_many_batches(X, y, batch_size, rng):
    """The batch size is taken for the number of batches."""
    for chosen in np.array_split(rng.permutation(len(X)), batch_size):
        yield X[chosen], y[chosen]


def last_batch_filled_up(X, y, batch_size, rng):
    """The last batch is filled up with examples that were there already: it may be short."""
    order = rng.permutation(len(X))
    missing = -len(order) % batch_size
    return _batches_of(X, y, batch_size, np.concatenate([order, np.resize(order, missing)]))


def short_batch_first(X, y, batch_size, rng):
    """The short batch comes first: it is the last one."""
    order = rng.permutation(len(X))
    first = len(order) % batch_size
    if first:
        yield X[order[:first]], y[order[:first]]
    yield from _batches_of(X, y, batch_size, order[first:])


def overlapping(X, y, batch_size, rng):
    """The batches overlap: the next one starts where the last one ended."""
    order = rng.permutation(len(X))
    for start in range(len(X)):
        chosen = order[start : start + batch_size]
        yield X[chosen], y[chosen]


def first_batch_only(X, y, batch_size, rng):
    """The epoch ends after the first batch: go on until every example was seen."""
    chosen = rng.permutation(len(X))[:batch_size]
    yield X[chosen], y[chosen]


def returns_first_batch(X, y, batch_size, rng):
    """One batch is returned: yield one after the other, until every example was seen."""
    chosen = rng.permutation(len(X))[:batch_size]
    return X[chosen], y[chosen]


def labels_first(X, y, batch_size, rng):
    """The labels come before the examples: in each pair the examples come first."""
    return ((b, a) for a, b in _batches_of(X, y, batch_size, rng.permutation(len(X))))


def without_labels(X, y, batch_size, rng):
    """The labels are missing: a batch is a pair."""
    return (a for a, _ in _batches_of(X, y, batch_size, rng.permutation(len(X))))


def indices(X, y, batch_size, rng):
    """These are the numbers of the examples: yield the examples themselves, and their labels."""
    order = rng.permutation(len(X))
    return (order[start : start + batch_size] for start in range(0, len(X), batch_size))


def batch_by_batch(X, y, batch_size, rng):
    """Each batch is drawn by itself: an example may come twice in an epoch and another never. Draw
    one permutation, and cut it."""
    for start in range(0, len(X), batch_size):
        chosen = rng.choice(len(X), min(batch_size, len(X) - start), replace=False)
        yield X[chosen], y[chosen]


def full_batch_by_batch(X, y, batch_size, rng):
    """Each batch is drawn by itself, and the last one is not short: draw one permutation, and cut
    it."""
    for _ in range(0, len(X), batch_size):
        chosen = rng.choice(len(X), min(batch_size, len(X)), replace=False)
        yield X[chosen], y[chosen]


def batch_by_batch_with_replacement(X, y, batch_size, rng):
    """Each batch is drawn by itself, an example perhaps twice in one: draw one permutation, and cut
    it."""
    for _ in range(0, len(X), batch_size):
        chosen = rng.choice(len(X), batch_size)
        yield X[chosen], y[chosen]


def same_batch_again(X, y, batch_size, rng):
    """Every batch holds the same examples, the first of the order: each one starts where the last
    one ended."""
    chosen = rng.permutation(len(X))[:batch_size]
    for _ in range(0, len(X), batch_size):
        yield X[chosen], y[chosen]


def one_example_too_many(X, y, batch_size, rng):
    """Every batch holds one example more, which is the first of the next one: the end of a slice is
    not in it."""
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size + 1]
        yield X[chosen], y[chosen]


def shuffled_within(X, y, batch_size, rng):
    """Only the order within a batch is drawn: which examples belong to it is drawn as well, by one
    permutation of all."""
    for start in range(0, len(X), batch_size):
        chosen = start + rng.permutation(min(batch_size, len(X) - start))
        yield X[chosen], y[chosen]


def last_batch_dropped(X, y, batch_size, rng):
    """The last batch is missing, also where it is full: a range leaves out its end."""
    order = rng.permutation(len(X))
    for start in range(0, len(X) - batch_size, batch_size):
        chosen = order[start : start + batch_size]
        yield X[chosen], y[chosen]
