"""The fast convolution equals torch's, its gradients and the worked numbers."""

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

conv_forward_fast: Function = convolution.conv_forward_fast
conv_backward_fast: Function = convolution.conv_backward_fast

patient = settings(deadline=None)  # torch's first convolution takes its time


@st.composite
def convolutions(draw: st.DrawFn) -> Any:
    """Images, filters, biases, stride and pad that fit; often with a remainder."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    N, C, F = (draw(st.integers(1, 3)) for _ in range(3))
    HH, WW = (draw(st.integers(1, 4)) for _ in range(2))
    stride, pad = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    H, W = (max(1, size - 2 * pad) + draw(st.integers(0, 5)) for size in (HH, WW))
    dtype = draw(st.sampled_from(["float32", "float64"]))
    shapes = ((N, C, H, W), (F, C, HH, WW), (F,))
    x, w, b = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return x, w, b, stride, pad


def by_torch(x: Array, w: Array, b: Array, stride: int, pad: int) -> tuple[Any, list[Any]]:
    """torch's convolution in float64, and the tensors that it was given."""
    leaves = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (x, w, b)]
    images, filters, biases = leaves
    out = torch.nn.functional.conv2d(images, filters, biases, stride=stride, padding=pad)
    return out, leaves


def assert_close(got: Array, wanted: torch.Tensor, dtype: Any) -> None:
    tolerance = 1e-4 if dtype == np.float32 else 1e-10
    assert got.dtype == dtype
    np.testing.assert_allclose(got, wanted.detach().numpy(), rtol=tolerance, atol=tolerance)


@patient
@given(convolutions())
def test_output_and_gradients_equal_torchs(drawn: Any) -> None:
    x, w, b, stride, pad = drawn
    right, leaves = by_torch(*drawn)
    out, cache = conv_forward_fast(x, w, b, stride, pad)
    assert_close(out, right, x.dtype)
    dout = np.random.default_rng(1).standard_normal(out.shape).astype(x.dtype)
    gradients = torch.autograd.grad(right, leaves, torch.tensor(dout, dtype=torch.float64))
    for got, wanted in zip(conv_backward_fast(dout, cache), gradients, strict=True):
        assert_close(got, wanted, x.dtype)


@patient
@given(convolutions())
def test_strided_and_read_only_arrays_do_as_well(drawn: Any) -> None:
    x, w, b, stride, pad = drawn
    out, cache = conv_forward_fast(x, w, b, stride, pad)
    odd = [np.repeat(array, 2, axis=-1)[..., ::2] for array in (x, w, b)]
    for array in odd:
        array.flags.writeable = False
    other, other_cache = conv_forward_fast(*odd, stride, pad)
    np.testing.assert_allclose(out, other, rtol=1e-5, atol=1e-5)
    dout = np.random.default_rng(1).standard_normal(out.shape)
    flipped = np.flip(np.flip(dout, 3).copy(), 3)
    flipped.flags.writeable = False
    right = conv_backward_fast(dout, cache)
    for got, wanted in zip(conv_backward_fast(flipped, other_cache), right, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-5)


def test_a_cache_holds_after_another_forward_and_after_its_inputs_change() -> None:
    rng = np.random.default_rng(2)
    x, w, b = rng.standard_normal((2, 2, 5, 6)), rng.standard_normal((3, 2, 3, 2)), np.ones(3)
    out, cache = conv_forward_fast(x, w, b, 1, 0)
    dout = rng.standard_normal(out.shape)
    before = conv_backward_fast(dout, cache)
    conv_forward_fast(x + 1, w, b, 1, 0)
    x += 1
    for got, wanted in zip(conv_backward_fast(dout, cache), before, strict=True):
        np.testing.assert_array_equal(got, wanted)


def test_a_window_of_one_image_by_hand() -> None:
    x = np.arange(9.0).reshape(1, 1, 3, 3)
    w = np.array([[[[1.0, 2.0], [0.0, -1.0]]]])
    out, cache = conv_forward_fast(x, w, np.array([10.0]))
    np.testing.assert_array_equal(out[0, 0], [[8, 10], [14, 16]])
    dx, dw, db = conv_backward_fast(np.ones((1, 1, 2, 2)), cache)
    np.testing.assert_array_equal(dx[0, 0], [[1, 3, 2], [1, 2, 1], [0, -1, -1]])
    np.testing.assert_array_equal(dw[0, 0], [[8, 12], [20, 24]])
    np.testing.assert_array_equal(db, [4])


def test_a_remainder_is_dropped_and_gets_no_gradient() -> None:
    """Windows of 2 × 2 start at rows 0 and 3 and at columns 0, 3; 5 and 6 are left over."""
    x, w = np.ones((1, 1, 6, 7)), np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    out, cache = conv_forward_fast(x, w, np.zeros(1), 3, 0)
    np.testing.assert_array_equal(out[0, 0], [[10, 10], [10, 10]])
    dx, _, _ = conv_backward_fast(np.ones_like(out), cache)
    right = np.zeros((6, 7))
    right[:2, :2] = right[:2, 3:5] = right[3:5, :2] = right[3:5, 3:5] = [[1, 2], [3, 4]]
    np.testing.assert_array_equal(dx[0, 0], right)
