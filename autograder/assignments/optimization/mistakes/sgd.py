"""Known mistakes of ``sgd``."""

import numpy as np

from autograder.assignments.optimization.mistakes import minibatch_training as shared
from autograder.judge.exercise import Mistake
from solutions.optimization import minibatches


def loss_after_update(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            W = W - learning_rate * loss_and_grad(W, X_batch, y_batch)[1]
            losses.append(loss_and_grad(W, X_batch, y_batch)[0])
    return W, losses


def loss_per_epoch(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
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
    batches = list(minibatches(X, y, batch_size, rng))
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in batches:
            loss, gradient = loss_and_grad(W, X_batch, y_batch)
            losses.append(loss)
            W = W - learning_rate * gradient
    return W, losses


def _training(step, batches=shared.every_epoch):
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


_right = _training(_downhill)
uphill = _training(lambda W, gradient, rate, batch: W + rate * gradient)
no_learning_rate = _training(lambda W, gradient, rate, batch: W - gradient)
divided_by_batch = _training(lambda W, gradient, rate, batch: W - rate * gradient / len(batch[0]))
never_updated = _training(lambda W, gradient, rate, batch: W)


def loss_of_all_examples(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(loss_and_grad(W, X, y)[0])
            W = W - learning_rate * loss_and_grad(W, *batch)[1]
    return W, losses


def starts_again_each_epoch(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses, end = [], W
    for _ in range(epochs):
        end, of_epoch = _right(loss_and_grad, W, X, y, learning_rate, batch_size, 1, rng)
        losses += of_epoch
    return end, losses


def gradient_of_start(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    start, losses = W, []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            loss, gradient = loss_and_grad(start, *batch)
            losses.append(loss)
            W = W - learning_rate * gradient
    return W, losses


def last_epoch_only(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        W, losses = _right(loss_and_grad, W, X, y, learning_rate, batch_size, 1, rng)
    return W, losses


def losses_first(*arguments):
    return _right(*arguments)[::-1]


def losses_added_up(*arguments):
    W, losses = _right(*arguments)
    return W, [sum(losses[: n + 1]) for n in range(len(losses))]


def sum_of_losses(*arguments):
    W, losses = _right(*arguments)
    return W, float(sum(losses))


def losses_as_array(*arguments):
    W, losses = _right(*arguments)
    return W, np.array(losses)


def weights_only(*arguments):
    return _right(*arguments)[0]


def _by_batches(name, sentence, batches):
    return Mistake(name, sentence, _training(_downhill, batches))


SGD = (
    Mistake(
        "loss_after_update",
        "Each loss is taken after the update: note it before the weights move.",
        loss_after_update,
    ),
    Mistake(*shared.LOSS_PER_EPOCH, loss_per_epoch),
    Mistake(*shared.BATCHES_DRAWN_ONCE, batches_drawn_once),
    _by_batches(*shared.ITERATOR_USED_UP),
    Mistake(*shared.UPHILL, uphill),
    Mistake(*shared.NO_LEARNING_RATE, no_learning_rate),
    Mistake(
        "divided_by_batch",
        "The gradient is divided by the size of the batch: the loss is a mean already, and so is "
        "its gradient.",
        divided_by_batch,
    ),
    Mistake("never_updated", "The weights stay as they were: no step is taken.", never_updated),
    _by_batches(*shared.FULL_BATCH),
    _by_batches(
        "all_examples_each_step",
        "There is a step for each batch, but its loss and gradient are of all examples.",
        shared.all_examples_each_step,
    ),
    Mistake(*shared.LOSS_OF_ALL_EXAMPLES, loss_of_all_examples),
    _by_batches(*shared.ONE_EPOCH),
    _by_batches("epochs_as_steps", shared.ONE_STEP, shared.one_step_an_epoch),
    _by_batches(*shared.SHORT_BATCH_SKIPPED),
    Mistake(
        "starts_again_each_epoch",
        "Each epoch sets out from the first weights again: go on from where the last one ended.",
        starts_again_each_epoch,
    ),
    Mistake(
        "gradient_of_start",
        "Loss and gradient are always those of the first weights: compute them at the current "
        "ones.",
        gradient_of_start,
    ),
    Mistake(*shared.LAST_EPOCH_ONLY, last_epoch_only),
    Mistake("losses_first", "The losses come before the weights: return W first.", losses_first),
    Mistake(*shared.LOSSES_ADDED_UP, losses_added_up),
    Mistake("sum_of_losses", shared.ONE_NUMBER, sum_of_losses),
    Mistake(*shared.LOSSES_AS_ARRAY, losses_as_array),
    Mistake("weights_only", "Only the weights came back: return the losses, too.", weights_only),
)
