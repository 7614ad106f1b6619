"""What makes an answer to the assignment ``networks`` right."""

from __future__ import annotations

from autograder.checks import _networks_nets as nets
from autograder.checks import _networks_train as training
from autograder.checks._networks_layers import LAYERS
from autograder.checks.optimization import ASSIGNMENT as OPTIMIZATION
from autograder.exercise import ARGUMENTS, Assignment, Exercise
from autograder.mistakes import networks as mistakes
from solutions import networks as reference

NETS = (
    Exercise(
        name=nets.TWO_LAYER,
        parts=(nets.PARAMETERS, nets.SCORES, nets.LOSS, *nets.GRADIENTS_OF_TWO, ARGUMENTS),
        draw=nets.draw_nets(nets.TWO_LAYER),
        oracle=nets.torch_net,
        mistakes=mistakes.TWO_LAYER_NET,
        builds_on=nets.BUILDS_ON,
        draw_wiring=nets.draw_net_wiring(nets.TWO_LAYER),
    ),
    Exercise(
        name=nets.ANY_DEPTH,
        parts=(
            nets.PARAMETERS,
            nets.SCORES,
            nets.LOSS,
            nets.NO_HIDDEN,
            nets.HIDDEN,
            ARGUMENTS,
        ),
        draw=nets.draw_nets(nets.ANY_DEPTH),
        oracle=nets.torch_net,
        mistakes=mistakes.FULLY_CONNECTED_NET,
        builds_on=nets.BUILDS_ON,
        draw_wiring=nets.draw_net_wiring(nets.ANY_DEPTH),
    ),
)

TRAIN = Exercise(
    name="train",
    parts=(training.LOSSES, training.PARAMETERS, ARGUMENTS),
    draw=training.draw_train,
    oracle=training.torch_train,
    mistakes=mistakes.TRAIN,
    builds_on=("minibatches",),
    draw_wiring=training.draw_train_wiring,
)

ASSIGNMENT = Assignment(
    name="networks",
    reference=reference,
    exercises=(*LAYERS, *NETS, TRAIN),
    after=(OPTIMIZATION,),
)
