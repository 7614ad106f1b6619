"""What makes an answer to the assignment ``networks`` right."""

from __future__ import annotations

from autograder.checks import _networks_called as called
from autograder.checks import _networks_net_problems as problems
from autograder.checks import _networks_net_wiring as wiring
from autograder.checks import _networks_nets as nets
from autograder.checks import _networks_train as training
from autograder.checks._networks_layers import LAYERS
from autograder.checks._networks_net_oracle import torch_net
from autograder.checks.losses import ASSIGNMENT as LOSSES
from autograder.checks.optimization import ASSIGNMENT as OPTIMIZATION
from autograder.exercise import ARGUMENTS, Assignment, Exercise
from autograder.mistakes import networks as mistakes
from solutions import networks as reference

NETS = (
    Exercise(
        name=problems.TWO_LAYER,
        parts=(
            problems.PARAMETERS,
            problems.SCORES,
            problems.LOSS,
            *problems.GRADIENTS_OF_TWO,
            ARGUMENTS,
        ),
        draw=nets.draw_nets(problems.TWO_LAYER),
        oracle=torch_net,
        mistakes=mistakes.TWO_LAYER_NET,
        builds_on=wiring.BUILDS_ON,
        draw_wiring=wiring.draw_net_wiring(problems.TWO_LAYER),
        wired=called,
    ),
    Exercise(
        name=problems.ANY_DEPTH,
        parts=(
            problems.PARAMETERS,
            problems.SCORES,
            problems.LOSS,
            problems.NO_HIDDEN,
            problems.HIDDEN,
            ARGUMENTS,
        ),
        draw=nets.draw_nets(problems.ANY_DEPTH),
        oracle=torch_net,
        mistakes=mistakes.FULLY_CONNECTED_NET,
        builds_on=wiring.BUILDS_ON,
        draw_wiring=wiring.draw_net_wiring(problems.ANY_DEPTH),
        wired=called,
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
    after=(LOSSES, OPTIMIZATION),
)
