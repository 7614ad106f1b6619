"""The built site, made once a test session by the command that ``make book`` runs."""

from __future__ import annotations

import fcntl
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder import assignments
from tests.book.visit import served

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
COMMAND = ["build", "book", "--config", "_config.yml", "--path-output", "."]
STRICT = ["-W", "-n", "--keep-going"]


@dataclass(frozen=True)
class Cell:
    """A code cell of a page: its line, its code without options, and the text before it."""

    line: int
    code: str
    before: str


@pytest.fixture(scope="session")
def cells() -> Callable[[str], list[Cell]]:
    """Reads a page's source, named as in the table of contents with `.md`, by cells."""

    def cells(page: str) -> list[Cell]:
        text = (ROOT / "book" / page).read_text(encoding="utf8")
        found, end = [], 0
        for match in re.finditer(r"^```\{code-cell\}.*?\n(.*?)^```$", text, re.M | re.S):
            code = re.sub(r"\A---\n.*?^---\n", "", match[1], flags=re.M | re.S)
            code = re.sub(r"\A(:\w.*\n)+", "", code)
            line = text.count("\n", 0, match.start()) + 1
            found.append(Cell(line, code, text[end : match.start()]))
            end = match.end()
        return found

    return cells


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """One run of the build, warnings being errors; quick when nothing changed.

    Of several processes that run tests the first builds, and the others wait for it.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _build()
    shared = tmp_path_factory.getbasetemp().parent
    done = shared / "book-build"
    with (shared / "book-build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            done.write_bytes(pickle.dumps(_build()))
    built: subprocess.CompletedProcess[str] = pickle.loads(done.read_bytes())
    return built


def _build() -> subprocess.CompletedProcess[str]:
    released = ROOT / "_build" / "release"
    if not all((released / f"{name}.zip").exists() for name in assignments.names()):
        pytest.fail("the book links to the released notebooks: run `make release` first")
    program = str(Path(sys.executable).with_name("jupyter-book"))
    return subprocess.run(
        [program, *COMMAND, *STRICT], cwd=ROOT, capture_output=True, text=True, timeout=600
    )


@pytest.fixture(scope="session")
def site(build: subprocess.CompletedProcess[str]) -> Path:
    """The folder with the built pages."""
    assert build.returncode == 0, build.stdout[-3000:] + build.stderr[-3000:]
    return SITE


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, for tests with a browser."""
    with served(site) as address:
        yield address


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was compared where chapters ran in the page."""
    compared = [
        counts
        for report in terminalreporter.getreports("passed")
        for name, counts in report.user_properties
        if name == "compared"
    ]
    if compared:
        ran, numbers, asserts = map(sum, zip(*compared, strict=True))
        terminalreporter.write_line(
            f"{len(compared)} chapters' pages ran in the browser: {ran} cells; {numbers} printed"
            f" numbers are the build's, and {asserts} asserts hold"
        )
