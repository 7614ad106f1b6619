"""The hidden tests of `convolution`: partial credit, exceptions, caches and stand-ins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.assignments.convolution.checks import net_stand_ins as net_checks
from autograder.assignments.right_answers import styles
from autograder.inside import families
from autograder.judge.judge import Judge
from autograder.judge.mistake import Mistake
from autograder.judge.prepared import Prepared
from autograder.judge.verdict import Verdict
from solutions import convolution as reference
from tests.autograder.assignments.convolution_parts import (
    ASSIGNMENT,
    Function,
    conv_backward,
    conv_forward,
)

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]


def parts(verdict: Verdict) -> dict[str, float]:
    return {part.name: part.score for part in verdict.parts}


def mistake(exercise: str, name: str) -> Mistake:
    return next(
        mistake for mistake in ASSIGNMENT.by_name[exercise].mistakes if mistake.name == name
    )


def test_the_assignment_has_every_function_of_the_contract() -> None:
    assert set(ASSIGNMENT.by_name) >= {
        *("output_size", "zero_pad", "conv_step", "conv_forward", "conv_backward"),
        *("im2col", "col2im", "conv_forward_fast", "conv_backward_fast"),
        *("max_pool_forward", "max_pool_backward", "conv1d_forward", "conv1d_backward"),
        "ConvNet",
    }


# Exceptions --------------------------------------------------------------------------


def test_an_exception_with_any_text_is_right(judged: JudgedBy) -> None:
    def size(n: int, f: int, stride: int = 1, pad: int = 0) -> int:
        if n + 2 * pad < f or (n + 2 * pad - f) % stride:
            raise ValueError
        return (n + 2 * pad - f) // stride + 1

    assert judged("output_size", size).message == "Right."


def test_another_exception_is_named_beside_the_one_that_is_expected(judged: JudgedBy) -> None:
    message = judged("output_size", mistake("output_size", "asserted").function).message
    assert "raised AssertionError (does not fit); expected a ValueError." in message


def test_a_number_where_an_exception_is_right_is_named(judged: JudgedBy) -> None:
    message = judged("output_size", mistake("output_size", "remainder_dropped").function).message
    assert "output_size(7, 3, 3) [stride 3, which leaves a remainder] returned 2; expected a" in (
        message
    )


def test_an_exception_where_a_number_is_right_is_wrong(judged: JudgedBy) -> None:
    def refuses(*numbers: int, **more: int) -> int:
        raise ValueError("does not fit")

    verdict = judged("output_size", refuses)
    assert verdict.score == 0
    assert "raised ValueError (does not fit)" in verdict.message


# Gradients ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("cropped_to_nothing", {"dx"}),
        ("overlaps_overwritten", {"dx"}),
        ("dw_of_the_last_place", {"dw"}),
        ("db_averaged", {"db"}),
        ("averaged_over_images", {"dw", "db"}),
        ("last_forward_instead_of_cache", {"dx", "dw"}),
    ],
)
def test_one_wrong_gradient_costs_its_own_points(
    name: str, lost: set[str], judged: JudgedBy
) -> None:
    wrong = mistake("conv_backward", name)
    verdict = judged("conv_backward", wrong.function, also=wrong.also)
    assert {part for part, score in parts(verdict).items() if score == 0} == lost


def test_a_right_backward_keeps_its_points_where_the_forward_is_right_but_for_its_output(
    judged: JudgedBy,
) -> None:
    def without_bias(*arguments: Any) -> Any:
        out, cache = conv_forward(*arguments)
        return out - 1, cache

    assert judged("conv_backward", conv_backward, also={"conv_forward": without_bias}).passed


# The network --------------------------------------------------------------------------


def test_a_network_that_writes_everything_out_and_one_that_calls_other_layers_are_right(
    judged: JudgedBy,
) -> None:
    for style in ("einsum", "gathered", "loops"):
        module = styles("convolution")[style]
        also = {name: value for name, value in vars(module).items() if name in ASSIGNMENT.by_name}
        assert judged("ConvNet", module.ConvNet, also=also).passed


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("reg_without_two", {"gradients"}),
        ("no_penalty_in_loss", {"loss"}),
        ("probabilities", {"scores"}),
        ("no_scale", {"parameters"}),
        ("maps_back_without_relu", {"gradients"}),
    ],
)
def test_a_network_loses_the_points_of_what_is_wrong_alone(
    name: str, lost: set[str], judged: JudgedBy
) -> None:
    scores = parts(judged("ConvNet", mistake("ConvNet", name).function))
    assert {part for part, score in scores.items() if score == 0} >= lost
    assert lost != {"gradients"} or scores["loss"] == 1


def test_with_every_seed_the_gradients_of_the_large_network_are_more_than_rounding() -> None:
    for seed in range(30):
        prepared = Prepared(ASSIGNMENT, ASSIGNMENT.by_name["ConvNet"], seed, None)
        large = prepared.only([case for case in prepared.cases if case.is_large])
        (_, gradients), *none_else = large.expected
        assert not none_else
        assert np.abs(gradients["b3"]).max() > 0.1


EVERYBODY: dict[str, Array] = {}


class Shared:
    """A network whose parameters are those of all networks."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        make: Function = reference.ConvNet
        self.net = make(*arguments, **keywords)
        EVERYBODY.clear()
        EVERYBODY.update(self.net.params)
        self.net.params = self.params = EVERYBODY

    def loss(self, *arguments: Any, **keywords: Any) -> Any:
        return self.net.loss(*arguments, **keywords)


def test_networks_that_share_their_parameters_are_rejected(judged: JudgedBy) -> None:
    assert parts(judged("ConvNet", Shared))["parameters"] == 0


def test_no_stand_in_is_the_layer_that_it_takes_the_place_of() -> None:
    rng = np.random.default_rng(0)
    x, w, b = rng.standard_normal((2, 2, 4, 4)), rng.standard_normal((3, 2, 3, 3)), np.ones(3)
    inputs: dict[str, tuple[Any, ...]] = {
        "zero_pad": (x, 1),
        "conv_step": (x[0, :, :3, :3], w[0], 1.0),
        "conv_forward": (x, w, b, 1, 1),
        "max_pool_forward": (x, 2, 2),
    }
    standing = {
        name: made.family for pairs in net_checks.STAND_INS.values() for name, made in pairs
    }
    standing |= {"zero_pad": "tiled_images", "conv_step": "largest_product"}
    for name, arguments in inputs.items():
        right: Any = getattr(reference, name)(*arguments)
        other: Any = families.FAMILIES[standing[name]]()(*arguments)
        if name.endswith("forward"):
            right, other = right[0], other[0]
        assert np.shape(right) == np.shape(other)
        assert not np.allclose(right, other)
