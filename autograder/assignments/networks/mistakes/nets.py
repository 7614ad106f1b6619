"""Known mistakes of nets, the same ones for two layers and for any number."""

from dataclasses import replace

from autograder.assignments.networks.mistakes.nets_backward import BACKWARD, CachesInOrder
from autograder.assignments.networks.mistakes.nets_forward import FORWARD, OneBend
from autograder.assignments.networks.mistakes.nets_loss import LOSS
from autograder.assignments.networks.mistakes.nets_parameters import PARAMETERS
from autograder.assignments.networks.mistakes.nets_written_out import (
    AnyWithoutMean,
    AnyWithoutTwo,
    BentScores,
    NoMask,
    TwoWithoutMean,
    TwoWithoutTwo,
)
from autograder.judge.exercise import Mistake

MEAN = "The gradients are N times too large: the loss is a mean over the examples, and so are they."
TWO = "The penalty's gradient is half of what it should be: what is the slope of a square?"

EITHER = (*PARAMETERS, *FORWARD, *LOSS, *BACKWARD)


def _two_layers(net):
    """The same mistake in a net of two layers."""

    def init(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        net.__init__(self, [input_dim, hidden_dim, num_classes], rng, weight_scale)

    return type(net.__name__, (net,), {"__init__": init})


TWO_LAYER_NET = (
    Mistake("missing_mean", MEAN, TwoWithoutMean),
    Mistake("reg_without_2", TWO, TwoWithoutTwo),
    Mistake(
        "no_mask",
        "The gradient goes back as if there were no ReLU: where a hidden unit was off, it stops.",
        NoMask,
    ),
    *(replace(one, function=_two_layers(one.function)) for one in EITHER),
)

FULLY_CONNECTED_NET = (
    Mistake(
        "bent_scores",
        "There is a ReLU after the last layer, too: the scores may be negative.",
        BentScores,
    ),
    Mistake("missing_mean", MEAN, AnyWithoutMean),
    Mistake("reg_without_2", TWO, AnyWithoutTwo),
    Mistake(
        "one_bend",
        "There is a ReLU after the first layer only: there is one between every two layers.",
        OneBend,
    ),
    Mistake(
        "caches_in_order",
        "On the way back every ReLU looks at what the first one had: each has a cache of its own.",
        CachesInOrder,
    ),
    *EITHER,
)
