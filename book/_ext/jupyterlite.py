"""Sphinx extension: JupyterLite, with the released notebooks, becomes part of the site.

It does so where the site has a distribution of Pyodide, and ``jupyterlite_packages.py`` has
fetched what builds JupyterLite for its Python. It runs on the site's own copy of Pyodide, and asks
no other host. ``book/jupyterlite`` says how it is built and how it behaves.
"""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from book._ext.jupyterlite_packages import PINS, fetched_for, python_of

FOLDER: Final = "lite"
"""Where JupyterLite is, below the site."""
RELEASE: Final = Path(__file__).parents[2] / "_build" / "release"
MODULES: Final = frozenset({"IPython", "jedi", "micropip", "sqlite3", "ssl"})
"""What its kernel takes out of a distribution: the last two are packages in an old one alone."""
CONFIGURATION: Final = ("jupyter_lite_config.json", "jupyter-lite.json", "overrides.json")
START: Final = {"3.12": "pyodide.js"}
"""By Python, which file its kernel starts Pyodide from, where it cannot load ``pyodide.mjs``."""
MADE_OF: Final = ".made-of"


def packages() -> Path | None:
    """Return the folder of what builds JupyterLite, or None where the site goes without it."""
    distribution = os.environ.get("PYODIDE")
    if not distribution:
        return None
    try:
        return fetched_for(python_of(Path(distribution).expanduser().absolute()))
    except ValueError as error:
        raise ExtensionError(str(error)) from error


def prepare(app: Sphinx) -> None:
    """Build JupyterLite into the site, or take it out."""
    if app.builder.format != "html":
        return
    target, fetched = Path(app.outdir) / FOLDER, packages()
    if fetched is None:
        rmtree(target, ignore_errors=True)
    else:
        build(target, fetched, RELEASE)


def build(target: Path, fetched: Path, release: Path) -> None:
    """Build JupyterLite, unless it is there and nothing has changed that it is made of.

    Arguments:
        target: the folder to write; what is in it goes.
        fetched: the folder of the packages, as ``jupyterlite_packages`` makes it.
        release: the folder of the released assignments.

    Raises:
        ExtensionError: it cannot be built, with the last words of the build.
    """
    made_of = _digest(fetched, release)
    mark = target / MADE_OF
    if mark.is_file() and mark.read_text(encoding="utf8") == made_of:
        return
    rmtree(target, ignore_errors=True)
    work = fetched / "work"
    rmtree(work, ignore_errors=True)
    work.mkdir()
    for name in CONFIGURATION:
        text = (PINS / name).read_text(encoding="utf8")
        start = START.get(fetched.name, "pyodide.mjs")
        (work / name).write_text(text.replace("pyodide.mjs", start), encoding="utf8")
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build", *_options(target, fetched, release)],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(fetched / "site")},
        capture_output=True,
        encoding="utf8",
    )
    if done.returncode:
        raise ExtensionError(f"JupyterLite cannot be built:\n{(done.stdout + done.stderr)[-2000:]}")
    mark.write_text(made_of, encoding="utf8")


def _options(target: Path, fetched: Path, release: Path) -> list[str]:
    wheels = fetched / "wheels"
    (kernel,) = wheels.glob("jupyterlite_pyodide_kernel-*.whl")
    (comm,) = wheels.glob("comm-*.whl")
    return [
        f"--lite-dir={fetched / 'work'}",
        f"--output-dir={target}",
        f"--contents={release}",
        f"--LiteBuildConfig.federated_extensions={kernel}",
        f"--piplite-wheels={comm}",
    ]


def _digest(fetched: Path, release: Path) -> str:
    """Return a digest of all that JupyterLite is made of."""
    digest = sha256()
    parts = [PINS / name for name in CONFIGURATION] + sorted((fetched / "wheels").iterdir())
    parts += sorted(path for path in release.glob("*/*") if path.is_file())
    for path in parts:
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", prepare)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
