"""Known mistakes of ``BranchGate``."""

import numpy as np

from autograder.assignments.backprop.mistakes import made_gates
from autograder.assignments.backprop.mistakes.made_gates import adds_up
from autograder.judge.exercise import Mistake


class LastOne:
    def __init__(self, copies):
        self.copies = copies

    def forward(self, x):
        return tuple(x for _ in range(self.copies))

    def backward(self, dout):
        return dout[-1]


class Mean:
    def __init__(self, copies):
        self.copies = copies

    def forward(self, x):
        return tuple(x for _ in range(self.copies))

    def backward(self, dout):
        return sum(dout) / self.copies


class OneNumber:
    def __init__(self, copies):
        self.copies = copies

    def forward(self, x):
        return tuple(x for _ in range(self.copies))

    def backward(self, dout):
        return np.sum(dout)


class CopiesForAll:
    copies = 2

    def __init__(self, copies):
        CopiesForAll.copies = copies

    def forward(self, x):
        return tuple(x for _ in range(self.copies))

    def backward(self, dout):
        return sum(dout[: self.copies])


class AlwaysTwo:
    def __init__(self, copies):
        pass

    def forward(self, x):
        return x, x

    def backward(self, dout):
        return dout[0] + dout[1]


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


def _summed(copies, dout, x):
    return sum(dout)


BRANCH_GATE = (
    Mistake(
        "last_one",
        "Only the gradient of the last use comes back: each one overwrites the one before.",
        LastOne,
    ),
    Mistake(
        "mean",
        "This is the mean of the gradients. If the value moves, all uses move, and what they do "
        "adds up.",
        Mean,
    ),
    Mistake(
        "one_number",
        "All entries of all gradients are added up to one number. Add use to use, entry by entry.",
        OneNumber,
    ),
    Mistake(
        "first_one",
        "Only the gradient of the first use comes back. The others move the output, too.",
        _branch(lambda copies, dout, x: dout[0]),
    ),
    Mistake(
        "product",
        "The gradients of the uses are multiplied. Gradients along one way multiply; those of "
        "several ways add up.",
        _branch(lambda copies, dout, x: np.prod(dout, axis=0)),
    ),
    Mistake(
        "not_summed",
        "The gradients come back as they arrive. There is one input, so there is one gradient.",
        _branch(lambda copies, dout, x: dout),
    ),
    Mistake(
        "first_times_copies",
        "The first gradient is taken once for each use. Each use sends a gradient of its own.",
        _branch(lambda copies, dout, x: copies * dout[0]),
    ),
    Mistake(
        "other_axis",
        "The sum runs along the wrong axis: within each gradient, and not over the uses.",
        _branch(lambda copies, dout, x: np.sum(dout, axis=-1)),
    ),
    Mistake(
        "times_x",
        "The gradients are multiplied by the value that is copied. The slope of a copy is 1.",
        _branch(lambda copies, dout, x: sum(dout) * x),
    ),
    Mistake(
        "no_tuple",
        "Forward returns the value alone. It returns a tuple with one copy for each use.",
        _branch(_summed, lambda copies, x: x),
    ),
    Mistake(
        "one_array",
        "The copies come in one array. Return a tuple of them.",
        _branch(_summed, lambda copies, x: np.array([x] * copies)),
    ),
    Mistake(
        "split",
        "The value is divided among its uses. Each use gets the whole value.",
        _branch(_summed, lambda copies, x: (x / copies,) * copies),
    ),
    Mistake(
        "always_two",
        "There are two copies, whatever was asked for when the gate was made.",
        AlwaysTwo,
    ),
    Mistake(
        "copies_for_all",
        "The number of copies belongs to the class here, so that the last gate that is made "
        "changes it in all others. Each gate needs its own.",
        CopiesForAll,
    ),
    Mistake("adds_up", made_gates.ADDS_UP, adds_up(_branch(_summed))),
)
