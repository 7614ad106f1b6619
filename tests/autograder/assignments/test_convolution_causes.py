"""What convolutions build on: a right one on something broken gets its points."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.assignments.right_answers import styles
from autograder.judge.judge import Judge
from autograder.judge.mistake import Mistake
from autograder.judge.verdict import Verdict
from autograder.reading.statements import CELL_SEPARATOR
from solutions import convolution as reference
from tests.autograder.assignments.convolution_parts import (
    ASSIGNMENT,
    Function,
    conv_backward,
    conv_forward,
    conv_step,
    im2col,
    max_pool_forward,
    zero_pad,
)
from tests.autograder.judge.asked_in_process import verdicts_in

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]


def mistake(exercise: str, name: str) -> Mistake:
    return next(
        mistake for mistake in ASSIGNMENT.by_name[exercise].mistakes if mistake.name == name
    )


def explained(judge: Judge, exercise: str, **functions: Any) -> Verdict:
    """The verdict on an exercise in a notebook with these, and the reference's others."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    cells = [inspect.getsource(reference)]
    for name, function in functions.items():
        source = textwrap.dedent(inspect.getsource(function))
        cells.append(re.sub(rf"^(def|class) {function.__name__}\b", rf"\1 {name}", source))
    for cell in cells:
        exec(cell, namespace)
    return verdicts_in(judge, namespace, CELL_SEPARATOR.join(cells))[exercise]


@pytest.fixture(scope="module")
def judge(judge_of: JudgeOf) -> Judge:
    return judge_of("convolution", 0)


def not_written(*arguments: Any, **keywords: Any) -> Any:
    raise NotImplementedError


@pytest.mark.parametrize("broken", ["zero_pad", "conv_step"])
def test_a_right_forward_on_one_broken_function_gets_its_points(broken: str, judge: Judge) -> None:
    verdict = explained(judge, "conv_forward", **{broken: not_written})
    assert verdict.passed
    assert verdict.message.startswith(f"conv_forward calls {broken}, which does not work yet")


def test_a_forward_that_works_the_window_out_itself_is_judged_without_conv_step(
    judge: Judge,
) -> None:
    written_out = styles("convolution")["loops"].conv_forward
    assert "conv_step" not in inspect.getsource(written_out)
    verdict = explained(judge, "conv_forward", conv_forward=written_out, zero_pad=not_written)
    assert verdict.passed


def test_a_backward_on_a_broken_frame_gets_its_points(judge: Judge) -> None:
    verdict = explained(judge, "conv_backward", zero_pad=not_written)
    assert verdict.passed


def by_columns(x: Any, w: Any, b: Any, stride: int = 1, pad: int = 0) -> Any:
    size = w.shape[2]  # square filters, by way of im2col; others are left to the loops
    if w.shape[2] != w.shape[3]:
        return conv_forward(x, w, b, stride, pad)
    down = (x.shape[2] + 2 * pad - size) // stride + 1
    cols = im2col(x, size, stride, pad)
    out = np.einsum("fk,nkl->nfl", w.reshape(len(w), -1), cols) + b[:, None]
    return out.reshape(len(x), len(w), down, -1), (x, w, stride, pad)


@pytest.mark.parametrize("broken", [not_written, mistake("im2col", "places_first").function])
def test_a_fast_forward_on_broken_columns_gets_its_points(broken: Function, judge: Judge) -> None:
    functions = {"conv_forward_fast": by_columns, "im2col": broken}
    verdict = explained(judge, "conv_forward_fast", **functions)
    lost = {part.name for part in verdict.parts if part.score == 0}
    assert lost <= {"no Python loop over examples or positions"}  # it calls the one with loops
    assert verdict.message.startswith("conv_forward_fast calls im2col, which does not work yet")


