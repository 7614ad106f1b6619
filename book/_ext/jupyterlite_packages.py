"""Fetches what builds JupyterLite, for the Python of a distribution of Pyodide.

A kernel of JupyterLite works with one Python alone. So ``book/jupyterlite`` pins the packages
for each Python that is known to work. They lie in ``_build/jupyterlite``, apart from what the
course is installed with:

    python -m book._ext.jupyterlite_packages FOLDER
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from shutil import rmtree
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PINS: Final = ROOT / "book" / "jupyterlite"
FETCHED: Final = ROOT / "_build" / "jupyterlite"
COMPLETE: Final = "fetched.txt"
"""The pins that a folder of packages was fetched by, written when all of them are there."""


def python_of(distribution: Path) -> str:
    """Return the Python of a distribution, as "3.14".

    Raises ValueError where the folder holds no distribution of Pyodide.
    """
    lock = distribution / "pyodide-lock.json"
    if not lock.is_file():
        raise ValueError(f"{distribution} holds no Pyodide: it lacks pyodide-lock.json")
    version: str = json.loads(lock.read_text(encoding="utf8"))["info"]["python"]
    return ".".join(version.split(".")[:2])


def pins_for(python: str) -> str:
    """Return the lines that pin what builds JupyterLite for a Python; none for an unknown one."""
    own = PINS / f"python-{python}.txt"
    if not own.is_file():
        return ""
    return (PINS / "requirements.txt").read_text(encoding="utf8") + own.read_text(encoding="utf8")


def fetched_for(python: str) -> Path | None:
    """Return the folder of the packages, if all that is pinned is in it.

    In it are ``wheels``, as they were fetched, and ``site``, where they are installed.
    """
    folder, pins = FETCHED / python, pins_for(python)
    complete = folder / COMPLETE
    if pins and complete.is_file() and complete.read_text(encoding="utf8") == pins:
        return folder
    return None


def fetch(distribution: Path) -> str:
    """Fetch and install the packages, unless they are there; return what was done, in a line."""
    python = python_of(distribution)
    pins = pins_for(python)
    if not pins:
        return f"no JupyterLite is pinned for Python {python}: assignments cannot be opened in it"
    if fetched_for(python):
        return f"JupyterLite for Python {python} is there"
    folder = FETCHED / python
    rmtree(folder, ignore_errors=True)
    print(f"fetching JupyterLite for Python {python} (17 MB) ...", flush=True)
    wheels = folder / "wheels"
    from_pins = ["--require-hashes", "--requirement", str(PINS / f"python-{python}.txt")]
    _pip("download", "--only-binary=:all:", "--dest", str(wheels), *from_pins)
    installed = ["--no-index", "--target", str(folder / "site")]
    _pip("install", *installed, *map(str, sorted(wheels.glob("*.whl"))))
    (folder / COMPLETE).write_text(pins, encoding="utf8")
    return f"fetched JupyterLite for Python {python} into {folder}"


def _pip(command: str, *arguments: str) -> None:
    quiet = ["--disable-pip-version-check", "--quiet", "--no-deps"]
    subprocess.run([sys.executable, "-m", "pip", command, *quiet, *arguments], check=True)


def main(arguments: list[str]) -> int:
    """Fetch for the distribution that the only argument names; return the exit status."""
    if len(arguments) != 1:
        print("usage: python -m book._ext.jupyterlite_packages FOLDER", file=sys.stderr)
        return 2
    try:
        print(fetch(Path(arguments[0]).expanduser().absolute()))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"pip could not fetch JupyterLite (status {error.returncode})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
