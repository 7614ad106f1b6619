"""Sphinx extension: the book's typeface, from npm, is served by the site itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.fileutil import copy_asset_file

FILES: Final = (
    Path(__file__).parents[2] / "node_modules" / "@fontsource-variable" / "source-serif-4" / "files"
)
USED: Final = (
    "source-serif-4-latin-wght-normal.woff2",
    "source-serif-4-latin-wght-italic.woff2",
)


def copy_fonts(app: Sphinx, error: Exception | None) -> None:
    """Copy the fonts that book.css names."""
    if error is not None or app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for name in USED:
        copy_asset_file(str(FILES / name), str(target))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    if not FILES.is_dir():  # fail before the build, not after it
        raise ExtensionError("The book's typeface is missing: run `make install`")
    app.connect("build-finished", copy_fonts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
