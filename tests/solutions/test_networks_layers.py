"""The layers of the reference solutions equal torch, their gradients finite differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from solutions import networks

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]

ACTIVATIONS: dict[str, Function] = {
    "relu": functional.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
}
X = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]])
W = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]])
B = np.array([10.0, 20.0])
DOUT = np.array([[1.0, 2.0], [3.0, -1.0]])

sizes = st.integers(1, 5)
seeds = st.integers(0, 2**32 - 1)
dtypes = st.sampled_from(["float32", "float64"])
settings = st.sampled_from([0.01, 0.25, 0.75, 1.0])


def forward(layer: str, *inputs: Any) -> tuple[Array, Any]:
    pair: tuple[Array, Any] = getattr(networks, f"{layer}_forward")(*inputs)
    return pair


def backward(layer: str, dout: Array, cache: Any) -> tuple[Array, ...]:
    """The gradients, also of a layer with a single one, as a tuple."""
    gradients = getattr(networks, f"{layer}_backward")(dout, cache)
    return gradients if isinstance(gradients, tuple) else (gradients,)


@st.composite
def affine_inputs(draw: st.DrawFn) -> tuple[Array, Array, Array]:
    """x with one to three axes besides the examples, w and b."""
    shape = (draw(sizes), *draw(st.lists(sizes, min_size=1, max_size=3)))
    outputs, dtype = draw(sizes), draw(dtypes)
    rng = np.random.default_rng(draw(seeds))
    shapes = shape, (int(np.prod(shape[1:])), outputs), (outputs,)
    x, w, b = (rng.standard_normal(size).astype(dtype) for size in shapes)
    return x, w, b


@st.composite
def maxout_inputs(draw: st.DrawFn) -> tuple[Array, ...]:
    """x, w1, b1, w2 and b2 of small whole numbers, so that there are ties."""
    count, features, outputs, dtype = draw(sizes), draw(sizes), draw(sizes), draw(dtypes)
    rng = np.random.default_rng(draw(seeds))
    shapes = (count, features), (features, outputs), (outputs,), (features, outputs), (outputs,)
    return tuple(rng.integers(-1, 2, shape).astype(dtype) for shape in shapes)


@st.composite
def activation_inputs(draw: st.DrawFn) -> Array:
    """x of any size and number of axes, some of it exactly 0."""
    shape = tuple(draw(st.lists(sizes, min_size=1, max_size=4)))
    rng = np.random.default_rng(draw(seeds))
    x = draw(st.sampled_from([1.0, 30.0, 1e4])) * rng.standard_normal(shape)
    return np.where(rng.random(shape) < 0.2, 0, x).astype(draw(dtypes))


def assert_close(got: Array, wanted: torch.Tensor, dtype: np.dtype[Any]) -> None:
    single = dtype == np.float32
    right = wanted.detach().numpy()
    assert got.shape == right.shape
    assert got.dtype in ((np.float32, np.float64) if single else (np.float64,))
    scale = max(1.0, float(np.abs(right).max(initial=0)))
    tolerance = 1e-4 if single else 1e-10
    np.testing.assert_allclose(got, right, rtol=tolerance, atol=tolerance * scale)


def assert_equals_torch(layer: str, right: Function, *inputs: Any) -> None:
    """Output and all gradients, with an upstream gradient that is not 1."""
    leaves = [torch.tensor(array, dtype=torch.float64).requires_grad_() for array in inputs]
    wanted = right(*leaves)
    out, cache = forward(layer, *inputs)
    assert_close(out, wanted, inputs[0].dtype)
    dout = np.asarray(np.random.default_rng(0).standard_normal(out.shape)).astype(out.dtype)
    slopes = torch.autograd.grad(wanted, leaves, torch.tensor(dout, dtype=torch.float64))
    for gradient, slope in zip(backward(layer, dout, cache), slopes, strict=True):
        assert_close(gradient, slope, inputs[0].dtype)


# Equal to torch --------------------------------------------------------------------


@given(affine_inputs())
def test_affine_equals_torch(inputs: tuple[Array, Array, Array]) -> None:
    assert_equals_torch("affine", lambda x, w, b: functional.linear(x.flatten(1), w.T, b), *inputs)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(x=activation_inputs())
def test_activations_equal_torch(name: str, x: Array) -> None:
    assert_equals_torch(name, ACTIVATIONS[name], x)


@pytest.mark.parametrize("name", ["leaky_relu", "elu"])
@given(x=activation_inputs(), setting=settings)
def test_activations_with_a_setting_equal_torch(name: str, x: Array, setting: float) -> None:
    wanted = torch.tensor(x, dtype=torch.float64).requires_grad_()
    out, cache = forward(name, x, setting)
    right = ACTIVATIONS[name](wanted, setting)
    assert_close(out, right, x.dtype)
    (slope,) = torch.autograd.grad(right.sum(), wanted)
    assert_close(backward(name, np.ones_like(x), cache)[0], slope, x.dtype)


@given(maxout_inputs())
def test_maxout_equals_torch_and_a_tie_goes_to_the_first_map(inputs: tuple[Array, ...]) -> None:
    def maxout(*leaves: torch.Tensor) -> torch.Tensor:
        x, w1, b1, w2, b2 = leaves
        first, second = x @ w1 + b1, x @ w2 + b2
        return torch.where(first >= second, first, second)

    assert_equals_torch("maxout", maxout, *inputs)


# Equal to finite differences ---------------------------------------------------------


def slopes(function: Callable[[], float], array: Array, h: float = 1e-6) -> Array:
    """The function's slopes in the entries of an array that it looks at."""
    found = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        before = array[index]
        array[index] = before + h
        above = function()
        array[index] = before - h
        found[index] = (above - function()) / (2 * h)
        array[index] = before
    return found


