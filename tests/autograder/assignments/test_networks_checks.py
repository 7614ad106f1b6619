"""The hidden tests of nets and training: partial credit and messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from solutions import networks as reference
from tests.autograder.assignments.networks_parts import (
    ASSIGNMENT,
    NETS,
    FullyConnectedNet,
    every_net,
    lost,
    mistake,
)

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]


def test_layers_come_first_then_nets_then_the_loop_that_trains_them() -> None:
    layers = ("affine", "relu", "sigmoid", "tanh", "leaky_relu", "elu", "maxout")
    passes = [f"{layer}_{way}" for layer in layers for way in ("forward", "backward")]
    assert list(ASSIGNMENT.by_name) == [*passes, *NETS, "train"]


# Partial credit ------------------------------------------------------------------------


@every_net
@pytest.mark.parametrize("wrong", ["no_scale", "last_first", "own_generator", "transposed"])
def test_a_wrong_start_costs_the_points_of_the_parameters_alone(
    name: str, wrong: str, judged: JudgedBy
) -> None:
    assert lost(judged(name, mistake(name, wrong).function)) == {"parameters"}


PARTS = {
    "probabilities": {"scores"},
    "no_penalty_in_loss": {"loss"},
    "no_mask": {"gradient of W1", "gradient of b1"},
    "no_penalty_in_gradient": {"gradient of W1", "gradient of W2"},
    "biases_penalised": {"loss", "gradient of b1", "gradient of b2"},
    "bias_means": {"gradient of b1", "gradient of b2"},
    "first_matrix_only": {"loss", "gradient of W2"},
}


@pytest.mark.parametrize("wrong", PARTS)
def test_each_gradient_of_two_layers_has_its_own_points(wrong: str, judged: JudgedBy) -> None:
    verdict = judged("TwoLayerNet", mistake("TwoLayerNet", wrong).function)
    assert lost(verdict) == PARTS[wrong]


def test_a_mask_that_is_wrong_costs_nothing_where_there_is_no_hidden_layer(
    judged: JudgedBy,
) -> None:
    verdict = judged("FullyConnectedNet", mistake("FullyConnectedNet", "mask_of_gradient").function)
    assert lost(verdict) == {"gradients with hidden layers"}


def with_method(name: str, **methods: Callable[..., Any]) -> Any:
    """A right net but for some methods."""
    return type(name, (getattr(reference, name),), methods)


def not_written(*arguments: Any, **more: Any) -> Any:
    raise NotImplementedError


@every_net
def test_a_start_without_a_loss_gets_the_points_of_the_parameters(
    name: str, judged: JudgedBy
) -> None:
    verdict = judged(name, with_method(name, loss=not_written))
    assert verdict.score == 2
    assert "; net.loss(np.array([[" in verdict.message
    assert "is not written yet" in verdict.message


@pytest.mark.parametrize("wrong", ["loss_after_update", "loss_per_epoch", "losses_as_array"])
def test_a_net_that_is_trained_well_gets_its_points_whatever_the_losses(
    wrong: str, judged: JudgedBy
) -> None:
    assert lost(judged("train", mistake("train", wrong).function)) == {"losses"}


@pytest.mark.parametrize("wrong", ["not_shuffled", "uphill", "never_updated"])
def test_a_training_that_goes_wrong_loses_both(wrong: str, judged: JudgedBy) -> None:
    assert judged("train", mistake("train", wrong).function).score == 0


# What is left alone --------------------------------------------------------------------


def test_dims_that_are_used_up_cost_their_own_part(judged: JudgedBy) -> None:
    def use_up(net: Any, dims: list[int], *rest: Any, **more: Any) -> None:
        FullyConnectedNet.__init__(net, list(dims), *rest, **more)
        dims.pop()

    verdict = judged("FullyConnectedNet", with_method("FullyConnectedNet", __init__=use_up))
    assert lost(verdict) == {"arguments left alone"}
    assert "FullyConnectedNet([3, 4, 2], rng) [" in verdict.message
    assert "changes its argument dims. Work on a copy." in verdict.message


@every_net
def test_parameters_that_a_loss_changes_are_named(name: str, judged: JudgedBy) -> None:
    def decay(net: Any, *arguments: Any, **more: Any) -> Any:
        result = getattr(reference, name).loss(net, *arguments, **more)
        net.params["W1"] *= 1.5
        return result

    said = judged(name, with_method(name, loss=decay)).message.splitlines()[-1]
    assert said.startswith("arguments left alone: net = ")
    assert said.endswith(" changes W1. Work on a copy.")


# Messages ------------------------------------------------------------------------------


def test_a_message_repeats_how_the_net_was_made_and_where_a_parameter_differs(
    judged: JudgedBy,
) -> None:
    message = judged("TwoLayerNet", mistake("TwoLayerNet", "biases_drawn").function).message
    start = r"parameters: net = TwoLayerNet\(3, 4, 2, np\.random\.default_rng\(\d+\)\); net\.params"
    assert re.match(rf"{start} \[a new net\] holds in b1: ", message)
    assert "expected 0 there" in message


def test_a_net_without_params_is_told_what_is_missing(judged: JudgedBy) -> None:
    class Nameless:
        def __init__(self, *sizes: Any) -> None:
            self.weights: dict[str, Array] = {}

    verdict = judged("TwoLayerNet", Nameless)
    assert verdict.score == 0
    assert verdict.message == "TwoLayerNet has no attribute named params. Was it renamed?"


def test_a_training_names_what_it_trained(judged: JudgedBy) -> None:
    message = judged("train", mistake("train", "uphill").function).message
    assert "train(a parabola net, 8×3 float64, 8 int64, 0.1, 3, 2, rng); net.params" in message
