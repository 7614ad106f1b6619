"""Known mistakes of the assignment ``optimization``, gathered from one module a topic."""

from autograder.assignments.optimization.mistakes.adam import ADAM_STEP
from autograder.assignments.optimization.mistakes.descent import GRADIENT_DESCENT
from autograder.assignments.optimization.mistakes.differences import (
    FORWARD_DIFFERENCE,
    NUMERICAL_GRADIENT,
)
from autograder.assignments.optimization.mistakes.minibatches import MINIBATCHES
from autograder.assignments.optimization.mistakes.momentum import MOMENTUM_STEP
from autograder.assignments.optimization.mistakes.relative_error import RELATIVE_ERROR
from autograder.assignments.optimization.mistakes.sgd import SGD

__all__ = [
    "ADAM_STEP",
    "FORWARD_DIFFERENCE",
    "GRADIENT_DESCENT",
    "MINIBATCHES",
    "MOMENTUM_STEP",
    "NUMERICAL_GRADIENT",
    "RELATIVE_ERROR",
    "SGD",
]
