"""Known mistakes of ``gradient_descent``."""

import numpy as np

from autograder.judge.mistake import made


def same_array(grad, w, learning_rate, steps):
    """The path holds one array many times, and each step changes all of them: every place needs an
    array of its own."""
    w = w.copy()
    path = [w]
    for _ in range(steps):
        w -= learning_rate * grad(w)
        path.append(w)
    return np.array(path)


def start_missing(grad, w, learning_rate, steps):
    """The start is missing: the path begins where the walk begins, before the first step."""
    path = []
    for _ in range(steps):
        w = w - learning_rate * grad(w)
        path.append(w)
    return np.array(path)


def uphill(grad, w, learning_rate, steps):
    """The steps go along the gradient, which points uphill."""
    path = [w]
    for _ in range(steps):
        w = w + learning_rate * grad(w)
        path.append(w)
    return np.array(path)


def _walk(step):
    """The whole path, each step by `step(w, grad, learning_rate, t)`; t counts from 0."""

    def walk(grad, w, learning_rate, steps):
        path = [w]
        for t in range(steps):
            path.append(step(path[-1], grad, learning_rate, t))
        return np.array(path)

    return walk


_right = _walk(lambda w, grad, rate, t: w - rate * grad(w))


def flat(grad, w, learning_rate, steps):
    """All places lie in one long row: each is an entry of the first axis, in the shape of the
    start."""
    return _right(grad, w, learning_rate, steps).ravel()


def end_only(grad, w, learning_rate, steps):
    """Only the end came back: return all places on the way."""
    return _right(grad, w, learning_rate, steps)[-1]


def end_missing(grad, w, learning_rate, steps):
    """The last place is missing: with the start, there is one place more than there are steps."""
    return _right(grad, w, learning_rate, steps)[:-1]


def one_step_more(grad, w, learning_rate, steps):
    """The walk takes one step too many."""
    return _right(grad, w, learning_rate, steps + 1)


def start_twice(grad, w, learning_rate, steps):
    """A place is noted before its step is taken: the start stands there twice and the end is
    lost."""
    path = [w]
    for _ in range(steps):
        path.append(w)
        w = w - learning_rate * grad(w)
    return np.array(path)


def gradient_of_start(grad, w, learning_rate, steps):
    """Every step uses the gradient at the start: ask for it anew at each place."""
    slope = grad(w)
    return _walk(lambda w, grad, rate, t: w - rate * slope)(grad, w, learning_rate, steps)


def always_from_start(grad, w, learning_rate, steps):
    """Every step sets out from the start: go on from where the last one ended."""
    path = [w]
    for _ in range(steps):
        path.append(w - learning_rate * grad(w))
    return np.array(path)


def as_list(grad, w, learning_rate, steps):
    """The path is a list of arrays: make it one array."""
    return list(_right(grad, w, learning_rate, steps))


def backwards(grad, w, learning_rate, steps):
    """The path is the wrong way round: the start comes first."""
    return _right(grad, w, learning_rate, steps)[::-1]


def gradients(grad, w, learning_rate, steps):
    """These are the gradients along the way, not the places."""
    return np.array([grad(place) for place in _right(grad, w, learning_rate, steps)])


no_learning_rate = made(
    "The learning rate is not used: a step is as long as the gradient.",
    _walk(lambda w, grad, rate, t: w - grad(w)),
)

unit_steps = made(
    "The gradient is divided by its own length, so all steps are equally long: here they get "
    "shorter as the slope does.",
    _walk(lambda w, grad, rate, t: w - rate * grad(w) / np.linalg.norm(grad(w))),
)

sign_only = made(
    "Only the sign of the gradient counts here: its size belongs to the step as well.",
    _walk(lambda w, grad, rate, t: w - rate * np.sign(grad(w))),
)

decaying = made(
    "The learning rate shrinks from step to step: here it stays the same.",
    _walk(lambda w, grad, rate, t: w - rate / (t + 1) * grad(w)),
)


divided_by_rate = made(
    "The gradient is divided by the learning rate: it is multiplied by it.",
    _walk(lambda w, grad, rate, t: w - grad(w) / rate),
)


def one_step_less(grad, w, learning_rate, steps):
    """The walk takes one step less than asked for: the start is no step."""
    path = [w]
    for _ in range(steps - 1):
        path.append(path[-1] - learning_rate * grad(path[-1]))
    return np.array(path)


def last_gradient_from_start(grad, w, learning_rate, steps):
    """Each gradient is that of the last place, but every step sets out from the start: go on from
    where the last one ended."""
    path = [w]
    for _ in range(steps):
        path.append(w - learning_rate * grad(path[-1]))
    return np.array(path)
