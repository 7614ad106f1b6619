"""Known mistakes of ``relu_backward``."""

import numpy as np


def passes_at_zero(dout, x):
    """At exactly 0 the slope is taken to be 1. By this course's convention it is 0 there: only what
    is above 0 passes."""
    return dout * (x >= 0)


def no_upstream(dout, x):
    """These are the slopes alone. What comes from upstream has to be multiplied with them."""
    return (x > 0).astype(x.dtype)


def upstream_tested(dout, x):
    """What passes is decided by the sign of the upstream gradient. The input decides it."""
    return dout * (dout > 0)


def jacobian_formed(dout, x):
    """The Jacobian is formed here, with a number for each pair of entries, nearly all of them 0. It
    does not fit into memory, and it is not needed."""
    # The table of the large case fits into no submission's memory, but maybe into the
    # judge's, and would take its time there: say what NumPy says where there is no room.
    if x.size > 10_000:
        gigabytes = x.size**2 * 8 / 2**30
        raise MemoryError(
            f"Unable to allocate {gigabytes:.1f} GiB for an array with shape "
            f"({x.size}, {x.size}) and data type float64"
        )
    return dout @ np.diag((x > 0).astype(x.dtype))


def times_outputs(dout, x):
    """The gradient is multiplied by the output. The slope where the input is above 0 is 1."""
    return dout * np.maximum(0, x)


def forward_again(dout, x):
    """This is the way forward. The way back multiplies the upstream gradient by slopes."""
    return np.maximum(0, x)


def unchanged(dout, x):
    """The upstream gradient is handed on unchanged, also where the input is below 0."""
    return dout


def both_tested(dout, x):
    """Gradients below 0 are stopped, too. They are gradients like others: the input alone decides
    what passes."""
    return dout * (x > 0) * (dout > 0)


def inverted(dout, x):
    """The slopes are the wrong way round: what is above 0 passes."""
    return dout * (x <= 0)


def half_at_zero(dout, x):
    """At exactly 0 the slope is taken to be one half. By this course's convention it is 0 there."""
    return dout * np.heaviside(x, 0.5).astype(x.dtype)


def slope_of_size(dout, x):
    """Below 0 the slope is minus 1 here, as for the absolute value. What is below 0 becomes 0 and
    stays so when it moves a little."""
    return dout * np.sign(x)


def leaky(dout, x):
    """A hundredth of the gradient passes where the input is not above 0, as in a leaky rectifier.
    Here nothing does."""
    return np.where(x > 0, dout, 0.01 * dout).astype(x.dtype)


def summed(dout, x):
    """The gradients are added up to one number. The result has the shape of x."""
    return np.sum(dout * (x > 0))


def one_axis(dout, x):
    """This goes through the first axis alone, so it works for one axis. The input may have any
    number of axes."""
    dx = np.zeros(x.shape, x.dtype)
    for i in range(len(x)):
        if x[i] > 0:
            dx[i] = dout[i]
    return dx


def passing_entries_alone(dout, x):
    """Only the entries that pass come back, in a row: the others are 0, and the shape stays."""
    return dout[x > 0]
