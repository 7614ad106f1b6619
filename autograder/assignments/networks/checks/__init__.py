"""Judges the assignment ``networks``: its exercises, their cases and their parts."""

from __future__ import annotations

from autograder.assignments.losses.checks import ASSIGNMENT as LOSSES
from autograder.assignments.networks.checks import called, nets
from autograder.assignments.networks.checks import net_problems as problems
from autograder.assignments.networks.checks import net_stand_ins as stand_ins
from autograder.assignments.networks.checks import train as training
from autograder.assignments.networks.checks.layers import LAYERS
from autograder.assignments.networks.checks.net_oracle import torch_net
from autograder.assignments.optimization.checks import ASSIGNMENT as OPTIMIZATION
from autograder.judge.exercise import ARGUMENTS, Assignment, Exercise
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
        builds_on=stand_ins.BUILDS_ON,
        draw_stand_ins=stand_ins.draw_net_stand_ins(problems.TWO_LAYER),
        stand_in_reference=called,
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
        builds_on=stand_ins.BUILDS_ON,
        draw_stand_ins=stand_ins.draw_net_stand_ins(problems.ANY_DEPTH),
        stand_in_reference=called,
    ),
)

TRAIN = Exercise(
    name="train",
    parts=(training.LOSSES, training.PARAMETERS, ARGUMENTS),
    draw=training.draw_train,
    oracle=training.torch_train,
    builds_on=("minibatches",),
    draw_stand_ins=training.draw_train_stand_ins,
)

ASSIGNMENT = Assignment(
    name="networks",
    reference=reference,
    exercises=(*LAYERS, *NETS, TRAIN),
    after=(LOSSES, OPTIMIZATION),
)
