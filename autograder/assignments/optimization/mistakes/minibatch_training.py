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


BATCHES_DRAWN_ONCE = (
    "batches_drawn_once",
    "Every epoch sees the batches of the first one: draw a new order for each.",
)
ITERATOR_USED_UP = (
    "iterator_used_up",
    "The training stops after the first epoch: the iterator over its batches is used up then, "
    "and each epoch needs a new one.",
    iterator_used_up,
)
FULL_BATCH = (
    "full_batch",
    "Each step uses all examples at once: the batch size is not used.",
    full_batch,
)
ONE_EPOCH = ("one_epoch", "The training stops after one epoch.", one_epoch)
ONE_STEP = "Each epoch takes one step only: it goes through all its batches."
SHORT_BATCH_SKIPPED = (
    "short_batch_skipped",
    "The short batch at the end of an epoch is skipped: it counts like the others.",
    short_batch_skipped,
)

UPHILL = ("uphill", "The steps go along the gradient, which points uphill.")
NO_LEARNING_RATE = (
    "no_learning_rate",
    "The learning rate is not used: a step is as long as the gradient.",
)

LOSS_PER_EPOCH = ("loss_per_epoch", "There is one loss an epoch: note one for each step.")
LOSS_OF_ALL_EXAMPLES = (
    "loss_of_all_examples",
    "The losses are those of all examples: note the loss of the batch, which costs nothing extra.",
)
LAST_EPOCH_ONLY = (
    "last_epoch_only",
    "Only the losses of the last epoch came back: the list begins anew in each epoch.",
)
LOSSES_ADDED_UP = (
    "losses_added_up",
    "The losses are added up along the way: note each one by itself.",
)
LOSSES_AS_ARRAY = ("losses_as_array", "The losses are an array: the text asks for a list.")
ONE_NUMBER = "One number came back for all losses: return a list, one loss per step."
