"""Sphinx extension: the site serves the book's typeface, and no icon font.

The typeface comes from npm. The theme's styles name each of two thousand icons of a font;
icons.css draws those that the pages have, so a third of the theme's styles can go.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.fileutil import copy_asset_file

FILES: Final = (
    Path(__file__).parents[2] / "node_modules" / "@fontsource" / "source-serif-4" / "files"
)
USED: Final = ("400-normal", "400-italic", "600-normal")
ICON_RULES: Final = re.compile(r"(?<=[{}])(?:\.fa[^{}]*|@font-face)\{[^{}]*\}")


def copy_fonts(app: Sphinx, error: Exception | None) -> None:
    """Copy the fonts that book.css names."""
    if error is not None or app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for face in USED:
        copy_asset_file(str(FILES / f"source-serif-4-latin-{face}.woff2"), str(target))
    copy_asset_file(str(FILES.parent / "LICENSE"), str(target))


def drop_icon_font(app: Sphinx, error: Exception | None) -> None:
    """Take the icon font out of the theme's styles, which Sphinx copies anew in each build."""
    styles = Path(app.outdir) / "_static" / "styles" / "pydata-sphinx-theme.css"
    if error is None and styles.exists():
        styles.write_text(ICON_RULES.sub("", styles.read_text(encoding="utf8")), encoding="utf8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    if not FILES.is_dir():  # fail before the build, not after it
        raise ExtensionError("The book's typeface is missing: run `make install`")
    app.connect("build-finished", copy_fonts)
    app.connect("build-finished", drop_icon_font)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
