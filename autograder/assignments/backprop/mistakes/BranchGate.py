"""Known mistakes of ``BranchGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import _made_gates
from autograder.judge.mistake import made


class LastOne:
    """Only the gradient of the last use comes back: each one overwrites the one before."""

    def __init__(self, copies):
        self.copies = copies

    def forward(self, x):
        return tuple(x for _ in range(self.copies))

    def backward(self, dout):
        return dout[-1]


class Mean:
    """This is the mean of the gradients. If the value moves, all uses move, and what they do adds
    up."""

    def __init__(self, copies):
        self.copies = copies

    def forward(self, x):
        return tuple(x for _ in range(self.copies))

    def backward(self, dout):
        return sum(dout) / self.copies


class OneNumber:
    """All entries of all gradients are added up to one number. Add use to use, entry by entry."""

    def __init__(self, copies):
        self.copies = copies

    def forward(self, x):
        return tuple(x for _ in range(self.copies))

    def backward(self, dout):
        return np.sum(dout)


def _branch(backward, forward=lambda copies, x: (x,) * copies):
    """A branch gate, right but for what is given."""

    class Gate:
        def __init__(self, copies):
            self.copies = copies

        def forward(self, x):
            self.x = x
            return forward(self.copies, x)

        def backward(self, dout):
            return backward(self.copies, dout, self.x)

    return Gate


first_one = made(
    "Only the gradient of the first use comes back. The others move the output, too.",
    _branch(lambda copies, dout, x: dout[0]),
)

product = made(
    "The gradients of the uses are multiplied. Gradients along one way multiply; those of "
    "several ways add up.",
    _branch(lambda copies, dout, x: np.prod(dout, axis=0)),
)

not_summed = made(
    "The gradients come back as they arrive. There is one input, so there is one gradient.",
    _branch(lambda copies, dout, x: dout),
)

first_times_copies = made(
    "The first gradient is taken once for each use. Each use sends a gradient of its own.",
    _branch(lambda copies, dout, x: copies * dout[0]),
)

other_axis = made(
    "The sum runs along the wrong axis: within each gradient, and not over the uses.",
    _branch(lambda copies, dout, x: np.sum(dout, axis=-1)),
)

times_x = made(
    "The gradients are multiplied by the value that is copied. The slope of a copy is 1.",
    _branch(lambda copies, dout, x: sum(dout) * x),
)


def _summed(copies, dout, x):
    return sum(dout)


no_tuple = made(
    "Forward returns the value alone. It returns a tuple with one copy for each use.",
    _branch(_summed, lambda copies, x: x),
)

one_array = made(
    "The copies come in one array. Return a tuple of them.",
    _branch(_summed, lambda copies, x: np.array([x] * copies)),
)

split = made(
    "The value is divided among its uses. Each use gets the whole value.",
    _branch(_summed, lambda copies, x: (x / copies,) * copies),
)


class AlwaysTwo:
    """There are two copies, whatever was asked for when the gate was made."""

    def __init__(self, copies):
        pass

    def forward(self, x):
        return x, x

    def backward(self, dout):
        return dout[0] + dout[1]


class CopiesForAll:
    """The number of copies belongs to the class here, so that the last gate that is made changes it
    in all others. Each gate needs its own."""

    copies = 2

    def __init__(self, copies):
        CopiesForAll.copies = copies

    def forward(self, x):
        return tuple(x for _ in range(self.copies))

    def backward(self, dout):
        return sum(dout[: self.copies])


adds_up = made(
    "Gradients of an earlier backward are still in there. A gate hands on what belongs to "
    "this upstream gradient, and whoever needs a sum adds up.",
    _made_gates.adds_up(_branch(_summed)),
)


class TwoAndAnySum:
    """There are two copies, whatever was asked for when the gate was made."""

    def __init__(self, copies):
        self.copies = copies

    def forward(self, x):
        return x, x

    def backward(self, dout):
        return sum(dout)


multiplied = made(
    "Forward multiplies the value by the number of copies. It returns a tuple with one copy for "
    "each use.",
    _branch(_summed, lambda copies, x: x * copies),
)
