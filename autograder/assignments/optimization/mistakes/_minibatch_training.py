"""What goes wrong alike in ``sgd`` and in ``train``: the batches, and what is said of the rest.

A function of batches gets `minibatches` from where the training is: there a stand-in may
have taken its place.
"""


def every_epoch(minibatches, X, y, batch_size, epochs, rng):
    """The right batches."""
    for _ in range(epochs):
        yield from minibatches(X, y, batch_size, rng)


def batches_drawn_once(minibatches, X, y, batch_size, epochs, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    for _ in range(epochs):
        yield from batches


def iterator_used_up(minibatches, X, y, batch_size, epochs, rng):
    batches = minibatches(X, y, batch_size, rng)
    for _ in range(epochs):
        yield from batches


def full_batch(minibatches, X, y, batch_size, epochs, rng):
    return every_epoch(minibatches, X, y, len(X), epochs, rng)


def all_examples_each_step(minibatches, X, y, batch_size, epochs, rng):
    for _ in every_epoch(minibatches, X, y, batch_size, epochs, rng):
        yield X, y


def one_epoch(minibatches, X, y, batch_size, epochs, rng):
    return minibatches(X, y, batch_size, rng)


def one_step_an_epoch(minibatches, X, y, batch_size, epochs, rng):
    for _ in range(epochs):
        yield next(minibatches(X, y, batch_size, rng))


def short_batch_skipped(minibatches, X, y, batch_size, epochs, rng):
    for batch in every_epoch(minibatches, X, y, batch_size, epochs, rng):
        if len(batch[0]) == batch_size:
            yield batch
