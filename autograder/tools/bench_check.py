"""Measures how long one person waits for `autograder`, against importing torch in the same run.

The commands take turns, so that all of them meet the same machine; the median of each is
shown. A round of --watch is from a save until its answer is printed; up to 0.2 s of it is
the wait for the next look at the file.

    python -m autograder.tools.bench_check [--rounds 10]
"""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from autograder.classroom.tables import console
from autograder.course import open_course

PYTHON = [sys.executable, "-c"]
COMMAND = [*PYTHON, "from autograder.commands import main; main()"]
TORCH = "import torch"


def bench(rounds: Annotated[int, typer.Option(help="Turns that each takes.", min=1)] = 10) -> None:
    """Time import torch, --help, a check and a round of --watch, and print their ratios."""
    source = open_course().source_notebook("losses")
    with tempfile.TemporaryDirectory() as folder, _Watched(source, Path(folder)) as watched:
        ways: dict[str, Callable[[], float]] = {
            TORCH: lambda: _seconds([*PYTHON, TORCH]),
            "autograder --help": lambda: _seconds([*COMMAND, "--help"]),
            "autograder check": lambda: _seconds([*COMMAND, "check", str(source)]),
            "a round of --watch": watched.round,
        }
        taken = [{name: way() for name, way in ways.items()} for _ in range(rounds)]
    median = {name: statistics.median(turn[name] for turn in taken) for name in ways}
    table = Table(title=f"one person's wait: medians of {rounds} turns")
    for column in ("", "wall", "of import torch"):
        table.add_column(column, justify="right" if column else "left")
    for name, seconds in median.items():
        table.add_row(name, f"{1000 * seconds:.0f} ms", f"{seconds / median[TORCH]:.2f} ×")
    console().print(table)


def _seconds(command: list[str]) -> float:
    start = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - start


class _Watched:
    """A finished notebook under --watch, a context; every round changes one cell of it."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.document: dict[str, Any] = json.loads(source.read_bytes())
        self.path = folder / source.name
        self.turns = 0

    def __enter__(self) -> _Watched:
        self._save()
        command = [*COMMAND, "check", str(self.path), "--watch", "--json"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._answer()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def round(self) -> float:
        """Save, and wait for the answer; in seconds."""
        self._save()
        start = time.monotonic()
        self._answer()
        return time.monotonic() - start

    def _save(self) -> None:
        self.turns += 1
        note = {"cell_type": "markdown", "metadata": {}, "source": f"turn {self.turns}"}
        content = self.document | {"cells": [*self.document["cells"], note]}
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(content))
        part.replace(self.path)

    def _answer(self) -> None:
        if self.process.stdout is None or not self.process.stdout.readline():
            raise RuntimeError("the command under --watch has ended")


if __name__ == "__main__":
    typer.run(bench)
