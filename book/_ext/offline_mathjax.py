"""Sphinx extension: serve MathJax from the site itself, so that pages work offline.

The files come from the installed package ``django-static-mathjax``; nothing is
vendored. Only what the CommonHTML output needs is copied.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util.fileutil import copy_asset

BUNDLE = "tex-chtml.js"
NEEDED = (BUNDLE, "input/tex/extensions", "output/chtml/fonts")


def mathjax_folder() -> Path:
    """Return the folder ``es5`` of the installed MathJax 3."""
    spec = importlib.util.find_spec("mathjax")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "static" / "mathjax" / "es5"
        if (folder / BUNDLE).is_file():
            return folder
    raise ExtensionError("MathJax is missing: pip install -r requirements.txt")


def use_local_path(app: Sphinx, config: Config) -> None:
    """Point the pages at the copy in ``_static`` in place of the CDN."""
    config.mathjax_path = f"mathjax/{BUNDLE}"


def copy_mathjax(app: Sphinx, error: Exception | None) -> None:
    """Copy bundle, TeX extensions and fonts into the built site."""
    if error is not None or app.builder.format != "html":
        return
    source = mathjax_folder()
    target = Path(app.outdir) / "_static" / "mathjax"
    for name in NEEDED:
        if not (target / name).exists():
            destination = target / name if (source / name).is_dir() else (target / name).parent
            copy_asset(str(source / name), str(destination))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    mathjax_folder()  # fail before the build, not after it
    app.connect("config-inited", use_local_path)
    app.connect("build-finished", copy_mathjax)
    return {"version": "1", "parallel_read_safe": True}
