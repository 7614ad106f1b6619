"""What is too large or too deep is refused before it is parsed; all else is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.notebooks import bounds
from autograder.notebooks.bounds import MAX_NESTING, is_within_bounds
from autograder.notebooks.files import plain_notebook

TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(["[[[", "\\", '"', "{[,", '\\"['])
DOCUMENTS = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=30,
)


def depth(document: Any) -> int:
    if isinstance(document, dict):
        return 1 + max(map(depth, document.values()), default=0)
    return 1 + max(map(depth, document), default=0) if isinstance(document, list) else 0


@given(DOCUMENTS, st.integers(0, 6))
def test_levels_are_counted_as_a_parser_would(document: Any, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "MAX_NESTING", most)
        assert is_within_bounds(json.dumps(document).encode()) == (depth(document) <= most)


@given(st.lists(st.sampled_from([b"[", b"{", b'"', b"\\", b",", b"]", b"a"]), max_size=60))
def test_what_is_no_json_is_looked_at_all_the_same(pieces: list[bytes]) -> None:
    assert is_within_bounds(b"".join(pieces)) in (True, False)


def test_brackets_in_a_string_without_an_end_are_no_levels() -> None:
    assert is_within_bounds(b'"' + b'\\"' * 10**6 + b"[" * 10**6)


@pytest.mark.parametrize(
    "document",
    [b"[" * 10**6, b"[" * (MAX_NESTING + 1), b"[]," * (6 * 10**6)],
    ids=["brackets", "one level too many", "elements"],
)
def test_a_document_beyond_the_bounds_is_refused_in_one_line(document: bytes) -> None:
    with pytest.raises(CourseError, match=r"^a\.ipynb holds too much.*Jupyter$"):
        plain_notebook(document, "a.ipynb")


def test_a_cell_of_very_many_lines_is_named() -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": "a=1\n" * 10**5}
    notebook = json.dumps({"nbformat": 4, "cells": [cell]}).encode()
    with pytest.raises(CourseError, match=r"damaged notebook: cell number 1 has more than 20,000"):
        plain_notebook(notebook, "a.ipynb")


def test_metadata_nested_deep_is_refused() -> None:
    nested: Any = {}
    for _ in range(900):
        nested = {"a": nested}
    cell = {"cell_type": "code", "metadata": {"nbgrader": nested}, "source": ""}
    with pytest.raises(CourseError, match="too deep"):
        plain_notebook(json.dumps({"nbformat": 4, "cells": [cell]}).encode(), "a.ipynb")
