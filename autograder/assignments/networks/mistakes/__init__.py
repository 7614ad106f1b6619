"""Known mistakes of the assignment ``networks``, nets and training; layers have their own."""

from autograder.assignments.networks.mistakes.nets import FULLY_CONNECTED_NET, TWO_LAYER_NET
from autograder.assignments.networks.mistakes.train import TRAIN

__all__ = ["FULLY_CONNECTED_NET", "TRAIN", "TWO_LAYER_NET"]
