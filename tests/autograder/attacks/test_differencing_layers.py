"""Differencing one's own forward pass for any one gradient of a layer or a net takes too long.

Everything else in these answers is right and fast: the forward pass that is asked about each
number, and the other gradients. So each large case stops a difference by itself.

What no case can stop: an activation's backward, since each output depends on one input and a
single difference measures all slopes; and the gradients of biases, of which there are few.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder.inside.probe import answer
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from autograder.sandbox.limits import Limits
from solutions import convolution, networks

JudgeOf = Callable[[str, int], Judge]

OUTPUTS = """
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

def conv(x, w, b, stride=1, pad=0):
    if pad:
        x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(x, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.tensordot(windows, w, axes=((1, 4, 5), (1, 2, 3)))
    return out.transpose(0, 3, 1, 2) + b[:, np.newaxis, np.newaxis]

def conv_fast(x, w, b, stride=1, pad=0):
    return conv_forward_fast_right(x, w, b, stride, pad)[0]

def conv1d(x, w, b, stride=1, pad=0):
    if pad:
        x = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    windows = sliding_window_view(x, w.shape[2], axis=2)[:, :, ::stride]
    out = np.tensordot(windows, w, axes=((1, 3), (1, 2)))
    return out.transpose(0, 2, 1) + b[:, np.newaxis]

def max_pool(x, size=2, stride=2):
    rows = sliding_window_view(x, size, axis=2)[:, :, ::stride].max(axis=-1)
    return sliding_window_view(rows, size, axis=3)[:, :, :, ::stride].max(axis=-1)

def affine(x, w, b):
    return x.reshape(len(x), -1) @ w + b

def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b2)
"""
"""Each forward pass at its fastest."""

LAYER = """
def {layer}_forward{fast}(*arguments):
    return {output}(*arguments), arguments

def {layer}_backward{fast}(dout, cache):
    gradients = {layer}_backward{fast}_right(dout, {layer}_forward{fast}_right(*cache)[1])
    arguments = [*cache]
    point = arguments[{which}] = np.array(cache[{which}])
    before, slopes = {output}(*arguments), np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        take_a_difference(point.size)
        number = point[index]
        point[index] += {step}
        slopes[index] = np.vdot({output}(*arguments) - before, dout) / {step}
        point[index] = number
    if not isinstance(gradients, tuple):
        return slopes
    return *gradients[:{which}], slopes, *gradients[{which} + 1 :]
"""

NET = """
def data_loss(net, X, y):
    scores = {net}_right.loss(net, X)
    shifted = scores - scores.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]
    return losses.mean()

class {net}({net}_right):
    def loss(self, X, y=None, reg=0.0):
        if y is None:
            return super().loss(X)
        loss, grads = super().loss(X, y, reg)
        point = self.params["{which}"]
        before, slopes = data_loss(self, X, y), 2 * reg * point
        for index in np.ndindex(point.shape):
            take_a_difference(point.size)
            number = point[index]
            point[index] += 1e-6
            slopes[index] += (data_loss(self, X, y) - before) / 1e-6
            point[index] = number
        return loss, grads | {{"{which}": slopes}}
"""

LAYERS = {
    "affine_backward": (networks, "affine", 2),
    "maxout_backward": (networks, "maxout", 2),
    "conv_backward": (convolution, "conv", 2),
    "conv_backward_fast": (convolution, "conv_fast", 1),
    "max_pool_backward": (convolution, "max_pool", 1),
    "conv1d_backward": (convolution, "conv1d", 2),
}
"""Where each is, its output at its fastest, and how many of its arguments are differenced."""

LINEAR = {"affine_backward", "conv_backward", "conv1d_backward", "conv_backward_fast"}
"""What is linear in each argument: there a long step is as right as a short one."""

NETS = {
    "TwoLayerNet": (networks, ("W1", "W2")),
    "FullyConnectedNet": (networks, ("W1",)),
    "ConvNet": (convolution, ("W1", "W2")),
}


PART = 4
"""An answer gets one part of so many of the tests' time: it shows that all would not be enough."""


def right(module: ModuleType, name: str) -> str:
    """The right answer under another name, to be called by a wrong one."""
    source = inspect.getsource(getattr(module, name))
    return source.replace(f"def {name}(", f"def {name}_right(").replace(
        f"class {name}:", f"class {name}_right:"
    )


