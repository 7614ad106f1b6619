"""The layers of the assignment ``networks``: an exercise for each direction."""

from __future__ import annotations

from autograder.assignments.networks.checks import activations, affine, maxout
from autograder.judge.exercise import ARGUMENTS, Exercise, Part, PlainCache


def _activation(name: str) -> tuple[Exercise, Exercise]:
    """Both directions of an activation function."""
    forward = Exercise(
        name=f"{name}_forward",
        parts=(Part("output", 1), ARGUMENTS),
        draw=activations.draw_forward(name),
        oracle=activations.torch_forward(name),
    )
    backward = Exercise(
        name=f"{name}_backward",
        parts=(Part("dx", 2), ARGUMENTS),
        draw=activations.draw_backward(name),
        oracle=activations.torch_backward(name),
        builds_on=(forward.name,),
        plain_caches=activations.PLAIN_CACHES[name],
    )
    return forward, backward


LAYERS: tuple[Exercise, ...] = (
    Exercise(
        name="affine_forward",
        parts=(Part("output", 2), ARGUMENTS),
        draw=affine.draw_affine_forward,
        oracle=affine.torch_affine_forward,
    ),
    Exercise(
        name="affine_backward",
        parts=(
            Part("dx", 2, item=0),
            Part("dw", 2, item=1),
            Part("db", 1, item=2),
            ARGUMENTS,
        ),
        draw=affine.draw_affine_backward,
        oracle=affine.torch_affine_backward,
        builds_on=("affine_forward",),
        plain_caches=(
            PlainCache("(x, w, b)", lambda x, w, b: (x, w, b)),
            PlainCache("(x, w)", lambda x, w, b: (x, w)),
        ),
    ),
    *_activation("relu"),
    *_activation("sigmoid"),
    *_activation("tanh"),
    *_activation("leaky_relu"),
    *_activation("elu"),
    Exercise(
        name="maxout_forward",
        parts=(Part("output", 2), ARGUMENTS),
        draw=maxout.draw_maxout_forward,
        oracle=maxout.torch_maxout_forward,
    ),
    Exercise(
        name="maxout_backward",
        parts=(
            Part("dx", 1, item=0),
            Part("dw1", 1, item=1),
            Part("db1", 1, item=2),
            Part("dw2", 1, item=3),
            Part("db2", 1, item=4),
            ARGUMENTS,
        ),
        draw=maxout.draw_maxout_backward,
        oracle=maxout.torch_maxout_backward,
        builds_on=("maxout_forward",),
        plain_caches=(PlainCache("(x, w1, b1, w2, b2)", lambda *inputs: inputs),),
    ),
)
"""In the order of the notebook."""
