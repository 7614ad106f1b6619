"""The reference solutions equal torch's optimizers and autograd, and the book's numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from solutions import losses, optimization

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]

forward_difference: Function = optimization.forward_difference
numerical_gradient: Function = optimization.numerical_gradient
relative_error: Function = optimization.relative_error
gradient_descent: Function = optimization.gradient_descent
minibatches: Function = optimization.minibatches
sgd: Function = optimization.sgd
momentum_step: Function = optimization.momentum_step
adam_step: Function = optimization.adam_step
svm_loss: Function = losses.svm_loss
softmax_loss: Function = losses.softmax_loss

patient = settings(deadline=None)  # the first call of an optimizer takes its time
seeds = st.integers(0, 2**32 - 1)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, max_side=3)
float_dtypes = st.sampled_from(["float32", "float64"])
label_dtypes = st.sampled_from(
    ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
)


@st.composite
def arrays(draw: st.DrawFn, count: int, dtypes: st.SearchStrategy[str] = float_dtypes) -> Any:
    """Some arrays of one shape and dtype."""
    rng = np.random.default_rng(draw(seeds))
    drawn = rng.standard_normal((count, *draw(shapes))).astype(draw(dtypes))
    return [np.asarray(array) for array in drawn]


def tensor(array: Array) -> torch.Tensor:
    return torch.tensor(np.asarray(array, dtype=np.float64))


def assert_close(got: Array, wanted: torch.Tensor, single: bool = False) -> None:
    tolerance = 1e-4 if single else 1e-10
    np.testing.assert_allclose(got, wanted.detach().numpy(), rtol=tolerance, atol=tolerance)


# Measured gradients ------------------------------------------------------------------


@patient
@given(arrays(1, st.just("float64")))
def test_central_differences_equal_autograd(drawn: list[Array]) -> None:
    (x,) = drawn
    leaf = tensor(x).requires_grad_()
    (right,) = torch.autograd.grad((leaf.sin() * leaf.exp()).sum(), leaf)
    measured = numerical_gradient(lambda x: (np.sin(x) * np.exp(x)).sum(), x)
    np.testing.assert_allclose(measured, right.numpy(), rtol=1e-6, atol=1e-7)


@patient
@given(arrays(1, st.just("float64")), st.sampled_from([1e-4, 0.1, 2.0]))
def test_differences_of_a_parabola_are_what_algebra_says(drawn: list[Array], h: float) -> None:
    (x,) = drawn
    before = x.copy()

    def square(x: Array) -> Any:
        return (x**2).sum()

    np.testing.assert_allclose(forward_difference(square, x, h), 2 * x + h, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(numerical_gradient(square, x, h), 2 * x, rtol=1e-8, atol=1e-8)
    np.testing.assert_array_equal(x, before)


def test_slopes_of_the_lectures_table() -> None:
    table = {(0.34, -1.11, 0.78): 1.25347}
    table[(0.34 + 1e-4, -1.11, 0.78)] = 1.25322
    table[(0.34, -1.11 + 1e-4, 0.78)] = 1.25353
    table[(0.34, -1.11, 0.78 + 1e-4)] = 1.25347
    found = forward_difference(lambda w: table[tuple(w.tolist())], np.array([0.34, -1.11, 0.78]))
    np.testing.assert_allclose(found, [-2.5, 0.6, 0], atol=1e-9)


def test_x_is_measured_where_it_lies_whatever_its_layout() -> None:
    wide = np.arange(24.0).reshape(4, 6)
    for x in (wide[:, ::2], wide.T, wide[::-1]):
        weights = np.arange(x.size).reshape(x.shape)
        found = numerical_gradient(lambda x, weights=weights: (weights * x).sum(), x)
        np.testing.assert_allclose(found, weights, atol=1e-6)


@pytest.mark.parametrize("loss", [svm_loss, softmax_loss])
def test_the_gradients_of_the_losses_pass_the_check(loss: Function) -> None:
    rng = np.random.default_rng(5)
    W, X, y = rng.standard_normal((5, 4)), rng.standard_normal((9, 5)), rng.integers(4, size=9)
    measured = numerical_gradient(lambda W: loss(W, X, y, 0.3)[0], W)
    assert relative_error(loss(W, X, y, 0.3)[1], measured) < 1e-7
    assert relative_error(2 * loss(W, X, y, 0.3)[1], measured) == pytest.approx(1 / 3, abs=1e-4)


# The relative error ------------------------------------------------------------------


@patient
@given(arrays(2), st.sampled_from([1e-12, 1e-8, 1.0, 1e4]))
def test_relative_error_equals_the_formula_entry_by_entry(drawn: list[Array], size: float) -> None:
    a, b = (np.asarray(size * array) for array in drawn)
    right = max(
        abs(one - other) / max(1e-8, abs(one) + abs(other))
        for one, other in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)
    )
    assert relative_error(a, b) == pytest.approx(right, rel=1e-5)
    assert relative_error(a, b) == relative_error(b, a)
    assert 0 <= relative_error(a, b) <= 1
    assert relative_error(a, a) == 0


# Gradient descent ----------------------------------------------------------------------


@patient
@given(arrays(2), st.sampled_from([0.0, 0.1, 0.9]), st.integers(0, 6))
def test_gradient_descent_equals_torch(drawn: list[Array], rate: float, steps: int) -> None:
    w, center = drawn
    leaf = tensor(w).requires_grad_()
    optimizer = torch.optim.SGD([leaf], lr=rate)
    right = [leaf.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        torch.autograd.backward(((leaf - tensor(center)) ** 2).sum())
        optimizer.step()
        right.append(leaf.detach().clone())
    path = gradient_descent(lambda w: 2 * (w - center), w, rate, steps)
    assert path.shape == (steps + 1, *w.shape)
    assert path.dtype == w.dtype
    assert_close(path, torch.stack(right), w.dtype == np.float32)


def test_the_walk_of_the_book() -> None:
    walk = gradient_descent(lambda w: 2 * (w - 3), np.array(0.0), 0.1, 3)
    np.testing.assert_allclose(walk, [0, 0.6, 1.08, 1.464])


# Batches and training --------------------------------------------------------------------


@patient
@given(st.integers(1, 12), st.integers(1, 15), seeds, label_dtypes)
def test_an_epoch_has_every_example_once_with_its_label_in_the_order_drawn(
    count: int, size: int, seed: int, dtype: str
) -> None:
    X, y = np.arange(2.0 * count).reshape(count, 2), np.arange(count).astype(dtype)
    rng, again = np.random.default_rng(seed), np.random.default_rng(seed)
    for _ in range(2):
        batches = list(minibatches(X, y, size, rng))
        assert all(len(examples) == size for examples, _ in batches[:-1])
        assert 1 <= len(batches[-1][0]) <= size
        for examples, labels in batches:
            assert labels.dtype == dtype
            np.testing.assert_array_equal(examples, X[labels])
        order = np.concatenate([labels for _, labels in batches])
        np.testing.assert_array_equal(order, again.permutation(count))
    assert rng.random() == again.random()


@patient
@given(st.integers(1, 9), st.integers(1, 10), st.integers(0, 3), seeds)
def test_sgd_equals_torch_on_the_same_batches(
    count: int, size: int, epochs: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    W, X = rng.standard_normal((3, 4)), rng.standard_normal((count, 3))
    y = rng.integers(4, size=count)

    weights = tensor(W).requires_grad_()
    optimizer = torch.optim.SGD([weights], lr=0.2)
    order, right = np.random.default_rng(seed), []
    for _ in range(epochs):
        drawn = torch.tensor(order.permutation(count))
        for rows in (drawn[start : start + size] for start in range(0, count, size)):
            optimizer.zero_grad()
            scores = tensor(X)[rows] @ weights
            loss = torch.nn.functional.cross_entropy(scores, torch.tensor(y)[rows])
            torch.autograd.backward(loss)
            optimizer.step()
            right.append(loss.item())

    trained, found = sgd(
        lambda W, X, y: softmax_loss(W, X, y, 0.0),
        *(W, X, y, 0.2, size, epochs, np.random.default_rng(seed)),
    )
    assert isinstance(found, list)
    np.testing.assert_allclose(found, right, rtol=1e-9)
    assert_close(trained, weights)


def test_sgd_on_the_three_numbers_of_the_book() -> None:
    def half_squares(w: Array, X: Array, y: Array) -> tuple[Any, Array]:
        return ((w - X) ** 2).mean() / 2, (w - X).mean(axis=0)

    X, y, w = np.array([[1.0], [2.0], [6.0]]), np.zeros(3, dtype=int), np.array([4.0])
    w, found = sgd(half_squares, w, X, y, 0.5, 3, 2, np.random.default_rng(0))
    np.testing.assert_allclose(w, [3.25])  # the slopes at 4 and 3.5 are 1 and 0.5
    np.testing.assert_allclose(found, [17 / 6, 14.75 / 6])


# Momentum and Adam -----------------------------------------------------------------------


@patient
@given(arrays(5), st.sampled_from([0.5, 0.9, 1.0]))
def test_momentum_equals_torch(drawn: list[Array], rho: float) -> None:
    w, *gradients = drawn
    leaf = tensor(w).requires_grad_()
    optimizer = torch.optim.SGD([leaf], lr=0.1, momentum=rho)
    velocity = np.zeros_like(w)
    for dw in gradients:
        leaf.grad = tensor(dw)
        optimizer.step()
        w, velocity = momentum_step(w, dw, velocity, 0.1, rho)
    single = drawn[0].dtype == np.float32
    assert_close(w, leaf, single)
    assert_close(velocity, optimizer.state[leaf]["momentum_buffer"], single)


def test_the_velocities_of_the_book() -> None:
    for slopes, right in (([1, 1, 1], [1, 1.9, 2.71]), ([1, -1, 1], [1, -0.1, 0.91])):
        w, velocity, found = np.zeros(()), np.zeros(()), []
        for slope in slopes:
            w, velocity = momentum_step(w, np.array(float(slope)), velocity, 0.1)
            found.append(velocity)
        np.testing.assert_allclose(found, right)
        assert w == pytest.approx(-0.1 * sum(right))


@patient
@given(
    arrays(5),
    st.sampled_from([(0.9, 0.999), (0.5, 0.9), (0.0, 0.99)]),
    st.sampled_from([1e-8, 0.1]),
)
def test_adam_equals_torch(drawn: list[Array], betas: tuple[float, float], eps: float) -> None:
    w, *gradients = drawn
    leaf = tensor(w).requires_grad_()
    optimizer = torch.optim.Adam([leaf], lr=0.1, betas=betas, eps=eps)
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t, dw in enumerate(gradients, start=1):
        leaf.grad = tensor(dw)
        optimizer.step()
        w, m, v = adam_step(w, dw, m, v, t, 0.1, *betas, eps)
    single = drawn[0].dtype == np.float32
    assert_close(w, leaf, single)
    assert_close(m, optimizer.state[leaf]["exp_avg"], single)
    assert_close(v, optimizer.state[leaf]["exp_avg_sq"], single)


@pytest.mark.parametrize("slope", [0.001, 1000.0, -5.0])
def test_adams_first_step_is_as_long_as_its_rate(slope: float) -> None:
    zero = np.zeros(1)
    w, m, v = adam_step(zero, np.array([slope]), zero, zero, 1, 0.1)
    np.testing.assert_allclose(w, [-0.1 * np.sign(slope)], rtol=1e-4)
    np.testing.assert_allclose(m, [0.1 * slope])
    np.testing.assert_allclose(v, [0.001 * slope**2])


def test_a_weight_that_never_had_a_slope_stays() -> None:
    one, zero = np.ones(1), np.zeros(1)
    assert adam_step(one, zero, zero, zero, 1, 0.1)[0] == 1


# Arguments -------------------------------------------------------------------------------

W = np.random.default_rng(1).standard_normal((4, 3))
STEPS = [
    (relative_error, (W, W + 1)),
    (lambda w: gradient_descent(lambda w: w, w, 0.1, 3), (W,)),
    (momentum_step, (W, W + 1, W - 1, 0.1)),
    (adam_step, (W, W + 1, W - 1, W**2, 2, 0.1)),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("function", "arguments"), STEPS)
def test_arguments_may_be_read_only_and_the_dtype_of_the_answer_is_theirs(
    function: Function, arguments: tuple[Any, ...], dtype: str
) -> None:
    cast = [
        argument.astype(dtype) if isinstance(argument, np.ndarray) else argument
        for argument in arguments
    ]
    for argument in cast:
        if isinstance(argument, np.ndarray):
            argument.flags.writeable = False
    result = function(*cast)
    for found in result if isinstance(result, tuple) else (result,):
        assert found.dtype == dtype
