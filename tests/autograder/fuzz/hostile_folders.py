"""A grammar of what a student hands in: a folder's name, a notebook, its time, files beside it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from tests.autograder.bad_notebooks.documents import Document
from tests.autograder.fuzz.hostile_documents import Content, contents
from tests.autograder.fuzz.hostile_text import printable

Maker = Callable[[Path], object]
"""Makes something at a path."""

NAMES = (
    *("a b", "a(b", "a)b", "[a-z]*?", "a+", "a|b", "^a$", "{a}", "{student_id}", "%s", "%(a)s"),
    *("a%2Ab", "$HOME", "~", "-rf", "--force", "'", '"', "`id`", ";ls", "&", "#", "=1+1", "@a"),
    *("\\", "\\d", "a\\", "a\nb", "a\tb", "\x1b[2A\x1b[2K", "\x1b]0;t\x07", "\u202ea", "<b>a"),
    *("[bold]a", "a,b", "a:b", "a" * 200, "é", "e\u0301", "\U0001f600", "...", "a.", "a..b"),
    *("CON", "None", "0", " ", "losses", "submitted", "a.ipynb", "timestamp.txt"),
    *(os.fsdecode(b"\xff\xfe"), os.fsdecode(b"a\x80"), "\x7f"),
)
DATES = (
    *("2030-01-01", "0001-01-01 00:00:00 +14:00", "9999-12-31 23:59:59 -12:00", "9999-12-31"),
    *("0001-01-01", "1969-12-31 23:59:59 UTC", "2030-02-30", "now", "12", "", "\0"),
    *("2030-01-01 25:00", "1e9", "T", "Z", "2030-01-01 00:00:00 +99:99"),
    *("2030-01-01 00:00:00.9999999999 UTC", "0000-00-00", "-1", "1/1/1"),
)


@dataclass(frozen=True)
class HandedIn:
    """What one student handed in, before it lies on a disk.

    Attributes:
        name: how their folder is called, after a number that keeps names apart.
        place: whether they made something else of a folder, or of the notebook.
        content: of the notebook.
        beside: what else lies in the folder, by name.
    """

    name: str
    place: Maker | None
    content: Content
    beside: dict[str, Maker]

    def lay(self, submitted: Path, number: int, right: Document) -> None:
        """Put it below a class's folder of submissions."""
        folder = submitted / f"{number:02}{self.name}"
        folder.mkdir(parents=True)
        work = folder / "losses"
        work.mkdir()
        notebook = work / "losses.ipynb"
        if self.place is None:
            notebook.write_bytes(self.content(deepcopy(right)))
        else:
            self.place(notebook)
        for name, make in self.beside.items():
            if not os.path.lexists(work / name):
                make(work / name)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the system takes short addresses only
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name[:90])
    finally:
        os.chdir(here)


def _link(target: str) -> Maker:
    return lambda path: path.symlink_to(target)


def _file(content: bytes) -> Maker:
    return lambda path: path.write_bytes(content)


def _many(path: Path) -> None:
    for number in range(300):
        path.with_name(f"{number}{'n' * 200}.ipynb").touch()


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


def _unreadable(path: Path) -> None:
    path.write_text(json.dumps({}))
    path.chmod(0)


ODD: tuple[Maker, ...] = (
    *(_pipe, _socket, Path.mkdir, _sparse, _unreadable, _file(b""), _many),
    *map(
        _link,
        ("/dev/zero", "/dev/random", "/etc/passwd", "/", ".", "..", "/nonexistent", "losses.ipynb"),
    ),
)


def folders(endless: bool = False) -> st.SearchStrategy[HandedIn]:
    """What one student may hand in.

    Arguments:
        endless: also code that ends by the limit of a cell's time only.
    """
    odd = st.sampled_from(ODD)
    dates = st.one_of(st.sampled_from(DATES), printable()).map(lambda text: _file(text.encode()))
    times = st.one_of(dates, dates, st.binary(max_size=300).map(_file), odd)
    files = st.one_of(odd, printable().map(lambda text: _file(text.encode())))
    names = st.sampled_from(
        ("a.ipynb", "losses-Copy1.ipynb", ".a.ipynb", "b\x1b[2A", "numpy.py", "x")
    )
    beside = st.tuples(
        st.dictionaries(st.just("timestamp.txt"), times, max_size=1),
        st.one_of(st.just({}), st.dictionaries(names, files, max_size=2)),
    ).map(lambda both: both[0] | both[1])
    place = st.one_of(*[st.none()] * 9, odd)
    return st.builds(
        HandedIn, st.one_of(st.just(""), st.sampled_from(NAMES)), place, contents(endless), beside
    )
