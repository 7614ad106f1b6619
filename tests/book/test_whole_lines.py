"""What a cell prints does not depend on the pieces in which its kernel sent it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_output

from book._ext.whole_lines import merge

LINES = "loss 1.25\n\n  0.weight  True\nlast"


def printed(pieces: list[str]) -> list[Any]:
    return [new_output("stream", name="stdout", text=piece) for piece in pieces]


@settings(deadline=None)  # the first output made takes its time
@given(st.sets(st.integers(1, len(LINES) - 1)))
def test_output_cut_anywhere_reads_as_it_was_printed(cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(LINES)]
    outputs = printed([LINES[a:b] for a, b in pairwise(edges)])
    (whole,) = merge(outputs)
    assert whole["text"] == LINES + "\n"
    assert "".join(output["text"] for output in outputs) == LINES, "the outputs were changed"


def test_a_picture_between_two_prints_stays_and_errors_stay_apart() -> None:
    picture = new_output("display_data", data={"image/png": "..."})
    warning = new_output("stream", name="stderr", text="careful\n")
    first, second = printed(["before\n", "after\n"])
    outputs = merge([first, picture, second, warning])
    assert [output["output_type"] for output in outputs] == ["stream", "display_data", "stream"]
    assert outputs[0]["text"] == "before\nafter\n"
    assert outputs[2]["name"] == "stderr"
