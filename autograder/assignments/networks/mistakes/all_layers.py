"""Known mistakes of the layers of ``networks``, gathered from one module a function."""

from autograder.assignments.networks.mistakes.affine_backward import AFFINE_BACKWARD
from autograder.assignments.networks.mistakes.affine_forward import AFFINE_FORWARD
from autograder.assignments.networks.mistakes.elu_backward import ELU_BACKWARD
from autograder.assignments.networks.mistakes.elu_forward import ELU_FORWARD
from autograder.assignments.networks.mistakes.leaky_relu_backward import LEAKY_RELU_BACKWARD
from autograder.assignments.networks.mistakes.leaky_relu_forward import LEAKY_RELU_FORWARD
from autograder.assignments.networks.mistakes.maxout_backward import MAXOUT_BACKWARD
from autograder.assignments.networks.mistakes.maxout_forward import MAXOUT_FORWARD
from autograder.assignments.networks.mistakes.relu_backward import RELU_BACKWARD
from autograder.assignments.networks.mistakes.relu_forward import RELU_FORWARD
from autograder.assignments.networks.mistakes.sigmoid_backward import SIGMOID_BACKWARD
from autograder.assignments.networks.mistakes.sigmoid_forward import SIGMOID_FORWARD
from autograder.assignments.networks.mistakes.tanh_backward import TANH_BACKWARD
from autograder.assignments.networks.mistakes.tanh_forward import TANH_FORWARD

MISTAKES = {
    "affine_forward": AFFINE_FORWARD,
    "affine_backward": AFFINE_BACKWARD,
    "relu_forward": RELU_FORWARD,
    "relu_backward": RELU_BACKWARD,
    "sigmoid_forward": SIGMOID_FORWARD,
    "sigmoid_backward": SIGMOID_BACKWARD,
    "tanh_forward": TANH_FORWARD,
    "tanh_backward": TANH_BACKWARD,
    "leaky_relu_forward": LEAKY_RELU_FORWARD,
    "leaky_relu_backward": LEAKY_RELU_BACKWARD,
    "elu_forward": ELU_FORWARD,
    "elu_backward": ELU_BACKWARD,
    "maxout_forward": MAXOUT_FORWARD,
    "maxout_backward": MAXOUT_BACKWARD,
}