def layer_cells(exercise: str, which: int) -> str:
    """A notebook in which one gradient of a layer is differenced."""
    module, output, _ = LAYERS[exercise]
    fast = "_fast" if exercise.endswith("_fast") else ""
    forward = exercise.replace("backward", "forward")
    wrong = LAYER.format(
        layer=forward.removesuffix("_fast").removesuffix("_forward"),
        fast=fast,
        output=output,
        which=which,
        step="2.0**20" if exercise in LINEAR else "1e-6",
    )
    called = [
        inspect.getsource(function) for function in (convolution.zero_pad, convolution.conv_step)
    ]
    rights = [right(module, name) for name in (forward, exercise)]
    return "\n".join([OUTPUTS, *called, *rights, wrong])


def net_cells(exercise: str, which: str) -> str:
    """A notebook in which the gradient of one parameter of a net is differenced."""
    module, _ = NETS[exercise]
    layers = ["affine_forward", "affine_backward", "relu_forward", "relu_backward"]
    if module is convolution:
        layers += ["conv_forward_fast", "conv_backward_fast"]
        layers += ["max_pool_forward", "max_pool_backward"]
    called = [inspect.getsource(getattr(module, name)) for name in layers]
    return "\n".join(
        [OUTPUTS, *called, right(module, exercise), NET.format(net=exercise, which=which)]
    )


class Differences:
    """The differences that an answer takes of one case after another, and their time.

    All differences of a case cost the same, so a part of a case tells how long all of it takes.
    """

    def __init__(self) -> None:
        self.taken, self.of = 0, 0
        self.end = time.process_time() + Limits().test_cpu_seconds / PART

    def take(self, of: int) -> None:
        """Begin a difference of a case that needs `of`; raise at the end of the time."""
        now = time.process_time()
        if self.taken == self.of:
            self.taken, self.of, self.begun = 0, of, now
        if now > self.end:
            raise TimeoutError
        self.taken += 1

    def whole_case_seconds(self) -> float:
        """What the case would have taken that was not finished."""
        assert 0 < self.taken < self.of, "no case was cut off"
        return (time.process_time() - self.begun) * self.of / self.taken


def judged_in_time(
    cells: str, module: ModuleType, exercise: str, judge_of: JudgeOf
) -> tuple[Verdict, float]:
    """The verdict on an answer that soon gives up, and the seconds of the case it gave up on."""
    judge = judge_of(module.__name__.removeprefix("solutions."), 0)
    differences = Differences()
    namespace: dict[str, Any] = {"take_a_difference": differences.take}
    exec(cells, namespace)
    replies = answer(judge.plans[exercise], namespace)
    seconds = differences.whole_case_seconds()
    return judge.verdict(exercise, replies, ""), seconds


@pytest.mark.parametrize(
    ("exercise", "which"),
    [(exercise, which) for exercise, (*_, count) in LAYERS.items() for which in range(count)],
)
def test_one_gradient_of_a_layer_by_differences_takes_more_time_than_the_tests_may(
    exercise: str, which: int, judge_of: JudgeOf
) -> None:
    module, *_ = LAYERS[exercise]
    verdict, seconds = judged_in_time(layer_cells(exercise, which), module, exercise, judge_of)
    assert verdict.score == 0
    assert seconds > Limits().test_cpu_seconds


@pytest.mark.parametrize(
    ("exercise", "which"),
    [(exercise, which) for exercise, (_, matrices) in NETS.items() for which in matrices],
)
def test_the_gradient_of_one_matrix_of_a_net_by_differences_takes_more_time_than_the_tests_may(
    exercise: str, which: str, judge_of: JudgeOf
) -> None:
    module, _ = NETS[exercise]
    verdict, seconds = judged_in_time(net_cells(exercise, which), module, exercise, judge_of)
    assert not verdict.passed
    assert seconds > Limits().test_cpu_seconds


@pytest.mark.parametrize("exercise", sorted(LINEAR))
def test_but_for_the_time_a_difference_of_a_linear_layer_is_right(exercise: str) -> None:
    rng = np.random.default_rng(0)
    shapes: dict[str, tuple[tuple[int, ...], ...]] = {
        "affine_backward": ((3, 4), (4, 2), (2,)),
        "conv1d_backward": ((2, 3, 7), (4, 3, 3), (4,)),
    }
    shapes["conv_backward"] = shapes["conv_backward_fast"] = ((2, 3, 5, 4), (2, 3, 3, 2), (2,))
    inputs = tuple(map(rng.standard_normal, shapes[exercise]))
    module, _, count = LAYERS[exercise]
    forward = exercise.replace("backward", "forward")
    out, cache = getattr(module, forward)(*inputs)
    dout = rng.standard_normal(out.shape)
    expected = getattr(module, exercise)(dout, cache)
    for which in range(count):
        namespace: dict[str, Any] = {"take_a_difference": lambda of: None}
        exec(layer_cells(exercise, which), namespace)
        got = namespace[exercise](dout, namespace[forward](*inputs)[1])
        for one, other in zip(got, expected, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9)
