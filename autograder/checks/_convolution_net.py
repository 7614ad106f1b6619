"""Cases and oracle for a convolutional network made of a student's own layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autograder.checks._cases import ONLY_ARGUMENTS
from autograder.drawing import (
    LABEL_DTYPES,
    Array,
    away_from_kinks,
    labels,
    read_only,
    strided,
)
from autograder.exercise import TestCase
from autograder.probe import Call, StandIns
from autograder.torch_oracle import Torch
from autograder.wire import Made, Rng

MAX_SEED = 2**62
Params = dict[str, Array]

PARAMETERS = frozenset({"parameters"})
SCORES = frozenset({"scores"})
LOSS = frozenset({"loss", "gradients"})


@dataclass(frozen=True)
class Net:
    """The numbers that a network is made with."""

    shape: tuple[int, int, int] = (2, 2, 4)
    filters: int = 3
    size: int = 3
    hidden: int = 5
    classes: int = 4

    @cached_property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape of every parameter, in the order in which they are drawn."""
        channels, height, width = self.shape
        return {
            "W1": (self.filters, channels, self.size, self.size),
            "W2": (self.filters * (height // 2) * (width // 2), self.hidden),
            "W3": (self.hidden, self.classes),
            "b1": (self.filters,),
            "b2": (self.hidden,),
            "b3": (self.classes,),
        }

    def made(self, seed: Rng, *scale: float, keep: str = "net", **keywords: float) -> Call:
        """The call that makes it."""
        numbers = (self.shape, self.filters, self.size, self.hidden, self.classes)
        arguments = (*numbers, seed, *scale)
        return Call("ConvNet", arguments, tuple(keywords.items()), keep=keep, returns=False)

    def params(self, rng: np.random.Generator, scale: float = 0.5) -> Params:
        """Other parameters, whose biases are not 0."""
        return {name: scale * rng.standard_normal(shape) for name, shape in self.shapes.items()}


NETS = (
    ("several of everything", Net()),
    ("one channel", Net((1, 2, 4), 2, 3, 3, 3)),
    ("one filter", Net((2, 4, 4), 1, 3, 3, 2)),
    ("filters of one pixel", Net((2, 4, 2), 2, 1, 3, 3)),
    ("filters of 5", Net((1, 4, 2), 2, 5, 3, 3)),
    ("one hidden unit", Net((1, 2, 4), 2, 3, 1, 2)),
    ("one class", Net((1, 4, 2), 2, 3, 3, 1)),
    ("the smallest image", Net((1, 2, 2), 2, 3, 2, 2)),
    ("all lengths equal", Net((2, 2, 2), 2, 1, 2, 2)),
)
LARGE = Net((1, 6, 8), 2, 3, 2000, 3)
"""Gradients by differencing the loss take 100 000 forward passes, and come out too rough."""


def _rng(rng: np.random.Generator, *, shared: bool = False) -> Rng:
    return Rng(int(rng.integers(MAX_SEED)), shared)


def _draw(
    rng: np.random.Generator, net: Net, count: int, dtype: str = "float64"
) -> tuple[Params, Array]:
    """Parameters and images for which no ReLU and no pool is near a kink."""
    names = tuple(net.shapes)

    def draw() -> tuple[Array, ...]:
        images = rng.standard_normal((count, *net.shape)).astype(dtype)
        return (*net.params(rng).values(), images)

    def kinks(*drawn: Array) -> Array:
        return _near_kinks(dict(zip(names, drawn[:-1], strict=True)), drawn[-1])

    *values, images = away_from_kinks(draw, kinks)
    return dict(zip(names, values, strict=True)), images


def _near_kinks(params: Params, images: Array) -> Array:
    """What decides: inputs of the ReLUs, and how far the largest of a block is ahead."""
    pad = params["W1"].shape[-1] // 2
    padded = np.pad(images, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, params["W1"].shape[2:], axis=(2, 3))
    maps = np.einsum("ncijhw,fchw->nfij", windows, params["W1"])
    maps = maps + params["b1"][:, np.newaxis, np.newaxis]
    count, filters, height, width = maps.shape
    blocks = maps.reshape(count, filters, height // 2, 2, width // 2, 2).swapaxes(3, 4)
    blocks = np.sort(np.maximum(0, blocks).reshape(-1, 4))
    ahead = (blocks[:, -1] - blocks[:, -2])[blocks[:, -1] > 0]
    hidden = blocks[:, -1].reshape(count, -1) @ params["W2"] + params["b2"]
    return np.concatenate([maps.ravel(), ahead, hidden.ravel()])


def _of_params(
    rng: np.random.Generator, net: Net, params: Params, *calls: Call
) -> tuple[Call, ...]:
    """A network is made, other parameters are put into it, and then it is used."""
    return (net.made(_rng(rng)), Call("net.params.update", (params,), returns=False), *calls)


def _loss(*arguments: Any, **keywords: Any) -> Call:
    return Call("net.loss", arguments, tuple(keywords.items()))


def draw_net(rng: np.random.Generator) -> list[TestCase]:
    """The cases of a convolutional network."""
    return [
        *_cases_of_parameters(rng),
        *_cases_of_scores(rng),
        *_cases_of_loss(rng),
        *_cases_of_arguments(rng),
    ]


def _cases_of_parameters(rng: np.random.Generator) -> Iterator[TestCase]:
    params = Call("net.params", attribute=True)
    for label, net in NETS:
        yield TestCase(f"new, {label}", (net.made(_rng(rng)), params), results=PARAMETERS)
    net = NETS[0][1]
    scaled = net.made(_rng(rng), 0.5)
    yield TestCase("a weight scale of 0.5", (scaled, params), results=PARAMETERS)
    named = net.made(_rng(rng), weight_scale=2.0)
    yield TestCase("a weight scale by name", (named, params), results=PARAMETERS)
    shared = _rng(rng, shared=True)
    two = (net.made(shared, keep="first"), net.made(shared), params)
    yield TestCase("the second network from one rng", two, results=PARAMETERS)
    other = (net.made(_rng(rng)), net.made(_rng(rng), keep="other"), params)
    yield TestCase("after another network was made", other, results=PARAMETERS)
    images, y = rng.standard_normal((2, *net.shape)), labels(rng, 2, net.classes)
    used = (net.made(_rng(rng)), _loss(images, y, 0.5), params)
    yield TestCase("after a loss was computed", used, results=PARAMETERS)


def _cases_of_scores(rng: np.random.Generator) -> Iterator[TestCase]:
    for label, net in NETS[::2]:
        params, images = _draw(rng, net, 2)
        calls = _of_params(rng, net, params, _loss(images))
        yield TestCase(f"scores, {label}", calls, results=SCORES)
    net = NETS[0][1]
    params, images = _draw(rng, net, 1)
    one = _of_params(rng, net, params, _loss(images, None, 0.5))
    yield TestCase("scores of one image, labels None", one, results=SCORES)
    fresh = (net.made(_rng(rng), 1.0), _loss(images))
    yield TestCase("scores of a new network", fresh, results=SCORES)
    twice = _of_params(rng, net, params, _loss(3 * images), _loss(images))
    yield TestCase("scores of a second batch", twice, results=SCORES)


def _cases_of_loss(rng: np.random.Generator) -> Iterator[TestCase]:
    for label, net in NETS:
        params, images = _draw(rng, net, 2)
        yield _case_of_loss(rng, label, net, params, images, 0.1)
    net = NETS[1][1]
    for reg in (0.0, 1.0):
        params, images = _draw(rng, net, 3)
        yield _case_of_loss(rng, f"a reg of {reg:g}", net, params, images, reg)
    params, images = _draw(rng, net, 1)
    yield _case_of_loss(rng, "one image", net, params, images)
    tiny = Net((1, 2, 2), 1, 1, 2, 3)
    for dtype in LABEL_DTYPES:
        params, images = _draw(rng, tiny, 2)
        calls = _of_params(rng, tiny, params, _loss(images, labels(rng, 2, 3, dtype)))
        yield TestCase(f"{dtype} labels", calls, results=LOSS)
    params, images = _draw(rng, net, 2)
    by_name = _loss(images, y=labels(rng, 2, net.classes), reg=0.3)
    yield TestCase("labels and reg by name", _of_params(rng, net, params, by_name), results=LOSS)
    yield from _loss_of_special_numbers(rng, net)
    images, y = rng.standard_normal((2, *LARGE.shape)), labels(rng, 2, LARGE.classes)
    large = (LARGE.made(_rng(rng), 0.1), _loss(images, y, 0.01))
    yield TestCase("a large hidden layer", large, results=LOSS)


def _case_of_loss(
    rng: np.random.Generator, label: str, net: Net, params: Params, images: Array, *reg: float
) -> TestCase:
    y = labels(rng, len(images), net.classes)
    calls = _of_params(rng, net, params, _loss(images, y, *reg))
    return TestCase(f"loss, {label}", calls, results=LOSS)


def _loss_of_special_numbers(rng: np.random.Generator, net: Net) -> Iterator[TestCase]:
    params, images = _draw(rng, net, 2)
    blank = np.zeros(images.shape)
    # Every number of a map is its bias: the first of each block gets the gradient.
    above = params | {"b1": np.array([0.5, 1.5])}
    yield _case_of_loss(rng, "blank images, where all of a block are equal", net, above, blank)
    at_kink = params | {"b1": np.zeros(net.filters)}
    yield _case_of_loss(rng, "blank images and no bias", net, at_kink, blank)
    tall = params | {"W3": 1e4 * params["W3"]}
    yield _case_of_loss(rng, "scores of 1e4", net, tall, images)
    single, images32 = _draw(rng, net, 2, "float32")
    yield _case_of_loss(rng, "float32 images", net, single, images32)
    columns = np.asfortranarray(images)
    yield _case_of_loss(rng, "images in column order", net, params, columns, 0.1)
    yield _case_of_loss(rng, "images with gaps in memory", net, params, strided(images), 0.1)
    again = _of_params(
        rng, net, params, _loss(2 * images, labels(rng, 2, 3)), _loss(images, labels(rng, 2, 3))
    )
    yield TestCase("loss, a second batch", again, results=LOSS)
    other, _ = _draw(rng, net, 2)
    moved = Call("net.params.update", (other,), returns=False)
    y = labels(rng, 2, net.classes)
    stepped = _of_params(rng, net, params, _loss(images, y), moved, _loss(images, y))
    yield TestCase("loss, after the parameters were changed", stepped, results=LOSS)


def _cases_of_arguments(rng: np.random.Generator) -> Iterator[TestCase]:
    net = NETS[1][1]
    params, images = _draw(rng, net, 2)
    y = labels(rng, 2, net.classes)
    y.flags.writeable = False
    calls = _of_params(rng, net, params, _loss(read_only(images), y, 0.1))
    yield TestCase("read-only images and labels", calls, ONLY_ARGUMENTS)


# Stand-ins --------------------------------------------------------------------------

STAND_INS: dict[str, StandIns] = {
    "convolution": tuple(
        (f"conv_{way}{fast}", Made(f"mean_map_{way}"))
        for way in ("forward", "backward")
        for fast in ("", "_fast")
    ),
    "pool": (
        ("max_pool_forward", Made("corners_forward")),
        ("max_pool_backward", Made("corners_backward")),
    ),
    "affine": (
        ("affine_forward", Made("weighed_forward")),
        ("affine_backward", Made("weighed_backward")),
    ),
    "relu": (
        ("relu_forward", Made("square_forward")),
        ("relu_backward", Made("square_backward")),
    ),
}


def draw_wiring(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which other layers take the place of one kind, and of all kinds."""
    everything = tuple(pair for pairs in STAND_INS.values() for pair in pairs)
    return [case for pairs in (everything, *STAND_INS.values()) for case in _wired(rng, pairs)]


def _wired(rng: np.random.Generator, pairs: StandIns) -> Iterator[TestCase]:
    new = Call("net.params", attribute=True)
    net = NETS[0][1]
    made = Call(**{**vars(net.made(_rng(rng))), "stand_ins": pairs})
    yield TestCase("new", (made, new), results=PARAMETERS)
    for label, net in (NETS[0], NETS[3]):
        params, images = _draw(rng, net, 2)
        y = labels(rng, 2, net.classes)
        scores = Call("net.loss", (images,), stand_ins=pairs)
        loss = Call("net.loss", (images, y, 0.1), stand_ins=pairs)
        for call, results in ((scores, SCORES), (loss, LOSS)):
            yield TestCase(label, _of_params(rng, net, params, call), results=results)


# The oracle -------------------------------------------------------------------------


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
            params = params | call.arguments[0]
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
