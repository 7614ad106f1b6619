"""Known mistakes of ``train``."""

import copy

import numpy as np

from autograder.assignments.optimization.mistakes import _minibatch_training
from autograder.judge.mistake import made
from solutions.optimization import minibatches


def loss_after_update(net, X, y, learning_rate, batch_size, epochs, rng):
    """Each loss is taken after the update: note it before the parameters move."""
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            _, grads = net.loss(X_batch, y_batch)
            for name in grads:
                net.params[name] = net.params[name] - learning_rate * grads[name]
            losses.append(net.loss(X_batch, y_batch)[0])
    return losses


def never_updated(net, X, y, learning_rate, batch_size, epochs, rng):
    """The net is not trained: params is as it was. A new value under another name changes nothing
    there, and a net may have other names in its params than the ones that you know."""
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(X_batch, y_batch)
            losses.append(loss)
            for name, param in net.params.items():
                param = param - learning_rate * grads[name]
    return losses


def not_shuffled(net, X, y, learning_rate, batch_size, epochs, rng):
    """The examples come in the order of X: take the batches from minibatches."""
    losses = []
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            loss, grads = net.loss(X[start : start + batch_size], y[start : start + batch_size])
            losses.append(loss)
            for name in grads:
                net.params[name] = net.params[name] - learning_rate * grads[name]
    return losses


def _training(change, batches=_minibatch_training.every_epoch):
    """Train, right but for what change(net, grads, learning_rate, batch) does, or the batches."""

    def train(net, X, y, learning_rate, batch_size, epochs, rng):
        losses = []
        for batch in batches(minibatches, X, y, batch_size, epochs, rng):
            loss, grads = net.loss(*batch)
            losses.append(loss)
            change(net, grads, learning_rate, batch)
        return losses

    return train


def _step(net, grads, learning_rate):
    for name, gradient in grads.items():
        net.params[name] = net.params[name] - learning_rate * gradient


uphill = made(
    "The steps go along the gradient, which points uphill.",
    _training(lambda net, grads, rate, batch: _step(net, grads, -rate)),
)

no_learning_rate = made(
    "The learning rate is not used: a step is as long as the gradient.",
    _training(lambda net, grads, rate, batch: _step(net, grads, 1)),
)

divided_by_batch = made(
    "The gradients are divided by the size of the batch: the loss is a mean already, and so "
    "are they.",
    _training(lambda net, grads, rate, batch: _step(net, grads, rate / len(batch[0]))),
)

first_parameter_only = made(
    "Only the first parameter is trained: all of them are, whatever their names.",
    _training(lambda net, grads, rate, batch: _step(net, dict(list(grads.items())[:1]), rate)),
)


def one_after_another(net, X, y, learning_rate, batch_size, epochs, rng):
    """The gradients are computed again after each parameter has moved: compute all of them once,
    then move all parameters."""
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(net.loss(*batch)[0])
            for name in net.params:
                _step(net, {name: net.loss(*batch)[1][name]}, learning_rate)
    return losses


def replaced_by_gradients(net, X, y, learning_rate, batch_size, epochs, rng):
    """The parameters are replaced by the step: take it from where they are."""
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(*batch)
            losses.append(loss)
            for name in grads:
                net.params[name] = -learning_rate * grads[name]
    return losses


def regularized(net, X, y, learning_rate, batch_size, epochs, rng):
    """The loss is regularized: train without a penalty here."""
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(*batch, 1e-3)
            losses.append(loss)
            _step(net, grads, learning_rate)
    return losses


def _downhill(net, grads, learning_rate, batch):
    _step(net, grads, learning_rate)


_right = _training(_downhill)


def loss_per_epoch(net, X, y, learning_rate, batch_size, epochs, rng):
    """There is one loss per epoch: note one for each step."""
    return [np.mean(_right(net, X, y, learning_rate, batch_size, 1, rng)) for _ in range(epochs)]


