"""Known mistakes of ``relu_jacobian``."""

import numpy as np


def slopes_alone(x):
    """This is the diagonal alone. The Jacobian is a table with a row for each output and a column
    for each input."""
    return (x > 0).astype(x.dtype)


def one_at_zero(x):
    """At exactly 0 the slope is taken to be 1. By this course's convention it is 0 there: only what
    is above 0 passes."""
    return np.diag((x >= 0).astype(x.dtype))


def outputs_on_the_diagonal(x):
    """The diagonal holds the outputs. It should hold the slopes."""
    return np.diag(np.maximum(0, x))


def half_at_zero(x):
    """At exactly 0 the slope is taken to be one half. By this course's convention it is 0 there."""
    return np.diag(np.heaviside(x, 0.5).astype(x.dtype))


def no_floats(x):
    """The table holds truth values or whole numbers. Slopes are floats, as x is."""
    return np.diag(x > 0)


def identity(x):
    """All slopes are 1, as if everything passed. What is below 0 does not."""
    return np.eye(len(x))


def outer_product(x):
    """Outputs depend on inputs at other places here. Each output of this gate depends on one input
    alone, so all else is 0."""
    return np.outer(x > 0, x > 0).astype(x.dtype)


def every_row(x):
    """Each row holds all slopes. Row i belongs to output i, which depends on input i alone."""
    return np.tile((x > 0).astype(x.dtype), (len(x), 1))


def inverted(x):
    """The slopes are the wrong way round: what is above 0 passes."""
    return np.diag((x <= 0).astype(x.dtype))


def slope_of_size(x):
    """Below 0 the slope is minus 1 here, as for the absolute value. What is below 0 becomes 0 and
    stays so when it moves a little."""
    return np.diag(np.sign(x))


def leaky(x):
    """Below 0 the slope is a little above 0, as for a leaky rectifier. Here it is 0."""
    return np.diag(np.where(x > 0, 1, 0.01).astype(x.dtype))


def rows_of_ones(x):
    """A row of an input above 0 is full of ones: output i follows input i alone, so the row has a
    single 1."""
    return np.tile((x > 0).astype(x.dtype), (len(x), 1)).T


def inputs_on_the_diagonal(x):
    """The diagonal holds the inputs. It should hold the slopes."""
    return np.diag(x)


def whole_numbers(x):
    """The table holds truth values or whole numbers. Slopes are floats, as x is."""
    return np.diag(np.where(x > 0, 1, 0))
