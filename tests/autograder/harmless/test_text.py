"""What a student wrote cannot act on the terminal or the spreadsheet that shows it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.harmless.text import csv_cell, plain_line, plain_text

SEQUENCES = {
    "a colour": "\x1b[31m",
    "cursor up and erase": "\x1b[2A\x1b[2K",
    "a title": "\x1b]0;mine\x07",
    "the clipboard": "\x1b]52;c;bWluZQ==\x1b\\",
    "a title without an end": "\x1b]0;mine",
    "a control sequence of one byte": "\x9b2A",
    "a command string of one byte": "\x9d0;mine\x9c",
    "a reset": "\x1bc",
    "another character set": "\x1b(0",
    "a control sequence that is cut off": "\x1b[38;5",
}


@pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=SEQUENCES.keys())
def test_a_sequence_that_a_terminal_obeys_is_taken_out(sequence: str) -> None:
    assert plain_text(f"39 of 39{sequence}") == "39 of 39"


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_left_that_cannot_be_seen(text: str) -> None:
    shown = plain_text(text)
    bad = [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    assert not bad
    assert plain_text(shown) == shown
    assert len(plain_line(text).splitlines()) <= 1


def test_a_row_of_scores_cannot_be_forged() -> None:
    assert (
        plain_line("ValueError\r\x1b[1A ada  39 / 39\n")
        == "ValueError\N{REPLACEMENT CHARACTER} ada 39 / 39"
    )


def test_text_that_turns_the_direction_of_writing_shows_that() -> None:
    assert plain_text("a\u202eb") == "a\N{REPLACEMENT CHARACTER}b"


def test_a_long_text_is_cut_and_says_so() -> None:
    assert plain_text("a" * 10**6, most=10) == "a" * 10 + "…"
    assert plain_text("\x1b[" * 10**6, most=10).endswith("…")
    assert plain_text("a" * 10, most=10) == "a" * 10


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\x1b[0m=1"])
def test_a_cell_of_a_spreadsheet_is_no_formula(text: str) -> None:
    assert csv_cell(text).startswith("'")


def test_words_and_numbers_of_a_cell_stay_as_they_are() -> None:
    assert csv_cell("Ada Lovelace") == "Ada Lovelace"
    assert csv_cell("39") == "39"
