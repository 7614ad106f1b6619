"""Known mistakes of ``relu_jacobian`` and ``relu_backward``."""

import numpy as np

from autograder.judge.exercise import Mistake

KINK = (
    "At exactly 0 the slope is taken to be 1. By this course's convention it is 0 there: only "
    "what is above 0 passes."
)
HALF = "At exactly 0 the slope is taken to be one half. By this course's convention it is 0 there."
INVERTED = "The slopes are the wrong way round: what is above 0 passes."
SLOPE_OF_SIZE = (
    "Below 0 the slope is minus 1 here, as for the absolute value. What is below 0 becomes 0 and "
    "stays so when it moves a little."
)


def slopes_alone(x):
    return (x > 0).astype(x.dtype)


def one_at_zero(x):
    return np.diag((x >= 0).astype(x.dtype))


def outputs_on_the_diagonal(x):
    return np.diag(np.maximum(0, x))


RELU_JACOBIAN = (
    Mistake(
        "slopes_alone",
        "This is the diagonal alone. The Jacobian is a table with a row for each output and a "
        "column for each input.",
        slopes_alone,
    ),
    Mistake("one_at_zero", KINK, one_at_zero),
    Mistake(
        "outputs_on_the_diagonal",
        "The diagonal holds the outputs. It should hold the slopes.",
        outputs_on_the_diagonal,
    ),
    Mistake("half_at_zero", HALF, lambda x: np.diag(np.heaviside(x, 0.5).astype(x.dtype))),
    Mistake(
        "no_floats",
        "The table holds truth values or whole numbers. Slopes are floats, as x is.",
        lambda x: np.diag(x > 0),
    ),
    Mistake(
        "identity",
        "All slopes are 1, as if everything passed. What is below 0 does not.",
        lambda x: np.eye(len(x)),
    ),
    Mistake(
        "outer_product",
        "Outputs depend on inputs at other places here. Each output of this gate depends on one "
        "input alone, so all else is 0.",
        lambda x: np.outer(x > 0, x > 0).astype(x.dtype),
    ),
    Mistake(
        "every_row",
        "Each row holds all slopes. Row i belongs to output i, which depends on input i alone.",
        lambda x: np.tile((x > 0).astype(x.dtype), (len(x), 1)),
    ),
    Mistake("inverted", INVERTED, lambda x: np.diag((x <= 0).astype(x.dtype))),
    Mistake("slope_of_size", SLOPE_OF_SIZE, lambda x: np.diag(np.sign(x))),
    Mistake(
        "leaky",
        "Below 0 the slope is a little above 0, as for a leaky rectifier. Here it is 0.",
        lambda x: np.diag(np.where(x > 0, 1, 0.01).astype(x.dtype)),
    ),
)


def passes_at_zero(dout, x):
    return dout * (x >= 0)


def without_upstream(dout, x):
    return (x > 0).astype(x.dtype)


def upstream_tested(dout, x):
    return dout * (dout > 0)


def jacobian_formed(dout, x):
    # The table of the large case fits into no submission's memory, but maybe into the
    # judge's, and would take its time there: say what NumPy says where there is no room.
    if x.size > 10_000:
        gigabytes = x.size**2 * 8 / 2**30
        raise MemoryError(
            f"Unable to allocate {gigabytes:.1f} GiB for an array with shape "
            f"({x.size}, {x.size}) and data type float64"
        )
    return dout @ np.diag((x > 0).astype(x.dtype))


def one_axis(dout, x):
    dx = np.zeros(x.shape, x.dtype)
    for i in range(len(x)):
        if x[i] > 0:
            dx[i] = dout[i]
    return dx


RELU_BACKWARD = (
    Mistake("passes_at_zero", KINK, passes_at_zero),
    Mistake(
        "no_upstream",
        "These are the slopes alone. What comes from upstream has to be multiplied with them.",
        without_upstream,
    ),
    Mistake(
        "upstream_tested",
        "What passes is decided by the sign of the upstream gradient. The input decides it.",
        upstream_tested,
    ),
    Mistake(
        "jacobian_formed",
        "The Jacobian is formed here, with a number for each pair of entries, nearly all of them "
        "0. It does not fit into memory, and it is not needed.",
        jacobian_formed,
    ),
    Mistake(
        "times_outputs",
        "The gradient is multiplied by the output. The slope where the input is above 0 is 1.",
        lambda dout, x: dout * np.maximum(0, x),
    ),
    Mistake(
        "forward_again",
        "This is the way forward. The way back multiplies the upstream gradient by slopes.",
        lambda dout, x: np.maximum(0, x),
    ),
    Mistake(
        "unchanged",
        "The upstream gradient is handed on unchanged, also where the input is below 0.",
        lambda dout, x: dout,
    ),
    Mistake(
        "both_tested",
        "Gradients below 0 are stopped, too. They are gradients like others: the input alone "
        "decides what passes.",
        lambda dout, x: dout * (x > 0) * (dout > 0),
    ),
    Mistake("inverted", INVERTED, lambda dout, x: dout * (x <= 0)),
    Mistake("half_at_zero", HALF, lambda dout, x: dout * np.heaviside(x, 0.5).astype(x.dtype)),
    Mistake("slope_of_size", SLOPE_OF_SIZE, lambda dout, x: dout * np.sign(x)),
    Mistake(
        "leaky",
        "A hundredth of the gradient passes where the input is not above 0, as in a leaky "
        "rectifier. Here nothing does.",
        lambda dout, x: np.where(x > 0, dout, 0.01 * dout).astype(x.dtype),
    ),
    Mistake(
        "summed",
        "The gradients are added up to one number. The result has the shape of x.",
        lambda dout, x: np.sum(dout * (x > 0)),
    ),
    Mistake(
        "one_axis",
        "This goes through the first axis alone, so it works for one axis. The input may have any "
        "number of axes.",
        one_axis,
    ),
)
