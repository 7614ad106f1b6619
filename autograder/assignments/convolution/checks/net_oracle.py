"""The oracle of the convolutional network: the same of torch's layers, and autograd."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.assignments.cases import updated
from autograder.assignments.convolution.checks.net_problems import Net, Params
from autograder.inside.plan import Call
from autograder.inside.wire import Rng
from autograder.judge.torch_oracle import Torch


def torch_net(torch: Torch, *calls: Call) -> Any:
    """The same network of torch's layers, and autograd."""
    params = _params_of(calls)
    if calls[-1].target == "net.params":
        return params
    X, y, reg = _arguments(calls[-1])
    replaced = {name for name, _ in calls[-1].stand_ins}
    names = list(params)
    if y is None:
        leaves = dict(zip(names, map(torch.tensor, params.values()), strict=True))
        return torch.array(_scores(torch, leaves, torch.tensor(X), replaced))

    def loss(*leaves: Any) -> Any:
        p = dict(zip(names, leaves, strict=True))
        scores = _scores(torch, p, torch.tensor(X), replaced)
        penalty = sum((p[name] ** 2).sum() for name in ("W1", "W2", "W3"))
        return torch.torch.nn.functional.cross_entropy(scores, torch.labels(y)) + reg * penalty

    value, *gradients = torch.value_and_gradients(loss, *params.values())
    return value, dict(zip(names, gradients, strict=True))


def _params_of(calls: tuple[Call, ...]) -> Params:
    """The parameters that the last call sees: as drawn, or as they were put there."""
    generators: dict[Rng, np.random.Generator] = {}
    params: Params = {}
    for call in calls:
        if call.target == "net.params.update":
            params = params | updated(call)
        if call.target == "ConvNet":
            *numbers, seed = call.arguments[:6]
            scale = [*call.arguments[6:], *dict(call.keywords).values(), 1e-2][0]
            made = np.random.default_rng(seed.seed)
            generator = generators.setdefault(seed, made) if seed.shared else made
            shapes = Net(*numbers).shapes
            drawn = {
                name: scale * generator.standard_normal(shape)
                for name, shape in shapes.items()
                if name.startswith("W")
            }
            biases = {name: np.zeros(shape) for name, shape in shapes.items() if name[0] == "b"}
            params = drawn | biases if call.keep == "net" else params
    return params


def _arguments(call: Call) -> tuple[Any, Any, float]:
    given = {"y": None, "reg": 0.0} | dict(zip(("X", "y", "reg"), call.arguments, strict=False))
    given |= dict(call.keywords)
    return given["X"], given["y"], given["reg"]


def _scores(torch: Torch, p: dict[str, Any], x: Any, replaced: set[str]) -> Any:
    functional = torch.torch.nn.functional
    pad = p["W1"].shape[-1] // 2
    bend = torch.torch.square if "relu_forward" in replaced else functional.relu
    if "conv_forward" in replaced:
        sums = p["W1"].sum(dim=(1, 2, 3)) * (1 + 2 * pad)
        maps = x.mean(dim=1, keepdim=True) * sums[:, None, None] - p["b1"][:, None, None]
    else:
        maps = functional.conv2d(x, p["W1"], p["b1"], padding=pad)
    maps = bend(maps)
    if "max_pool_forward" in replaced:
        pooled = 2 * maps[:, :, 1::2, 1::2]
    else:
        pooled = functional.max_pool2d(maps, 2)

    def affine(x: Any, w: Any, b: Any) -> Any:
        if "affine_forward" in replaced:
            place = torch.tensor(np.arange(1, len(w) + 1))
            return torch.torch.outer(x @ place, (w / place[:, None]).sum(dim=0)) + 2 * b
        return x @ w + b

    hidden = bend(affine(pooled.flatten(1), p["W2"], p["b2"]))
    return affine(hidden, p["W3"], p["b3"])
