"""Sphinx extension: photographs inside figures are sent as lossless WebP.

matplotlib puts each image of an SVG figure into it as a PNG with a channel for opacity. The
same pixels as WebP need about half the bytes.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from sphinx.application import Sphinx

PNG = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")


def as_webp(found: re.Match[str]) -> str:
    """Return the address of a PNG as that of a WebP with the same pixels, if that is shorter."""
    packed = BytesIO()
    Image.open(BytesIO(b64decode(found[1]))).save(packed, "WEBP", lossless=True, exact=True)
    address = f"data:image/webp;base64,{b64encode(packed.getvalue()).decode('ascii')}"
    return min(found[0], address, key=len)


def repack(app: Sphinx, error: Exception | None) -> None:
    """Go through the figures that the build has copied into the site."""
    if error is not None or app.builder.format != "html":
        return
    for path in (Path(app.outdir) / "_images").glob("*.svg"):
        figure = path.read_text(encoding="utf8")
        smaller = PNG.sub(as_webp, figure)
        if smaller != figure:
            path.write_text(smaller, encoding="utf8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("build-finished", repack)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
