"""Known mistakes of the activation functions, gathered from one module a function."""

from autograder.mistakes.activations_elu import ELU_BACKWARD, ELU_FORWARD
from autograder.mistakes.activations_leaky_relu import LEAKY_RELU_BACKWARD, LEAKY_RELU_FORWARD
from autograder.mistakes.activations_relu import RELU_BACKWARD, RELU_FORWARD
from autograder.mistakes.activations_sigmoid import SIGMOID_BACKWARD, SIGMOID_FORWARD
from autograder.mistakes.activations_tanh import TANH_BACKWARD, TANH_FORWARD

__all__ = [
    "ELU_BACKWARD",
    "ELU_FORWARD",
    "LEAKY_RELU_BACKWARD",
    "LEAKY_RELU_FORWARD",
    "RELU_BACKWARD",
    "RELU_FORWARD",
    "SIGMOID_BACKWARD",
    "SIGMOID_FORWARD",
    "TANH_BACKWARD",
    "TANH_FORWARD",
]
