"""Pages import from ``book/modules``: a page runs again when what it imports has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_notebook

from book._ext import page_modules

BOOK = Path(__file__).resolve().parents[2] / "book"


def test_a_changed_module_forgets_the_pages_that_import_it_and_a_changed_style_all(
    tmp_path: Path,
) -> None:
    book, folder = tmp_path / "book", tmp_path / "cache"
    files = ("modules/tape.py", "modules/patches.py", *page_modules.STYLE)
    for name in files:
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text("x = 1\n")
    page_modules.forget_what_changed(book, folder)
    cache = get_cache(folder)
    for name, code in (("uses", "import numpy\nfrom tape import x"), ("not", "import tapestry")):
        page = tmp_path / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=[new_code_cell(code, execution_count=1)]), page)
        cache.cache_notebook_file(page, check_validity=False)

    assert page_modules.forget_what_changed(book, folder) == []
    forgotten = []
    for name in ("modules/patches.py", "modules/tape.py", page_modules.STYLE[0]):
        (book / name).write_text("x = 2\n")
        found = page_modules.forget_what_changed(book, folder)
        forgotten.append([Path(path).stem for path in found])
    assert forgotten == [[], ["uses"], ["not"]]
    assert not cache.list_cache_records()


def test_what_imshow_draws_has_no_frame_unless_a_page_asks_for_ticks() -> None:
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1])\n"
        "import matplotlib.pyplot as plt\n"
        "ax = plt.subplots()[1]; ax.imshow([[1, 2]])\n"
        "print(len(ax.get_xticks()), any(side.get_visible() for side in ax.spines.values()))\n"
        "ax.set(xticks=[0, 1]); print(len(ax.get_xticks()))\n"
    )
    style = str(BOOK / "image_style.py")
    ran = subprocess.run(
        [sys.executable, "-c", code, style],
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["0", "False", "2"]


def test_a_page_that_imports_a_module_offers_it_for_download() -> None:
    names = {path.stem for path in (BOOK / "modules").glob("*.py")}
    for page in BOOK.rglob("*.md"):
        text = page.read_text(encoding="utf8")
        for name in names & set(page_modules.IMPORT.findall(text)):
            assert f"modules/{name}.py>`" in text, f"{page.name} imports {name}.py"
