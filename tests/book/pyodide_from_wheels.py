"""Makes a distribution of the site's own Pyodide, as far as wheels that are published go.

Pyodide's npm package has Python and a lock file, and what is compiled for it, NumPy too, comes
from its own host alone. But what JupyterLite's kernel takes is Python, published in the very
versions that the lock file names. It is for tests alone:

    python -m tests.book.pyodide_from_wheels WHEELS TARGET
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from shutil import copytree, rmtree
from typing import Final

from packaging.utils import canonicalize_name, parse_wheel_filename

NPM: Final = Path(__file__).parents[2] / "node_modules" / "pyodide"


def make(wheels: Path, target: Path) -> None:
    """Make the folder `target`: all of the npm package, and the wheels in its lock file.

    Raises ValueError where a wheel is of another version than the lock file's.
    """
    rmtree(target, ignore_errors=True)
    copytree(NPM, target)
    lock = json.loads((NPM / "pyodide-lock.json").read_text(encoding="utf8"))
    packages = {canonicalize_name(name): package for name, package in lock["packages"].items()}
    for wheel in sorted(wheels.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(wheel.name)
        package = packages[name]
        if str(version) != package["version"]:
            raise ValueError(f"Pyodide's lock file names {name} {package['version']}: pin that one")
        content = wheel.read_bytes()
        package["file_name"], package["sha256"] = wheel.name, sha256(content).hexdigest()
        (target / wheel.name).write_bytes(content)
    (target / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf8")


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:3]))