@pytest.mark.parametrize(
    "broken",
    ["conv_backward_fast", "max_pool_backward", "affine_forward", "relu_backward"],
)
def test_a_right_network_on_one_broken_layer_gets_its_points(broken: str, judge: Judge) -> None:
    verdict = explained(judge, "ConvNet", **{broken: not_written})
    assert verdict.passed
    assert re.match(rf"ConvNet calls (\w+ and )*{broken}\b.*not work yet", verdict.message)


def test_a_network_with_a_mistake_is_not_saved_by_stand_ins(judge: Judge) -> None:
    wrong = mistake("ConvNet", "reg_without_two")
    verdict = explained(judge, "ConvNet", ConvNet=wrong.function, relu_backward=not_written)
    assert not verdict.passed


UNMASKED = {
    "the maps": "        dmaps = relu_backward(dmaps, map_relu_cache)\n",
    "the hidden units": "        dhidden = relu_backward(dhidden, hidden_relu_cache)\n",
}


@pytest.mark.parametrize("line", UNMASKED.values(), ids=UNMASKED)
@pytest.mark.parametrize("seed", [0, 4, 8])
def test_a_network_without_a_mask_is_wrong_on_wrong_layers_too(
    line: str, seed: int, judge_of: JudgeOf
) -> None:
    """With seed 4 no block of a map was all 0, and with seed 8 no hidden unit off."""
    right = inspect.getsource(reference.ConvNet)
    assert line in right
    cells = [inspect.getsource(reference), right.replace(line, "")]
    namespace: dict[str, Any] = {"__name__": "notebook"}
    for cell in cells:
        exec(cell, namespace)
    namespace["conv_backward_fast"] = not_written
    judge = judge_of("convolution", seed)
    names = ["conv_backward_fast", "ConvNet"]
    verdict = verdicts_in(judge, namespace, CELL_SEPARATOR.join(cells), names)["ConvNet"]
    assert not verdict.passed


def as_image_of_one_row(x: Any, w: Any, b: Any, stride: int = 1, pad: int = 0) -> Any:
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    out, cache = conv_forward(padded[:, :, None], w[:, :, None], b, stride, 0)
    return out[:, :, 0], (cache, pad, x.shape[2])


def back_from_one_row(dout: Any, cache: Any) -> Any:
    of_images, pad, steps = cache
    dpadded, dw, db = conv_backward(dout[:, :, None], of_images)
    return dpadded[:, :, 0, pad : pad + steps], dw[:, :, 0], db


def step_by_step(x: Any, w: Any, b: Any, stride: int = 1, pad: int = 0) -> Any:
    padded = zero_pad(x[..., None], pad)[..., pad]
    out = np.zeros((len(x), len(w), (padded.shape[2] - w.shape[2]) // stride + 1))
    for n, f, t in np.ndindex(out.shape):
        window = padded[n, :, t * stride : t * stride + w.shape[2]]
        out[n, f, t] = conv_step(window, w[f], b[f])
    return out, (padded, w, stride, pad)


@pytest.mark.parametrize(
    ("answer_of_a_student", "broken"),
    [
        (as_image_of_one_row, ("conv_forward",)),
        (as_image_of_one_row, ("zero_pad", "conv_forward")),
        (step_by_step, ("conv_step",)),
        (step_by_step, ("zero_pad",)),
        (step_by_step, ("zero_pad", "conv_step")),
    ],
)
def test_a_right_convolution_of_sequences_on_broken_functions_for_images_gets_its_points(
    answer_of_a_student: Function, broken: tuple[str, ...], judge: Judge
) -> None:
    functions = {"conv1d_forward": answer_of_a_student, **dict.fromkeys(broken, not_written)}
    verdict = explained(judge, "conv1d_forward", **functions)
    assert verdict.passed
    assert re.match(rf"conv1d_forward calls .*{broken[-1]}\b.* not work yet", verdict.message)


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ("conv_forward", "conv_forward and conv_backward, which do"),
        ("conv_backward", "conv_backward, which does"),
        ("zero_pad", "conv_forward and conv_backward, which do"),  # what it calls
    ],
)
def test_a_right_backward_of_sequences_on_broken_functions_for_images_gets_its_points(
    broken: str, named: str, judge: Judge
) -> None:
    functions = {"conv1d_forward": as_image_of_one_row, "conv1d_backward": back_from_one_row}
    verdict = explained(judge, "conv1d_backward", **functions, **{broken: not_written})
    assert verdict.passed
    assert verdict.message.startswith(f"conv1d_backward calls {named} not work yet: ")


