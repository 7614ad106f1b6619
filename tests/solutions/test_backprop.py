"""The solutions of `backprop` against worked numbers, torch, and their own mathematics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from solutions import backprop, optimization

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]
Gates = dict[str, tuple[Callable[[], Any], Function]]

AddGate: Function = backprop.AddGate
MultiplyGate: Function = backprop.MultiplyGate
ExpGate: Function = backprop.ExpGate
ReciprocalGate: Function = backprop.ReciprocalGate
ScaleGate: Function = backprop.ScaleGate
AddConstantGate: Function = backprop.AddConstantGate
SigmoidGate: Function = backprop.SigmoidGate
MaxGate: Function = backprop.MaxGate
BranchGate: Function = backprop.BranchGate
MatMulGate: Function = backprop.MatMulGate
Graph: Function = backprop.Graph
sigmoid_neuron: Function = backprop.sigmoid_neuron
relu_jacobian: Function = backprop.relu_jacobian
relu_backward: Function = backprop.relu_backward
squared_norm_of_product: Function = backprop.squared_norm_of_product
jacobian: Function = torch.autograd.functional.jacobian
numerical_gradient: Function = optimization.numerical_gradient

patient = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, max_side=3)
float_dtypes = st.sampled_from(["float32", "float64"])

ONE_INPUT: Gates = {
    "exp": (ExpGate, torch.exp),
    "reciprocal": (ReciprocalGate, torch.reciprocal),
    "scale": (lambda: ScaleGate(-2.5), lambda x: -2.5 * x),
    "add a constant": (lambda: AddConstantGate(-2.5), lambda x: x - 2.5),
    "sigmoid": (SigmoidGate, torch.sigmoid),
}
TWO_INPUTS: Gates = {
    "add": (AddGate, lambda a, b: a + b),
    "multiply": (MultiplyGate, lambda a, b: a * b),
    "max": (MaxGate, lambda a, b: torch.where(a >= b, a, b)),
}


@st.composite
def arrays(draw: st.DrawFn, count: int) -> list[Array]:
    """Some arrays of one shape and dtype: small whole numbers among them, but no 0."""
    rng = np.random.default_rng(draw(seeds))
    shape, dtype = draw(shapes), draw(float_dtypes)
    if draw(st.booleans()):
        drawn = rng.choice([-2.0, -1.0, 1.0, 2.0], (count, *shape))
    else:
        drawn = rng.choice([-1, 1], (count, *shape)) * rng.uniform(0.1, 3, (count, *shape))
    return [np.asarray(array).astype(dtype) for array in drawn]


def tensor(array: Any) -> torch.Tensor:
    return torch.tensor(np.asarray(array, dtype=np.float64))


def assert_close(got: Any, wanted: torch.Tensor, like: Array) -> None:
    assert np.shape(got) == tuple(wanted.shape)
    assert np.asarray(got).dtype in (like.dtype, np.float64)
    tolerance = 1e-4 if like.dtype == np.float32 else 1e-10
    np.testing.assert_allclose(got, wanted.detach().numpy(), rtol=tolerance, atol=tolerance)


def assert_like_torch(gate: Any, function: Function, inputs: list[Array], dout: Array) -> None:
    leaves = [tensor(array).requires_grad_() for array in inputs]
    right = function(*leaves)
    gradients = torch.autograd.grad(right, leaves, tensor(dout))
    assert_close(gate.forward(*inputs), right, dout)
    found = gate.backward(dout)
    assert isinstance(found, tuple) == (len(inputs) > 1)
    for partial, gradient in zip(found if len(inputs) > 1 else (found,), gradients, strict=True):
        assert_close(partial, gradient, dout)


# Gates -------------------------------------------------------------------------------


@patient
@given(st.sampled_from(sorted(ONE_INPUT)), arrays(2))
def test_a_gate_with_one_input_equals_torch(name: str, drawn: list[Array]) -> None:
    make, function = ONE_INPUT[name]
    assert_like_torch(make(), function, drawn[:1], drawn[1])


@patient
@given(st.sampled_from(sorted(TWO_INPUTS)), arrays(3))
def test_a_gate_with_two_inputs_equals_torch(name: str, drawn: list[Array]) -> None:
    make, function = TWO_INPUTS[name]
    assert_like_torch(make(), function, drawn[:2], drawn[2])


@patient
@given(st.tuples(*[st.integers(1, 4)] * 3), seeds)
def test_the_matrix_product_equals_torch(lengths: tuple[int, int, int], seed: int) -> None:
    rng, (N, D, C) = np.random.default_rng(seed), lengths
    A, B, dout = (rng.standard_normal(shape) for shape in ((N, D), (D, C), (N, C)))
    assert_like_torch(MatMulGate(), torch.matmul, [A, B], dout)


@patient
@given(arrays(4), st.integers(1, 3))
def test_a_branch_adds_what_its_copies_send_back(drawn: list[Array], copies: int) -> None:
    x, *upstream = drawn
    gate = BranchGate(copies)
    out = gate.forward(x)
    assert isinstance(out, tuple) and len(out) == copies
    assert all(np.array_equal(copy, x) for copy in out)
    added = sum(map(tensor, upstream[:copies]), torch.zeros(x.shape, dtype=torch.float64))
    assert_close(gate.backward(tuple(upstream[:copies])), added, x)


@pytest.mark.parametrize("name", [*ONE_INPUT, *TWO_INPUTS])
def test_plain_numbers_go_through_a_gate_and_back(name: str) -> None:
    make, function = (ONE_INPUT | TWO_INPUTS)[name]
    numbers = [0.75] if name in ONE_INPUT else [0.75, -1.5]
    gate = make()
    leaves = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in numbers]
    right = function(*leaves)
    gradients = torch.autograd.grad(right, leaves, torch.tensor(3.0, dtype=torch.float64))
    assert gate.forward(*numbers) == pytest.approx(right.item())
    found = gate.backward(3.0)
    found = found if isinstance(found, tuple) else (found,)
    assert [float(number) for number in found] == pytest.approx(
        [gradient.item() for gradient in gradients]
    )


def test_the_first_circuit_of_the_book() -> None:
    add, multiply = AddGate(), MultiplyGate()
    q = add.forward(-2.0, 5.0)
    assert (q, multiply.forward(q, -4.0)) == (3, -12)
    dq, dz = multiply.backward(1.0)
    assert (dq, dz, *add.backward(dq)) == (-4, 3, -4, -4)


def test_at_a_tie_the_first_input_of_max_gets_it_all() -> None:
    gate = MaxGate()
    gate.forward(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    da, db = gate.backward(np.array([5.0, 6.0, 7.0]))
    np.testing.assert_array_equal(da, [5, 0, 7])
    np.testing.assert_array_equal(db, [0, 6, 0])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_sigmoid_is_finite_in_both_directions(dtype: str) -> None:
    gate = SigmoidGate()
    x = np.array([-1e4, -750, 0, 750, 1e4], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_array_equal(gate.forward(x), np.array([0, 0, 0.5, 1, 1], dtype))
        np.testing.assert_array_equal(gate.backward(np.ones(5, dtype)), [0, 0, 0.25, 0, 0])


def test_two_gates_do_not_know_of_each_other_and_the_last_forward_counts() -> None:
    one, other = MultiplyGate(), MultiplyGate()
    one.forward(7.0, 8.0)
    one.forward(2.0, 3.0)
    other.forward(4.0, 5.0)
    assert one.backward(1.0) == one.backward(1.0) == (3, 2)
    assert other.backward(10.0) == (50, 40)


# The neuron ----------------------------------------------------------------------------


def test_the_neuron_of_the_book_node_by_node() -> None:
    w, x = np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0])
    out, (dw, dx) = sigmoid_neuron(w, x)
    assert round(float(out), 2) == 0.73
    np.testing.assert_allclose(np.round(dw, 2), [-0.20, -0.39, 0.20])
    np.testing.assert_allclose(np.round(dx, 2), [0.39, -0.59])
    chain = [ScaleGate(-1), ExpGate(), AddConstantGate(1)]
    chain += [ReciprocalGate()]
    value, seen = w[:2] @ x + w[2], []
    for gate in chain:
        value = gate.forward(value)
        seen.append(round(float(value), 2))
    assert seen == [-1, 0.37, 1.37, 0.73]
    gradient, seen = 1.0, []
    for gate in reversed(chain):
        gradient = gate.backward(gradient)
        seen.append(round(float(gradient), 2))
    assert seen == [-0.53, -0.53, -0.20, 0.20]
    assert round(float(gradient), 3) == 0.197


@patient
@given(seeds, st.sampled_from([1.0, 100.0, 1e4]))
def test_the_neuron_equals_torch(seed: int, size: float) -> None:
    rng = np.random.default_rng(seed)
    w, x = rng.standard_normal(3) * [1, 1, size], rng.standard_normal(2)
    leaves = tensor(w).requires_grad_(), tensor(x).requires_grad_()
    right = torch.sigmoid(leaves[0][:2] @ leaves[1] + leaves[0][2])
    out, gradients = sigmoid_neuron(w, x)
    assert_close(out, right, w)
    for partial, gradient in zip(gradients, torch.autograd.grad(right, leaves), strict=True):
        assert_close(partial, gradient, w)


# ReLU ----------------------------------------------------------------------------------


@patient
@given(hnp.arrays("float64", st.integers(1, 6), elements=st.sampled_from([-2.0, -0.0, 0.0, 1.5])))
def test_the_jacobian_is_torchs_and_the_way_back_is_a_row_times_it(x: Array) -> None:
    right = jacobian(torch.relu, tensor(x))
    table = relu_jacobian(x)
    assert_close(table, right, x)
    dout = np.arange(1.0, len(x) + 1)
    np.testing.assert_array_equal(relu_backward(dout, x), dout @ table)


@patient
@given(arrays(2))
def test_the_way_back_through_relu_equals_torch(drawn: list[Array]) -> None:
    dout, x = drawn
    leaf = tensor(x).requires_grad_()
    (right,) = torch.autograd.grad(torch.relu(leaf), leaf, tensor(dout))
    assert_close(relu_backward(dout, x), right, x)


def test_a_million_entries_go_back_without_a_table_of_eight_terabytes() -> None:
    x = np.resize([1.0, -2.0, 3.0, -1.0], 1_000_000)
    dx = relu_backward(np.resize([4.0, -1.0, 5.0, 9.0], 1_000_000), x)
    np.testing.assert_array_equal(dx[:4], [4, 0, 5, 0])
    assert dx.sum() == 9 * 250_000


# The squared length of a product ---------------------------------------------------------


def test_the_vector_example_of_the_book() -> None:
    W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
    f, (dW, dx) = squared_norm_of_product(W, x)
    assert f == pytest.approx(0.116)
    np.testing.assert_allclose(dW, [[0.088, 0.176], [0.104, 0.208]])
    np.testing.assert_allclose(dx, [-0.112, 0.636])


@patient
@given(st.integers(1, 4), st.integers(1, 4), seeds)
def test_the_gradients_of_the_squared_length_equal_measured_ones(
    rows: int, columns: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    W, x = rng.standard_normal((rows, columns)), rng.standard_normal(columns)
    f, (dW, dx) = squared_norm_of_product(W, x)
    assert f == pytest.approx(np.linalg.norm(W @ x) ** 2)
    measured_W = numerical_gradient(lambda W: squared_norm_of_product(W, x)[0], W)
    measured_x = numerical_gradient(lambda x: squared_norm_of_product(W, x)[0], x)
    np.testing.assert_allclose(dW, measured_W, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(dx, measured_x, rtol=1e-6, atol=1e-7)


# Graph -----------------------------------------------------------------------------------


def graph_of(*nodes: tuple[str, Any, list[str]]) -> Any:
    graph = Graph()
    for node in nodes:
        graph.add(*node)
    return graph


def test_the_first_circuit_of_the_book_as_a_graph() -> None:
    graph = graph_of(("q", AddGate(), ["x", "y"]), ("f", MultiplyGate(), ["q", "z"]))
    assert graph.forward({"x": -2.0, "y": 5.0, "z": -4.0}) == -12
    assert graph.backward() == {"x": -4, "y": -4, "z": 3}


def test_the_gradients_of_a_node_used_twice_add_up_and_an_unused_name_has_zeros() -> None:
    graph = graph_of(("p", MultiplyGate(), ["x", "y"]), ("f", AddGate(), ["p", "x"]))
    assert graph.forward({"x": 3.0, "y": 2.0, "u": np.ones((2, 3))}) == 9
    gradients = graph.backward()
    assert (gradients["x"], gradients["y"]) == (3, 3)
    np.testing.assert_array_equal(gradients["u"], np.zeros((2, 3)))


KINDS: Gates = {
    "add": TWO_INPUTS["add"],
    "multiply": TWO_INPUTS["multiply"],
    "max": TWO_INPUTS["max"],
    "sigmoid": ONE_INPUT["sigmoid"],
    "scale": ONE_INPUT["scale"],
}


@patient
@given(st.data(), st.integers(1, 8), seeds)
def test_any_graph_equals_torch(data: st.DataObject, length: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = {name: rng.standard_normal((2, 3)) for name in "xyz"}
    known: dict[str, torch.Tensor] = {
        name: tensor(value).requires_grad_() for name, value in values.items()
    }
    leaves = list(known.values())
    graph = Graph()
    for number in range(length):
        kind = data.draw(st.sampled_from(sorted(KINDS)))
        count = 2 if kind in TWO_INPUTS else 1
        read = [data.draw(st.sampled_from(sorted(known))) for _ in range(count)]
        make, function = KINDS[kind]
        graph.add(f"node {number}", make(), read)
        known[f"node {number}"] = function(*(known[name] for name in read))
    right = known[f"node {length - 1}"]
    assert_close(graph.forward(values), right, values["x"])
    found = torch.autograd.grad(right, leaves, torch.ones_like(right), allow_unused=True)
    gradients = graph.backward()
    assert list(gradients) == ["x", "y", "z"]
    for partial, gradient in zip(gradients.values(), found, strict=True):
        assert_close(partial, torch.zeros(2, 3) if gradient is None else gradient, values["x"])
    again = graph.backward()
    assert all(np.array_equal(again[name], gradients[name]) for name in values)


# Arguments ---------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_arguments_may_be_read_only_and_are_left_alone(dtype: str) -> None:
    rng = np.random.default_rng(0)
    a, b, dout = (rng.uniform(0.5, 2, (3, 3)).astype(dtype) for _ in range(3))
    for array in (a, b, dout):
        array.flags.writeable = False
    one_input = [(make(), (a,)) for make, _ in ONE_INPUT.values()]
    two_inputs = [(make(), (a, b)) for make in (AddGate, MultiplyGate, MaxGate, MatMulGate)]
    for gate, inputs in [*one_input, *two_inputs]:
        assert gate.forward(*inputs).dtype == dtype
        found = gate.backward(dout)
        assert np.asarray(found).dtype == dtype
    relu_backward(dout, a)
    values = {"x": a, "y": b}
    graph = graph_of(("f", MultiplyGate(), ["x", "y"]))
    graph.forward(values)
    graph.backward()
    assert list(values) == ["x", "y"]
