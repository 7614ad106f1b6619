"""The hidden tests of nets and training: partial credit, messages, and what they build on."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import checks
from autograder.exercise import Mistake
from autograder.judge import Judge
from autograder.loops import CELL_SEPARATOR
from autograder.probe import answer
from autograder.right_answers import networks_loops
from autograder.verdict import Verdict
from solutions import losses, optimization
from solutions import networks as reference

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]

ASSIGNMENT = checks.load("networks")
NETS = ("TwoLayerNet", "FullyConnectedNet")
FullyConnectedNet: Any = reference.FullyConnectedNet
softmax: Any = losses.softmax
affine_forward: Any = reference.affine_forward
affine_backward: Any = reference.affine_backward
relu_forward: Any = reference.relu_forward
relu_backward: Any = reference.relu_backward
every_net = pytest.mark.parametrize("name", NETS)


def lost(verdict: Verdict) -> set[str]:
    """The parts without points."""
    return {part.name for part in verdict.parts if part.score == 0}


def mistake(exercise: str, name: str) -> Mistake:
    return next(one for one in ASSIGNMENT.by_name[exercise].mistakes if one.name == name)


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


@every_net
def test_a_start_without_a_loss_gets_the_points_of_the_parameters(
    name: str, judged: JudgedBy
) -> None:
    verdict = judged(name, with_method(name, loss=not_written))
    assert verdict.score == 2
    assert "net.loss(6×" in verdict.message
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
    assert "FullyConnectedNet([3, 4, 2], rng) changes its argument number 1" in verdict.message


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
    start = "parameters: net = TwoLayerNet(3, 4, 2, rng); net.params [a new net] holds in b1: "
    assert message.startswith(start)
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


# What they build on --------------------------------------------------------------------


def explained(judge: Judge, exercise: str, **functions: Any) -> Verdict:
    """The verdict on an exercise in a notebook with these functions, and the reference's others."""
    cells = notebook(**functions)
    source = CELL_SEPARATOR.join(cells)
    namespace: dict[str, Any] = {"np": np, "Any": Any, "reference": reference}
    for cell in cells:
        exec(cell, namespace)
    names = [exercise, *(one for one in functions if one in ASSIGNMENT.by_name)]
    verdicts = {
        name: judge.verdict(name, answer(judge.plan(name), namespace), source) for name in names
    }
    return judge.with_causes(verdicts)[exercise]


def notebook(**functions: Any) -> list[str]:
    """Cells in which all functions call each other, as in a notebook."""
    right = vars(reference) | {"minibatches": optimization.minibatches}
    wanted = {one: right[one] for one in (*ASSIGNMENT.by_name, "minibatches")} | functions
    cells = []
    for name, one in wanted.items():
        cells.append(inspect.getsource(one))
        if name != one.__name__:
            cells.append(f"{name} = {one.__name__}")
    return cells


def no_gradient_for_w(dout: Any, cache: Any) -> Any:
    x, w = cache
    return (dout @ w.T).reshape(x.shape), 0 * w, dout.sum(axis=0)


def not_written(*arguments: Any, **more: Any) -> Any:
    raise NotImplementedError


def mask_of_gradient(dout: Any, cache: Any) -> Any:
    return dout * (dout > 0)


BROKEN = {
    "affine_backward": no_gradient_for_w,
    "affine_forward": not_written,
    "relu_backward": mask_of_gradient,
    "relu_forward": not_written,
}


@every_net
@pytest.mark.parametrize("broken", BROKEN)
def test_a_right_net_of_broken_layers_gets_its_points(
    name: str, broken: str, judge_of: JudgeOf
) -> None:
    verdict = explained(judge_of("networks", 0), name, **{broken: BROKEN[broken]})
    assert verdict.passed
    assert verdict.message.splitlines() == [
        f"{name} calls {broken}, which does not work yet: it was judged with another function in "
        "its place.",
        "Right.",
    ]


@every_net
@pytest.mark.parametrize("wrong", ["missing_mean", "reg_without_2"])
def test_a_mistake_of_a_net_is_named_on_broken_layers_too(
    name: str, wrong: str, judge_of: JudgeOf
) -> None:
    net = mistake(name, wrong)
    functions = {name: net.function, "affine_backward": no_gradient_for_w}
    verdict = explained(judge_of("networks", 0), name, **functions)
    assert not verdict.passed
    assert verdict.mistake == wrong
    assert net.sentence in verdict.message


def test_a_net_that_calls_no_layer_is_right_beside_broken_layers(judge_of: JudgeOf) -> None:
    verdict = explained(
        judge_of("networks", 0),
        "TwoLayerNet",
        TwoLayerNet=networks_loops.TwoLayerNet,
        affine_backward=no_gradient_for_w,
    )
    assert verdict.message == "Right."


def not_shifted(scores: Any) -> Any:
    exponentials = np.exp(scores)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def over_the_examples(scores: Any) -> Any:
    exponentials = np.exp(scores - scores.max(axis=0))
    return exponentials / exponentials.sum(axis=0)


class CallsSoftmax(reference.TwoLayerNet):
    """Writes the loss out, and calls softmax for its gradient."""

    def loss(self, X: Any, y: Any = None, reg: Any = 0.0) -> Any:
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        z, first = affine_forward(X, W1, b1)
        hidden, bend = relu_forward(z)
        scores, second = affine_forward(hidden, W2, b2)
        if y is None:
            return scores
        top, rows = scores.max(axis=1), np.arange(len(y))
        lost = np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top - scores[rows, y]
        dscores = softmax(scores)
        dscores[rows, y] -= 1
        dhidden, dW2, db2 = affine_backward(dscores / len(y), second)
        _, dW1, db1 = affine_backward(relu_backward(dhidden, bend), first)
        penalty = reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        grads = {"W1": dW1 + 2 * reg * W1, "b1": db1, "W2": dW2 + 2 * reg * W2, "b2": db2}
        return lost.mean() + penalty, grads


@pytest.mark.parametrize("wrong", [not_shifted, over_the_examples])
def test_a_right_net_with_a_wrong_softmax_of_an_earlier_notebook_gets_its_points(
    wrong: Callable[..., Any], judge_of: JudgeOf
) -> None:
    functions = {"softmax": wrong, "TwoLayerNet": CallsSoftmax}
    verdict = explained(judge_of("networks", 0), "TwoLayerNet", **functions)
    assert verdict.passed
    assert verdict.message.startswith("TwoLayerNet calls softmax, which does not work yet")


def test_a_net_that_writes_the_softmax_out_does_not_need_an_earlier_one(judge_of: JudgeOf) -> None:
    net = mistake("TwoLayerNet", "missing_mean")
    verdict = explained(judge_of("networks", 0), "TwoLayerNet", TwoLayerNet=net.function)
    assert verdict.mistake == "missing_mean"
    assert "softmax" not in verdict.message.split("[")[0]


def test_no_net_is_needed_to_train_well(judge_of: JudgeOf) -> None:
    verdict = explained(judge_of("networks", 0), "train", TwoLayerNet=not_written)
    assert verdict.message == "Right."


def without_short_batch(X: Any, y: Any, batch_size: int, rng: Any) -> Any:
    order = rng.permutation(len(X))
    for start in range(0, len(X) - batch_size + 1, batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@pytest.mark.parametrize("batches", [without_short_batch, not_written])
def test_a_right_training_on_broken_batches_gets_its_points(
    batches: Callable[..., Any], judge_of: JudgeOf
) -> None:
    verdict = explained(judge_of("networks", 0), "train", minibatches=batches)
    assert verdict.passed
    assert verdict.message.startswith("train calls minibatches, which does not work yet")
