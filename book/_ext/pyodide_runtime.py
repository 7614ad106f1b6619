"""Copies Python for the browser, Pyodide, into the site.

The runtime comes from npm. Packages such as NumPy are not there: by default a page fetches them
from Pyodide's own host, once its reader has agreed. From a folder that holds a whole distribution
(``make book PYODIDE=FOLDER``), runtime and packages are copied: nothing comes from another host.
"""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copyfile
from typing import Any, Final
from urllib.parse import urlsplit

from packaging.utils import canonicalize_name
from sphinx.errors import ExtensionError

NPM: Final = Path(__file__).parents[2] / "node_modules" / "pyodide"
HOST: Final = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"
"""Where Pyodide's makers keep the packages."""

OF_SOME_VERSIONS: Final = ("pyodide.asm.js", "pyodide.asm.mjs", "pyodide.js")
"""What only some have or need: an old kernel of JupyterLite starts the last of them."""
RUNTIME: Final = ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", *OF_SOME_VERSIONS)

MEGABYTES: Final = {
    "numpy": 3.1,
    "matplotlib": 6.7,
    "scipy": 13.5,
    "scikit-learn": 6.3,
    "scikit-image": 12.0,
    "openblas": 6.1,
    "fonttools": 1.1,
    "pillow": 1.0,
    "networkx": 1.6,
}
"""About what a package weighs where no file tells it, in Pyodide 0.27.7; others count a tenth."""

Packages = dict[str, dict[str, Any]]


def copy_from_npm(target: Path, modules: set[str], source: Path = NPM, base: str = "") -> None:
    """Copy the runtime from npm's package into the folder `target`; packages come from `base`.

    Beside it, ``site.json`` says what the book's `modules` need, and from where it comes. Without
    `base` that is Pyodide's own host.
    """
    lock, weight = _copy_runtime(source, target)
    if not base:
        version = json.loads((source / "package.json").read_text(encoding="utf8"))["version"]
        base = HOST.format(version=version)
    for package in lock["packages"].values():
        package["file_name"] = base + package["file_name"]
    needed = _needed(lock["packages"], modules)
    sizes = {name: round(MEGABYTES.get(name, 0.1) * 1e6) for name in needed}
    _describe(target, lock, needed, sizes, {"bytes": weight, "host": urlsplit(base).netloc})


def copy_distribution(target: Path, modules: set[str], folder: Path) -> None:
    """Copy the runtime, and the packages that `modules` come from, out of a distribution.

    Raises ExtensionError where the folder is none.
    """
    lock, weight = _copy_runtime(folder, target)
    needed = _needed(lock["packages"], modules)
    for package in needed.values():
        _copy(folder / package["file_name"], target)
    sizes = {
        name: (folder / package["file_name"]).stat().st_size for name, package in needed.items()
    }
    lock["packages"] = needed
    _describe(target, lock, needed, sizes, {"bytes": weight, "host": None})


def _copy_runtime(source: Path, target: Path) -> tuple[dict[str, Any], int]:
    """Copy what starts Python; return the lock file's content, and how many bytes were copied."""
    lock_file = source / "pyodide-lock.json"
    if not lock_file.is_file():
        raise ExtensionError(f"{source} holds no Pyodide: it lacks pyodide-lock.json")
    target.mkdir(parents=True, exist_ok=True)
    files = [source / name for name in RUNTIME if name not in OF_SOME_VERSIONS]
    for name in OF_SOME_VERSIONS:
        if (source / name).is_file():
            files.append(source / name)
        else:  # of another version, from the build before
            (target / name).unlink(missing_ok=True)
    for path in files:
        _copy(path, target)
    return json.loads(lock_file.read_text(encoding="utf8")), sum(p.stat().st_size for p in files)


def _needed(packages: Packages, modules: set[str]) -> Packages:
    """Return the packages that bring the modules, with all that they depend on.

    A lock file may name a package "prompt_toolkit" where another depends on it, and
    "prompt-toolkit" where it describes it.
    """
    packages = {
        canonicalize_name(name): {
            **package,
            "depends": [canonicalize_name(other) for other in package["depends"]],
        }
        for name, package in packages.items()
    }
    due = [name for name, package in packages.items() if modules & set(package["imports"])]
    needed: Packages = {}
    while due:
        name = due.pop()
        if name not in needed and name in packages:
            needed[name] = packages[name]
            due += packages[name]["depends"]
    return dict(sorted(needed.items()))


def _describe(
    target: Path,
    lock: dict[str, Any],
    needed: Packages,
    sizes: dict[str, int],
    facts: dict[str, Any],
) -> None:
    """Write the lock file, and what a page asks before it starts Python."""
    facts["packages"] = {
        name: {"imports": package["imports"], "depends": package["depends"], "bytes": sizes[name]}
        for name, package in needed.items()
    }
    kept = {*RUNTIME, *(package["file_name"] for package in needed.values())}
    for path in target.iterdir():  # of another distribution, from the build before
        if path.name not in kept:
            path.unlink()
    for name, content in (("pyodide-lock.json", lock), ("site.json", facts)):
        (target / name).write_text(json.dumps(content), encoding="utf8")


def _copy(path: Path, target: Path) -> None:
    """Copy a file, unless it is there in that size."""
    if not path.is_file():
        raise ExtensionError(f"Pyodide lacks {path.name} in {path.parent}")
    there = target / path.name
    if not there.exists() or there.stat().st_size != path.stat().st_size:
        copyfile(path, there)
