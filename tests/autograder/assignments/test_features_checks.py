"""The hidden tests of `features`: partial credit, messages, and stand-ins."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.judge.conventions import draw_cases
from autograder.judge.exercise import TestCase
from autograder.judge.judge import Judge
from autograder.judge.mistake import Mistake
from autograder.judge.verdict import Verdict
from solutions import features as reference
from tests.autograder.judge.asked_in_process import verdicts_in

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]
Gradients = tuple[Array, Array]

ASSIGNMENT = assignments.load("features")
image_gradients: Callable[..., Gradients] = reference.image_gradients


def parts(verdict: Verdict) -> dict[str, float]:
    return {part.name: part.score for part in verdict.parts}


def mistake(exercise: str, name: str) -> Mistake:
    return next(
        mistake for mistake in ASSIGNMENT.by_name[exercise].mistakes if mistake.name == name
    )


def cases(exercise: str) -> list[TestCase]:
    return draw_cases(ASSIGNMENT.by_name[exercise], np.random.default_rng(7))


def arguments(exercise: str, number: int = 0) -> list[Any]:
    """One argument of every call of an exercise that has it."""
    calls = [case.calls[-1].arguments for case in cases(exercise)]
    return [call[number] for call in calls if len(call) > number]


def test_the_assignment_has_every_function_of_the_contract() -> None:
    assert set(ASSIGNMENT.by_name) >= {
        *("to_polar", "standardize", "color_histogram", "image_gradients"),
        *("orientation_histogram", "extract_patches", "nearest_codeword", "bag_of_words"),
    }


# What the cases keep to -------------------------------------------------------------------


def test_images_have_values_from_0_to_1() -> None:
    for exercise in ("color_histogram", "image_gradients", "orientation_histogram"):
        for image in arguments(exercise):
            assert image.min() >= 0
            assert image.max() <= 1


def test_bins_of_colours_are_powers_of_two_so_that_every_edge_is_exact() -> None:
    assert {1, 2, 4, 16} <= set(arguments("color_histogram", 1)) <= {1, 2, 4, 8, 16}


def test_images_of_gradients_have_two_rows_and_two_columns_at_least() -> None:
    for exercise in ("image_gradients", "orientation_histogram"):
        shapes = {image.shape for image in arguments(exercise)}
        assert min(min(shape) for shape in shapes) == 2
        assert any(height > width for height, width in shapes)
        assert any(height < width for height, width in shapes)


def test_every_image_of_orientations_has_a_cell_also_with_stand_ins() -> None:
    exercise = ASSIGNMENT.by_name["orientation_histogram"]
    assert exercise.draw_stand_ins is not None
    for case in cases("orientation_histogram") + exercise.draw_stand_ins(np.random.default_rng(7)):
        call = case.calls[-1]
        cell = dict(call.keywords).get("cell", [*call.arguments, 8, 8][1])
        assert min(call.arguments[0].shape) >= cell


def test_strides_leave_remainders_overlap_touch_and_leave_gaps() -> None:
    calls = [case.calls[-1].arguments for case in cases("extract_patches")]
    assert any((gray.shape[0] - size) % stride for gray, size, stride in calls)
    assert any((gray.shape[1] - size) % stride for gray, size, stride in calls)
    assert all(
        any(relation(stride, size) for _, size, stride in calls)
        for relation in (int.__lt__, int.__eq__, int.__gt__)
    )
    assert all(min(gray.shape) >= size for gray, size, _ in calls)


# Partial credit ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["by_its_own", "test_left_alone", "constant_centered"])
def test_a_wrong_test_set_leaves_the_points_of_the_training_set(
    name: str, judged: JudgedBy
) -> None:
    verdict = judged("standardize", mistake("standardize", name).function)
    assert parts(verdict) == {"training set": 2, "test set": 0, "arguments left alone": 1}


def test_a_right_gx_keeps_its_points_beside_a_wrong_gy(judged: JudgedBy) -> None:
    verdict = judged("image_gradients", mistake("image_gradients", "y_upwards").function)
    assert parts(verdict) == {"gx": 2, "gy": 0, "arguments left alone": 1}


def test_an_image_that_is_scaled_in_place_costs_its_own_part_alone(judged: JudgedBy) -> None:
    def scaling_in_place(image: Array, bins: int = 8) -> Array:
        image *= bins
        numbers = np.minimum(image.reshape(-1, 3).astype(int), bins - 1)
        return np.concatenate([np.bincount(c, minlength=bins) for c in numbers.T]) / len(numbers)

    verdict = judged("color_histogram", scaling_in_place)
    assert parts(verdict) == {"histogram": 3, "arguments left alone": 0}


# Right in another way -----------------------------------------------------------------------


def test_words_may_be_of_any_integer_dtype_and_of_no_other(judged: JudgedBy) -> None:
    right: Callable[..., Any] = reference.nearest_codeword
    assert judged("nearest_codeword", lambda p, c: right(p, c).astype(np.uint8)).passed
    verdict = judged("nearest_codeword", lambda p, c: right(p, c).astype(float))
    assert not verdict.passed
    assert "expected integers" in verdict.message


def test_patches_may_be_a_view_of_the_image(judged: JudgedBy) -> None:
    def views(gray: Array, size: int, stride: int) -> Array:
        windows = np.lib.stride_tricks.sliding_window_view(gray, (size, size))
        return windows[::stride, ::stride].reshape(-1, size**2)

    assert judged("extract_patches", views).passed


@pytest.mark.parametrize("turns", [1, 2])
def test_numpy_histogram_is_right_for_orientations_once_180_degrees_are_0(
    turns: int, judged: JudgedBy
) -> None:
    """Its last bin takes what is on its end, and a remainder may come out as 180 by rounding."""

    def by_library(gray: Array, cell: int = 8, bins: int = 9) -> Array:
        gx, gy = np.gradient(gray)[::-1]
        angle, size = np.degrees(np.arctan2(gy, gx)), np.hypot(gx, gy)
        for _ in range(turns):
            angle = angle % 180
        shape = gray.shape[0] // cell, gray.shape[1] // cell
        result = np.zeros((*shape, bins))
        for i, j in np.ndindex(shape):
            here = np.s_[i * cell : (i + 1) * cell, j * cell : (j + 1) * cell]
            result[i, j], _ = np.histogram(angle[here], bins, (0, 180), weights=size[here])
        return result

    verdict = judged("orientation_histogram", by_library)
    assert parts(verdict)["histograms"] == 3, verdict.message
    assert verdict.passed == (turns == 2), verdict.message


# What is not there, and what fails ------------------------------------------------------------


@pytest.mark.parametrize("name", ["half_turn_lost", "rounded_half_turn_in_last_bin"])
def test_half_a_turn_in_the_last_bin_costs_its_own_part_alone(name: str, judged: JudgedBy) -> None:
    verdict = judged(
        "orientation_histogram", mistake("orientation_histogram", name).function, seed=1
    )
    assert parts(verdict) == {"histograms": 3, "half a turn": 0, "arguments left alone": 1}


def test_an_index_beyond_the_bins_is_reported_with_its_case(judged: JudgedBy) -> None:
    wrong = mistake("orientation_histogram", "remainder_of_a_half_turn")
    message = judged("orientation_histogram", wrong.function).message
    assert wrong.sentence in message
    assert "IndexError" in message


def test_a_message_names_call_shape_and_first_difference(judged: JudgedBy) -> None:
    message = judged("image_gradients", mistake("image_gradients", "not_halved").function).message
    assert "gx: image_gradients(np.array([[" in message
    assert "]])) [4 by 6 pixels] returned " in message
    assert "at index" in message
    assert "; expected " in message


def test_whole_numbers_that_are_counts_are_called_so(judged: JudgedBy) -> None:
    nearest: Callable[..., Any] = reference.nearest_codeword

    def counts(patches: Array, codebook: Array) -> Array:
        return np.bincount(nearest(patches, codebook), minlength=len(codebook))

    verdict = judged("bag_of_words", counts)
    assert verdict.mistake == "counts"


# Building on functions that do not work ---------------------------------------------------------


def explained(judge: Judge, exercise: str, **functions: Callable[..., Any]) -> Verdict:
    """The verdict on an exercise in a notebook with these functions among the reference's."""
    names: dict[str, Any] = {"np": np}
    for name in ASSIGNMENT.by_name:
        tree = ast.parse(textwrap.dedent(inspect.getsource(_chosen(name, functions))))
        definition = tree.body[0]
        assert isinstance(definition, ast.FunctionDef)
        definition.name, definition.returns = name, None
        for argument in definition.args.args:
            argument.annotation = None
        exec(ast.unparse(tree), names)
    return verdicts_in(judge, names)[exercise]


