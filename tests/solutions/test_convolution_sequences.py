"""The convolution of sequences equals torch's, its gradients and the worked numbers."""

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

conv1d_forward: Function = convolution.conv1d_forward
conv1d_backward: Function = convolution.conv1d_backward

patient = settings(deadline=None)  # torch's first convolution takes its time


@st.composite
def convolutions(draw: st.DrawFn) -> Any:
    """Sequences, filters, biases, stride and pad that fit; often with a remainder."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    N, C, F, K, stride = (draw(st.integers(1, 4)) for _ in range(5))
    pad = draw(st.integers(0, 3))
    T = max(1, K - 2 * pad) + draw(st.integers(0, 7))
    dtype = draw(st.sampled_from(["float32", "float64"]))
    shapes = ((N, C, T), (F, C, K), (F,))
    x, w, b = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    return x, w, b, stride, pad


def assert_close(got: Array, wanted: torch.Tensor, dtype: Any) -> None:
    tolerance = 1e-4 if dtype == np.float32 else 1e-10
    assert got.dtype == dtype
    np.testing.assert_allclose(got, wanted.detach().numpy(), rtol=tolerance, atol=tolerance)


@patient
@given(convolutions())
def test_output_and_gradients_equal_torchs(drawn: Any) -> None:
    x, w, b, stride, pad = drawn
    leaves = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (x, w, b)]
    sequences, filters, biases = leaves
    right = torch.nn.functional.conv1d(sequences, filters, biases, stride=stride, padding=pad)
    out, cache = conv1d_forward(x, w, b, stride, pad)
    assert_close(out, right, x.dtype)
    dout = np.random.default_rng(1).standard_normal(out.shape).astype(x.dtype)
    gradients = torch.autograd.grad(right, leaves, torch.tensor(dout, dtype=torch.float64))
    for got, wanted in zip(conv1d_backward(dout, cache), gradients, strict=True):
        assert_close(got, wanted, x.dtype)


@patient
@given(convolutions())
def test_strided_and_read_only_arrays_do_as_well(drawn: Any) -> None:
    *arrays, stride, pad = drawn
    odd = [np.repeat(array, 2, axis=-1)[..., ::2] for array in arrays]
    for array in odd:
        array.flags.writeable = False
    out, cache = conv1d_forward(*arrays, stride, pad)
    other, other_cache = conv1d_forward(*odd, stride, pad)
    np.testing.assert_allclose(other, out, rtol=1e-5, atol=1e-5)
    right = conv1d_backward(out, cache)
    for got, wanted in zip(conv1d_backward(out, other_cache), right, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=1e-4)


def test_differences_of_neighbours_by_hand() -> None:
    x, w, b = np.array([[[1.0, 2.0, 4.0, 8.0]]]), np.array([[[1.0, -1.0]]]), np.array([0.5])
    out, cache = conv1d_forward(x, w, b)
    np.testing.assert_array_equal(out, [[[-0.5, -1.5, -3.5]]])
    dx, dw, db = conv1d_backward(np.array([[[1.0, 2.0, 3.0]]]), cache)
    np.testing.assert_array_equal(dx, [[[1, 1, 1, -3]]])
    np.testing.assert_array_equal(dw, [[[1 + 4 + 12, 2 + 8 + 24]]])
    np.testing.assert_array_equal(db, [6])


def test_a_remainder_is_dropped_and_gets_no_gradient() -> None:
    """Windows of 2 start at 0 and 3; 2, 5 and 6 are in none."""
    x, w = np.ones((1, 1, 7)), np.array([[[1.0, 2.0]]])
    out, cache = conv1d_forward(x, w, np.zeros(1), 3, 0)
    np.testing.assert_array_equal(out, [[[3, 3]]])
    dx, _, _ = conv1d_backward(np.ones((1, 1, 2)), cache)
    np.testing.assert_array_equal(dx, [[[1, 2, 0, 1, 2, 0, 0]]])


def test_a_cache_holds_after_another_forward_and_after_its_inputs_change() -> None:
    rng = np.random.default_rng(2)
    x, w, b = rng.standard_normal((2, 2, 6)), rng.standard_normal((3, 2, 3)), np.ones(3)
    out, cache = conv1d_forward(x, w, b, 2, 0)
    before = conv1d_backward(out, cache)
    conv1d_forward(x + 1, w, b, 2, 0)
    x += 1
    for got, wanted in zip(conv1d_backward(out, cache), before, strict=True):
        np.testing.assert_array_equal(got, wanted)
