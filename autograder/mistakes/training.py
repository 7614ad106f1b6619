"""Known mistakes of ``train``."""

import copy

import numpy as np

from autograder.exercise import Mistake
from solutions.optimization import minibatches


def loss_after_update(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            _, grads = net.loss(X_batch, y_batch)
            for name in grads:
                net.params[name] = net.params[name] - learning_rate * grads[name]
            losses.append(net.loss(X_batch, y_batch)[0])
    return losses


def never_updated(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(X_batch, y_batch)
            losses.append(loss)
            for name, param in net.params.items():
                param = param - learning_rate * grads[name]
    return losses


def not_shuffled(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            loss, grads = net.loss(X[start : start + batch_size], y[start : start + batch_size])
            losses.append(loss)
            for name in grads:
                net.params[name] = net.params[name] - learning_rate * grads[name]
    return losses


def step(net, grads, learning_rate):
    for name, gradient in grads.items():
        net.params[name] = net.params[name] - learning_rate * gradient


def _training(change):
    """Train, right but for what `change(net, grads, learning_rate, batch)` does."""

    def train(net, X, y, learning_rate, batch_size, epochs, rng):
        losses = []
        for _ in range(epochs):
            for batch in minibatches(X, y, batch_size, rng):
                loss, grads = net.loss(*batch)
                losses.append(loss)
                change(net, grads, learning_rate, batch)
        return losses

    return train


_right = _training(lambda net, grads, rate, batch: step(net, grads, rate))
uphill = _training(lambda net, grads, rate, batch: step(net, grads, -rate))
no_learning_rate = _training(lambda net, grads, rate, batch: step(net, grads, 1))
divided_by_batch = _training(lambda net, grads, rate, batch: step(net, grads, rate / len(batch[0])))
first_parameter_only = _training(
    lambda net, grads, rate, batch: step(net, dict(list(grads.items())[:1]), rate)
)


def one_after_another(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(net.loss(*batch)[0])
            for name in net.params:
                step(net, {name: net.loss(*batch)[1][name]}, learning_rate)
    return losses


def replaced_by_gradients(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(*batch)
            losses.append(loss)
            for name in grads:
                net.params[name] = -learning_rate * grads[name]
    return losses


def regularised(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(*batch, 1e-3)
            losses.append(loss)
            step(net, grads, learning_rate)
    return losses


def loss_per_epoch(net, X, y, learning_rate, batch_size, epochs, rng):
    return [np.mean(_right(net, X, y, learning_rate, batch_size, 1, rng)) for _ in range(epochs)]


def batches_drawn_once(net, X, y, learning_rate, batch_size, epochs, rng):
    batches = list(minibatches(X, y, batch_size, rng))
    losses = []
    for _ in range(epochs):
        for batch in batches:
            loss, grads = net.loss(*batch)
            losses.append(loss)
            step(net, grads, learning_rate)
    return losses


def iterator_used_up(net, X, y, learning_rate, batch_size, epochs, rng):
    batches = minibatches(X, y, batch_size, rng)
    losses = []
    for _ in range(epochs):
        for batch in batches:
            loss, grads = net.loss(*batch)
            losses.append(loss)
            step(net, grads, learning_rate)
    return losses


def full_batch(net, X, y, learning_rate, batch_size, epochs, rng):
    return _right(net, X, y, learning_rate, len(X), epochs, rng)


def all_examples_each_step(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for _ in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(X, y)
            losses.append(loss)
            step(net, grads, learning_rate)
    return losses


def loss_of_all_examples(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(net.loss(X, y)[0])
            step(net, net.loss(*batch)[1], learning_rate)
    return losses


def one_epoch(net, X, y, learning_rate, batch_size, epochs, rng):
    return _right(net, X, y, learning_rate, batch_size, 1, rng)


def one_step_an_epoch(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        loss, grads = net.loss(*next(minibatches(X, y, batch_size, rng)))
        losses.append(loss)
        step(net, grads, learning_rate)
    return losses


def short_batch_skipped(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            if len(batch[0]) == batch_size:
                loss, grads = net.loss(*batch)
                losses.append(loss)
                step(net, grads, learning_rate)
    return losses


def on_a_copy(net, X, y, learning_rate, batch_size, epochs, rng):
    return _right(copy.deepcopy(net), X, y, learning_rate, batch_size, epochs, rng)


def last_epoch_only(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        losses = _right(net, X, y, learning_rate, batch_size, 1, rng)
    return losses


def losses_added_up(*arguments):
    losses = _right(*arguments)
    return [sum(losses[: n + 1]) for n in range(len(losses))]


def losses_as_array(*arguments):
    return np.array(_right(*arguments))


def last_loss(*arguments):
    return (_right(*arguments) or [0.0])[-1]


def nothing(*arguments):
    _right(*arguments)


def net_and_losses(net, *arguments):
    return net.params, _right(net, *arguments)


TRAIN = (
    Mistake(
        "loss_after_update",
        "Each loss is taken after the update: note it before the parameters move.",
        loss_after_update,
    ),
    Mistake(
        "never_updated",
        "The net is not trained: a new value under another name changes nothing in params.",
        never_updated,
    ),
    Mistake(
        "not_shuffled",
        "The examples come in the order of X: take the batches from minibatches.",
        not_shuffled,
    ),
    Mistake("uphill", "The steps go along the gradient, which points uphill.", uphill),
    Mistake(
        "no_learning_rate",
        "The learning rate is not used: a step is as long as the gradient.",
        no_learning_rate,
    ),
    Mistake(
        "divided_by_batch",
        "The gradients are divided by the size of the batch: the loss is a mean already, and so "
        "are they.",
        divided_by_batch,
    ),
    Mistake(
        "first_parameter_only",
        "Only the first parameter is trained: all of them are, whatever their names.",
        first_parameter_only,
    ),
    Mistake(
        "one_after_another",
        "The gradients are computed again after each parameter has moved: compute all of them "
        "once, then move all parameters.",
        one_after_another,
    ),
    Mistake(
        "replaced_by_gradients",
        "The parameters are replaced by the step: take it from where they are.",
        replaced_by_gradients,
    ),
    Mistake(
        "regularised",
        "The loss is regularised: train without a penalty here.",
        regularised,
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
    Mistake(
        "full_batch",
        "Each step uses all examples at once: the batch size is not used.",
        full_batch,
    ),
    Mistake(
        "all_examples_each_step",
        "There is a step for each batch, but its loss and gradients are of all examples.",
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
        "one_step_an_epoch",
        "Each epoch takes one step only: it goes through all its batches.",
        one_step_an_epoch,
    ),
    Mistake(
        "short_batch_skipped",
        "The short batch at the end of an epoch is skipped: it counts like the others.",
        short_batch_skipped,
    ),
    Mistake(
        "on_a_copy",
        "A copy of the net is trained, and the net itself stays as it was.",
        on_a_copy,
    ),
    Mistake(
        "last_epoch_only",
        "Only the losses of the last epoch came back: the list begins anew in each epoch.",
        last_epoch_only,
    ),
    Mistake(
        "losses_added_up",
        "The losses are added up along the way: note each one by itself.",
        losses_added_up,
    ),
    Mistake(
        "losses_as_array",
        "The losses are an array: the text asks for a list.",
        losses_as_array,
    ),
    Mistake(
        "last_loss",
        "One number came back for all losses: return a list, one loss per step.",
        last_loss,
    ),
    Mistake("nothing", "The net is trained, but no losses came back: return their list.", nothing),
    Mistake(
        "net_and_losses",
        "The parameters came back along with the losses: the net holds them, return the losses "
        "alone.",
        net_and_losses,
    ),
)
