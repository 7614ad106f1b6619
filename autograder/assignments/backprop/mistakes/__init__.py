"""Known mistakes of the assignment ``backprop``, gathered from one module a topic."""

from autograder.assignments.backprop.mistakes.branch_gate import BRANCH_GATE
from autograder.assignments.backprop.mistakes.constant_gates import ADD_CONSTANT_GATE, SCALE_GATE
from autograder.assignments.backprop.mistakes.function_gates import EXP_GATE, RECIPROCAL_GATE
from autograder.assignments.backprop.mistakes.gates import ADD_GATE, MULTIPLY_GATE
from autograder.assignments.backprop.mistakes.graph import GRAPH
from autograder.assignments.backprop.mistakes.jacobians import RELU_BACKWARD, RELU_JACOBIAN
from autograder.assignments.backprop.mistakes.matrix_gates import (
    MATMUL_GATE,
    SQUARED_NORM_OF_PRODUCT,
)
from autograder.assignments.backprop.mistakes.max_gate import MAX_GATE
from autograder.assignments.backprop.mistakes.sigmoid_gates import SIGMOID_GATE, SIGMOID_NEURON

__all__ = [
    "ADD_CONSTANT_GATE",
    "ADD_GATE",
    "BRANCH_GATE",
    "EXP_GATE",
    "GRAPH",
    "MATMUL_GATE",
    "MAX_GATE",
    "MULTIPLY_GATE",
    "RECIPROCAL_GATE",
    "RELU_BACKWARD",
    "RELU_JACOBIAN",
    "SCALE_GATE",
    "SIGMOID_GATE",
    "SIGMOID_NEURON",
    "SQUARED_NORM_OF_PRODUCT",
]