def _chosen(name: str, functions: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    chosen: Callable[..., Any] = functions.get(name, getattr(reference, name))
    return chosen


def gradients_not_written(gray: Array) -> Gradients:
    raise NotImplementedError


def words_not_written(patches: Array, codebook: Array) -> Array:
    raise NotImplementedError


BROKEN = [
    ("orientation_histogram", "image_gradients", gradients_not_written),
    (
        "orientation_histogram",
        "image_gradients",
        mistake("image_gradients", "borders_zero").function,
    ),
    ("bag_of_words", "nearest_codeword", words_not_written),
    ("bag_of_words", "nearest_codeword", mistake("nearest_codeword", "last_of_equals").function),
]


@pytest.mark.parametrize(("exercise", "broken", "function"), BROKEN)
def test_a_right_answer_on_a_broken_one_gets_its_points(
    exercise: str, broken: str, function: Callable[..., Any], judge_of: JudgeOf
) -> None:
    verdict = explained(judge_of("features", 0), exercise, **{broken: function})
    assert verdict.passed, verdict.message
    assert verdict.message.splitlines() == [
        f"{exercise} calls {broken}, which does not work yet: it was judged with another function "
        "in its place.",
        "Right.",
    ]


def stands_on_its_own(wrong: Mistake, builds_on: tuple[str, ...]) -> bool:
    return inspect.getclosurevars(wrong.function).globals.keys() <= {"np", *builds_on}


WRONG = [
    pytest.param(exercise, broken, function, wrong, id=f"{exercise}-{wrong.name}")
    for exercise, broken, function in BROKEN[::2]
    for wrong in ASSIGNMENT.by_name[exercise].mistakes
    if stands_on_its_own(wrong, (broken,))
]


@pytest.mark.parametrize(("exercise", "broken", "function", "wrong"), WRONG)
def test_a_mistake_is_named_on_a_broken_one_too(
    exercise: str, broken: str, function: Callable[..., Any], wrong: Mistake, judge_of: JudgeOf
) -> None:
    functions = {broken: function, exercise: wrong.function}
    verdict = explained(judge_of("features", 0), exercise, **functions)
    assert not verdict.passed
    assert verdict.mistake == wrong.name
    assert wrong.sentence in verdict.message


def gradient_per_cell(gray: Array, cell: int = 8, bins: int = 9) -> Array:
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows, columns):
        part = gray[i * cell : (i + 1) * cell, j * cell : (j + 1) * cell]
        gx, gy = image_gradients(part)
        numbers = (np.degrees(np.arctan2(gy, gx)) % 180 * bins / 180).astype(int) % bins
        np.add.at(histogram[i, j], numbers, np.hypot(gx, gy))
    return histogram


def test_a_gradient_per_cell_is_wrong_on_wrong_gradients_too(judge_of: JudgeOf) -> None:
    functions = {
        "image_gradients": mistake("image_gradients", "borders_zero").function,
        "orientation_histogram": gradient_per_cell,
    }
    verdict = explained(judge_of("features", 0), "orientation_histogram", **functions)
    assert parts(verdict)["histograms"] == 0
    assert "NameError" not in verdict.message


def test_a_histogram_that_takes_its_gradients_itself_is_right(judged: JudgedBy) -> None:
    def on_its_own(gray: Array, cell: int = 8, bins: int = 9) -> Array:
        gy, gx = np.gradient(gray)
        angle = np.arctan2(gy, gx) % np.pi
        numbers = (angle / np.pi * bins).astype(int) % bins
        result = np.zeros((gray.shape[0] // cell, gray.shape[1] // cell, bins))
        for i, j in np.ndindex(result.shape[0] * cell, result.shape[1] * cell):
            result[i // cell, j // cell, numbers[i, j]] += np.hypot(gx[i, j], gy[i, j])
        return result

    assert judged("orientation_histogram", on_its_own).passed
