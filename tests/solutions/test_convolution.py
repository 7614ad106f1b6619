"""Sizes, loops, columns and the network equal torch, autograd and the worked numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import convolution, networks, optimization

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]

output_size: Function = convolution.output_size
zero_pad: Function = convolution.zero_pad
conv_step: Function = convolution.conv_step
conv_forward: Function = convolution.conv_forward
conv_backward: Function = convolution.conv_backward
im2col: Function = convolution.im2col
col2im: Function = convolution.col2im
ConvNet: Function = convolution.ConvNet
train: Function = networks.train
numerical_gradient: Function = optimization.numerical_gradient

patient = settings(deadline=None)  # torch's first convolution takes its time
seeds = st.integers(0, 2**32 - 1)
few = st.integers(1, 3)


@st.composite
def convolutions(draw: st.DrawFn) -> Any:
    """Images, filters, biases, stride and pad that fit; often with a remainder."""
    rng = np.random.default_rng(draw(seeds))
    N, C, F, HH, WW = (draw(few) for _ in range(5))
    stride, pad = draw(few), draw(st.integers(0, 3))
    H, W = (max(1, size - 2 * pad) + draw(st.integers(0, 3)) for size in (HH, WW))
    shapes = ((N, C, H, W), (F, C, HH, WW), (F,))
    return *(rng.standard_normal(shape) for shape in shapes), stride, pad


@st.composite
def grids(draw: st.DrawFn) -> Any:
    """Images, size of a window, stride and pad that fit."""
    rng = np.random.default_rng(draw(seeds))
    N, C, field, stride = (draw(few) for _ in range(4))
    pad = draw(st.integers(0, 3))
    H, W = (max(1, field - 2 * pad) + draw(st.integers(0, 4)) for _ in range(2))
    return rng.standard_normal((N, C, H, W)), field, stride, pad


def assert_close(got: Array, wanted: torch.Tensor) -> None:
    np.testing.assert_allclose(got, wanted.detach().numpy(), rtol=1e-10, atol=1e-10)


def leaf(array: Array) -> torch.Tensor:
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


# Sizes -------------------------------------------------------------------------------


def test_sizes_of_the_lecture() -> None:
    assert output_size(7, 3) == 5
    assert output_size(7, 3, 2) == 3
    with pytest.raises(ValueError, match="a filter of 3 does not fit 7 with stride 3 and pad 0"):
        output_size(7, 3, 3)
    assert output_size(32, 5) == 28
    assert output_size(28, 5) == 24
    for f, pad in ((3, 1), (5, 2), (7, 3)):
        assert output_size(32, f, pad=pad) == 32


@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 5), st.integers(0, 4))
def test_a_size_counts_the_windows_or_says_that_none_fits(
    n: int, f: int, stride: int, pad: int
) -> None:
    starts = [s for s in range(0, n + 2 * pad, stride) if s + f <= n + 2 * pad]
    if starts and starts[-1] + f == n + 2 * pad:
        assert output_size(n, f, stride, pad) == len(starts)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            output_size(n, f, stride, pad)


@given(grids())
def test_a_frame_is_made_of_zeros(drawn: Any) -> None:
    x, _, _, pad = drawn
    assert_close(zero_pad(x, pad), torch.nn.functional.pad(torch.tensor(x), (pad,) * 4))


# The convolution, window by window ---------------------------------------------------------


def test_a_window_of_the_book() -> None:
    window = np.array([[[0.0, 1, 2], [4, 5, 6], [8, 9, 10]]])
    cross = np.array([[[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]])
    assert conv_step(window, cross, 0.5) == 0.5
    ones = np.ones((3, 5, 5))
    assert conv_step(ones, ones, 0.0) == 75


@patient
@given(convolutions())
def test_output_and_gradients_equal_torchs(drawn: Any) -> None:
    *arrays, stride, pad = drawn
    images, filters, biases = leaves = [leaf(array) for array in arrays]
    right = torch.nn.functional.conv2d(images, filters, biases, stride=stride, padding=pad)
    out, cache = conv_forward(*arrays, stride, pad)
    assert_close(out, right)
    dout = np.random.default_rng(1).standard_normal(out.shape)
    gradients = torch.autograd.grad(right, leaves, torch.tensor(dout))
    for got, wanted in zip(conv_backward(dout, cache), gradients, strict=True):
        assert_close(got, wanted)


def test_the_gradients_pass_a_check_by_differences() -> None:
    rng = np.random.default_rng(3)
    arrays = [rng.standard_normal(shape) for shape in ((2, 2, 4, 5), (3, 2, 3, 2), (3,))]
    out, cache = conv_forward(*arrays, 2, 1)
    dout = rng.standard_normal(out.shape)
    for place, gradient in enumerate(conv_backward(dout, cache)):

        def weighted(array: Array, place: int = place) -> Any:
            changed = [array if i == place else argument for i, argument in enumerate(arrays)]
            return (conv_forward(*changed, 2, 1)[0] * dout).sum()

        measured = numerical_gradient(weighted, arrays[place])
        np.testing.assert_allclose(gradient, measured, rtol=1e-6, atol=1e-8)


def test_a_layer_of_the_book_has_760_parameters_and_keeps_the_size() -> None:
    filters, biases = np.zeros((10, 3, 5, 5)), np.zeros(10)
    assert filters.size + biases.size == 760
    assert conv_forward(np.zeros((1, 3, 32, 32)), filters, biases, 1, 2)[0].shape == (1, 10, 32, 32)


def test_two_windows_that_share_a_pixel() -> None:
    row, pair = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[10.0, 1.0]]]])
    _, cache = conv_forward(row, pair, np.zeros(1))
    dx, dw, db = conv_backward(np.array([[[[1.0, 100.0]]]]), cache)
    assert dx.ravel().tolist() == [10, 1001, 100]
    assert dw.ravel().tolist() == [201, 302]
    assert db.tolist() == [101]


# Windows as columns --------------------------------------------------------------------


@patient
@given(grids())
def test_columns_are_laid_out_as_torch_does(drawn: Any) -> None:
    x, field, stride, pad = drawn
    right = torch.nn.functional.unfold(torch.tensor(x), field, padding=pad, stride=stride)
    assert_close(im2col(x, field, stride, pad), right)


@patient
@given(grids())
def test_columns_are_added_back_as_torch_does(drawn: Any) -> None:
    x, field, stride, pad = drawn
    cols = np.random.default_rng(1).standard_normal(im2col(x, field, stride, pad).shape)
    right = torch.nn.functional.fold(
        torch.tensor(cols), x.shape[2:], field, padding=pad, stride=stride
    )
    assert_close(col2im(cols, x.shape, field, stride, pad), right)


@given(grids())
def test_there_and_back_are_transposes_of_each_other(drawn: Any) -> None:
    x, field, stride, pad = drawn
    there = im2col(x, field, stride, pad)
    cols = np.random.default_rng(1).standard_normal(there.shape)
    back = col2im(cols, x.shape, field, stride, pad)
    assert (there * cols).sum() == pytest.approx((x * back).sum(), abs=1e-9)


def test_nine_pixels_lie_in_one_two_or_four_of_four_windows() -> None:
    counts = col2im(np.ones((1, 4, 4)), (1, 1, 3, 3), 2)
    assert counts[0, 0].tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


# The network ---------------------------------------------------------------------------


def torch_loss(params: dict[str, torch.Tensor], X: Array, y: Array, reg: float) -> torch.Tensor:
    F = torch.nn.functional
    maps = F.conv2d(torch.tensor(X), params["W1"], params["b1"], padding="same")
    flat = F.max_pool2d(F.relu(maps), 2).flatten(1)
    scores = F.relu(flat @ params["W2"] + params["b2"]) @ params["W3"] + params["b3"]
    penalty = sum((params[name] ** 2).sum() for name in ("W1", "W2", "W3"))
    return F.cross_entropy(scores, torch.tensor(y)) + reg * penalty


@patient
@given(seeds, few, few, st.sampled_from([1, 3, 5]), st.sampled_from([0.0, 0.3]))
def test_loss_and_gradients_of_the_network_equal_autograds(
    seed: int, count: int, channels: int, size: int, reg: float
) -> None:
    rng = np.random.default_rng(seed)
    net = ConvNet((channels, 4, 6), 2, size, 5, 3, rng, weight_scale=0.5)
    for name in ("b1", "b2", "b3"):
        net.params[name] = rng.standard_normal(net.params[name].shape)
    X, y = rng.standard_normal((count, channels, 4, 6)), rng.integers(3, size=count)
    params = {name: leaf(array) for name, array in net.params.items()}
    right = torch_loss(params, X, y, reg)
    loss, grads = net.loss(X, y, reg)
    assert loss == pytest.approx(right.item(), rel=1e-10)
    wanted = torch.autograd.grad(right, list(params.values()))
    for name, gradient in zip(params, wanted, strict=True):
        assert_close(grads[name], gradient)


def test_a_new_network_guesses_and_has_its_parameters_in_order() -> None:
    net = ConvNet((1, 8, 8), 8, 3, 32, 10, np.random.default_rng(4))
    rng = np.random.default_rng(4)
    for name, shape in (("W1", (8, 1, 3, 3)), ("W2", (128, 32)), ("W3", (32, 10))):
        np.testing.assert_array_equal(net.params[name], 0.01 * rng.standard_normal(shape))
    assert sum(array.size for array in net.params.values()) == 4538
    X = np.random.default_rng(5).random((6, 1, 8, 8))
    assert net.loss(X, np.arange(6))[0] == pytest.approx(np.log(10), abs=1e-3)


def test_a_network_followed_with_a_pencil() -> None:
    net = ConvNet((1, 2, 2), 1, 1, 1, 2, np.random.default_rng(0))
    net.params.update(W1=np.full((1, 1, 1, 1), 2.0), b1=np.ones(1))
    net.params.update(W2=np.ones((1, 1)), b2=np.array([-4.0]))
    net.params.update(W3=np.array([[1.0, 0.0]]), b3=np.array([0.0, 5.0]))
    X, y = np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), np.array([0])
    assert net.loss(X).tolist() == [[5, 5]]
    loss, grads = net.loss(X, y, 0.1)
    assert loss == pytest.approx(np.log(2) + 0.6)
    assert grads["W1"].item() == pytest.approx(-2 + 0.4)


def test_finite_also_where_scores_are_large() -> None:
    net = ConvNet((1, 2, 2), 1, 1, 2, 3, np.random.default_rng(0), weight_scale=100.0)
    loss, grads = net.loss(np.ones((2, 1, 2, 2)), np.array([0, 2]))
    assert np.isfinite(loss) and all(np.isfinite(grad).all() for grad in grads.values())


def test_it_learns_by_the_training_of_the_chapter_before() -> None:
    rng = np.random.default_rng(0)
    X, y = np.zeros((20, 1, 4, 4)), np.arange(20) % 2
    X[y == 0, :, :, 1] = 1.0  # upright lines, and level ones
    X[y == 1, :, 2] = 1.0
    X += 0.1 * rng.standard_normal(X.shape)
    net = ConvNet((1, 4, 4), 4, 3, 8, 2, rng, weight_scale=0.3)
    losses = train(net, X, y, 0.3, 5, 30, rng)
    assert losses[0] > 0.5 and np.mean(losses[-4:]) < 0.05
    assert (net.loss(X).argmax(axis=1) == y).all()
