"""Answers that differ by rounding are right; all others are wrong, and it is said where."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.judge.compare import (
    ABSOLUTE_TOLERANCE,
    RELATIVE_TOLERANCE,
    TAIL_TOLERANCE,
    VANISHING,
    first_difference,
    is_close,
)

finite = st.floats(-1e6, 1e6)


@given(arrays(np.float64, array_shapes(min_dims=0, max_dims=3, min_side=0), elements=finite))
def test_an_array_is_equal_to_itself(array: np.ndarray[Any, Any]) -> None:
    assert first_difference(array.copy(), array) is None


@given(arrays(np.float64, array_shapes(max_dims=3), elements=finite))
def test_another_order_of_summation_is_right(array: np.ndarray[Any, Any]) -> None:
    backwards = np.asarray(sum(float(value) for value in array.ravel()[::-1]))
    # Only the sizes of the terms say how much rounding there may be.
    terms = np.append(np.abs(array).sum(), array.sum())
    assert first_difference(np.append(np.abs(array).sum(), backwards), terms) is None


any_float = st.sampled_from(
    (0.0, 5e-14, 1e-11, 1.0, 1 + 1e-10, 1 + 1e-8, -1.0, 1e300, np.inf, -np.inf, np.nan)
)


@given(arrays(np.float64, (2, 4), elements=any_float), st.booleans())
def test_numbers_are_close_as_numpy_says(
    pair: np.ndarray[Any, Any], single_precision: bool
) -> None:
    array, wanted = pair
    precision = "float32" if single_precision else "float64"
    tolerance = RELATIVE_TOLERANCE[precision]
    largest = max([abs(value) for value in wanted if np.isfinite(value)], default=0.0)
    absolute = max(tolerance * largest * 0.1, ABSOLUTE_TOLERANCE[precision])
    with np.errstate(all="ignore"):
        expected = np.isclose(array, wanted, rtol=tolerance, atol=absolute, equal_nan=True)
        expected |= (np.abs(wanted) < VANISHING) & (np.abs(array - wanted) <= TAIL_TOLERANCE)
    assert (is_close(array, wanted, single_precision=single_precision) == expected).all()


@given(
    arrays(np.float64, array_shapes(max_dims=2), elements=st.floats(1e-3, 1e3)),
    st.integers(0, 10**6),
)
def test_a_millionth_too_much_in_one_place_is_found(
    array: np.ndarray[Any, Any], which: int
) -> None:
    wrong = array.copy()
    place = np.unravel_index(which % array.size, array.shape)
    wrong[place] += 1e-6 * np.abs(array).max()
    difference = first_difference(wrong, array)
    assert difference is not None
    index = ", ".join(str(int(i)) for i in place)
    assert f"at index {index};" in difference or f"at index ({index});" in difference


@pytest.mark.parametrize(
    ("got", "expected", "said"),
    [
        (None, np.zeros(2), "nothing (None)"),
        ("2.9", np.zeros(2), "a str; expected an array of shape (2,)"),
        ([0.0, 0.0], np.zeros(2), "a list; expected an array of shape (2,)"),
        (np.zeros((2, 1)), np.zeros(2), "an array of shape (2, 1); expected an array of shape"),
        (np.zeros(2), 1.0, "an array of shape (2,); expected a number"),
        (1.0, np.zeros(2), "a number; expected an array"),
        (
            np.ones(2, int),
            np.zeros(2),
            "1 at index 0; expected 0 there (2 of 2 values differ), dtype",
        ),
        (np.zeros(2, bool), np.zeros(2), "bool values; expected float64"),
        (np.zeros(2, np.float32), np.zeros(2), "float32 values; expected float64"),
        (np.zeros(2), np.zeros(2, int), "float64 values; expected integers"),
        (np.array([1, 0]), np.array([1.0, 0.0]), "int64 values; expected float64"),
        (1.5, 2.5, "1.5; expected 2.5"),
        (1.5, 1.5 + 1e-8, "1.5; expected 1.50000001"),
        (2, 2.5, "2; expected 2.5"),
        (np.array([1.0, 2.0]), np.array([1.0, 3.0]), "2 at index 1; expected 3 there"),
        (np.array([np.nan]), np.array([3.0]), "nan at index 0"),
        (np.array([np.inf]), np.array([3.0]), "inf at index 0"),
        ((1.0,), (1.0, 2.0), "1 values; expected a tuple of 2 values"),
        (1.0, (1.0, 2.0), "a number; expected a tuple of 2 values"),
        (None, (1.0, 2.0), "nothing (None); is the return statement missing?"),
        ((1.0, 3.0), (1.0, 2.0), "in item 1: 3; expected 2"),
    ],
)
def test_a_difference_is_said_in_words(got: Any, expected: Any, said: str) -> None:
    difference = first_difference(got, expected)
    assert difference is not None
    assert said in difference


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (3, 3.0),
        (np.float64(3), 3.0),
        (np.array(3.0), 3.0),
        ([1.0, 2.0], (1.0, 2.0)),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (np.array([1, 2], np.int32), np.array([1, 2])),
        (np.zeros(2, int), np.zeros(2)),  # sums of nothing, by Python
        (np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_what_is_as_good_is_right(got: Any, expected: Any) -> None:
    assert first_difference(got, expected) is None


def test_rounding_to_single_precision_is_right_only_for_float32_inputs() -> None:
    exact = np.array([1 / 3, 1e4 / 3])
    rounded = exact.astype(np.float32)
    assert first_difference(rounded, exact, single_precision=True) is None
    assert first_difference(rounded.astype(float), exact, single_precision=True) is None
    assert first_difference(rounded.astype(float), exact) is not None


def test_a_loss_too_small_for_one_formula_is_right_in_both() -> None:
    assert first_difference(np.array([6e-22, 0.0]), np.zeros(2)) is None
    assert first_difference(np.array([1e-11, 0.0]), np.zeros(2)) is not None


def test_a_tail_may_be_cut_where_it_vanishes_and_nowhere_else() -> None:
    assert first_difference(np.array([5.3e-14]), np.array([0.0])) is None
    assert first_difference(np.array([5.3e-14]), np.array([1e-131])) is None
    assert first_difference(np.array([2e-17]), np.array([1e-17])) is None
    assert first_difference(np.array([5.3e-14]), np.array([1e-17])) is not None
    assert first_difference(np.array([2e-15]), np.array([1e-15])) is not None


def test_the_rounding_of_large_terms_may_stay_where_they_cancel() -> None:
    assert first_difference(np.array([2e-10, 1e3]), np.array([0.0, 1e3])) is None
    assert first_difference(np.array([2e-10, 1.0]), np.array([0.0, 1.0])) is not None


def test_all_values_that_differ_are_counted() -> None:
    difference = first_difference(np.ones((2, 3)), np.zeros((2, 3)))
    assert difference is not None
    assert "at index (0, 0)" in difference
    assert "(6 of 6 values differ)" in difference


@pytest.mark.parametrize("expected", [1.0, np.ones(2), (1.0, 2.0), {"x": 1.0}])
def test_nothing_is_asked_about_whatever_was_expected(expected: object) -> None:
    assert first_difference(None, expected) == "nothing (None); is the return statement missing?"


def test_a_mistake_that_returns_nothing_can_be_compared_with() -> None:
    assert first_difference(None, None) is None
    assert first_difference({"x": 1.0}, {"x": None}) == "in x: a number; expected nothing (None)"


def test_a_zero_has_no_sign() -> None:
    assert first_difference(1.0, -0.0) == "1; expected 0"
