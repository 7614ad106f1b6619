"""Known mistakes of the assignment ``convolution``, gathered from one module a topic."""

from autograder.assignments.convolution.mistakes.col2im import COL2IM
from autograder.assignments.convolution.mistakes.conv_backward import CONV_BACKWARD
from autograder.assignments.convolution.mistakes.conv_forward import CONV_FORWARD
from autograder.assignments.convolution.mistakes.conv_net import CONV_NET
from autograder.assignments.convolution.mistakes.conv_step import CONV_STEP
from autograder.assignments.convolution.mistakes.im2col import IM2COL
from autograder.assignments.convolution.mistakes.output_size import OUTPUT_SIZE
from autograder.assignments.convolution.mistakes.zero_pad import ZERO_PAD

__all__ = [
    "COL2IM",
    "CONV_BACKWARD",
    "CONV_FORWARD",
    "CONV_NET",
    "CONV_STEP",
    "IM2COL",
    "OUTPUT_SIZE",
    "ZERO_PAD",
]
