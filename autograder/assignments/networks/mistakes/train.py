"""Known mistakes of ``train``."""

import copy

import numpy as np

from autograder.assignments.optimization.mistakes import minibatch_training as shared
from autograder.judge.exercise import Mistake
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


def _step(net, grads, learning_rate):
    for name, gradient in grads.items():
        net.params[name] = net.params[name] - learning_rate * gradient


def _downhill(net, grads, learning_rate, batch):
    _step(net, grads, learning_rate)


def _training(change, batches=shared.every_epoch):
    """Train, right but for what change(net, grads, learning_rate, batch) does, or the batches."""

    def train(net, X, y, learning_rate, batch_size, epochs, rng):
        losses = []
        for batch in batches(minibatches, X, y, batch_size, epochs, rng):
            loss, grads = net.loss(*batch)
            losses.append(loss)
            change(net, grads, learning_rate, batch)
        return losses

    return train


_right = _training(_downhill)
uphill = _training(lambda net, grads, rate, batch: _step(net, grads, -rate))
no_learning_rate = _training(lambda net, grads, rate, batch: _step(net, grads, 1))
divided_by_batch = _training(
    lambda net, grads, rate, batch: _step(net, grads, rate / len(batch[0]))
)
first_parameter_only = _training(
    lambda net, grads, rate, batch: _step(net, dict(list(grads.items())[:1]), rate)
)


def one_after_another(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(net.loss(*batch)[0])
            for name in net.params:
                _step(net, {name: net.loss(*batch)[1][name]}, learning_rate)
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
            _step(net, grads, learning_rate)
    return losses


def loss_per_epoch(net, X, y, learning_rate, batch_size, epochs, rng):
    return [np.mean(_right(net, X, y, learning_rate, batch_size, 1, rng)) for _ in range(epochs)]


def loss_of_all_examples(net, X, y, learning_rate, batch_size, epochs, rng):
    losses = []
    for _ in range(epochs):
        for batch in minibatches(X, y, batch_size, rng):
            losses.append(net.loss(X, y)[0])
            _step(net, net.loss(*batch)[1], learning_rate)
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


def _by_batches(name, sentence, batches):
    return Mistake(name, sentence, _training(_downhill, batches))


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
    Mistake(*shared.UPHILL, uphill),
    Mistake(*shared.NO_LEARNING_RATE, no_learning_rate),
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
    Mistake(*shared.LOSS_PER_EPOCH, loss_per_epoch),
    _by_batches(*shared.BATCHES_DRAWN_ONCE, shared.batches_drawn_once),
    _by_batches(*shared.ITERATOR_USED_UP),
    _by_batches(*shared.FULL_BATCH),
    _by_batches(
        "all_examples_each_step",
        "There is a step for each batch, but its loss and gradients are of all examples.",
        shared.all_examples_each_step,
    ),
    Mistake(*shared.LOSS_OF_ALL_EXAMPLES, loss_of_all_examples),
    _by_batches(*shared.ONE_EPOCH),
    _by_batches("one_step_an_epoch", shared.ONE_STEP, shared.one_step_an_epoch),
    _by_batches(*shared.SHORT_BATCH_SKIPPED),
    Mistake(
        "on_a_copy",
        "A copy of the net is trained, and the net itself stays as it was.",
        on_a_copy,
    ),
    Mistake(*shared.LAST_EPOCH_ONLY, last_epoch_only),
    Mistake(*shared.LOSSES_ADDED_UP, losses_added_up),
    Mistake(*shared.LOSSES_AS_ARRAY, losses_as_array),
    Mistake("last_loss", shared.ONE_NUMBER, last_loss),
    Mistake("nothing", "The net is trained, but no losses came back: return their list.", nothing),
    Mistake(
        "net_and_losses",
        "The parameters came back along with the losses: the net holds them, return the losses "
        "alone.",
        net_and_losses,
    ),
)
