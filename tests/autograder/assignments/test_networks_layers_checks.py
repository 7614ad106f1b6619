"""The hidden tests of the layers of `networks`: caches, partial credit, and messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from autograder.judge.conventions import draw_cases
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from solutions import networks as reference
from tests.autograder.judge.asked_in_process import verdicts_in

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]

LAYERS = ("affine", "relu", "sigmoid", "tanh", "leaky_relu", "elu", "maxout")
every_layer = pytest.mark.parametrize("layer", LAYERS)


def forward_of(layer: str) -> Function:
    function: Function = getattr(reference, f"{layer}_forward")
    return function


@pytest.fixture
def judged(judged: JudgedBy) -> JudgedBy:
    """Judges an exercise of `networks`: `backprop` has a relu_backward, too."""
    return partial(judged, of="networks")


def lost(verdict: Verdict) -> set[str]:
    return {part.name for part in verdict.parts if part.score < part.max_score}


# What a backward is judged by ----------------------------------------------------------


@every_layer
def test_a_wrong_output_with_a_right_cache_costs_the_backward_nothing(
    layer: str, judged: JudgedBy
) -> None:
    def wrong_output(*inputs: Any, **settings: Any) -> tuple[Array, Any]:
        out, cache = forward_of(layer)(*inputs, **settings)
        return out + 1, cache

    forward, backward = f"{layer}_forward", f"{layer}_backward"
    assert not judged(forward, wrong_output).passed
    right = getattr(reference, backward)
    verdict = judged(backward, right, also={forward: wrong_output})
    assert verdict.passed, verdict.message


@pytest.mark.parametrize(
    ("layer", "items"),
    [("affine", (1, 0)), ("leaky_relu", (1, 0)), ("elu", (1, 0))]
    + [("maxout", order) for order in ((1, 0, 2, 3), (0, 2, 1, 3), (0, 1, 3, 2))],
)
def test_a_cache_in_another_order_than_it_is_read_in_fails_the_backward(
    layer: str, items: tuple[int, ...], judged: JudgedBy
) -> None:
    """So much for the mutants of a forward that change its cache alone."""

    def reordered(*inputs: Any, **settings: Any) -> tuple[Array, Any]:
        out, cache = forward_of(layer)(*inputs, **settings)
        return out, tuple(cache[item] for item in items)

    forward, backward = f"{layer}_forward", f"{layer}_backward"
    assert judged(forward, reordered).passed
    right = getattr(reference, backward)
    assert not judged(backward, right, also={forward: reordered}).passed


@pytest.mark.parametrize("winner", [np.greater, np.less_equal])
def test_another_winner_in_the_cache_fails_the_backward_of_maxout(
    winner: Function, judged: JudgedBy
) -> None:
    def maxout_forward(x: Array, w1: Array, b1: Array, w2: Array, b2: Array) -> tuple[Array, Any]:
        first, second = x @ w1 + b1, x @ w2 + b2
        return np.maximum(first, second), (x, w1, w2, winner(first, second))

    right: Function = reference.maxout_backward
    also = {"maxout_forward": maxout_forward}
    assert not judged("maxout_backward", right, also=also).passed


def test_a_backward_without_a_plain_cache_that_fails_after_its_forward_names_the_cause(
    judge_of: JudgeOf,
) -> None:
    def raises(*inputs: Any, **settings: Any) -> None:
        raise ValueError("so it goes")

    judge = judge_of("networks", 0)
    names = ["maxout_forward", "maxout_backward"]
    namespace = vars(reference) | {names[0]: raises}
    message = verdicts_in(judge, namespace, names=names)[names[1]].message
    assert message.startswith(f"{names[1]} fails because {names[0]} does: mend that first.")
    assert "so it goes" in message


# Parts -----------------------------------------------------------------------------


@pytest.mark.parametrize("item", range(3))
def test_each_gradient_of_affine_has_points_of_its_own(item: int, judged: JudgedBy) -> None:
    right: Function = reference.affine_backward

    def one_wrong(dout: Array, cache: Any) -> tuple[Array, ...]:
        return tuple(gradient + (n == item) for n, gradient in enumerate(right(dout, cache)))

    assert lost(judged("affine_backward", one_wrong)) == {("dx", "dw", "db")[item]}


@pytest.mark.parametrize("item", range(5))
def test_each_gradient_of_maxout_has_points_of_its_own(item: int, judged: JudgedBy) -> None:
    right: Function = reference.maxout_backward

    def one_wrong(dout: Array, cache: Any) -> tuple[Array, ...]:
        return tuple(gradient + (n == item) for n, gradient in enumerate(right(dout, cache)))

    part = ("dx", "dw1", "db1", "dw2", "db2")[item]
    assert lost(judged("maxout_backward", one_wrong)) == {part}


# Changes in place ---------------------------------------------------------------------


def relu_forward(x: Array) -> tuple[Array, Array]:
    x[x < 0] = 0
    return x, x


def leaky_relu_forward(x: Array, slope: float = 0.01) -> tuple[Array, Any]:
    x[x < 0] *= slope
    return x, (x, slope)


def relu_backward(dout: Array, cache: Array) -> Array:
    dout[cache <= 0] = 0
    return dout


def leaky_relu_backward(dout: Array, cache: Any) -> Array:
    x, slope = cache
    dout[x <= 0] *= slope
    return dout


def sigmoid_backward(dout: Array, cache: Array) -> Array:
    dout *= cache * (1 - cache)
    return dout


@pytest.mark.parametrize(
    "function",
    [relu_forward, leaky_relu_forward, relu_backward, leaky_relu_backward, sigmoid_backward],
)
def test_what_changes_its_argument_and_is_right_loses_that_part_alone(
    function: Function, judged: JudgedBy
) -> None:
    verdict = judged(function.__name__, function)
    assert lost(verdict) == {"arguments left alone"}
    first = "dout" if function.__name__.endswith("backward") else "x"
    assert f"changes its argument {first}. Work on a copy." in verdict.message


def test_a_shape_that_is_set_in_place_is_a_changed_argument(judged: JudgedBy) -> None:
    def affine_forward(x: Array, w: Array, b: Array) -> tuple[Array, Any]:
        x.shape = (len(x), x.size // len(x))
        return x @ w + b, (x, w)

    verdict = judged("affine_forward", affine_forward)
    assert "arguments left alone" in lost(verdict)


# What the cases ask -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["leaky_relu", "elu"])
def test_the_setting_is_given_by_position_by_name_and_by_default(
    name: str, judge_of: JudgeOf
) -> None:
    exercise = judge_of("networks", 0).assignment.by_name[f"{name}_forward"]
    calls = [case.calls[0] for case in draw_cases(exercise, np.random.default_rng(0))]
    assert {(len(call.arguments), len(call.keywords)) for call in calls} == {(1, 0), (2, 0), (1, 1)}


def test_a_backward_without_its_forward_says_which_of_the_two_is_not_written(
    judged: JudgedBy,
) -> None:
    def not_written(*arguments: Any) -> Any:
        raise NotImplementedError

    verdict = judged(
        "affine_backward", reference.affine_backward, also={"affine_forward": not_written}
    )
    said = "affine_backward cannot be judged, because affine_forward is not written yet."
    assert (verdict.score, verdict.message) == (0, said)
    assert judged("affine_backward", not_written).message == "affine_backward is not written yet."
