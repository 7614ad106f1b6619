"""The built site, made once a test session by the command that ``make book`` runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder import checks

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
COMMAND = ["build", "book", "--config", "_config.yml", "--path-output", "."]
STRICT = ["-W", "-n", "--keep-going"]


@pytest.fixture(scope="session")
def build() -> subprocess.CompletedProcess[str]:
    """One run of the build, warnings being errors; quick when nothing changed."""
    released = ROOT / "_build" / "release"
    if not all((released / f"{name}.zip").exists() for name in checks.names()):
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
