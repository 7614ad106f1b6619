"""What nets and training build on: a right one on something broken gets its points."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.assignments.networks.right_answers import loops as networks_loops
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from autograder.reading.statements import CELL_SEPARATOR
from solutions import networks as reference
from solutions import optimization
from tests.autograder.assignments.networks_parts import (
    ASSIGNMENT,
    affine_backward,
    affine_forward,
    every_net,
    mistake,
    relu_backward,
    relu_forward,
    softmax,
)
from tests.autograder.judge.asked_in_process import verdicts_in

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]


def explained(judge: Judge, exercise: str, **functions: Any) -> Verdict:
    """The verdict on an exercise in a notebook with these functions, and the reference's others."""
    cells = notebook(**functions)
    source = CELL_SEPARATOR.join(cells)
    namespace: dict[str, Any] = {"np": np, "Any": Any, "reference": reference}
    for cell in cells:
        exec(cell, namespace)
    names = [exercise, *(name for name in functions if name in ASSIGNMENT.by_name)]
    return verdicts_in(judge, namespace, source, names)[exercise]


def notebook(**functions: Any) -> list[str]:
    """Cells in which all functions call each other, as in a notebook."""
    right = vars(reference) | {"minibatches": optimization.minibatches}
    wanted = {name: right[name] for name in (*ASSIGNMENT.by_name, "minibatches")} | functions
    cells = []
    for name, function in wanted.items():
        cells.append(inspect.getsource(function))
        if name != function.__name__:
            cells.append(f"{name} = {function.__name__}")
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


def of_matrices_alone(x: Any, w: Any, b: Any) -> Any:
    return x @ w + b, (x, w)


def test_a_right_backward_is_judged_where_its_forward_does_not_fail(judge_of: JudgeOf) -> None:
    """The forward without the reshape fails on images; the backward is right on all else."""
    functions = {"affine_forward": of_matrices_alone}
    verdict = explained(judge_of("networks", 0), "affine_backward", **functions)
    assert verdict.passed, verdict.message
    said = "affine_forward fails on some inputs: affine_backward was judged on the others."
    assert verdict.message.splitlines() == [said, "Right."]


def slope_of_sigmoid(dout: Any, cache: Any) -> Any:
    return dout * cache * (1 - cache)


def out_as_cache_but_wrong(x: Any) -> Any:
    out = np.tanh(x)
    return out + 1, out


def test_a_fault_of_its_own_is_named_beside_a_wrong_forward(judge_of: JudgeOf) -> None:
    functions = {"tanh_forward": out_as_cache_but_wrong, "tanh_backward": slope_of_sigmoid}
    verdict = explained(judge_of("networks", 0), "tanh_backward", **functions)
    assert verdict.mistake == "slope_of_sigmoid"
    assert verdict.message.startswith("tanh_forward is wrong as well")


def loses_the_cache(x: Any, w: Any, b: Any) -> Any:
    return x.reshape(len(x), -1) @ w + b


def returns_nothing(x: Any, w: Any, b: Any) -> None:
    x.reshape(len(x), -1) @ w + b


def overflows(x: Any) -> Any:
    out = np.exp(x) / (1 + np.exp(x))
    return out, out


def as_all_write_it(dout: Any, cache: Any) -> Any:
    x, w, _ = cache
    dw = x.reshape(len(x), -1).T @ dout
    return (dout @ w.T).reshape(x.shape), dw, dout.sum(axis=0)


def by_a_form_of_its_own(dout: Any, cache: Any) -> Any:
    return affine_backward(dout, (cache["x"], cache["w"]))


def without_the_reshape(dout: Any, cache: Any) -> Any:
    x, w = cache
    return dout @ w.T, x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)


def no_pair(x: Any, slope: float = 0.01) -> Any:
    return np.where(x > 0, x, slope * x)


def of_x_and_slope(dout: Any, cache: Any) -> Any:
    x, slope = cache
    return np.where(x > 0, dout, slope * dout)


