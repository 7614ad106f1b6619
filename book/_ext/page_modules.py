"""Sphinx extension: pages import what several of them use from ``book/modules``.

Kernels find the modules on their path. A page that imports a module runs again when the
module changes: executed pages are kept by their own code alone, so those are forgotten. Where
the style of figures changes, all are.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from sphinx.application import Sphinx

IMPORT = re.compile(r"^(?:from|import) (\w+)", re.M)


STYLE = ("matplotlibrc", "image_style.py")
"""What decides how every figure looks, in ``book``."""


def digests(paths: Iterable[Path]) -> dict[str, str]:
    """Return the digest of each file, by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def forget_pages_that_need(cache_folder: Path, changed: set[str]) -> list[str]:
    """Remove from the cache the executed pages that need a changed file; return their paths."""
    cache, forgotten = get_cache(cache_folder), []
    for record in cache.list_cache_records():
        cells = cache.get_cache_bundle(record.pk).nb.cells
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        needed = {*STYLE, *(f"{name}.py" for name in IMPORT.findall(code))}
        if changed & needed:
            cache.remove_cache(record.pk)
            forgotten.append(record.uri)
    return forgotten


def forget_what_changed(book: Path, cache_folder: Path) -> list[str]:
    """Compare style and modules with those of the last build; forget the pages that need others.

    Returns:
        the paths of those pages.
    """
    cache_folder.mkdir(parents=True, exist_ok=True)
    note = cache_folder / "page_modules.json"
    style = (book / name for name in STYLE)
    now = digests([*style, *sorted((book / "modules").glob("*.py"))])
    before = json.loads(note.read_text()) if note.exists() else {}
    changed = {name for name in now if now[name] != before.get(name)}
    forgotten = forget_pages_that_need(cache_folder, changed) if changed else []
    note.write_text(json.dumps(now))
    return forgotten


def prepare(app: Sphinx) -> None:
    """Set the kernels' path, and forget what is out of date."""
    modules = Path(app.srcdir) / "modules"
    others = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [str(modules), *(path for path in others if path not in ("", str(modules)))]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    # The folder is MyST-NB's choice where the configuration names none.
    cache = app.config.nb_execution_cache_path or Path(app.outdir).parent / ".jupyter_cache"
    forgotten = forget_what_changed(Path(app.srcdir), Path(cache))

    def read_again(*_: Any) -> list[str]:
        return [page for path in forgotten if (page := app.env.path2doc(path))]

    app.connect("env-get-outdated", read_again)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", prepare, priority=100)  # before any page is executed
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
