"""Text that a browser is shown: what could run is made harmless, all else stays."""

import pytest

from autograder.harmless.markdown import harmless_text


@pytest.mark.parametrize(
    "text",
    [
        "# A heading\n\nWith *emphasis*, `code`, **more** & a line.\n\n- one\n- two",
        "$x < y$, $$\\sum_{i=1}^{n} x_i^2 \\leq 1$$ and \\begin{align} a &= b \\end{align}",
        "a <b>bold</b> word<br>and H<sub>2</sub>O <kbd>Ctrl</kbd>",
        '<a href="https://numpy.org" title="NumPy">NumPy</a> <https://numpy.org> <me@example.org>',
        "[one](https://numpy.org) [two](#there) [three](notes.md) [four][ref]\n\n"
        "[ref]: https://numpy.org",
        "![a plot](attachment:plot.png) ![dot](data:image/png;base64,iVBORw0KGgo=)",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "if a[i]: b and c[k]: 3",
    ],
)
def test_ordinary_markdown_and_maths_stay_as_they_are(text: str) -> None:
    assert harmless_text(text) == text


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("$a<b$", "$a< b$"),
        ("<script>", "< script>"),
        ("</pre ><script>", "</pre >< script>"),
        ("<b onclick=x>", "< b onclick=x>"),
        ('<b title="&quot; onclick=x">', '< b title="&quot; onclick=x">'),
        ("<!--", "< !--"),
        ('<a href="java\nscript:x">', '< a href="java\nscript:x">'),
        ("<javascript:x>", "< javascript:x>"),
        ("[a](javascript:x)", "[a](#)"),
        ("[a](<javascript:x>)", "[a](< javascript:x>)"),
        ("[a](JAVA&#83;cript:x)", "[a](#)"),
        ("[a](javascript&colon;x)", "[a](#)"),
        ("[a](javascript\\:x)", "[a](#)"),
        ("[a](\n vbscript:x)", "[a](\n #)"),
        ("[a]: data:text/html,x", "[a]: #"),
        ("![a](data:image/svg+xml;base64,x)", "![a](#)"),
    ],
)
def test_what_a_browser_could_run_is_text_afterwards(text: str, harmless: str) -> None:
    assert harmless_text(text) == harmless
