"""The reference nets equal torch and measured gradients, and the loop equals torch's SGD."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import networks, optimization

Array = np.ndarray[Any, Any]

TwoLayerNet: Any = networks.TwoLayerNet
FullyConnectedNet: Any = networks.FullyConnectedNet
train: Any = networks.train
minibatches: Any = optimization.minibatches
numerical_gradient: Any = optimization.numerical_gradient
relative_error: Any = optimization.relative_error

patient = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.lists(st.integers(1, 5), min_size=2, max_size=5)
label_dtypes = st.sampled_from(
    ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
)


def problem(dims: list[int], count: int, seed: int) -> tuple[Any, Array, Array]:
    """A net whose biases are not 0, examples and labels."""
    rng = np.random.default_rng(seed)
    net = FullyConnectedNet(dims, rng, weight_scale=1.0)
    for layer in range(1, len(dims)):
        net.params[f"b{layer}"] = rng.standard_normal(dims[layer])
    return net, rng.standard_normal((count, dims[0])), rng.integers(dims[-1], size=count)


def torch_scores(params: dict[str, torch.Tensor], X: Array) -> torch.Tensor:
    out = torch.tensor(X)
    for layer in range(1, len(params) // 2 + 1):
        out = torch.relu(out) if layer > 1 else out
        out = out @ params[f"W{layer}"] + params[f"b{layer}"]
    return out


def torch_loss(
    net: Any, X: Array, y: Array, reg: float
) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    params = {
        name: torch.tensor(parameter, requires_grad=True) for name, parameter in net.params.items()
    }
    loss = torch.nn.functional.cross_entropy(torch_scores(params, X), torch.tensor(y))
    weights = [parameter for name, parameter in params.items() if name.startswith("W")]
    loss = loss + reg * torch.stack([(W**2).sum() for W in weights]).sum()
    torch.autograd.backward(loss)
    return loss, params


# Nets ----------------------------------------------------------------------------------


@patient
@given(sizes, st.integers(1, 6), seeds, st.sampled_from([0.0, 0.3]))
def test_scores_loss_and_gradients_equal_torch_at_any_depth(
    dims: list[int], count: int, seed: int, reg: float
) -> None:
    net, X, y = problem(dims, count, seed)
    loss, grads = net.loss(X, y, reg)
    wanted, params = torch_loss(net, X, y, reg)
    np.testing.assert_allclose(loss, wanted.item(), rtol=1e-10)
    assert grads.keys() == net.params.keys()
    for name, gradient in grads.items():
        grad = params[name].grad
        assert grad is not None
        np.testing.assert_allclose(gradient, grad.numpy(), atol=1e-10)
    scores = torch_scores(
        {name: torch.tensor(parameter) for name, parameter in net.params.items()}, X
    )
    np.testing.assert_allclose(net.loss(X), scores.numpy(), atol=1e-10)


def test_the_gradients_are_those_that_are_measured() -> None:
    net, X, y = problem([3, 4, 5, 3], 6, 2)
    _, grads = net.loss(X, y, 0.1)
    for name, at in list(net.params.items()):

        def loss_at(value: Array, name: str = name) -> float:
            net.params[name] = value
            return float(net.loss(X, y, 0.1)[0])

        measured = numerical_gradient(loss_at, at.copy())
        net.params[name] = at
        assert relative_error(grads[name], measured) < 1e-5


@patient
@given(*(st.integers(1, 5) for _ in range(3)), seeds, st.floats(0, 1))
def test_two_layers_are_a_net_with_one_hidden_layer(
    inputs: int, hidden: int, classes: int, seed: int, reg: float
) -> None:
    two = TwoLayerNet(inputs, hidden, classes, np.random.default_rng(seed), 1.0)
    any_depth = FullyConnectedNet([inputs, hidden, classes], np.random.default_rng(seed), 1.0)
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((4, inputs)), rng.integers(classes, size=4)
    for name, parameter in any_depth.params.items():
        np.testing.assert_array_equal(two.params[name], parameter)
    np.testing.assert_allclose(two.loss(X), any_depth.loss(X))
    (loss, grads), (other_loss, others) = two.loss(X, y, reg), any_depth.loss(X, y, reg)
    np.testing.assert_allclose(loss, other_loss, atol=1e-12)  # reg may be next to nothing
    for name in others:
        np.testing.assert_allclose(grads[name], others[name], atol=1e-12)


def test_weights_are_drawn_layer_after_layer_and_nothing_else_is() -> None:
    rng, again = np.random.default_rng(5), np.random.default_rng(5)
    net = FullyConnectedNet([4, 3, 2], rng, weight_scale=0.5)
    np.testing.assert_array_equal(net.params["W1"], 0.5 * again.standard_normal((4, 3)))
    np.testing.assert_array_equal(net.params["W2"], 0.5 * again.standard_normal((3, 2)))
    assert rng.random() == again.random()
    assert not net.params["b1"].any() and not net.params["b2"].any()


def test_the_default_scale_is_a_hundredth() -> None:
    rng = np.random.default_rng(0)
    assert TwoLayerNet(200, 100, 2, rng).params["W1"].std() == pytest.approx(0.01, rel=0.05)


def test_the_books_xor_net_scores_0_1_1_0() -> None:
    net = TwoLayerNet(2, 2, 1, np.random.default_rng(0))
    net.params["W1"], net.params["b1"] = np.ones((2, 2)), np.array([0.0, -1.0])
    net.params["W2"] = np.array([[1.0], [-2.0]])
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    assert net.loss(corners).ravel().tolist() == [0, 1, 1, 0]


def test_small_weights_give_the_logarithm_of_the_number_of_classes() -> None:
    net = TwoLayerNet(64, 32, 10, np.random.default_rng(0))
    loss, _ = net.loss(np.random.default_rng(1).random((20, 64)), np.arange(20) % 10)
    assert loss == pytest.approx(np.log(10), abs=0.01)


@pytest.mark.parametrize("sign", [1, -1])
def test_scores_of_ten_thousand_have_a_finite_loss(sign: int) -> None:
    net = FullyConnectedNet([1, 2], np.random.default_rng(0))
    net.params["W1"] = np.array([[1e4 * sign, -1e4 * sign]])
    loss, grads = net.loss(np.ones((1, 1)), np.zeros(1, dtype=int))
    assert loss == pytest.approx(0 if sign == 1 else 2e4)
    assert all(np.isfinite(gradient).all() for gradient in grads.values())


def test_a_unit_at_0_exactly_passes_no_gradient() -> None:
    net = TwoLayerNet(1, 1, 2, np.random.default_rng(0))
    net.params["W2"] = np.array([[3.0, -3.0]])
    _, grads = net.loss(np.zeros((1, 1)), np.zeros(1, dtype=int))
    assert grads["b1"].tolist() == [0.0]


@given(label_dtypes)
def test_labels_of_any_integer_dtype_give_the_same(dtype: str) -> None:
    net, X, y = problem([3, 4, 3], 5, 1)
    loss, grads = net.loss(X, y)
    other_loss, others = net.loss(X, y.astype(dtype))
    assert loss == other_loss
    assert all(np.array_equal(grads[name], others[name]) for name in grads)


def test_a_loss_changes_neither_inputs_nor_parameters() -> None:
    net, X, y = problem([3, 4, 3], 5, 1)
    for array in (X, y, *net.params.values()):
        array.flags.writeable = False
    net.loss(X, y, 0.5)


def test_two_nets_have_parameters_of_their_own() -> None:
    one, other = (FullyConnectedNet([2, 2], np.random.default_rng(n)) for n in (0, 1))
    other.params["W1"] += 1
    assert abs(one.params["W1"]).max() < 0.5


# Training ------------------------------------------------------------------------------


@patient
@given(seeds, st.integers(1, 7), st.integers(0, 3))
def test_training_equals_torchs_sgd_on_the_same_batches(
    seed: int, batch_size: int, epochs: int
) -> None:
    net, X, y = problem([3, 4, 3], 7, seed)
    params = {
        name: torch.tensor(parameter, requires_grad=True) for name, parameter in net.params.items()
    }
    losses = train(net, X, y, 0.1, batch_size, epochs, np.random.default_rng(seed))
    optimizer = torch.optim.SGD(params.values(), lr=0.1)
    rng, wanted = np.random.default_rng(seed), []
    for _ in range(epochs):
        for rows, labels in minibatches(X, y, batch_size, rng):
            optimizer.zero_grad()
            scores = torch_scores(params, rows)
            loss = torch.nn.functional.cross_entropy(scores, torch.tensor(labels))
            torch.autograd.backward(loss)
            optimizer.step()
            wanted.append(loss.item())
    np.testing.assert_allclose(losses, wanted, rtol=1e-8)
    for name, parameter in params.items():
        np.testing.assert_allclose(net.params[name], parameter.detach().numpy(), atol=1e-9)


def test_arrays_that_came_from_elsewhere_are_not_trained() -> None:
    net, X, y = problem([3, 4, 3], 7, 0)
    before = net.params["W1"]
    kept = before.copy()
    train(net, X, y, 0.5, 2, 2, np.random.default_rng(0))
    np.testing.assert_array_equal(before, kept)
    assert not np.array_equal(net.params["W1"], kept)


def test_no_epoch_no_losses() -> None:
    net, X, y = problem([3, 4, 3], 7, 0)
    assert train(net, X, y, 0.5, 2, 0, np.random.default_rng(0)) == []
