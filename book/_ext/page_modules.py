"""Sphinx extension: pages import what several of them use from ``book/modules``.

Kernels find the modules on their path. A page that imports a module runs again when the
module changes: executed pages are kept by their own code alone, so those are forgotten.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from sphinx.application import Sphinx

IMPORT = re.compile(r"^(?:from|import) (\w+)", re.M)


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of each module, by its name."""
    return {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.py"))
    }


def forget_pages_that_import(cache_folder: Path, changed: set[str]) -> int:
    """Remove from the cache the executed pages that import a changed module; return how many."""
    cache, forgotten = get_cache(cache_folder), 0
    for record in cache.list_cache_records():
        cells = cache.get_cache_bundle(record.pk).nb.cells
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        if changed & set(IMPORT.findall(code)):
            cache.remove_cache(record.pk)
            forgotten += 1
    return forgotten


def forget_what_changed(modules: Path, cache_folder: Path) -> int:
    """Compare the modules with those of the last build, and forget the pages of changed ones."""
    if not cache_folder.exists():
        cache_folder.mkdir(parents=True)
    note = cache_folder / "page_modules.json"
    now = digests(modules)
    before = json.loads(note.read_text()) if note.exists() else {}
    changed = {name for name in now if now[name] != before.get(name)}
    forgotten = forget_pages_that_import(cache_folder, changed) if changed else 0
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
    forget_what_changed(modules, Path(cache))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", prepare, priority=100)  # before any page is executed
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
