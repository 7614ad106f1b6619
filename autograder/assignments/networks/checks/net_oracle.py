"""The oracle of nets: the same of torch's layers, and autograd."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from autograder.assignments.cases import updated
from autograder.assignments.networks.checks.net_problems import ANY_DEPTH, Parameters
from autograder.inside.plan import Call
from autograder.judge.torch_oracle import Torch


def torch_net(torch: Torch, *calls: Call) -> Any:
    """Return what the last call should give: parameters, scores, or loss and gradients."""
    last = calls[-1]
    if last.attribute:
        return _drawn(calls)
    *_, parameters = (updated(call) for call in calls if call.target == "net.params.update")
    left_out: tuple[Any, ...] = (None, 0.0)[len(last.arguments) - 1 :]
    X, y, reg = *last.arguments, *left_out
    reg = dict(last.keywords).get("reg", reg)
    leaves = {
        name: torch.tensor(parameter).requires_grad_() for name, parameter in parameters.items()
    }
    replaced = {name for name, _ in last.stand_ins}
    other_layers = "affine_forward" in replaced
    scores = _torch_scores(torch, torch.tensor(X), list(leaves.values()), other_layers)
    if y is None:
        return torch.array(scores)
    data, slope = _data_loss(torch, scores, torch.labels(y), replaced)
    penalty = reg * sum((W**2).sum() for name, W in leaves.items() if name.startswith("W"))
    gradients = torch.torch.autograd.grad(slope + penalty, list(leaves.values()))
    return torch.array(data + penalty), dict(zip(leaves, map(torch.array, gradients), strict=True))


def _data_loss(torch: Torch, scores: Any, y: Any, replaced: set[str]) -> tuple[Any, Any]:
    """The mean loss, and what has the gradient that a net sends back: not its own, if replaced."""
    loss = slope = torch.torch.nn.functional.cross_entropy(scores, y)
    behind = scores.max(dim=1, keepdim=True).values - scores
    if "cross_entropy" in replaced:
        loss = (behind.gather(1, y[:, None]) ** 2).mean()
    if "softmax" in replaced:
        true = torch.torch.nn.functional.one_hot(y, scores.shape[1])
        slope = (scores * ((1 / (1 + behind) - true) / len(y)).detach()).sum()
    return loss, slope


def _drawn(calls: tuple[Call, ...]) -> Parameters:
    """The parameters of the net that the last call looks at, drawn once more."""
    shared: dict[int, np.random.Generator] = {}
    for call in calls[:-1]:
        sizes, rest = call.arguments[:3], call.arguments[3:]
        if call.target == ANY_DEPTH:
            sizes, rest = call.arguments[0], call.arguments[1:]
        seed, *scale = rest
        rng = np.random.default_rng(seed.seed)
        if seed.shared:
            rng = shared.setdefault(seed.seed, rng)
        width = dict(call.keywords).get("weight_scale", scale[0] if scale else 0.01)
        parameters = {}
        for layer, shape in enumerate(pairwise(sizes), 1):
            parameters[f"W{layer}"] = rng.standard_normal(shape) * width
            parameters[f"b{layer}"] = np.zeros(shape[1])
        if call.keep == "net":
            found = parameters
    return found


def _torch_scores(torch: Torch, out: Any, parameters: list[Any], other_layers: bool) -> Any:
    for number, (W, b) in enumerate(zip(parameters[::2], parameters[1::2], strict=True)):
        if number:
            out = out**2 if other_layers else torch.torch.relu(out)
        if other_layers:
            place = torch.tensor(np.arange(1, len(W) + 1))
            rows, columns = (out * place).sum(1), (W / place[:, None]).sum(0)
            out = torch.torch.outer(rows, columns) + 2 * b
        else:
            out = torch.torch.nn.functional.linear(out, W.T, b)
    return out