@pytest.mark.parametrize(
    ("layer", "shapes"),
    [
        ("affine", ((3, 2, 2), (4, 5), (5,))),
        ("maxout", ((3, 4), (4, 5), (5,), (4, 5), (5,))),
        *((name, ((3, 4),)) for name in ACTIVATIONS),
    ],
)
def test_gradients_equal_finite_differences(layer: str, shapes: tuple[Any, ...]) -> None:
    rng = np.random.default_rng(7)
    inputs = [rng.standard_normal(shape) for shape in shapes]
    out, cache = forward(layer, *inputs)
    dout = np.asarray(rng.standard_normal(out.shape))
    for gradient, array in zip(backward(layer, dout, cache), inputs, strict=True):
        measured = slopes(lambda: float((dout * forward(layer, *inputs)[0]).sum()), array)
        np.testing.assert_allclose(gradient, measured, rtol=1e-6, atol=1e-8)


# Numbers to check by hand -------------------------------------------------------------


def test_affine_by_hand() -> None:
    out, cache = forward("affine", X, W, B)
    np.testing.assert_array_equal(out, [[14, 19], [9, 22]])
    dx, dw, db = backward("affine", DOUT, cache)
    np.testing.assert_array_equal(dx, [[1, 2, -1], [3, -1, 4]])
    np.testing.assert_array_equal(dw, [[1, 2], [5, 3], [0, 7]])
    np.testing.assert_array_equal(db, [4, 1])


def test_affine_flattens_the_last_axis_fastest() -> None:
    image = np.array([[[1.0, 2.0], [3.0, 4.0]]])  # one example of 2 × 2
    out, _ = forward("affine", image, np.eye(4), np.zeros(4))
    np.testing.assert_array_equal(out, [[1, 2, 3, 4]])


@pytest.mark.parametrize(
    ("name", "outputs", "slopes_there"),
    [
        ("relu", [0, 0, 0, 2], [0, 0, 0, 1]),
        ("sigmoid", [0.1192, 0.2689, 0.5, 0.8808], [0.1050, 0.1966, 0.25, 0.1050]),
        ("tanh", [-0.9640, -0.7616, 0, 0.9640], [0.0707, 0.4200, 1, 0.0707]),
        ("leaky_relu", [-0.02, -0.01, 0, 2], [0.01, 0.01, 0.01, 1]),
        ("elu", [-0.8647, -0.6321, 0, 2], [0.1353, 0.3679, 1, 1]),
    ],
)
def test_activations_by_hand(name: str, outputs: list[float], slopes_there: list[float]) -> None:
    out, cache = forward(name, np.array([-2.0, -1.0, 0.0, 2.0]))
    np.testing.assert_allclose(out, outputs, atol=5e-5)
    np.testing.assert_allclose(backward(name, np.ones(4), cache)[0], slopes_there, atol=5e-5)


@pytest.mark.parametrize(("name", "setting"), [("leaky_relu", 0.3), ("elu", 2.5)])
def test_the_slope_at_0_is_the_one_that_the_forward_was_given(name: str, setting: float) -> None:
    _, cache = forward(name, np.zeros(3), setting)
    np.testing.assert_array_equal(backward(name, np.ones(3), cache)[0], [setting] * 3)


def test_maxout_with_a_second_map_of_0_is_a_relu() -> None:
    out, cache = forward("maxout", X, W, np.zeros(2), np.zeros((3, 2)), np.zeros(2))
    np.testing.assert_array_equal(out, [[4, 0], [0, 2]])  # of 4, -1, -1 and 2
    dx, dw1, db1, dw2, db2 = backward("maxout", DOUT, cache)
    np.testing.assert_array_equal(dx, [[1, 0, 1], [0, -1, 1]])
    np.testing.assert_array_equal(dw1, [[1, 0], [2, -1], [3, 1]])
    np.testing.assert_array_equal(db1, [1, -1])
    np.testing.assert_array_equal(dw2, [[0, 2], [3, 4], [-3, 6]])
    np.testing.assert_array_equal(db2, [3, 2])


# Edges -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_activations_are_finite_up_to_1e4_without_a_warning(name: str, dtype: str) -> None:
    x = np.array([-1e4, -100.0, 0.0, 100.0, 1e4], dtype)
    out, cache = forward(name, x)
    assert np.isfinite(out).all()
    assert np.isfinite(backward(name, x, cache)[0]).all()


LAYERS: dict[str, tuple[Array, ...]] = {
    "affine": (X, W, B),
    "maxout": (X, W, B, -W, B / 2),
    **dict.fromkeys(ACTIVATIONS, (X,)),
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("layer", LAYERS)
def test_arguments_stay_and_the_dtype_of_the_answer_is_as_promised(layer: str, dtype: str) -> None:
    inputs = [array.astype(dtype) for array in LAYERS[layer]]
    for array in inputs:
        array.flags.writeable = False
    out, cache = forward(layer, *inputs)
    dout = np.ones(out.shape, dtype)
    dout.flags.writeable = False
    gradients = backward(layer, dout, cache)
    assert {answer.dtype.name for answer in (out, *gradients)} == {dtype}
    assert [gradient.shape for gradient in gradients] == [array.shape for array in inputs]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_cache_gives_the_same_again_and_after_another_forward(layer: str) -> None:
    inputs = LAYERS[layer]
    out, cache = forward(layer, *inputs)
    dout = np.asarray(np.random.default_rng(2).standard_normal(out.shape))
    first = backward(layer, dout, cache)
    forward(layer, *(array + 1 for array in inputs))
    backward(layer, 0 * dout, cache)
    for one, other in zip(first, backward(layer, dout, cache), strict=True):
        np.testing.assert_array_equal(one, other)
