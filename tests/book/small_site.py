"""A site of a few hand-made pages, with all that runs Python in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from book._ext import run_in_page
from tests.book.visit import BOOK

PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><title>t</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="_static/run/run.css"><h1>t</h1>{}
<script defer src="_static/run/{}.js" data-version="1" data-page="page"></script></html>"""


def make_small_site(
    folder: Path, copy_python: Callable[[Path], None], body: str, cells: list[str]
) -> None:
    """Write a site whose page `page` runs code.

    Arguments:
        folder: where to write it.
        copy_python: puts Python into the folder that it gets.
        body: the page's HTML, below its heading.
        cells: the code of its cells.
    """
    run = folder / "_static" / "run"
    run_in_page.bundle(run)
    copy_python(folder / "_static" / "pyodide")
    described = run_in_page.describe("page", cells, BOOK)
    for name in described["files"]:
        (run / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (run / "files" / name).write_bytes((BOOK / name).read_bytes())
    (run / "pages").mkdir()
    (run / "pages" / "page.json").write_text(json.dumps(described))
    (folder / "page.html").write_text(PAGE.format(body, "buttons"))
    (folder / "favicon.ico").touch()
