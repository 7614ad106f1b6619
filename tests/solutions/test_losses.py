"""The reference solutions equal torch, their gradients equal finite differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from solutions import losses

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]

hinge_loss: Function = losses.hinge_loss
squared_hinge_loss: Function = losses.squared_hinge_loss
softmax: Function = losses.softmax
cross_entropy: Function = losses.cross_entropy
l1_penalty: Function = losses.l1_penalty
l2_penalty: Function = losses.l2_penalty
elastic_net: Function = losses.elastic_net
svm_loss: Function = losses.svm_loss
softmax_loss: Function = losses.softmax_loss

SCORES = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
LABELS = np.array([0, 1, 2])
ONE_LARGE = np.array([[1.0], [0.0], [0.0], [0.0]])
FOUR_SMALL = np.full((4, 1), 0.25)

sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)
float_dtypes = st.sampled_from(["float32", "float64"])
label_dtypes = st.sampled_from(
    ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
)


@st.composite
def scored(draw: st.DrawFn) -> tuple[Array, Array]:
    """Scores (N, C) of either precision and any size, and labels of any dtype."""
    count, classes = draw(sizes), draw(sizes)
    rng = np.random.default_rng(draw(seeds))
    scale = draw(st.sampled_from([1e-3, 1.0, 30.0, 2e3]))
    scores = (scale * rng.standard_normal((count, classes))).astype(draw(float_dtypes))
    return scores, rng.integers(classes, size=count).astype(draw(label_dtypes))


@st.composite
def batches(draw: st.DrawFn) -> tuple[Array, Array, Array, float]:
    """W (D, C), X (N, D), y (N,) and reg."""
    count, features, classes = draw(sizes), draw(sizes), draw(sizes)
    rng = np.random.default_rng(draw(seeds))
    W = rng.standard_normal((features, classes))
    X = rng.standard_normal((count, features))
    return W, X, rng.integers(classes, size=count), draw(st.sampled_from([0.0, 0.1, 5.0]))


def tensor(array: Array) -> torch.Tensor:
    return torch.tensor(array.astype(np.int64 if array.dtype.kind in "iu" else np.float64))


def assert_close(got: Array, wanted: torch.Tensor, dtype: np.dtype[Any]) -> None:
    single = dtype == np.float32
    assert got.dtype in ((np.float32, np.float64) if single else (np.float64,))
    right = wanted.detach().numpy()
    scale = max(1.0, float(np.abs(right).max(initial=0)))
    tolerance = 1e-4 if single else 1e-10
    np.testing.assert_allclose(got, right, rtol=tolerance, atol=tolerance * scale)


# Equal to torch --------------------------------------------------------------------


@given(scored(), st.sampled_from([0.25, 1.0, 3.0]))
def test_hinge_loss_equals_torch(drawn: tuple[Array, Array], delta: float) -> None:
    scores, y = drawn
    means = functional.multi_margin_loss(tensor(scores), tensor(y), margin=delta, reduction="none")
    assert_close(hinge_loss(scores, y, delta), means * scores.shape[1], scores.dtype)


@given(scored(), st.sampled_from([0.25, 1.0, 3.0]))
def test_squared_hinge_loss_equals_torch(drawn: tuple[Array, Array], delta: float) -> None:
    scores, y = drawn
    means = functional.multi_margin_loss(
        tensor(scores), tensor(y), p=2, margin=delta, reduction="none"
    )
    assert_close(squared_hinge_loss(scores, y, delta), means * scores.shape[1], scores.dtype)


@given(scored())
def test_softmax_equals_torch(drawn: tuple[Array, Array]) -> None:
    scores, _ = drawn
    assert_close(softmax(scores), torch.softmax(tensor(scores), dim=1), scores.dtype)


@given(scored())
def test_cross_entropy_equals_torch(drawn: tuple[Array, Array]) -> None:
    scores, y = drawn
    right = functional.cross_entropy(tensor(scores), tensor(y), reduction="none")
    assert_close(cross_entropy(scores, y), right, scores.dtype)


@given(batches())
def test_svm_loss_equals_torch(batch: tuple[Array, Array, Array, float]) -> None:
    W, X, y, reg = batch
    weights = tensor(W).requires_grad_()
    means = functional.multi_margin_loss(tensor(X) @ weights, tensor(y))
    right = means * W.shape[1] + reg * (weights**2).sum()
    loss, dW = svm_loss(W, X, y, reg)
    assert_close(loss, right, W.dtype)
    assert_close(dW, torch.autograd.grad(right, weights)[0], W.dtype)


@given(batches())
def test_softmax_loss_equals_torch(batch: tuple[Array, Array, Array, float]) -> None:
    W, X, y, reg = batch
    weights = tensor(W).requires_grad_()
    right = functional.cross_entropy(tensor(X) @ weights, tensor(y)) + reg * (weights**2).sum()
    loss, dW = softmax_loss(W, X, y, reg)
    assert_close(loss, right, W.dtype)
    assert_close(dW, torch.autograd.grad(right, weights)[0], W.dtype)


@given(batches(), st.sampled_from([0.0, 0.5, 2.0]))
def test_penalties_equal_torch(batch: tuple[Array, Array, Array, float], beta: float) -> None:
    W, *_ = batch
    weights = tensor(W).requires_grad_()
    l1, l2 = weights.abs().sum(), (weights**2).sum()
    for (value, gradient), right in (
        (l1_penalty(W), l1),
        (l2_penalty(W), l2),
        (elastic_net(W, beta), beta * l2 + l1),
    ):
        assert_close(value, right, W.dtype)
        assert_close(gradient, torch.autograd.grad(right, weights, retain_graph=True)[0], W.dtype)


# Equal to finite differences ---------------------------------------------------------


def slopes(function: Callable[[Array], float], W: Array, h: float = 1e-6) -> Array:
    found = np.zeros_like(W)
    for index in np.ndindex(W.shape):
        step = np.zeros_like(W)
        step[index] = h
        found[index] = (function(W + step) - function(W - step)) / (2 * h)
    return found


@pytest.mark.parametrize("loss", [svm_loss, softmax_loss])
def test_gradients_of_the_losses_equal_finite_differences(loss: Function) -> None:
    rng = np.random.default_rng(5)
    W, X = rng.standard_normal((5, 4)), rng.standard_normal((9, 5))
    y = rng.integers(4, size=9)
    right = slopes(lambda weights: float(loss(weights, X, y, 0.3)[0]), W)
    np.testing.assert_allclose(loss(W, X, y, 0.3)[1], right, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("penalty", [l1_penalty, l2_penalty, lambda W: elastic_net(W, 0.7)])
def test_gradients_of_the_penalties_equal_finite_differences(penalty: Function) -> None:
    W = np.random.default_rng(6).standard_normal((4, 3))
    right = slopes(lambda weights: float(penalty(weights)[0]), W)
    np.testing.assert_allclose(penalty(W)[1], right, rtol=1e-6, atol=1e-8)


# The numbers of the notes ------------------------------------------------------------


def test_hinge_losses_of_the_notes() -> None:
    found = hinge_loss(SCORES, LABELS)
    np.testing.assert_allclose(found, [2.9, 0, 12.9])
    assert found.mean() == pytest.approx(5.2667, abs=1e-4)


def test_squared_hinge_losses_of_the_notes() -> None:
    found = squared_hinge_loss(SCORES, LABELS)
    np.testing.assert_allclose(found, [8.41, 0, 83.25], atol=1e-12)
    assert found.mean() == pytest.approx(30.5533, abs=1e-4)


def test_probabilities_and_loss_of_the_cat() -> None:
    np.testing.assert_allclose(softmax(SCORES)[0], [0.130, 0.869, 0.001], atol=6e-4)
    assert cross_entropy(SCORES, LABELS)[0] == pytest.approx(2.040, abs=1e-3)


def test_penalties_of_the_notes() -> None:
    assert l1_penalty(ONE_LARGE)[0] == l1_penalty(FOUR_SMALL)[0] == 1
    assert l2_penalty(ONE_LARGE)[0] == 1
    assert l2_penalty(FOUR_SMALL)[0] == 0.25
    assert elastic_net(FOUR_SMALL, 0.5)[0] == 1.125


@pytest.mark.parametrize("classes", [1, 3, 10])
def test_losses_of_weights_that_are_0(classes: int) -> None:
    W, X, y = np.zeros((4, classes)), np.ones((6, 4)), np.arange(6) % classes
    assert svm_loss(W, X, y, 1.0)[0] == pytest.approx(classes - 1)
    assert softmax_loss(W, X, y, 1.0)[0] == pytest.approx(np.log(classes))


# Edges -----------------------------------------------------------------------------


def test_a_kink_has_slope_0() -> None:
    W, X = np.array([[1.0, 0.0]]), np.array([[1.0]])  # the margin is 0 − 1 + 1
    loss, dW = svm_loss(W, X, np.array([0]), 0.0)
    assert loss == 0
    assert not dW.any()
    assert not l1_penalty(np.zeros((2, 2)))[1].any()


def test_very_large_scores_stay_finite() -> None:
    scores = np.array([[1e4, 0.0, -1e4]] * 3)
    np.testing.assert_array_equal(softmax(scores), [[1, 0, 0]] * 3)
    np.testing.assert_array_equal(cross_entropy(scores, LABELS), [0, 1e4, 2e4])
    loss, dW = softmax_loss(np.eye(3), scores, LABELS, 0.0)
    assert loss == 1e4
    assert np.isfinite(dW).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (hinge_loss, (SCORES, LABELS)),
        (squared_hinge_loss, (SCORES, LABELS)),
        (softmax, (SCORES,)),
        (cross_entropy, (SCORES, LABELS)),
        (l1_penalty, (SCORES,)),
        (l2_penalty, (SCORES,)),
        (elastic_net, (SCORES, 0.5)),
        (svm_loss, (np.eye(3), SCORES, LABELS, 0.1)),
        (softmax_loss, (np.eye(3), SCORES, LABELS, 0.1)),
    ],
)
def test_arguments_stay_and_the_dtype_of_the_answer_is_as_promised(
    function: Function, arguments: tuple[Any, ...], dtype: str
) -> None:
    cast = [
        argument.astype(dtype)
        if isinstance(argument, np.ndarray) and argument.dtype.kind == "f"
        else argument
        for argument in arguments
    ]
    before = [np.copy(argument) for argument in cast]
    for argument in cast:
        if isinstance(argument, np.ndarray):
            argument.flags.writeable = False
    result = function(*cast)
    for found in result if isinstance(result, tuple) else (result,):
        assert found.dtype == dtype
    for array, then in zip(cast, before, strict=True):
        np.testing.assert_array_equal(array, then)
    for argument in cast:
        if isinstance(argument, np.ndarray):
            argument.flags.writeable = True
