"""A grammar of text that is hard to read, to show or to parse."""

from __future__ import annotations

from hypothesis import strategies as st

MOST_CHARACTERS = 300_000
"""Of one text: enough for what takes quadratic time to be noticed."""

HTML = (
    *("<a ", "<!-- ", "<![foo[", "<!", "<?", "</", "<script>", "</div>", "<table><td>", "<svg "),
    *("&", "&#x", "<a href='javascript:", "<img src=x onerror=", "<style>", "<textarea>", "<p>"),
    *('"', "'"),
)
MARKDOWN = (
    *("\\begin{a}", "$", "$$", "`", "```\n", "[", "![](", "> ", "* ", "@a.", "http://a.", "|"),
    *("# ", "_", "**", "    ", "\t", "[a]: b\n", "[a][", "\\", "~~~\n", "- a\n  ", "1. "),
    *("|a|\n|-|\n", "![a](attachment:b)\n", "<a@", "\\(", "{{", "{%", "%}", "\\left", "^{", "@"),
)
TERMINAL = (
    *("\x1b[38m", "\x1b[38;5m", "\x1b[48;2;1m", "\x1b]0;title\x07", "\x1b]52;c;", "\x1b["),
    *("\x1b", "\x1b[2A\x1b[2K", "\r", "\x08", "\x9b", "\x00", "\x1bP", "\x1b[1;", "\x1b[999m"),
    "a\r",
)
UNICODE = (
    *("\ud800", "\udfff", "\u202e", "a\u0301", "\U0001f469\u200d", "\u2028", "\ufeff", "\u0600"),
    *("ß", "ſ", "ﬁ", "\N{ZERO WIDTH SPACE}", "\x85", "\x0c"),
    "\N{ARABIC LIGATURE BISMILLAH AR-RAHMAN AR-RAHEEM}",
)
PYTHON = (
    *("(", "[", "{", "1+", "-", "~", ".a", "if 1:\n", "lambda:", "lambda a:a(", "'''", "\\\n"),
    *("@a\n", "a=1\n", "f", "9", "not ", "await ", "*", "x[", "a,", "a if b else ", "#", "f'{"),
    *("f'{f\"{", "a:=", "**", "yield ", "class A:\n ", "try:\n ", "a.b(", "global a\n"),
    *("def a():\n ", "0x", ";", "import a\n", "from a import *\n", "%a\n", "!a\n", "a?\n"),
    *("%%a\n", "\\'", "'\\'", "match a:\n case ", "a\t", "\f"),
)
ATOMS = HTML + MARKDOWN + TERMINAL + UNICODE + PYTHON + (" ", "\n", "a", "a ", "\n\n")
TIMES = (*(1, 2, 7, 90, 950, 9_000, 40_000, MOST_CHARACTERS),)


def _repeated(atom: str, times: int) -> str:
    return (atom * times)[:MOST_CHARACTERS]


def repeated(atoms: tuple[str, ...] = ATOMS) -> st.SearchStrategy[str]:
    """One thing, many times."""
    return st.builds(_repeated, st.sampled_from(atoms), st.sampled_from(TIMES))


def texts(atoms: tuple[str, ...] = ATOMS) -> st.SearchStrategy[str]:
    """Several things, each many times, and whatever else is text."""
    joined = st.lists(repeated(atoms), min_size=1, max_size=3).map("".join)
    return st.one_of(joined, repeated(atoms), st.text(max_size=20)).map(
        lambda text: text[:MOST_CHARACTERS]
    )


def printable() -> st.SearchStrategy[str]:
    """Text that a file can hold as UTF-8."""
    return texts().map(lambda text: text.encode(errors="replace").decode())
