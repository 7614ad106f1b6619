"""Known mistakes of ``sgd``."""

import numpy as np

from autograder.exercise import Mistake
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


def iterator_used_up(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    batches = minibatches(X, y, batch_size, rng)
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in batches:
            loss, gradient = loss_and_grad(W, X_batch, y_batch)
            losses.append(loss)
            W = W - learning_rate * gradient
    return W, losses


def _training(step):
    """Train, right but for what `step(W, gradient, learning_rate, batch)` gives."""

    def train(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
        losses = []
        for _ in range(epochs):
            for batch in minibatches(X, y, batch_size, rng):
                loss, gradient = loss_and_grad(W, *batch)
                losses.append(loss)
                W = step(W, gradient, learning_rate, batch)
        return W, losses

    return train


_right = _training(lambda W, gradient, rate, batch: W - rate * gradient)
uphill = _training(lambda W, gradient, rate, batch: W + rate * gradient)
no_learning_rate = _training(lambda W, gradient, rate, batch: W - gradient)
divided_by_batch = _training(lambda W, gradient, rate, batch: W - rate * gradient / len(batch[0]))
never_updated = _training(lambda W, gradient, rate, batch: W)


def full_batch(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    return _right(loss_and_grad, W, X, y, learning_rate, len(X), epochs, rng)


def all_examples_each_step(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for _ in minibatches(X, y, batch_size, rng):
            loss, gradient = loss_and_grad(W, X, y)
            losses.append(loss)
            W = W - learning_rate * gradient
    return W, losses


def loss_of_all_examples(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(loss_and_grad(W, X, y)[0])
            W = W - learning_rate * loss_and_grad(W, *batch)[1]
    return W, losses


def one_epoch(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    return _right(loss_and_grad, W, X, y, learning_rate, batch_size, 1, rng)


def epochs_as_steps(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        loss, gradient = loss_and_grad(W, *next(minibatches(X, y, batch_size, rng)))
        losses.append(loss)
        W = W - learning_rate * gradient
    return W, losses


def short_batch_skipped(loss_and_grad, W, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            if len(batch[0]) == batch_size:
                loss, gradient = loss_and_grad(W, *batch)
                losses.append(loss)
                W = W - learning_rate * gradient
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


SGD = (
    Mistake(
        "loss_after_update",
        "Each loss is taken after the update: note it before the weights move.",
        loss_after_update,
    ),
    Mistake(
        "loss_per_epoch",
        "There is one loss an epoch: note one for each step.",
        loss_per_epoch,
    ),
    Mistake(
        "batches_drawn_once",
        "Every epoch sees the batches of the first one: draw a new order for each.",
        batches_drawn_once,
    ),
    Mistake(
        "iterator_used_up",
        "The training stops after the first epoch: the iterator over its batches is used up "
        "then, and each epoch needs a new one.",
        iterator_used_up,
    ),
    Mistake("uphill", "The steps go along the gradient, which points uphill.", uphill),
    Mistake(
        "no_learning_rate",
        "The learning rate is not used: a step is as long as the gradient.",
        no_learning_rate,
    ),
    Mistake(
        "divided_by_batch",
        "The gradient is divided by the size of the batch: the loss is a mean already, and so is "
        "its gradient.",
        divided_by_batch,
    ),
    Mistake("never_updated", "The weights stay as they were: no step is taken.", never_updated),
    Mistake(
        "full_batch",
        "Each step uses all examples at once: the batch size is not used.",
        full_batch,
    ),
    Mistake(
        "all_examples_each_step",
        "There is a step for each batch, but its loss and gradient are of all examples.",
        all_examples_each_step,
    ),
    Mistake(
        "loss_of_all_examples",
        "The losses are those of all examples: note the loss of the batch, which costs nothing "
        "extra.",
        loss_of_all_examples,
    ),
    Mistake("one_epoch", "The training stops after one epoch.", one_epoch),
    Mistake(
        "epochs_as_steps",
        "Each epoch takes one step only: it goes through all its batches.",
        epochs_as_steps,
    ),
    Mistake(
        "short_batch_skipped",
        "The short batch at the end of an epoch is skipped: it counts like the others.",
        short_batch_skipped,
    ),
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
    Mistake(
        "last_epoch_only",
        "Only the losses of the last epoch came back: the list begins anew in each epoch.",
        last_epoch_only,
    ),
    Mistake("losses_first", "The losses come before the weights: return W first.", losses_first),
    Mistake(
        "losses_added_up",
        "The losses are added up along the way: note each one by itself.",
        losses_added_up,
    ),
    Mistake(
        "sum_of_losses",
        "One number came back for all losses: return a list, one loss per step.",
        sum_of_losses,
    ),
    Mistake(
        "losses_as_array",
        "The losses are an array: the text asks for a list.",
        losses_as_array,
    ),
    Mistake("weights_only", "Only the weights came back: return the losses, too.", weights_only),
)
