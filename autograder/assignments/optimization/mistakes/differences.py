"""Known mistakes of ``forward_difference`` and ``numerical_gradient``."""

import numpy as np

from autograder.assignments.optimization.mistakes.rows_of_differences import (
    FORWARD_ROWS,
    NUMERICAL_ROWS,
)
from autograder.judge.exercise import Mistake


def _each(quotient):
    """Measure one entry after the other: `quotient(f, x, step, h)` gives its slope."""

    def measure(f, x, h):
        gradient = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            step = np.zeros(x.shape)
            step[index] = h
            gradient[index] = quotient(f, x, step, h)
        return gradient

    return measure


def _both(measure):
    """The same mistake for both functions, each with its own default step."""

    def forward(f, x, h=1e-4):
        return measure(f, x, h)

    def central(f, x, h=1e-5):
        return measure(f, x, h)

    return forward, central


# forward_difference ------------------------------------------------------------------


def forward_moves_x_itself(f, x, h=1e-4):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x
        moved[index] += h
        gradient[index] = (f(moved) - f(x)) / h
    return gradient


def forward_not_restored(f, x, h=1e-4):
    gradient = np.zeros(x.shape)
    base = f(x)
    for index in np.ndindex(x.shape):
        x[index] += h
        gradient[index] = (f(x) - base) / h
    return gradient


def forward_flat_copy(f, x, h=1e-4):
    gradient = np.zeros(x.size)
    base = f(x)
    flat = x.ravel()
    for i in range(x.size):
        old = flat[i]
        flat[i] = old + h
        gradient[i] = (f(x) - base) / h
        flat[i] = old
    return gradient.reshape(x.shape)


def forward_central(f, x, h=1e-4):
    return _each(lambda f, x, step, h: (f(x + step) - f(x - step)) / (2 * h))(f, x, h)


def forward_twice_h(f, x, h=1e-4):
    return _each(lambda f, x, step, h: (f(x + step) - f(x)) / (2 * h))(f, x, h)


# numerical_gradient ------------------------------------------------------------------