def of_all_inputs(dout: Any, cache: Any) -> Any:
    x, w1, b1, w2, b2 = cache
    first = x @ w1 + b1 >= x @ w2 + b2
    d1, d2 = dout * first, dout * ~first
    return d1 @ w1.T + d2 @ w2.T, x.T @ d1, d1.sum(axis=0), x.T @ d2, d2.sum(axis=0)


def maxout_without_cache(x: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    return np.maximum(x @ w1 + b1, x @ w2 + b2)


HANDED = {
    "no cache": ("affine_backward", loses_the_cache, as_all_write_it, "(x, w, b)"),
    "nothing": ("affine_backward", returns_nothing, affine_backward, "(x, w)"),
    "an overflow": ("sigmoid_backward", overflows, reference.sigmoid_backward, "the output"),
    "no pair": ("leaky_relu_backward", no_pair, of_x_and_slope, "(x, slope)"),
    "a sum": ("maxout_backward", maxout_without_cache, of_all_inputs, "(x, w1, b1, w2, b2)"),
}


@pytest.mark.parametrize(("backward", "forward", "right", "cache"), HANDED.values(), ids=HANDED)
def test_a_right_backward_is_handed_a_plain_cache_where_its_forward_has_none(
    backward: str, forward: Any, right: Any, cache: str, judge_of: JudgeOf
) -> None:
    name = backward.replace("back", "for")
    functions = {name: forward, backward: right}
    verdict = explained(judge_of("networks", 0), backward, **functions)
    assert verdict.passed, verdict.message
    said = f"{name} does not work yet: {backward} was judged with {cache} as its cache"
    assert verdict.message.startswith(said)


def test_of_a_backward_with_a_plain_cache_each_part_is_paid_for_itself(judge_of: JudgeOf) -> None:
    functions = {"affine_forward": loses_the_cache, "affine_backward": without_the_reshape}
    verdict = explained(judge_of("networks", 0), "affine_backward", **functions)
    earned = {part.name: part.score for part in verdict.parts}
    assert earned == {"dx": 0, "dw": 2, "db": 1, "arguments left alone": 1}


def test_a_cache_of_another_form_than_the_students_is_not_spoken_of(judge_of: JudgeOf) -> None:
    functions = {"affine_forward": loses_the_cache, "affine_backward": by_a_form_of_its_own}
    verdict = explained(judge_of("networks", 0), "affine_backward", **functions)
    assert verdict.score == 0
    assert "as its cache" not in verdict.message
    assert verdict.message.startswith("affine_backward fails because affine_forward does")


def wrong_slope_and_cache(x: Any) -> Any:
    out = 1 / (1 + np.exp(-2 * np.clip(x, -300, 300)))
    return out, out


def sigmoid_of_the_cache(dout: Any, cache: Any) -> Any:
    out = 1 / (1 + np.exp(-np.clip(cache, -700, 700)))
    return dout * out * (1 - out)


def test_a_backward_that_does_not_fit_its_forward_is_not_made_right_by_another_cache(
    judge_of: JudgeOf,
) -> None:
    """Of x it would be right, but its forward leaves the output."""
    functions = {"sigmoid_forward": wrong_slope_and_cache, "sigmoid_backward": sigmoid_of_the_cache}
    verdict = explained(judge_of("networks", 0), "sigmoid_backward", **functions)
    assert verdict.score == 0
    assert "as its cache" not in verdict.message


def unwritten(x: Any, w: Any, b: Any) -> Any:
    raise NotImplementedError


def test_that_what_it_needs_is_not_written_is_said_once(judge_of: JudgeOf) -> None:
    verdict = explained(judge_of("networks", 0), "affine_backward", affine_forward=unwritten)
    said = "affine_backward cannot be judged, because affine_forward is not written yet."
    assert verdict.message == said


def test_what_fails_for_the_same_reason_is_no_cause(judge_of: JudgeOf) -> None:
    judge, trouble = judge_of("networks", 0), "Your notebook could not be graded: it is not JSON."
    verdicts = {name: judge.verdict(name, None, "", trouble) for name in ASSIGNMENT.by_name}
    assert {found.message for found in judge.explained(verdicts, {}, "").values()} == {trouble}
