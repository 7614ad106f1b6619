"""Max pooling equals torch's, its gradient and the worked numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import convolution

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]

max_pool_forward: Function = convolution.max_pool_forward
max_pool_backward: Function = convolution.max_pool_backward

patient = settings(deadline=None)  # torch's first call takes its time


@st.composite
def poolings(draw: st.DrawFn) -> Any:
    """Images, size and stride; with overlaps, gaps, remainders and often with ties."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    N, C, size, stride = (draw(st.integers(1, 4)) for _ in range(4))
    H, W = (size + draw(st.integers(0, 6)) for _ in range(2))
    dtype = draw(st.sampled_from(["float32", "float64"]))
    if draw(st.booleans()):
        x = rng.integers(-2, 1, (N, C, H, W)).astype(dtype)
    else:
        x = rng.standard_normal((N, C, H, W)).astype(dtype)
    return x, size, stride


@patient
@given(poolings())
def test_output_and_gradient_equal_torchs(drawn: Any) -> None:
    x, size, stride = drawn
    leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    right = torch.nn.functional.max_pool2d(leaf, size, stride)
    out, cache = max_pool_forward(x, size, stride)
    np.testing.assert_array_equal(out, right.detach().numpy())
    assert out.dtype == x.dtype
    dout = np.random.default_rng(1).standard_normal(out.shape).astype(x.dtype)
    (wanted,) = torch.autograd.grad(right, leaf, torch.tensor(dout, dtype=torch.float64))
    dx = max_pool_backward(dout, cache)
    np.testing.assert_allclose(dx, wanted.numpy(), rtol=1e-5, atol=1e-5)
    assert dx.dtype == x.dtype


@patient
@given(poolings())
def test_the_gradient_of_each_window_arrives_whole(drawn: Any) -> None:
    x, size, stride = drawn
    out, cache = max_pool_forward(x, size, stride)
    dout = np.random.default_rng(2).integers(-5, 6, out.shape).astype(float)
    dx = max_pool_backward(dout, cache)
    np.testing.assert_array_equal(dx.sum(axis=(2, 3)), dout.sum(axis=(2, 3)))


@patient
@given(poolings())
def test_strided_and_read_only_images_do_as_well(drawn: Any) -> None:
    x, size, stride = drawn
    odd = np.repeat(x, 2, axis=-1)[..., ::2]
    odd.flags.writeable = False
    out, _ = max_pool_forward(x, size, stride)
    np.testing.assert_array_equal(max_pool_forward(odd, size, stride)[0], out)


def test_two_windows_by_hand() -> None:
    x = np.array([[[[1.0, 3.0, -2.0, -5.0], [2.0, 0.0, -1.0, -4.0]]]])
    out, cache = max_pool_forward(x)
    np.testing.assert_array_equal(out, [[[[3, -1]]]])
    dx = max_pool_backward(np.array([[[[5.0, 7.0]]]]), cache)
    np.testing.assert_array_equal(dx, [[[[0, 5, 0, 0], [0, 0, 7, 0]]]])


def test_of_equals_the_first_in_row_major_order_gets_the_gradient() -> None:
    x = np.array([[[[0.0, 4.0], [4.0, 4.0]]]])
    _, cache = max_pool_forward(x)
    np.testing.assert_array_equal(
        max_pool_backward(np.ones((1, 1, 1, 1)), cache), [[[[0, 1], [0, 0]]]]
    )


def test_gradients_add_up_where_windows_overlap() -> None:
    x = np.array([[[[0.0, 9.0, 1.0]]]]).repeat(2, axis=2)
    out, cache = max_pool_forward(x, 2, 1)
    np.testing.assert_array_equal(out, [[[[9, 9]]]])
    dx = max_pool_backward(np.array([[[[2.0, 3.0]]]]), cache)
    np.testing.assert_array_equal(dx, [[[[0, 5, 0], [0, 0, 0]]]])


def test_a_cache_holds_after_another_forward() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.standard_normal((2, 2, 2, 5, 6))
    out, cache = max_pool_forward(first, 3, 2)
    before = max_pool_backward(out, cache)
    max_pool_forward(second, 3, 2)
    np.testing.assert_array_equal(max_pool_backward(out, cache), before)
