"""The cases of the conventions hold the ordinary case's numbers, each in another form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from autograder import assignments
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.conventions import (
    LABEL_DTYPES,
    ONLY_ARGUMENTS,
    conventions,
    draw_cases,
    protected,
)
from autograder.judge.exercise import Array, Convention, TestCase

FLOATS = arrays_of.arrays(
    np.float32,
    arrays_of.array_shapes(min_dims=0, max_dims=4, max_side=3),
    elements=st.floats(-(2.0**20), 2.0**20, width=32),
)
LABELS = arrays_of.arrays(np.int64, st.integers(1, 5), elements=st.integers(0, 9))


def case_of(floats: list[Array], labels: Array) -> TestCase:
    """A case that has arrays wherever a call can."""
    first, *others = floats
    made = FamilyMember("quadratic", (first,))
    values = {"one": first, "several": (0.5, *others)}
    calls = Call("first", (values, made)), Call("last", (list(floats), labels, 2))
    return TestCase("an ordinary case", calls, ordinary=True)


ordinary_cases = st.builds(case_of, st.lists(FLOATS, min_size=1, max_size=3), LABELS)


def found(case: TestCase, label: str) -> TestCase:
    (found,) = (convention for convention in conventions(case) if convention.label == label)
    return found


def dtypes(case: TestCase, kinds: str) -> set[str]:
    return {array.dtype.name for array in case.arrays if array.dtype.kind in kinds}


@given(ordinary_cases)
def test_every_case_holds_the_same_numbers_and_everything_else(case: TestCase) -> None:
    for convention in conventions(case):
        assert not convention.ordinary
        assert [call.target for call in convention.calls] == ["first", "last"]
        assert convention.calls[1].arguments[2] == 2
        assert convention.calls[0].arguments[0]["several"][0] == 0.5
        for before, after in zip(case.arrays, convention.arrays, strict=True):
            np.testing.assert_array_equal(before, after, strict=False)
            assert before.shape == after.shape


@given(ordinary_cases)
def test_every_case_is_what_its_label_says(case: TestCase) -> None:
    assert dtypes(found(case, "float32 inputs"), "f") == {"float32"}
    for array in found(case, "inputs with gaps in memory").arrays:
        assert array.size < 2 or array.shape[-1] < 2 or not array.flags.forc
    frozen = found(case, "read-only inputs")
    assert not any(array.flags.writeable for array in frozen.arrays)
    assert frozen.judged == ONLY_ARGUMENTS
    for dtype in LABEL_DTYPES[1:]:
        assert dtypes(found(case, f"labels of dtype {dtype}"), "iu") == {dtype}
    for convention in conventions(case):
        if convention.label == "inputs in column order":
            assert all(array.flags.f_contiguous for array in convention.arrays)
        if convention.label != "float32 inputs":
            assert dtypes(convention, "f") == {"float64"}
            (scale,) = convention.calls[0].arguments[1].settings
            assert scale.dtype == np.float64


@given(ordinary_cases)
def test_there_is_no_case_of_what_the_inputs_do_not_have(case: TestCase) -> None:
    axes = max(array.ndim for array in case.arrays)
    labels = [convention.label for convention in conventions(case)]
    assert ("inputs in column order" in labels) == (axes > 1)
    unlabelled = replace(case, calls=case.calls[:1])
    assert not any("labels" in convention.label for convention in conventions(unlabelled))


@given(ordinary_cases, st.frozensets(st.sampled_from(Convention)))
def test_an_exercise_gets_the_cases_of_the_conventions_it_keeps_to(
    case: TestCase, kept: frozenset[Convention]
) -> None:
    got = [convention.label for convention in conventions(case, kept)]
    apart = [
        convention.label for each in kept for convention in conventions(case, frozenset({each}))
    ]
    assert sorted(got) == sorted(apart)


@given(ordinary_cases)
def test_a_protected_case_leaves_the_other_one_writable(case: TestCase) -> None:
    assert not any(array.flags.writeable for array in protected(case).arrays)
    assert all(array.flags.writeable for array in case.arrays)


def test_float64_is_too_near_to_kinks_for_a_case_in_float32() -> None:
    case = TestCase("an ordinary case", (Call("f", (np.ones(3),)),), ordinary=True)
    with pytest.raises(ValueError, match="drawn in float32"):
        conventions(case)
    layouts = frozenset({Convention.COLUMN_ORDER, Convention.GAPS})
    assert [convention.label for convention in conventions(case, layouts)] == [
        "inputs with gaps in memory"
    ]


def test_an_exercise_without_an_ordinary_case_is_refused_unless_it_keeps_to_no_convention() -> None:
    def draw(rng: np.random.Generator) -> list[Any]:
        return [TestCase("one", (Call("hinge_loss", (np.ones(3),)),))]

    exercise = replace(assignments.load("losses").by_name["hinge_loss"], draw=draw)
    with pytest.raises(ValueError, match="hinge_loss marks no case as ordinary"):
        draw_cases(exercise, np.random.default_rng(0))
    free = replace(exercise, conventions=frozenset())
    assert len(draw_cases(free, np.random.default_rng(0))) == 1
