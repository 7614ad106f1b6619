"""Known mistakes of the assignment ``losses``, gathered from one module a topic."""

from autograder.assignments.losses.mistakes.elastic_net import ELASTIC_NET
from autograder.assignments.losses.mistakes.hinge import HINGE_LOSS, SQUARED_HINGE_LOSS
from autograder.assignments.losses.mistakes.l1_penalty import L1_PENALTY
from autograder.assignments.losses.mistakes.l2_penalty import L2_PENALTY
from autograder.assignments.losses.mistakes.softmax import CROSS_ENTROPY, SOFTMAX
from autograder.assignments.losses.mistakes.softmax_loss import SOFTMAX_LOSS
from autograder.assignments.losses.mistakes.svm_loss import SVM_LOSS

__all__ = [
    "CROSS_ENTROPY",
    "ELASTIC_NET",
    "HINGE_LOSS",
    "L1_PENALTY",
    "L2_PENALTY",
    "SOFTMAX",
    "SOFTMAX_LOSS",
    "SQUARED_HINGE_LOSS",
    "SVM_LOSS",
]
