"""Printed text as a terminal shows it, however long its lines and however odd its colours."""

import pytest

from autograder.harmless.terminal import MOST_CHARACTERS, terminal_html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("10 %\r50 %\r100 %\ndone\r\n", "100 %\ndone\n"),
        ("10 %\r50 %\r", "50 %"),
        ("one\rtwo\nthree", "two\nthree"),
        ("\x1b[31mred\x1b[0m", '<span class="ansi-red-fg">red</span>'),
        ("a\x07b\x1b[2Jc", "abc"),
        ("\x1b[38m<b>", "&lt;b&gt;"),
        ("\x1b[48mx\x1b[31my", "xy"),
        ("\x1b[38;2;1mx", "x"),
        ("\x1b[38;5;9999999mx", "x"),
    ],
)
def test_text_is_shown_as_in_a_terminal(text: str, shown: str) -> None:
    assert terminal_html(text) == shown


def test_long_text_is_cut_with_a_note() -> None:
    assert terminal_html("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS
    assert terminal_html("x" * (MOST_CHARACTERS + 7)).endswith("\n… and 7 more characters")
