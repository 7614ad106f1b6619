"""What crosses the line comes back as it was, and nothing else gets through."""

import contextlib
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.inside.wire import DTYPES, FamilyMember, Kept, Rng, WireError, decode, encode

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.builds(Kept, st.text(max_size=5), st.none() | st.integers(0, 3))
    | st.builds(Rng, st.integers(0, 2**62), st.booleans())
    | st.builds(
        FamilyMember,
        st.text(max_size=5),
        st.tuples(st.floats(allow_nan=False)),
        st.none() | st.text(max_size=5),
    )
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
arrays = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, max_side=4))
)


@given(values)
def test_plain_values_come_back_equal(value: Any) -> None:
    assert decode(encode(value)) == value


@given(arrays)
def test_arrays_come_back_with_dtype_shape_and_values(array: Any) -> None:
    back = decode(encode(array))
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


def test_memory_layout_and_read_only_survive() -> None:
    array = np.arange(12.0).reshape(3, 4)
    locked = array.copy()
    locked.flags.writeable = False
    columns, gaps, closed = decode(encode((np.asfortranarray(array), array[:, ::2], locked)))
    assert columns.flags.f_contiguous
    assert not gaps.flags.c_contiguous
    assert not gaps.flags.f_contiguous
    np.testing.assert_array_equal(gaps, array[:, ::2])
    assert not closed.flags.writeable


def test_infinities_and_nan_cross() -> None:
    infinite, negative, nan = decode(encode((float("inf"), float("-inf"), float("nan"))))
    assert infinite == float("inf")
    assert negative == float("-inf")
    assert np.isnan(nan)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1: 2},
        np.array([object()]),
        np.array(["text"]),
        2**80,
        lambda: None,
        np.array([1 + 2j]),
        {"a": {1, 2}},
    ],
)
def test_what_is_not_plain_data_is_refused(value: Any) -> None:
    with pytest.raises(WireError):
        encode(value)


class SameAsEverything(type):
    """The kind of a class that claims to be every other, and has no hash."""

    def __eq__(cls, other: object) -> bool:
        return True


def test_a_value_whose_class_lies_about_itself_is_refused() -> None:
    with pytest.raises(WireError, match="of type Liar"):
        encode([SameAsEverything("Liar", (), {})()])


def test_values_nested_too_deeply_are_refused_both_ways() -> None:
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    with pytest.raises(WireError):
        encode(deep)
    text = '{"list":[' * 40 + "1" + "]}" * 40
    with pytest.raises(WireError):
        decode(text)
    with pytest.raises(WireError):
        decode("[" * 100_000)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_decodes_or_is_refused_and_never_crashes(text: str) -> None:
    with contextlib.suppress(WireError):
        decode(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["array", "tuple", "list", "dict", "float", "kept"])
            | st.sampled_from(["dtype", "shape", "layout", "writable", "data"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_decodes_or_is_refused_and_never_crashes(value: Any) -> None:
    with contextlib.suppress(WireError):
        decode(json.dumps(value))


def _array(**changes: Any) -> str:
    content = json.loads(encode(np.arange(4.0)))["array"]
    return json.dumps({"array": content | changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"shape": [5]},
        {"shape": [-4]},
        {"shape": [2**40, 0]},
        {"shape": [True, 4]},
        {"shape": [4.0]},
        {"shape": [1] * 40},
        {"dtype": "|O"},
        {"dtype": "<U4"},
        {"dtype": "not a dtype"},
        {"data": "!!"},
        {"data": ""},
        {"layout": "sideways"},
        {"writable": 1},
    ],
)
def test_an_array_that_does_not_fit_its_own_description_is_refused(changes: Any) -> None:
    with pytest.raises(WireError):
        decode(_array(**changes))
