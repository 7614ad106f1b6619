"""Judges the assignment ``losses``: its exercises, their cases and their parts."""

from __future__ import annotations

from autograder.assignments.losses.checks import linear, penalties, scores, stand_ins
from autograder.judge.exercise import ARGUMENTS, NO_LOOPS, Assignment, Exercise, Part
from solutions import losses as reference

LOSSES = (Part("losses", 3), ARGUMENTS)
PENALTY = (Part("value", 1, item=0), Part("gradient", 1, item=1), ARGUMENTS)
LOSS_AND_GRADIENT = (
    Part("loss", 2, item=0),
    Part("gradient", 3, item=1, derived=True),
    ARGUMENTS,
    NO_LOOPS,
)

ASSIGNMENT = Assignment(
    name="losses",
    reference=reference,
    exercises=(
        Exercise(
            name="hinge_loss",
            parts=LOSSES,
            draw=scores.draw_hinge("hinge_loss"),
            oracle=scores.torch_hinge(power=1),
        ),
        Exercise(
            name="squared_hinge_loss",
            parts=LOSSES,
            draw=scores.draw_hinge("squared_hinge_loss"),
            oracle=scores.torch_hinge(power=2),
        ),
        Exercise(
            name="l1_penalty",
            parts=PENALTY,
            draw=penalties.draw_l1,
            oracle=penalties.torch_l1,
        ),
        Exercise(
            name="l2_penalty",
            parts=PENALTY,
            draw=penalties.draw_l2,
            oracle=penalties.torch_l2,
        ),
        Exercise(
            name="elastic_net",
            parts=PENALTY,
            draw=penalties.draw_elastic_net,
            oracle=penalties.torch_elastic_net,
            builds_on=("l1_penalty", "l2_penalty"),
            draw_stand_ins=stand_ins.draw_elastic_net_stand_ins,
        ),
        Exercise(
            name="softmax",
            parts=(Part("probabilities", 3), ARGUMENTS),
            draw=scores.draw_softmax,
            oracle=scores.torch_softmax,
        ),
        Exercise(
            name="cross_entropy",
            parts=LOSSES,
            draw=scores.draw_cross_entropy,
            oracle=scores.torch_cross_entropy,
            builds_on=("softmax",),
            draw_stand_ins=stand_ins.draw_cross_entropy_stand_ins,
        ),
        Exercise(
            name="svm_loss",
            parts=LOSS_AND_GRADIENT,
            draw=linear.draw_linear("svm_loss"),
            oracle=linear.torch_svm,
            draw_counted=linear.draw_counted_linear("svm_loss"),
            builds_on=("hinge_loss", "l2_penalty"),
            draw_stand_ins=stand_ins.draw_svm_loss_stand_ins,
        ),
        Exercise(
            name="softmax_loss",
            parts=LOSS_AND_GRADIENT,
            draw=linear.draw_linear("softmax_loss"),
            oracle=linear.torch_softmax_loss,
            draw_counted=linear.draw_counted_linear("softmax_loss"),
            builds_on=("l2_penalty", "softmax", "cross_entropy"),
            draw_stand_ins=stand_ins.draw_softmax_loss_stand_ins,
        ),
    ),
)
