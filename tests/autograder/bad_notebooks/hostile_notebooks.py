"""Notebooks and time stamps that were made to harm whoever reads them."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from tests.autograder.bad_notebooks.documents import Document, changed, named


def source(name: str, code: str) -> Callable[[Document], bytes]:
    """A notebook with a cell's source replaced."""
    return changed(lambda d: named(d, name).update(source=code))


def text(markdown: str) -> Callable[[Document], bytes]:
    """A notebook with one more cell of text."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": markdown}
    return changed(lambda d: d["cells"].append(cell))


def code(lines: str) -> Callable[[Document], bytes]:
    """A notebook with one more cell of code."""
    cell = {"cell_type": "code", "metadata": {}, "source": lines}
    return changed(lambda d: d["cells"].append(cell | {"outputs": [], "execution_count": None}))


def shown(html: str, times: int) -> Callable[[Document], bytes]:
    """A notebook that puts out HTML."""
    return code(f"from IPython.display import HTML\nHTML({html!r} * {times})")


def nested_metadata(depth: int) -> Callable[[Document], bytes]:
    def content(document: Document) -> bytes:
        document["metadata"]["deep"] = "HERE"
        return json.dumps(document).encode().replace(b'"HERE"', b"[" * depth + b"]" * depth)

    return content


HEADER = "def softmax(scores):\n    "
SHAPES = f"{HEADER}for i in range(scores{'.shape' * 40}):\n        pass\n"
RECURSIVE = (
    "def help(a, b):\n    return help(b, a) + help(a, a)\n\n"
    "def softmax(scores):\n    for i in help(scores, scores):\n        pass\n    return scores\n"
)
HARMLESS: dict[str, Callable[[Document], bytes]] = {
    "shapes": source(
        "softmax", f"{HEADER}X = scores\n    for i in range({SHAPES}):\n        pass\n"
    ),
    "calls-itself": source("softmax", RECURSIVE),
    "long-sum": source("softmax", f"{HEADER}return {'1+' * 950}1\n"),
    "long-number": source("softmax", f"{HEADER}for i in range(0x{'f' * 100_000}):\n        pass\n"),
    "colour": code("print('\\x1b[38m')"),
    "long-line": code("print('a ' * 500_000)"),
    "tags": text("<a " * 300_000),
    "comments": text("<!-- " * 200_000),
    "maths": text("\\begin{a}" * 50_000),
    "address": text("@a" + ".a" * 400_000),
    "declaration": text("<![foo[" * 100_000),
    "tags-put-out": shown("<a ", 300_000),
    "declarations-put-out": shown("<![foo[", 100_000),
    "comments-put-out": shown("<!-- ", 200_000),
    "escapes": code("raise ValueError('\\x1b]0;title\\x07\\x1b[2A\\x1b[2K honest 39 / 39')"),
}
"""What is read all the same: the rest of the notebook is graded."""

UNREADABLE: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "metadata": (nested_metadata(900), "lists within lists too deep"),
    "brackets": (lambda d: b"[" * 50 * 2**20, "lists within lists too deep"),
    "many-lines": (code("a=1\n" * 500_000), "more than 2,000,000 characters"),
}
"""What is not read: the student gets a status in words."""


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


TIMES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no-date": (lambda path: path.write_text("\x1b[2A yesterday"), "holds no date"),
    "no-text": (lambda path: path.write_bytes(b"\xff" * 100), "holds no date"),
    "huge-date": (lambda path: path.write_text("9" * 150), "holds no date"),
    "large": (lambda path: path.write_text("2030-01-01 " * 10**5), "holds no date"),
    "pipe": (a_pipe, "is not a file that can be read"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "is not a file that can be read"),
    "folder": (lambda path: path.mkdir(), "is not a file that can be read"),
}
"""A file that should hold the time, and what the teacher is told of it."""
