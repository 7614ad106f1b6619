"""Submissions that resemble each other: a list to look at, not a verdict.

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003): code is read as tokens, each run of `RUN` tokens is hashed, and
of each window of `WINDOW` neighbouring hashes the smallest is kept as a fingerprint. Two
texts that share RUN + WINDOW − 1 tokens in a row share a fingerprint.

Names are all read alike, so renaming hides nothing, and cells are read one by one, so
moving them does not either. What anybody may have written does not count: the release, the
reference solution, right answers in other styles, known mistakes, and what many hand in.
"""

from __future__ import annotations

import inspect
import io
import json
import keyword
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from types import ModuleType
from zlib import crc32

from autograder.assignments.right_answers import styles
from autograder.judge.exercise import Assignment

RUN = 12
WINDOW = 8
LEAST_SHARED = 8
"""Fingerprints that two must share: about 50 tokens, five lines of code."""
LEAST_SHARE = 0.5
"""The part of the smaller one's fingerprints that must be shared."""
COMMON = 0.1
"""What more than this part of a class has, and more than `FEW` students, is common."""
FEW = 5
MOST_LISTED = 100
MOST_CHARACTERS = 200_000
"""Of one cell; an assignment's solution has some 10,000."""
LONGEST_LINE = 300
"""A longer one is not read: `tokenize` tries each quotation mark of a line as the start of a
string, to the end of the line, and takes quadratic time for it."""
SKIPPED = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


@dataclass(frozen=True)
class LookAlike:
    """Two submissions that share much of their own code.

    Attributes:
        students: the two, in alphabetical order.
        share: the part of the smaller one's fingerprints that the other has, 0 to 1.
        shared: how many fingerprints that are.
        cells: where the first one has them.
    """

    students: tuple[str, str]
    share: float
    shared: int
    cells: tuple[str, ...]


def look_alikes(
    prints: Mapping[str, Mapping[str, Iterable[int]]], known: Iterable[str] = ()
) -> list[LookAlike]:
    """Find the pairs of submissions that share much code which is their own.

    Arguments:
        prints: by student, each cell's fingerprints by the cell's name.
        known: code that everybody may have written.

    Returns:
        The pairs, the most alike first.
    """
    free = set().union(*(_hashes(text) for text in known)) if known else set()
    places = {student: _places(cells, free) for student, cells in prints.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for student in sorted(places):
        for print_ in places[student]:
            holders[print_].append(student)
    most = max(FEW, COMMON * len(prints))
    common = {print_ for print_, who in holders.items() if len(who) > most}
    shared: Counter[tuple[str, str]] = Counter()
    for print_, who in holders.items():
        if print_ not in common:
            shared.update(combinations(who, 2))
    found = []
    for (one, other), count in shared.items():
        size = min(len(places[name].keys() - common) for name in (one, other))
        if count >= LEAST_SHARED and count / size >= LEAST_SHARE:
            both = places[one].keys() & places[other].keys() - common
            cells = tuple(sorted({places[one][print_] for print_ in both}))
            found.append(LookAlike((one, other), count / size, count, cells))
    found.sort(key=lambda pair: (-pair.share, -pair.shared, pair.students))
    return found[:MOST_LISTED]


def common_code(assignment: Assignment) -> Iterator[str]:
    """Return what anybody may have written: right answers in every style, and known mistakes."""
    modules: list[ModuleType] = [assignment.reference, *styles(assignment.name).values()]
    modules += [other.reference for other in assignment.after]
    for other in assignment.after:
        modules += styles(other.name).values()
    mistakes = {
        inspect.getmodule(mistake.function)
        for exercise in assignment.exercises
        for mistake in exercise.mistakes
    }
    modules += [module for module in mistakes if module is not None]
    for module in modules:
        yield inspect.getsource(module)


def code_cells(notebook: Path) -> list[str]:
    """The code of a notebook of the course, cell by cell."""
    cells = json.loads(notebook.read_bytes())["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def _places(cells: Mapping[str, Iterable[int]], free: set[int]) -> dict[int, str]:
    """The cell of each fingerprint that is a submission's own."""
    return {print_: name for name, own in cells.items() for print_ in own if print_ not in free}


def fingerprints(source: str) -> set[int]:
    """Of each window of hashes the smallest."""
    hashes = _run_hashes(source)
    last = max(1, len(hashes) - WINDOW + 1)
    return {min(hashes[start : start + WINDOW]) for start in range(last)} if hashes else set()


def _hashes(source: str) -> set[int]:
    return set(_run_hashes(source))


def _run_hashes(source: str) -> list[int]:
    """A hash of each run of tokens; the same in every process."""
    read = list(tokens(source))
    runs = (read[start : start + RUN] for start in range(len(read) - RUN + 1))
    return [crc32("\0".join(run).encode()) for run in runs]


def tokens(source: str) -> Iterator[str]:
    """Code as tokens: all names alike, but for keywords and what follows a dot.

    Comments, docstrings and layout do not count. Where it is no Python, what comes before
    that place is read.
    """
    text_lines = source[:MOST_CHARACTERS].splitlines(keepends=True)
    lines = (line for line in text_lines if len(line) <= LONGEST_LINE and not _is_magic(line))
    before, begins = "", True
    try:
        for token in tokenize.generate_tokens(io.StringIO("".join(lines)).readline):
            kind, text = token.type, token.string
            if kind in SKIPPED or kind in (tokenize.INDENT, tokenize.DEDENT):
                begins = True
                continue
            if kind == tokenize.STRING and begins:
                continue  # a docstring, or a remark
            begins = False
            if kind == tokenize.NAME and before != "." and not keyword.iskeyword(text):
                text = "name"
            elif kind == tokenize.STRING:
                text = "text"
            yield text
            before = text
    except (tokenize.TokenError, SyntaxError, ValueError):
        return


def _is_magic(line: str) -> bool:
    return line.lstrip().startswith(("%", "!"))
