"""Known mistakes of the assignment ``networks``, nets and training; layers have their own."""

from autograder.mistakes.nets import FULLY_CONNECTED_NET, TWO_LAYER_NET
from autograder.mistakes.train import TRAIN

__all__ = ["FULLY_CONNECTED_NET", "TRAIN", "TWO_LAYER_NET"]
