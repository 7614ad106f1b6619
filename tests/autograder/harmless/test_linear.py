"""What a student writes or prints is made harmless in time linear in its length.

A pattern that were quadratic would need 16 times as long for four times the text.
"""

import time
from collections.abc import Callable

import pytest

from autograder.harmless.html import MOST_MARKDOWN, safe_html, safe_markdown
from autograder.harmless.markdown import harmless_text
from autograder.harmless.outputs import trusted_outputs
from autograder.harmless.terminal import terminal_html

PIECES = (
    *("<a ", "<b title=", "<!--", "<![foo[", "<?", "<div>", "<table>", "<li><ul>", "</p>"),
    *("\\begin{a}", "\\\\[", "\\\\(", "$a ", "$$ \\", "@a.a.a", "a.a@", "<a@a.", "<http://"),
    *("[", "![", "](", "[a](", "[a]: ", "*a ", "**a *", "~~a ", "> ", "- ", "#\n", "|a", "`a"),
    *(" ", "\t\n", "\r", "\x1b[38m", "\x1b[1m", "\x1b[", "x", "&", "\\", "data:image/png;base64,"),
)
WAYS: dict[str, tuple[Callable[[str], object], int]] = {
    "HTML": (safe_html, 10**6),
    "Markdown": (safe_markdown, MOST_MARKDOWN + 1),
    "the source of a cell": (harmless_text, 250_000),
    "printed": (terminal_html, 250_000),
}
"""How text is made harmless, and from which length on that has to be linear."""


def seconds(made_harmless: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    made_harmless(text)
    return time.process_time() - start


@pytest.mark.parametrize("way", WAYS)
def test_four_times_the_text_takes_less_than_twelve_times_as_long(way: str) -> None:
    made_harmless, size = WAYS[way]
    for piece in PIECES:
        text = "x" + piece * (size // len(piece)) + "\n"
        once = min(seconds(made_harmless, text) for _ in range(2))
        # Below 10 ms the clock and the collector say more than the text.
        assert seconds(made_harmless, 4 * text) < 12 * max(once, 0.01), piece


def test_many_outputs_of_html_are_cut_by_the_room_that_they_have() -> None:
    output = {"output_type": "display_data", "data": {"text/html": "<li><ul>" * 1000}}
    outputs = trusted_outputs([output] * 1000, room=10**5)
    assert sum(len(str(output)) for output in outputs) < 1.2 * 10**5
    assert "left out" in outputs[-1].text
