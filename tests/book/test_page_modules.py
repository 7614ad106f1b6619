"""Pages import from ``book/modules``: a page runs again when what it imports has changed."""

from __future__ import annotations

from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_notebook

from book._ext import page_modules

BOOK = Path(__file__).resolve().parents[2] / "book"


def test_a_changed_module_forgets_the_pages_that_import_it_and_no_other(tmp_path: Path) -> None:
    modules, folder = tmp_path / "modules", tmp_path / "cache"
    modules.mkdir()
    (modules / "tape.py").write_text("x = 1\n")
    (modules / "patches.py").write_text("y = 1\n")
    page_modules.forget_what_changed(modules, folder)
    cache = get_cache(folder)
    for name, code in (("uses", "import numpy\nfrom tape import x"), ("not", "import tapestry")):
        page = tmp_path / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=[new_code_cell(code, execution_count=1)]), page)
        cache.cache_notebook_file(page, check_validity=False)

    assert page_modules.forget_what_changed(modules, folder) == 0
    (modules / "patches.py").write_text("y = 2\n")
    assert page_modules.forget_what_changed(modules, folder) == 0
    (modules / "tape.py").write_text("x = 2\n")
    assert page_modules.forget_what_changed(modules, folder) == 1
    assert len(cache.list_cache_records()) == 1


def test_a_page_that_imports_a_module_offers_it_for_download() -> None:
    names = set(page_modules.digests(BOOK / "modules"))
    for page in BOOK.rglob("*.md"):
        text = page.read_text(encoding="utf8")
        for name in names & set(page_modules.IMPORT.findall(text)):
            assert f"modules/{name}.py>`" in text, f"{page.name} imports {name}.py"
