"""A Python loop over images, or over the positions of windows, is found by what it executes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.inside.probe import answer
from autograder.judge.exercise import NO_LOOPS_OVER_IMAGES
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from tests.autograder.cells import namespace_of

JudgeOf = Callable[[str, int], Judge]


def judged(judge: Judge, exercise: str, *cells: str) -> Verdict:
    return judge.verdict(exercise, answer(judge.plans[exercise], namespace_of(*cells)), "")


FAST_FORWARD = """
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

def conv_forward_fast(x, w, b, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    {out}
    return out.transpose(0, 3, 1, 2) + b[:, None, None], None
"""
AT_ONCE = "out = np.tensordot(windows, w, ((1, 4, 5), (1, 2, 3)))"
OVER = {
    "image": "out = np.stack([np.tensordot(image, w, ((0, 3, 4), (1, 2, 3)))"
    " for image in windows])",
    "position": "out = np.stack([np.tensordot(windows[:, :, i], w, ((1, 3, 4), (1, 2, 3)))"
    " for i in range(windows.shape[2])], axis=1)",
}
COLUMNS = (
    "out = np.stack([np.tensordot(windows[:, :, :, j], w, ((1, 3, 4), (1, 2, 3)))"
    " for j in range(windows.shape[3])], axis=2)"
)

FIXED = {
    "images": "out = np.stack([np.tensordot(windows[i % len(x)], w, ((0, 3, 4), (1, 2, 3)))"
    " for i in range(600)])[:len(x)]",
    "rows": "out = np.stack([np.tensordot(windows[:, :, i % windows.shape[2]], w,"
    " ((1, 3, 4), (1, 2, 3))) for i in range(600)], axis=1)[:, :windows.shape[2]]",
    "columns": "out = np.stack([np.tensordot(windows[:, :, :, j % windows.shape[3]], w,"
    " ((1, 3, 4), (1, 2, 3))) for j in range(600)], axis=2)[:, :, :windows.shape[3]]",
}


@pytest.mark.parametrize(
    ("over", "out"), [*OVER.items(), ("position", COLUMNS)], ids=["images", "rows", "columns"]
)
def test_a_loop_over_images_or_over_either_axis_of_positions_is_found(
    over: str, out: str, judge_of: JudgeOf
) -> None:
    judge = judge_of("convolution", 0)
    verdict = judged(judge, "conv_forward_fast", FAST_FORWARD.format(out=out))
    wrong = {part.name: part.message for part in verdict.parts if part.message}
    assert list(wrong) == [NO_LOOPS_OVER_IMAGES.name], verdict.message
    assert f"runs once for each {over}." in wrong[NO_LOOPS_OVER_IMAGES.name]


@pytest.mark.parametrize("out", FIXED.values(), ids=FIXED)
def test_a_loop_that_runs_a_fixed_number_of_times_is_found(out: str, judge_of: JudgeOf) -> None:
    judge = judge_of("convolution", 0)
    verdict = judged(judge, "conv_forward_fast", FAST_FORWARD.format(out=out))
    wrong = {part.name: part.message for part in verdict.parts if part.message}
    assert list(wrong) == [NO_LOOPS_OVER_IMAGES.name], verdict.message
    assert "runs once for each image or position." in wrong[NO_LOOPS_OVER_IMAGES.name]


def test_a_product_of_all_windows_has_no_loop(judge_of: JudgeOf) -> None:
    code = FAST_FORWARD.format(out=AT_ONCE)
    assert judged(judge_of("convolution", 0), "conv_forward_fast", code).passed
