"""The hidden tests of `convolution`: partial credit, exceptions, caches and stand-ins."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import checks, families
from autograder.checks import _convolution_net_wiring as net_checks
from autograder.exercise import Mistake
from autograder.judge import Judge
from autograder.loops import CELL_SEPARATOR
from autograder.probe import answer
from autograder.right_answers import styles
from autograder.verdict import Verdict
from solutions import convolution as reference

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]

ASSIGNMENT = checks.load("convolution")
conv_forward: Function = reference.conv_forward
conv_backward: Function = reference.conv_backward
im2col: Function = reference.im2col
zero_pad: Function = reference.zero_pad
conv_step: Function = reference.conv_step


def parts(verdict: Verdict) -> dict[str, float]:
    return {part.name: part.score for part in verdict.parts}


def mistake(exercise: str, name: str) -> Mistake:
    return next(one for one in ASSIGNMENT.by_name[exercise].mistakes if one.name == name)


def test_the_assignment_has_every_function_of_the_contract() -> None:
    assert list(ASSIGNMENT.by_name) == [
        *("output_size", "zero_pad", "conv_step", "conv_forward", "conv_backward"),
        *("im2col", "col2im", "conv_forward_fast", "conv_backward_fast"),
        *("max_pool_forward", "max_pool_backward", "conv1d_forward", "conv1d_backward"),
        "ConvNet",
    ]


# Exceptions --------------------------------------------------------------------------


def test_an_exception_with_any_text_is_right(judged: JudgedBy) -> None:
    def size(n: int, f: int, stride: int = 1, pad: int = 0) -> int:
        if n + 2 * pad < f or (n + 2 * pad - f) % stride:
            raise ValueError
        return (n + 2 * pad - f) // stride + 1

    assert judged("output_size", size).message == "Right."


def test_another_exception_is_named_beside_the_one_that_is_expected(judged: JudgedBy) -> None:
    message = judged("output_size", mistake("output_size", "asserted").function).message
    assert "raised AssertionError (does not fit); expected a ValueError." in message


def test_a_number_where_an_exception_is_right_is_named(judged: JudgedBy) -> None:
    message = judged("output_size", mistake("output_size", "remainder_dropped").function).message
    assert "output_size(7, 3, 3) [stride 3, which leaves a remainder] returned 2; expected a" in (
        message
    )


def test_an_exception_where_a_number_is_right_is_wrong(judged: JudgedBy) -> None:
    def refuses(*numbers: int, **more: int) -> int:
        raise ValueError("does not fit")

    verdict = judged("output_size", refuses)
    assert verdict.score == 0
    assert "raised ValueError (does not fit)" in verdict.message


# Gradients ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("cropped_to_nothing", {"dx"}),
        ("overlaps_overwritten", {"dx"}),
        ("dw_of_the_last_place", {"dw"}),
        ("db_averaged", {"db"}),
        ("averaged_over_images", {"dw", "db"}),
        ("last_forward_instead_of_cache", {"dx", "dw"}),
    ],
)
def test_one_wrong_gradient_costs_its_own_points(
    name: str, lost: set[str], judged: JudgedBy
) -> None:
    wrong = mistake("conv_backward", name)
    verdict = judged("conv_backward", wrong.function, also=wrong.also)
    assert {part for part, score in parts(verdict).items() if score == 0} == lost


def test_a_right_backward_keeps_its_points_where_the_forward_is_right_but_for_its_output(
    judged: JudgedBy,
) -> None:
    def without_bias(*arguments: Any) -> Any:
        out, cache = conv_forward(*arguments)
        return out - 1, cache

    assert judged("conv_backward", conv_backward, also={"conv_forward": without_bias}).passed


# What builds on what -----------------------------------------------------------------


def explained(judge: Judge, exercise: str, **functions: Any) -> Verdict:
    """The verdict on an exercise in a notebook with these, and the reference's others."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    cells = [inspect.getsource(reference)]
    for name, one in functions.items():
        source = textwrap.dedent(inspect.getsource(one))
        cells.append(re.sub(rf"^(def|class) {one.__name__}\b", rf"\1 {name}", source))
    for cell in cells:
        exec(cell, namespace)
    verdicts = {
        name: judge.verdict(name, answer(judge.plan(name), namespace), CELL_SEPARATOR.join(cells))
        for name in ASSIGNMENT.by_name
    }
    return judge.with_causes(verdicts)[exercise]


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
    assert verdict.passed
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
    assert re.match(rf"conv1d_forward calls .*{broken[0]}\b.* not work yet", verdict.message)


