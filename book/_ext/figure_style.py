"""Sphinx extension: every page's kernel draws with ``book/matplotlibrc`` and ``image_style.py``.

Kernels inherit the environment, so no page needs a line of styling, and a page that a
reader runs alone still works, in matplotlib's own style.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

# matplotlib writes the time into an SVG unless it is told which: with it fixed,
# two builds make the same files.
FIXED_TIME = "1767225600"  # 2026-01-01 00:00 UTC


def setup(app: Sphinx) -> dict[str, Any]:
    """Set what the kernels need before the first page runs."""
    os.environ["MATPLOTLIBRC"] = str(Path(app.srcdir) / "matplotlibrc")
    os.environ["PYTHONSTARTUP"] = str(Path(app.srcdir) / "image_style.py")  # IPython runs it
    os.environ.setdefault("SOURCE_DATE_EPOCH", FIXED_TIME)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # sums in one order: the same digits every time
    return {"version": "1", "parallel_read_safe": True}