batches_drawn_once = made(
    "Every epoch sees the batches of the first one: draw a new order for each.",
    _training(_downhill, _minibatch_training.batches_drawn_once),
)

iterator_used_up = made(
    "The training stops after the first epoch: an iterator over its batches is used up then, "
    "and each epoch needs a new one; or the function returns before all epochs are through.",
    _training(_downhill, _minibatch_training.iterator_used_up),
)

full_batch = made(
    "Each step uses all examples at once: the batch size is not used.",
    _training(_downhill, _minibatch_training.full_batch),
)

all_examples_each_step = made(
    "There is a step for each batch, but its loss and gradients are of all examples.",
    _training(_downhill, _minibatch_training.all_examples_each_step),
)


def loss_of_all_examples(net, X, y, learning_rate, batch_size, epochs, rng):
    """The losses are those of all examples: note the loss of the batch, which costs nothing
    extra."""
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(net.loss(X, y)[0])
            _step(net, net.loss(*batch)[1], learning_rate)
    return losses


one_epoch = made(
    "The training stops after one epoch.",
    _training(_downhill, _minibatch_training.one_epoch),
)

one_step_an_epoch = made(
    "Each epoch takes one step only: it goes through all its batches.",
    _training(_downhill, _minibatch_training.one_step_an_epoch),
)

short_batch_skipped = made(
    "The short batch at the end of an epoch is skipped: it counts like the others.",
    _training(_downhill, _minibatch_training.short_batch_skipped),
)


def on_a_copy(net, X, y, learning_rate, batch_size, epochs, rng):
    """A copy of the net is trained, and the net itself stays as it was."""
    return _right(copy.deepcopy(net), X, y, learning_rate, batch_size, epochs, rng)


def last_epoch_only(net, X, y, learning_rate, batch_size, epochs, rng):
    """Only the losses of the last epoch came back: the list begins anew in each epoch."""
    losses = []
    for _ in range(epochs):
        losses = _right(net, X, y, learning_rate, batch_size, 1, rng)
    return losses


def losses_added_up(*arguments):
    """The losses are added up along the way: note each one by itself."""
    losses = _right(*arguments)
    return [sum(losses[: n + 1]) for n in range(len(losses))]


def losses_as_array(*arguments):
    """The losses are an array: the text asks for a list."""
    return np.array(_right(*arguments))


def last_loss(*arguments):
    """One number came back for all losses: return a list, one loss per step."""
    return (_right(*arguments) or [0.0])[-1]


def nothing(*arguments):
    """The net is trained, but no losses came back: return their list."""
    _right(*arguments)


def net_and_losses(net, *arguments):
    """The parameters came back along with the losses: the net holds them, return the losses
    alone."""
    return net.params, _right(net, *arguments)


def names_of_two_layers(net, X, y, learning_rate, batch_size, epochs, rng):
    """The parameters have other names in other nets: go through all names that the net has."""
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(X_batch, y_batch)
            losses.append(loss)
            for name in ("W1", "b1", "W2", "b2"):
                net.params[name] = net.params[name] - learning_rate * grads[name]
    return losses


def last_loss_of_epoch(net, X, y, learning_rate, batch_size, epochs, rng):
    """Only the loss of an epoch's last step is noted: note one for each step."""
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(X_batch, y_batch)
            for name in grads:
                net.params[name] = net.params[name] - learning_rate * grads[name]
        losses.append(loss)
    return losses


rate_divided_by_batch_size = made(
    "The learning rate is divided by the size of the batch: the loss is a mean already, and so "
    "are its gradients.",
    lambda net, X, y, rate, batch_size, *more: _right(
        net, X, y, rate / batch_size, batch_size, *more
    ),
)


def last_gradients_of_epoch(net, X, y, learning_rate, batch_size, epochs, rng):
    """The parameters move once an epoch, by the gradients of its last batch: they move after every
    batch."""
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(X_batch, y_batch)
            losses.append(loss)
        _step(net, grads, learning_rate)
    return losses
