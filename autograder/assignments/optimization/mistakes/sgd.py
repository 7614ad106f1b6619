"""Known mistakes of ``sgd``."""

import numpy as np

from autograder.assignments.optimization.mistakes import _minibatch_training
from autograder.judge.mistake import made
from solutions.optimization import minibatches


def loss_after_update(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """Each loss is taken after the update: note it before the weights move."""
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            W = W - learning_rate * loss_and_grad(W, X_batch, y_batch)[1]
            losses.append(loss_and_grad(W, X_batch, y_batch)[0])
    return W, losses


def loss_per_epoch(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """There is one loss per epoch: note one for each step."""
    losses = []
    for _ in range(epochs):
        of_epoch = []
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, gradient = loss_and_grad(W, X_batch, y_batch)
            of_epoch.append(loss)
            W = W - learning_rate * gradient
        losses.append(np.mean(of_epoch))
    return W, losses


def batches_drawn_once(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """Every epoch sees the batches of the first one: draw a new order for each."""
    batches = list(minibatches(X, y, batch_size, rng))
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in batches:
            loss, gradient = loss_and_grad(W, X_batch, y_batch)
            losses.append(loss)
            W = W - learning_rate * gradient
    return W, losses


def _training(step, batches=_minibatch_training.every_epoch):
    """Train, right but for the step(W, gradient, learning_rate, batch), or for the batches."""

    def train(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
        losses = []
        for batch in batches(minibatches, X, y, batch_size, epochs, rng):
            loss, gradient = loss_and_grad(W, *batch)
            losses.append(loss)
            W = step(W, gradient, learning_rate, batch)
        return W, losses

    return train


def _downhill(W, gradient, learning_rate, batch):
    return W - learning_rate * gradient


iterator_used_up = made(
    "The training stops after the first epoch: an iterator over its batches is used up then, "
    "and each epoch needs a new one; or the function returns before all epochs are through.",
    _training(_downhill, _minibatch_training.iterator_used_up),
)

uphill = made(
    "The steps go along the gradient, which points uphill.",
    _training(lambda W, gradient, rate, batch: W + rate * gradient),
)

no_learning_rate = made(
    "The learning rate is not used: a step is as long as the gradient.",
    _training(lambda W, gradient, rate, batch: W - gradient),
)

divided_by_batch = made(
    "The gradient is divided by the size of the batch: the loss is a mean already, and so is "
    "its gradient.",
    _training(lambda W, gradient, rate, batch: W - rate * gradient / len(batch[0])),
)

never_updated = made(
    "The weights stay as they were: no step is taken.",
    _training(lambda W, gradient, rate, batch: W),
)

full_batch = made(
    "Each step uses all examples at once: the batch size is not used.",
    _training(_downhill, _minibatch_training.full_batch),
)

all_examples_each_step = made(
    "There is a step for each batch, but its loss and gradient are of all examples.",
    _training(_downhill, _minibatch_training.all_examples_each_step),
)


def loss_of_all_examples(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """The losses are those of all examples: note the loss of the batch, which costs nothing
    extra."""
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(loss_and_grad(W, X, y)[0])
            W = W - learning_rate * loss_and_grad(W, *batch)[1]
    return W, losses


one_epoch = made(
    "The training stops after one epoch.",
    _training(_downhill, _minibatch_training.one_epoch),
)

epochs_as_steps = made(
    "Each epoch takes one step only: it goes through all its batches.",
    _training(_downhill, _minibatch_training.one_step_an_epoch),
)

short_batch_skipped = made(
    "The short batch at the end of an epoch is skipped: it counts like the others.",
    _training(_downhill, _minibatch_training.short_batch_skipped),
)

_right = _training(_downhill)


def starts_again_each_epoch(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """Each epoch sets out from the first weights again: go on from where the last one ended."""
    losses, end = [], W
    for _ in range(epochs):
        end, of_epoch = _right(loss_and_grad, W, X, y, learning_rate, batch_size, 1, rng)
        losses += of_epoch
    return end, losses


def gradient_of_start(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """Loss and gradient are always those of the first weights: compute them at the current ones."""
    start, losses = W, []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            loss, gradient = loss_and_grad(start, *batch)
            losses.append(loss)
            W = W - learning_rate * gradient
    return W, losses


def last_epoch_only(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """Only the losses of the last epoch came back: the list begins anew in each epoch."""
    losses = []
    for _ in range(epochs):
        W, losses = _right(loss_and_grad, W, X, y, learning_rate, batch_size, 1, rng)
    return W, losses


def losses_first(*arguments):
    """The losses come before the weights: return W first."""
    return _right(*arguments)[::-1]


def losses_added_up(*arguments):
    """The losses are added up along the way: note each one by itself."""
    W, losses = _right(*arguments)
    return W, [sum(losses[: n + 1]) for n in range(len(losses))]


def sum_of_losses(*arguments):
    """One number came back for all losses: return a list, one loss per step."""
    W, losses = _right(*arguments)
    return W, float(sum(losses))


def losses_as_array(*arguments):
    """The losses are an array: the text asks for a list."""
    W, losses = _right(*arguments)
    return W, np.array(losses)


def weights_only(*arguments):
    """Only the weights came back: return the losses, too."""
    return _right(*arguments)[0]


def last_loss_of_epoch(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """Only the loss of an epoch's last step is noted: note one for each step."""
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, gradient = loss_and_grad(W, X_batch, y_batch)
            W = W - learning_rate * gradient
        losses.append(loss)
    return W, losses


def last_gradient_of_epoch(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    """The weights move once an epoch, by the gradient of its last batch: they move after every
    batch."""
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, gradient = loss_and_grad(W, X_batch, y_batch)
            losses.append(loss)
        W = W - learning_rate * gradient
    return W, losses
