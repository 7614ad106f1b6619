"""Judges the assignment ``convolution``: its exercises, their cases and their parts."""

from __future__ import annotations

from autograder.assignments.convolution.checks import (
    backward,
    columns,
    fast,
    forward,
    net,
    net_stand_ins,
    pool,
    sequences,
    sizes,
    step,
)
from autograder.assignments.convolution.checks.layers import PLAIN_CACHES
from autograder.assignments.convolution.checks.net_oracle import torch_net
from autograder.assignments.networks.checks import ASSIGNMENT as NETWORKS
from autograder.judge.exercise import ARGUMENTS, Assignment, Exercise, Part
from solutions import convolution as reference

GRADIENTS = (
    Part("dx", 2, item=0),
    Part("dw", 2, item=1),
    Part("db", 1, item=2),
    ARGUMENTS,
)
EARLIER_LAYERS = ("affine_forward", "affine_backward", "relu_forward", "relu_backward")

ASSIGNMENT = Assignment(
    name="convolution",
    reference=reference,
    exercises=(
        Exercise(
            name="output_size",
            parts=(Part("size", 2),),
            conventions=frozenset(),  # its arguments are whole numbers alone
            draw=sizes.draw_output_size,
            oracle=sizes.formula,
        ),
        Exercise(
            name="zero_pad",
            parts=(Part("padded images", 2), ARGUMENTS),
            draw=sizes.draw_zero_pad,
            oracle=sizes.torch_pad,
        ),
        Exercise(
            name="conv_step",
            parts=(Part("number", 2), ARGUMENTS),
            draw=step.draw_conv_step,
            oracle=step.torch_conv_step,
        ),
        Exercise(
            name="conv_forward",
            parts=(Part("output", 4), ARGUMENTS),
            draw=forward.draw_forward("conv_forward"),
            oracle=forward.torch_forward,
            builds_on=("zero_pad", "conv_step"),
            draw_stand_ins=forward.draw_forward_stand_ins,
        ),
        Exercise(
            name="conv_backward",
            parts=GRADIENTS,
            draw=backward.draw_backward("conv_forward", "conv_backward"),
            oracle=backward.torch_backward,
            builds_on=("zero_pad", "conv_step", "conv_forward"),
            draw_stand_ins=backward.draw_backward_stand_ins,
            plain_caches=PLAIN_CACHES,
        ),
        Exercise(
            name="im2col",
            parts=(Part("columns", 3), ARGUMENTS),
            draw=columns.draw_im2col,
            oracle=columns.torch_unfold,
            builds_on=("zero_pad",),
            draw_stand_ins=columns.draw_im2col_stand_ins,
        ),
        Exercise(
            name="col2im",
            parts=(Part("images", 3), ARGUMENTS),
            draw=columns.draw_col2im,
            oracle=columns.torch_fold,
        ),
        *fast.EXERCISES,
        *pool.EXERCISES,
        *sequences.EXERCISES,
        Exercise(
            name="ConvNet",
            parts=(
                Part("parameters", 2),
                Part("scores", 2),
                Part("loss", 1, item=0),
                Part("gradients", 4, item=1),
                ARGUMENTS,
            ),
            draw=net.draw_net,
            oracle=torch_net,
            builds_on=(
                *("conv_forward_fast", "conv_backward_fast"),
                *("max_pool_forward", "max_pool_backward"),
                *EARLIER_LAYERS,
            ),
            draw_stand_ins=net_stand_ins.draw_stand_ins,
        ),
    ),
    after=(NETWORKS,),
)
