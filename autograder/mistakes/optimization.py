"""Known mistakes of the assignment ``optimization``, gathered from one module a topic."""

from autograder.mistakes.adam import ADAM_STEP
from autograder.mistakes.descent import GRADIENT_DESCENT
from autograder.mistakes.differences import FORWARD_DIFFERENCE, NUMERICAL_GRADIENT
from autograder.mistakes.minibatches import MINIBATCHES
from autograder.mistakes.momentum import MOMENTUM_STEP
from autograder.mistakes.relative_error import RELATIVE_ERROR
from autograder.mistakes.sgd import SGD

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
