"""What a verdict shows of a small call is Python that makes the same call again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder import assignments
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember, Kept, Rng
from autograder.judge.judge import Judge
from autograder.judge.pasteable import as_python, hardness
from autograder.judge.torch_oracle import Torch

SHORT = st.integers(-9999, 9999).map(lambda n: n / 1000)
KINDS = {"float64": SHORT, "float32": SHORT.map(np.float32), "int64": st.integers(-99, 99)}


def evaluated(written: str, **functions: Any) -> Any:
    *before, last = written.split("; ")
    names: dict[str, Any] = {"np": np, **functions}
    for statement in before:
        exec(statement, names)
    return eval(last, names)


@given(st.data())
def test_what_is_pasted_is_what_was_called(data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(list(KINDS)))
    array = data.draw(arrays(dtype, array_shapes(max_dims=3, max_side=3), elements=KINDS[dtype]))
    got = evaluated(as_python([Call("f", (array, 0.5), (("pad", 2),))]), f=lambda *a, **k: (a, k))
    (again, half), keywords = got
    assert again.dtype == array.dtype
    np.testing.assert_allclose(again, array, rtol=1e-6 if dtype == "float32" else 1e-12)
    assert (half, keywords) == (0.5, {"pad": 2})


def test_what_an_earlier_call_left_is_there() -> None:
    calls = [
        Call("f", (np.array([[1.0, 2.0, 3.0]]),), keep="forward"),
        Call("g", (np.ones((1, 3)), Kept("forward", 1))),
    ]
    written = as_python(calls)
    assert written == ("forward = f(np.array([[1.0, 2.0, 3.0]])); g(np.ones((1, 3)), forward[1])")
    assert (evaluated(written, f=lambda x: (x, 2 * x), g=lambda d, c: d + c) == [3, 5, 7]).all()


def test_a_generator_and_a_function_are_written_out() -> None:
    quadratic = FamilyMember("quadratic", (np.array([2.0]), np.array([1.0])))
    written = as_python([Call("f", (quadratic, Rng(5)))])
    value, drawn = evaluated(written, f=lambda q, rng: (q(np.array([4.0])), rng.random()))
    assert (value, drawn) == (18.0, np.random.default_rng(5).random())


def test_what_is_large_or_has_no_text_is_told_by_shapes() -> None:
    assert as_python([Call("f", (np.ones((7, 6)),))]) == ""
    assert as_python([Call("f", (FamilyMember("cube_gate"),))]) == ""


@pytest.mark.parametrize(
    ("shape", "expected"), [((2, 3), 0), ((5, 6), 1), ((3, 3), 2), ((1, 4), 2), ((9, 8), 3)]
)
def test_few_numbers_and_no_square_are_easiest_to_read(
    shape: tuple[int, ...], expected: int
) -> None:
    array = np.arange(np.prod(shape)).reshape(shape) / 10
    assert hardness([Call("f", (array,))], [array]) == expected


def test_every_exercise_but_those_that_get_an_object_of_ours_has_a_call_to_paste(
    torch_oracle: Torch,
) -> None:
    without = [
        name
        for assignment in map(assignments.load, assignments.names())
        for name, questions in Judge(assignment, 0, torch_oracle).questions.items()
        if min(questions.own._readable) > 2
    ]
    assert without == ["Graph", "train", "sgd"]
