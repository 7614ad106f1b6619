"""Ways to measure whole rows, where every entry has a slope: of both measured gradients."""

import numpy as np

from autograder.judge.exercise import Mistake


def forward_one_axis_only(f, x, h=1e-4):
    gradient = np.zeros(x.shape)
    for i in range(x.shape[0]):
        moved = x.copy()
        moved[i] += h
        gradient[i] = (f(moved) - f(x)) / h
    return gradient


def forward_one_slope_a_row(f, x, h=1e-4):
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        moved = x.copy()
        moved[i] += h
        gradient[i] = (f(moved) - f(x)) / h
    return gradient


def forward_row_not_saved(f, x, h=1e-4):
    gradient = np.zeros(x.shape)
    base = f(x)
    for i in range(len(x)):
        old = x[i]
        x[i] = old + h
        gradient[i] = (f(x) - base) / h
        x[i] = old
    return gradient


def numerical_one_axis_only(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(x.shape[0]):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


def numerical_one_slope_a_row(f, x, h=1e-5):
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


def numerical_row_not_saved(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        old = x[i]
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] = old
    return gradient


ONE_AXIS_ONLY = (
    "one_axis_only",
    "The loop runs over the first axis only, so a whole row moves at once: with more than one "
    "axis every single entry needs a step of its own.",
)
ONE_SLOPE_A_ROW = (
    "one_slope_a_row",
    "There is one slope for each row: the length of an array counts its first axis only, and "
    "every single entry has a slope.",
)
ROW_NOT_SAVED = (
    "row_not_saved",
    "The loop runs over the first axis only. With more than one axis a whole row moves at once, "
    "and what was to keep its old numbers is the row itself, which moves along.",
)

FORWARD_ROWS = (
    Mistake(*ONE_AXIS_ONLY, forward_one_axis_only),
    Mistake(*ONE_SLOPE_A_ROW, forward_one_slope_a_row),
    Mistake(*ROW_NOT_SAVED, forward_row_not_saved),
)
NUMERICAL_ROWS = (
    Mistake(*ONE_AXIS_ONLY, numerical_one_axis_only),
    Mistake(*ONE_SLOPE_A_ROW, numerical_one_slope_a_row),
    Mistake(*ROW_NOT_SAVED, numerical_row_not_saved),
)