def numerical_one_sided(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += h
        gradient[index] = (f(moved) - f(x)) / h
    return gradient


def numerical_missing_factor_2(f, x, h=1e-5):
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


def numerical_back_to_the_middle(f, x, h=1e-5):
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


def numerical_not_restored(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        x[index] -= 2 * h
        gradient[index] = (above - f(x)) / (2 * h)
    return gradient


def numerical_moves_x_itself(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x, x
        above[index] += h
        below[index] -= h
        gradient[index] = (f(above) - f(below)) / (2 * h)
    return gradient


def numerical_flat_copy(f, x, h=1e-5):
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


def numerical_half_step(f, x, h=1e-5):
    return _each(lambda f, x, step, h: (f(x + step / 2) - f(x - step / 2)) / h)(f, x, h)


# Both ----------------------------------------------------------------------------------

_CENTRAL = _each(lambda f, x, step, h: (f(x + step) - f(x - step)) / (2 * h))
_FORWARD = _each(lambda f, x, step, h: (f(x + step) - f(x)) / h)


def forward_ignores_h(f, x, h=1e-4):
    return _FORWARD(f, x, 1e-4)


def numerical_ignores_h(f, x, h=1e-5):
    return _CENTRAL(f, x, 1e-5)


def forward_all_at_once(f, x, h=1e-4):
    return np.full(x.shape, (f(x + h) - f(x)) / h)


def numerical_all_at_once(f, x, h=1e-5):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


def forward_flat(f, x, h=1e-4):
    return _FORWARD(f, x, h).ravel()


def numerical_flat(f, x, h=1e-5):
    return _CENTRAL(f, x, h).ravel()


forward_backward, numerical_backward = _both(_each(lambda f, x, step, h: (f(x) - f(x - step)) / h))
forward_wrong_sign, _ = _both(_each(lambda f, x, step, h: (f(x) - f(x + step)) / h))
_, numerical_wrong_sign = _both(_each(lambda f, x, step, h: (f(x - step) - f(x + step)) / (2 * h)))
forward_not_divided, _ = _both(_each(lambda f, x, step, h: f(x + step) - f(x)))
_, numerical_not_divided = _both(_each(lambda f, x, step, h: f(x + step) - f(x - step)))

MOVES_X_ITSELF = (
    "moves_x_itself",
    "The moved array and the old one are the same array under two names: both calls of the "
    "function see equal numbers, and no slope is left.",
)
NOT_RESTORED = (
    "not_restored",
    "An entry that was moved is not put back before the next one moves: from the second entry "
    "on, the function is measured at another place.",
)
FLAT_COPY = (
    "flat_copy",
    "The steps are made in a flattened copy, and the function sees none of them: flattening an "
    "array that has gaps, or is stored by columns, copies it.",
)
IGNORES_H = ("ignores_h", "The step is always the same: the argument h is not used.")
ALL_AT_ONCE = (
    "all_at_once",
    "All entries move at once, which measures the sum of their slopes: move one at a time.",
)
FLAT = ("flat", "The slopes are in one long row: the gradient has the shape of x.")
BACKWARD = (
    "backward",
    "The slope is measured from the left: one of the two places is below x, and the other is x.",
)
WRONG_SIGN = ("wrong_sign", "The difference is taken the wrong way round: every slope is negated.")
NOT_DIVIDED = (
    "not_divided",
    "The change of the function is not divided by the distance between the two places.",
)

FORWARD_DIFFERENCE = (
    Mistake(*MOVES_X_ITSELF, forward_moves_x_itself),
    Mistake(*NOT_RESTORED, forward_not_restored),
    *FORWARD_ROWS,
    Mistake(*FLAT_COPY, forward_flat_copy),
    Mistake(
        "central",
        "This is the central difference: here the slope is measured from x to one side only.",
        forward_central,
    ),
    Mistake(
        "twice_h",
        "The change is divided by twice the step, but only one step lies between the two places.",
        forward_twice_h,
    ),
    Mistake(*IGNORES_H, forward_ignores_h),
    Mistake(*ALL_AT_ONCE, forward_all_at_once),
    Mistake(*FLAT, forward_flat),
    Mistake(*BACKWARD, forward_backward),
    Mistake(*WRONG_SIGN, forward_wrong_sign),
    Mistake(*NOT_DIVIDED, forward_not_divided),
)

NUMERICAL_GRADIENT = (
    Mistake(
        "one_sided",
        "The slope is measured on one side only: that is the forward difference again, which is "
        "off by an amount that grows with the step.",
        numerical_one_sided,
    ),
    Mistake(
        "missing_factor_2",
        "Every slope is twice as large as it should be: how far apart are the two places?",
        numerical_missing_factor_2,
    ),
    Mistake(
        "back_to_the_middle",
        "The step down ends at x and not below it: from above x, it is two steps to the place "
        "below.",
        numerical_back_to_the_middle,
    ),
    Mistake(*NOT_RESTORED, numerical_not_restored),
    Mistake(*MOVES_X_ITSELF, numerical_moves_x_itself),
    *NUMERICAL_ROWS,
    Mistake(*FLAT_COPY, numerical_flat_copy),
    Mistake(
        "half_step",
        "The step to each side is half of h: it is a whole h, so the two places are twice that "
        "apart.",
        numerical_half_step,
    ),
    Mistake(*IGNORES_H, numerical_ignores_h),
    Mistake(*ALL_AT_ONCE, numerical_all_at_once),
    Mistake(*FLAT, numerical_flat),
    Mistake(*BACKWARD, numerical_backward),
    Mistake(*WRONG_SIGN, numerical_wrong_sign),
    Mistake(*NOT_DIVIDED, numerical_not_divided),
)
