"""Judges the assignment ``optimization``: its exercises, their cases and their parts."""

from __future__ import annotations

from autograder.assignments.optimization.checks import descent, differences, steps
from autograder.judge.exercise import ARGUMENTS, Assignment, Convention, Exercise, Judged, Part
from solutions import optimization as reference

RESTORED = Part(
    "x as it was before",
    1,
    Judged.ARGUMENTS,
    changed="leaves {}, which is not exactly what it was before: save each number that you "
    "move, and put the saved one back.",
)
GRADIENT = (Part("gradient", 3), RESTORED)
FLOAT64_AND_WRITABLE = frozenset({Convention.COLUMN_ORDER, Convention.GAPS})
"""The contract's exception for x that is changed on the way: it comes in any layout."""

ASSIGNMENT = Assignment(
    name="optimization",
    reference=reference,
    exercises=(
        Exercise(
            name="forward_difference",
            parts=GRADIENT,
            conventions=FLOAT64_AND_WRITABLE,
            draw=differences.draw_differences("forward_difference"),
            oracle=differences.torch_forward_difference,
        ),
        Exercise(
            name="numerical_gradient",
            parts=GRADIENT,
            conventions=FLOAT64_AND_WRITABLE,
            draw=differences.draw_differences("numerical_gradient"),
            oracle=differences.torch_numerical_gradient,
        ),
        Exercise(
            name="relative_error",
            parts=(Part("error", 2), ARGUMENTS),
            draw=differences.draw_relative_error,
            oracle=differences.torch_relative_error,
        ),
        Exercise(
            name="gradient_descent",
            parts=(Part("path", 3), ARGUMENTS),
            draw=descent.draw_gradient_descent,
            oracle=descent.torch_gradient_descent,
        ),
        Exercise(
            name="minibatches",
            parts=(Part("batches", 3), ARGUMENTS),
            draw=descent.draw_minibatches,
            oracle=descent.torch_minibatches,
        ),
        Exercise(
            name="sgd",
            parts=(Part("weights", 3, item=0), Part("losses", 2, item=1), ARGUMENTS),
            draw=descent.draw_sgd,
            oracle=descent.torch_sgd,
            builds_on=("minibatches",),
            draw_stand_ins=descent.draw_sgd_stand_ins,
        ),
        Exercise(
            name="momentum_step",
            parts=(Part("weights", 2, item=0), Part("velocity", 1, item=1), ARGUMENTS),
            draw=steps.draw_momentum,
            oracle=steps.torch_momentum,
        ),
        Exercise(
            name="adam_step",
            parts=(
                Part("weights", 3, item=0),
                Part("first moment", 1, item=1),
                Part("second moment", 1, item=2),
                ARGUMENTS,
            ),
            draw=steps.draw_adam,
            oracle=steps.torch_adam,
        ),
    ),
)
