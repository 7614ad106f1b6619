"""Known mistakes of ``numerical_gradient``."""

import numpy as np

from autograder.assignments.optimization.mistakes import _differences


def one_sided(f, x, h=1e-5):
    """The slope is measured on one side only: that is the forward difference again, which is off by
    an amount that grows with the step."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += h
        gradient[index] = (f(moved) - f(x)) / h
    return gradient


def missing_factor_2(f, x, h=1e-5):
    """Every slope is twice as large as it should be: how far apart are the two places?"""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + h
        above = f(x)
        x[index] = old - h
        below = f(x)
        x[index] = old
        gradient[index] = (above - below) / h
    return gradient


def back_to_the_middle(f, x, h=1e-5):
    """The step down ends at x and not below it: from above x, it is two steps to the place
    below."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] += h
        above = f(x)
        x[index] -= h
        below = f(x)
        x[index] = old
        gradient[index] = (above - below) / (2 * h)
    return gradient


def not_restored(f, x, h=1e-5):
    """An entry that was moved is not put back before the next one moves: from the second entry on,
    the function is measured at another place."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        x[index] -= 2 * h
        gradient[index] = (above - f(x)) / (2 * h)
    return gradient


def moves_x_itself(f, x, h=1e-5):
    """Both calls of the function see the same numbers, and no slope is left. Either a copy moves,
    which the function never sees, or both calls come after the move, as where two names stand for
    one array."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x, x
        above[index] += h
        below[index] -= h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


def one_axis_only(f, x, h=1e-5):
    """The loop runs over the first axis only, so a whole row moves at once: with more than one axis
    every single entry needs a step of its own."""
    gradient = np.zeros(x.shape)
    for i in range(x.shape[0]):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


def one_slope_a_row(f, x, h=1e-5):
    """There is one slope for each row: the length of an array counts its first axis only, and every
    single entry has a slope."""
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


def row_not_saved(f, x, h=1e-5):
    """The loop runs over the first axis only. With more than one axis a whole row moves at once,
    and what was to keep its old numbers is the row itself, which moves along."""
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        old = x[i]
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] = old
    return gradient


def flat_copy(f, x, h=1e-5):
    """The steps are made in a flattened copy, and the function sees none of them: flattening an
    array that has gaps, or is stored by columns, copies it."""
    gradient = np.zeros(x.size)
    flat = x.ravel()
    for i in range(x.size):
        old = flat[i]
        flat[i] = old + h
        above = f(x)
        flat[i] = old - h
        gradient[i] = (above - f(x)) / (2 * h)
        flat[i] = old
    return gradient.reshape(x.shape)


def half_step(f, x, h=1e-5):
    """The step to each side is half of h: it is a whole h, so the two places are twice that
    apart."""
    return _differences.each(lambda f, x, step, h: (f(x + step / 2) - f(x - step / 2)) / h)(f, x, h)


_CENTRAL = _differences.each(lambda f, x, step, h: (f(x + step) - f(x - step)) / (2 * h))


def ignores_h(f, x, h=1e-5):
    """The step is always the same: the argument h is not used."""
    return _CENTRAL(f, x, 1e-5)


def all_at_once(f, x, h=1e-5):
    """All entries move at once, which measures the sum of their slopes: move one at a time."""
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


def flat(f, x, h=1e-5):
    """The slopes are in one long row: the gradient has the shape of x."""
    return _CENTRAL(f, x, h).ravel()


def backward(f, x, h=1e-5):
    """The slope is measured from the left: one of the two places is below x, and the other is x."""
    return _differences.each(lambda f, x, step, h: (f(x) - f(x - step)) / h)(f, x, h)


def wrong_sign(f, x, h=1e-5):
    """The difference is taken the wrong way round: every slope is negated."""
    return _differences.each(lambda f, x, step, h: (f(x - step) - f(x + step)) / (2 * h))(f, x, h)


def not_divided(f, x, h=1e-5):
    """The change of the function is not divided by the distance between the two places."""
    return _differences.each(lambda f, x, step, h: f(x + step) - f(x - step))(f, x, h)


def times_h(f, x, h=1e-5):
    """The half of the difference is multiplied by h: it is divided by the whole distance, so that
    two needs brackets around it."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        number = x[index]
        x[index] = number + h
        above = f(x)
        x[index] = number - h
        below = f(x)
        x[index] = number
        gradient[index] = (above - below) / 2 * h
    return gradient


def rows_at_once(f, x, h=1e-5):
    """All entries of a row move at once, which measures the sum of their slopes: move one at a
    time, through all axes."""
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        before = np.copy(x[i])
        x[i] = before + h
        above = f(x)
        x[i] = before - h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] = before
    return gradient


def step_squared(f, x, h=1e-5):
    """The change is divided by the square of the step: the two places are 2 h apart."""
    return _CENTRAL(f, x, h) / h


def last_entry_only(f, x, h=1e-5):
    """Only the last entry has a slope: the array for them is made anew for each entry."""
    gradient = np.zeros(x.shape)
    gradient.flat[-1:] = _CENTRAL(f, x, h).flat[-1:]
    return gradient


def missing_bracket(f, x, h=1e-5):
    """Only what is taken off is divided by the distance: a bracket is missing around the
    difference."""
    return _differences.each(lambda f, x, step, h: f(x + step) - f(x - step) / (2 * h))(f, x, h)
