"""Bounds the size of what a student hands in: the one list of limits, for every reader.

What is larger is refused or cut before anything is parsed, so that reading takes time and
memory in proportion to these numbers, whatever the file holds.

| what | at most | why |
| --- | --- | --- |
| bytes of a notebook | 50 MB | beyond are outputs that nobody needs for grading |
| lists and dicts within each other | 100 | a notebook has 8; Python's own stack ends near 1,000 |
| commas and brackets | 5 million | each may become an object of some 100 bytes |
| cells | 2,000 | an assignment has fewer than 100 |
| characters of all cells | 2 million | nobody writes so much for an assignment |
| lines of one cell | 20,000 | Python parses a line of code into some 1 kB of objects |

What reading, judging and showing one submission may take in all (wall time, processor time,
memory) is bounded in `autograder.limited.Allowed`; what its own code may take while it runs,
in `autograder.sandbox.limits`.
"""

from __future__ import annotations

import re
from itertools import accumulate

MAX_BYTES = 50 * 2**20
MAX_NESTING = 100
MAX_ELEMENTS = 5 * 10**6
MAX_CELLS = 2000
MAX_SOURCE = 2 * 10**6
MAX_LINES = 20_000

# A string without an end matches, too: else each of its characters would be tried as a start.
STRING = re.compile(rb'"(?:[^"\\]|\\.|\\\Z)*+(?:"|\Z)', re.DOTALL)
OPENING, CLOSING = b"[{", b"]}"
NO_BRACKET = bytes(set(range(256)) - set(OPENING + CLOSING))
NO_ELEMENT = bytes(set(range(256)) - set(OPENING + b","))


def is_within_bounds(document: bytes) -> bool:
    """Tell whether a JSON document has neither too many elements nor too many levels.

    Takes time in proportion to its length, whether or not it is JSON.
    """
    elements = document.translate(None, NO_ELEMENT)
    if len(elements) > MAX_ELEMENTS:
        elements = STRING.sub(b"", document).translate(None, NO_ELEMENT)
    return len(elements) <= MAX_ELEMENTS and _nesting(document) <= MAX_NESTING


def _nesting(document: bytes) -> int:
    """The most lists and dicts within each other; brackets in strings do not count."""
    if sum(map(document.count, (b"[", b"{"))) <= MAX_NESTING:
        return 0
    brackets = STRING.sub(b"", document).translate(None, NO_BRACKET)
    return max(accumulate(1 if bracket in OPENING else -1 for bracket in brackets), default=0)