@pytest.mark.parametrize("broken", ["conv_forward", "conv_backward", "zero_pad"])
def test_a_right_backward_of_sequences_on_broken_functions_for_images_gets_its_points(
    broken: str, judge: Judge
) -> None:
    functions = {"conv1d_forward": as_image_of_one_row, "conv1d_backward": back_from_one_row}
    verdict = explained(judge, "conv1d_backward", **functions, **{broken: not_written})
    assert verdict.passed
    assert re.match(rf"conv1d_backward calls .*{broken}\b.* not work yet", verdict.message)


def test_what_is_not_called_is_not_the_cause(judge: Judge) -> None:
    wrong = mistake("conv1d_forward", "bias_forgotten")
    functions = {"conv1d_forward": wrong.function, "conv_forward": not_written}
    verdict = explained(judge, "conv1d_forward", **functions)
    assert verdict.mistake == "bias_forgotten"
    assert "conv_forward" not in verdict.message
    assert wrong.sentence in verdict.message


# The network --------------------------------------------------------------------------


def test_a_network_that_writes_everything_out_and_one_that_calls_other_layers_are_right(
    judged: JudgedBy,
) -> None:
    for style in ("einsum", "gathered", "loops"):
        module = styles("convolution")[style]
        also = {name: one for name, one in vars(module).items() if name in ASSIGNMENT.by_name}
        assert judged("ConvNet", module.ConvNet, also=also).passed


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("reg_without_two", {"gradients"}),
        ("penalty_in_gradient_only", {"loss"}),
        ("probabilities", {"scores"}),
        ("scale_not_used", {"parameters"}),
        ("maps_back_without_relu", {"gradients"}),
    ],
)
def test_a_network_loses_the_points_of_what_is_wrong_alone(
    name: str, lost: set[str], judged: JudgedBy
) -> None:
    scores = parts(judged("ConvNet", mistake("ConvNet", name).function))
    assert {part for part, score in scores.items() if score == 0} >= lost
    assert lost != {"gradients"} or scores["loss"] == 1


EVERYBODY: dict[str, Array] = {}


class Shared:
    """A network whose parameters are those of all networks."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        make: Function = reference.ConvNet
        self.net = make(*arguments, **keywords)
        EVERYBODY.clear()
        EVERYBODY.update(self.net.params)
        self.net.params = self.params = EVERYBODY

    def loss(self, *arguments: Any, **keywords: Any) -> Any:
        return self.net.loss(*arguments, **keywords)


def test_networks_that_share_their_parameters_are_rejected(judged: JudgedBy) -> None:
    assert parts(judged("ConvNet", Shared))["parameters"] == 0


def test_no_stand_in_is_the_layer_that_it_takes_the_place_of() -> None:
    rng = np.random.default_rng(0)
    x, w, b = rng.standard_normal((2, 2, 4, 4)), rng.standard_normal((3, 2, 3, 3)), np.ones(3)
    inputs: dict[str, tuple[Any, ...]] = {
        "zero_pad": (x, 1),
        "conv_step": (x[0, :, :3, :3], w[0], 1.0),
        "conv_forward": (x, w, b, 1, 1),
        "max_pool_forward": (x, 2, 2),
    }
    standing = {
        name: made.family for pairs in net_checks.STAND_INS.values() for name, made in pairs
    }
    standing |= {"zero_pad": "tiled_images", "conv_step": "largest_product"}
    for name, arguments in inputs.items():
        right: Any = getattr(reference, name)(*arguments)
        other: Any = families.FAMILIES[standing[name]]()(*arguments)
        if name.endswith("forward"):
            right, other = right[0], other[0]
        assert np.shape(right) == np.shape(other)
        assert not np.allclose(right, other)
