"""Known mistakes of ``forward_difference``."""

import numpy as np

from autograder.assignments.optimization.mistakes import _differences


def moves_x_itself(f, x, h=1e-4):
    """Both calls of the function see the same numbers, and no slope is left. Either a copy moves,
    which the function never sees, or both calls come after the move, as where two names stand for
    one array."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x
        moved[index] += h
        gradient[index] = (f(moved) - f(x)) / h
    return gradient


def not_restored(f, x, h=1e-4):
    """An entry that was moved is not put back before the next one moves: from the second entry on,
    the function is measured at another place."""
    gradient = np.zeros(x.shape)
    base = f(x)
    for index in np.ndindex(x.shape):
        x[index] += h
        gradient[index] = (f(x) - base) / h
    return gradient


def one_axis_only(f, x, h=1e-4):
    """The loop runs over the first axis only, so a whole row moves at once: with more than one axis
    every single entry needs a step of its own."""
    gradient = np.zeros(x.shape)
    for i in range(x.shape[0]):
        moved = x.copy()
        moved[i] += h
        gradient[i] = (f(moved) - f(x)) / h
    return gradient


def one_slope_a_row(f, x, h=1e-4):
    """There is one slope for each row: the length of an array counts its first axis only, and every
    single entry has a slope."""
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        moved = x.copy()
        moved[i] += h
        gradient[i] = (f(moved) - f(x)) / h
    return gradient


def row_not_saved(f, x, h=1e-4):
    """The loop runs over the first axis only. With more than one axis a whole row moves at once,
    and what was to keep its old numbers is the row itself, which moves along."""
    gradient = np.zeros(x.shape)
    base = f(x)
    for i in range(len(x)):
        old = x[i]
        x[i] = old + h
        gradient[i] = (f(x) - base) / h
        x[i] = old
    return gradient


def flat_copy(f, x, h=1e-4):
    """The steps are made in a flattened copy, and the function sees none of them: flattening an
    array that has gaps, or is stored by columns, copies it."""
    gradient = np.zeros(x.size)
    base = f(x)
    flat = x.ravel()
    for i in range(x.size):
        old = flat[i]
        flat[i] = old + h
        gradient[i] = (f(x) - base) / h
        flat[i] = old
    return gradient.reshape(x.shape)


def central(f, x, h=1e-4):
    """This is the central difference: here the slope is measured from x to one side only."""
    return _differences.each(lambda f, x, step, h: (f(x + step) - f(x - step)) / (2 * h))(f, x, h)


def twice_h(f, x, h=1e-4):
    """The change is divided by twice the step, but only one step lies between the two places."""
    return _differences.each(lambda f, x, step, h: (f(x + step) - f(x)) / (2 * h))(f, x, h)


_FORWARD = _differences.each(lambda f, x, step, h: (f(x + step) - f(x)) / h)


def ignores_h(f, x, h=1e-4):
    """The step is always the same: the argument h is not used."""
    return _FORWARD(f, x, 1e-4)


def all_at_once(f, x, h=1e-4):
    """All entries move at once, which measures the sum of their slopes: move one at a time."""
    return np.full(x.shape, (f(x + h) - f(x)) / h)


def flat(f, x, h=1e-4):
    """The slopes are in one long row: the gradient has the shape of x."""
    return _FORWARD(f, x, h).ravel()


def backward(f, x, h=1e-4):
    """The slope is measured from the left: one of the two places is below x, and the other is x."""
    return _differences.each(lambda f, x, step, h: (f(x) - f(x - step)) / h)(f, x, h)


def wrong_sign(f, x, h=1e-4):
    """The difference is taken the wrong way round: every slope is negated."""
    return _differences.each(lambda f, x, step, h: (f(x) - f(x + step)) / h)(f, x, h)


def not_divided(f, x, h=1e-4):
    """The change of the function is not divided by the distance between the two places."""
    return _differences.each(lambda f, x, step, h: f(x + step) - f(x))(f, x, h)


def rows_at_once(f, x, h=1e-4):
    """All entries of a row move at once, which measures the sum of their slopes: move one at a
    time, through all axes."""
    gradient, here = np.zeros(x.shape), f(x)
    for i in range(len(x)):
        moved = x.copy()
        moved[i] += h
        gradient[i] = (f(moved) - here) / h
    return gradient


def missing_bracket(f, x, h=1e-4):
    """Only what is taken off is divided by the step: a bracket is missing around the difference."""
    return _differences.each(lambda f, x, step, h: f(x + step) - f(x) / h)(f, x, h)


def step_squared(f, x, h=1e-4):
    """The change is divided by the square of the step: the two places are h apart."""
    return _FORWARD(f, x, h) / h


def step_grows_with_x(f, x, h=1e-4):
    """The step is h times the entry, and nothing where the entry is 0: every entry moves by h."""
    gradient, here = np.zeros(x.shape), f(x)
    for index in np.ndindex(x.shape):
        moved, step = x.copy(), h * x[index]
        moved[index] += step
        gradient[index] = (f(moved) - here) / step
    return gradient
