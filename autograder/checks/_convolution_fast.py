"""The convolution without slow loops: the cases and oracles of the one with loops."""

from __future__ import annotations

from autograder.checks import _convolution_loops as loops
from autograder.exercise import ARGUMENTS, NO_LOOPS_OVER_IMAGES, Exercise, Part
from autograder.mistakes.fast_convolution import CONV_BACKWARD_FAST, CONV_FORWARD_FAST

EXERCISES = (
    Exercise(
        name="conv_forward_fast",
        parts=(Part("output", 3), ARGUMENTS, NO_LOOPS_OVER_IMAGES),
        draw=loops.draw_forward("conv_forward_fast"),
        oracle=loops.torch_forward,
        mistakes=CONV_FORWARD_FAST,
        builds_on=("zero_pad", "im2col"),
        draw_wiring=loops.draw_fast_forward_wiring,
        images=("x",),
    ),
    Exercise(
        name="conv_backward_fast",
        parts=(
            Part("dx", 2, item=0),
            Part("dw", 2, item=1),
            Part("db", 1, item=2),
            ARGUMENTS,
            NO_LOOPS_OVER_IMAGES,
        ),
        draw=loops.draw_backward("conv_forward_fast", "conv_backward_fast", loops.LARGE_AT_ONCE),
        oracle=loops.torch_backward,
        mistakes=CONV_BACKWARD_FAST,
        builds_on=("zero_pad", "im2col", "col2im", "conv_forward_fast"),
        draw_wiring=loops.draw_fast_backward_wiring,
        images=("dout",),
    ),
)