def test_what_is_not_called_is_not_the_cause(judge: Judge) -> None:
    wrong = mistake("conv1d_forward", "bias_forgotten")
    functions = {"conv1d_forward": wrong.function, "conv_forward": not_written}
    verdict = explained(judge, "conv1d_forward", **functions)
    assert verdict.mistake == "bias_forgotten"
    assert "conv_forward" not in verdict.message
    assert wrong.sentence in verdict.message


def with_a_frame_by_numpy(dout: Any, cache: Any) -> Any:
    x, w, _, stride, pad = cache
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dframed, dw = np.zeros(framed.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + w.shape[2])
        columns = slice(j * stride, j * stride + w.shape[3])
        dframed[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * framed[n, :, rows, columns]
    height, width = x.shape[2:]
    return dframed[:, :, pad : pad + height, pad : pad + width], dw, dout.sum(axis=(0, 2, 3))


def of_the_output_alone(x: Any, w: Any, b: Any, stride: int = 1, pad: int = 0) -> Any:
    return conv_forward(x, w, b, stride, pad)[0]


def test_a_right_backward_on_a_broken_step_gets_its_points_with_its_own_cache(judge: Judge) -> None:
    verdict = explained(judge, "conv_backward", conv_step=not_written)
    assert verdict.passed, verdict.message
    assert "calls conv_step" in verdict.message


@pytest.mark.parametrize("frame", [zero_pad, mistake("zero_pad", "one_side").function])
def test_a_frame_by_numpy_is_judged_with_no_other_frame(frame: Function, judge: Judge) -> None:
    functions = {"conv_forward": of_the_output_alone, "conv_backward": with_a_frame_by_numpy}
    verdict = explained(judge, "conv_backward", **functions, zero_pad=frame)
    assert verdict.passed, verdict.message
    assert "with (x, w, b, stride, pad) as its cache" in verdict.message


def pool_without_cache(x: Any, size: int = 2, stride: int = 2) -> Any:
    return max_pool_forward(x, size, stride)[0]


def back_by_windows(dout: Any, cache: Any) -> Any:
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + row, j * stride + column] += dout[n, c, i, j]
    return dx


def test_a_right_pooling_backward_is_handed_a_plain_cache(judge: Judge) -> None:
    functions = {"max_pool_forward": pool_without_cache, "max_pool_backward": back_by_windows}
    verdict = explained(judge, "max_pool_backward", **functions)
    assert verdict.passed, verdict.message


RAISES = (
    "    def loss(self, X, y=None, reg=0.0):\n        if y is not None:\n            raise {}\n"
)


@pytest.mark.parametrize("raised", ["ValueError('shapes')", "NotImplementedError"])
def test_scores_of_a_net_are_paid_where_its_loss_raises(raised: str, judge: Judge) -> None:
    right = inspect.getsource(reference.ConvNet)
    scores = re.sub(r"    def loss\(self.*\n", RAISES.format(raised), right)
    cells = [inspect.getsource(reference), scores]
    namespace: dict[str, Any] = {"__name__": "notebook"}
    for cell in cells:
        exec(cell, namespace)
    verdict = verdicts_in(judge, namespace, CELL_SEPARATOR.join(cells), ["ConvNet"])["ConvNet"]
    earned = {part.name for part in verdict.parts if part.score}
    assert {"parameters", "scores"} <= earned, verdict.message
    assert not earned & {"loss", "gradients"}
