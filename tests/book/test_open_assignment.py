"""An assignment opens where a page says so: in the site's JupyterLite, in Colab, or nowhere.

JupyterLite itself is tested where the environment's PYODIDE names a distribution's folder. It has
an old Python and all packages; the folder that PYODIDE_314 names has the site's own, without NumPy.
"""

from __future__ import annotations

import inspect
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from autograder import assignments
from book._ext import jupyterlite, jupyterlite_packages
from book._ext.open_assignment import in_colab
from book._ext.pyodide_runtime import copy_distribution
from tests.autograder.test_public import contents
from tests.book.test_write_in_page import RIGHT, points
from tests.book.visit import DESKTOP, PHONE, Visit, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RELEASE = Path(__file__).parents[2] / "_build" / "release"
ADDRESS = "https://github.com/a-teacher/a-course/blob/main"
COLAB = "https://colab.research.google.com/github/a-teacher/a-course/blob/main/losses/losses.ipynb"
TEXT = """
t
=

notebook\\ :open-assignment:`losses`

.. where-assignments-open:: colab

   Only of Colab.

.. where-assignments-open:: jupyterlite

   Only of JupyterLite.
"""
LONG = 40
"""A solution with fewer characters is a formula, which may stand elsewhere by chance."""
LAST = "One of softmax_loss, pixels"
"""What one of the last cells says while all but the first exercise are open."""
LONGEST_MS = 150_000
needs_jupyterlite = pytest.mark.skipif(
    jupyterlite.packages() is None,
    reason="PYODIDE names no distribution of Pyodide for which JupyterLite was fetched",
)


def built(folder: Path, address: str = "") -> str:
    """The page of `TEXT`, in a site that may have been built before."""
    if not (folder / "source").exists():  # a page that was written again would be read again
        (folder / "source").mkdir()
        (folder / "source/index.rst").write_text(TEXT)
    overrides = {"extensions": ["book._ext.open_assignment"], "released_notebooks": address}
    Sphinx(
        str(folder / "source"),
        None,
        str(folder / "site"),
        str(folder / "doctrees"),
        "html",
        confoverrides=overrides,
        status=None,
        warning=None,
    ).build()
    return (folder / "site/index.html").read_text()


def test_a_page_links_to_colab_where_a_public_address_is_configured_and_only_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYODIDE", raising=False)
    page = built(tmp_path)
    assert "open it" not in page and "Only of" not in page
    page = built(tmp_path, ADDRESS)
    assert f'href="{COLAB}">open it in Colab</a>' in page
    assert "Only of Colab" in page and "Only of JupyterLite" not in page
    page = built(tmp_path)
    assert "open it" not in page and "Only of" not in page


def test_a_page_links_to_jupyterlite_where_the_site_has_it_and_then_not_to_colab(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jupyterlite, "packages", lambda: tmp_path)
    page = built(tmp_path, ADDRESS)
    where = "lite/notebooks/index.html?path=losses/losses.ipynb"
    assert f'href="{where}">open it here</a>' in page
    assert "Only of JupyterLite" in page and "olab" not in page


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/course",
        "https://github.com/a/b/tree/main",
        "http://github.com/a/b/blob/main",
        "",
    ],
)
def test_an_address_that_colab_cannot_open_is_refused_by_name(address: str) -> None:
    with pytest.raises(ConfigError, match=r"released_notebooks in _config\.yml is"):
        in_colab(address, "losses")
    assert in_colab(f"{ADDRESS}/", "losses") == COLAB


@pytest.mark.skipif("PYODIDE" in os.environ, reason="PYODIDE is set: the site has JupyterLite")
def test_the_book_by_itself_has_no_jupyterlite_and_names_no_other_place(site: Path) -> None:
    page = (site / "do-the-exercises.html").read_text()
    assert "open it here" not in page.lower()
    assert "JupyterLite" not in page and "Colab" not in page
    assert page.count("losses.zip") and page.count("losses.ipynb")
    assert not (site / jupyterlite.FOLDER).exists()


def test_a_folder_without_pyodide_is_named_and_nothing_is_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jupyterlite_packages, "FETCHED", tmp_path / "fetched")
    assert jupyterlite_packages.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path} holds no Pyodide: it lacks pyodide-lock.json\n"
    (tmp_path / "pyodide-lock.json").write_text('{"info": {"python": "3.99.1"}}')
    assert jupyterlite_packages.main([str(tmp_path)]) == 0
    assert "no JupyterLite is pinned for Python 3.99" in capsys.readouterr().out
    assert not (tmp_path / "fetched").exists()


def test_packages_by_other_pins_count_as_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jupyterlite_packages, "FETCHED", tmp_path)
    complete = tmp_path / "3.14" / jupyterlite_packages.COMPLETE
    complete.parent.mkdir()
    complete.write_text(jupyterlite_packages.pins_for("3.14"))
    assert jupyterlite_packages.fetched_for("3.14") == tmp_path / "3.14"
    complete.write_text("of last year")
    assert jupyterlite_packages.fetched_for("3.14") is None
    assert jupyterlite_packages.fetched_for("3.99") is None


def test_each_python_is_pinned_by_hash_alone() -> None:
    for pins in jupyterlite_packages.PINS.glob("python-*.txt"):
        text = jupyterlite_packages.pins_for(pins.stem.removeprefix("python-"))
        names = re.findall(r"^([a-z-]+)==", text, re.MULTILINE)
        assert {"comm", "jupyterlite-core", "jupyterlite-pyodide-kernel"} <= set(names)
        assert text.count("--hash=sha256:") == len(names)


@needs_jupyterlite
def test_jupyterlite_serves_what_was_released_and_no_solution(site: Path) -> None:
    files = site / jupyterlite.FOLDER / "files"
    served = {path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file()}
    released = {path.relative_to(RELEASE).as_posix() for path in RELEASE.glob("*/*")}
    assert served == {name for name in released if not name.endswith("/requirements.txt")}
    for name in served:
        assert (files / name).read_bytes() == (RELEASE / name).read_bytes()
    text = contents(files).decode(errors="ignore")
    for path in files.rglob("*.ipynb"):
        cells = json.loads(path.read_text())["cells"]
        text += "\n".join("".join(cell["source"]) for cell in cells)
    assert "BEGIN SOLUTION" not in text and "BEGIN HIDDEN TESTS" not in text
    for assignment in assignments.names():
        loaded = assignments.load(assignment)
        for exercise in loaded.exercises:
            source = inspect.getsource(getattr(loaded.reference, exercise.name))
            body = source.rpartition('"""')[2].strip()
            assert len(body) < LONG or body not in text, exercise.name


@needs_jupyterlite
def test_the_links_to_open_an_assignment_fit_a_phone(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, PHONE)
    visit.open("do-the-exercises")
    assert visit.tab.get_by_role("link", name="open it here").count() == 6
    visit.assert_fits()
    assert not [url for url in visit.asked if f"/{jupyterlite.FOLDER}/" in url], "before a click"
    visit.assert_nothing_went_wrong()
    visit.context.close()


@needs_jupyterlite
def test_an_assignment_opens_is_written_checked_taken_along_and_graded(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    # The site has a service worker, and JupyterLite one of its own.
    visit = Visit(browser, address, DESKTOP, service_workers="allow")
    tab = visit.tab
    tab.set_default_timeout(LONGEST_MS)
    visit.open("do-the-exercises")
    tab.get_by_role("link", name="open it here").first.click()
    stub = tab.locator(".jp-CodeCell", has_text="def hinge_loss(scores").first
    stub.locator(".cm-content").fill(RIGHT)
    choose(tab, "Run", "Run All Cells")
    for words in ("hinge_loss: the visible tests pass.", "✓ hinge_loss is right.", LAST):
        tab.locator(".jp-OutputArea-output", has_text=words).first.wait_for()
    tab.keyboard.press("Control+s")
    assert points(downloaded(visit, tmp_path)).items() >= {"hinge_loss": 4, "softmax": 0}.items()
    assert visit.foreign == []
    assert [url for url in visit.missing if not url.endswith("/favicon.ico")] == []
    assert [error for error in visit.errors if "404" not in error] == []
    visit.context.close()


@pytest.mark.skipif("PYODIDE_314" not in os.environ, reason="PYODIDE_314 names no distribution")
def test_an_assignment_opens_and_runs_code_on_the_python_that_the_site_has_by_itself(
    browser: Browser, tmp_path: Path
) -> None:
    distribution = Path(os.environ["PYODIDE_314"])
    fetched = jupyterlite_packages.fetched_for(jupyterlite_packages.python_of(distribution))
    assert fetched
    copy_distribution(tmp_path / "_static/pyodide", set(jupyterlite.MODULES), distribution)
    jupyterlite.build(tmp_path / jupyterlite.FOLDER, fetched, RELEASE)
    with served(tmp_path) as address:
        visit = Visit(browser, address, DESKTOP, service_workers="allow")
        visit.tab.set_default_timeout(LONGEST_MS)
        visit.tab.goto(f"{address}/lite/notebooks/index.html?path=losses/losses.ipynb")
        stub = visit.tab.locator(".jp-CodeCell", has_text="def hinge_loss(scores").first
        stub.locator(".cm-content").fill("import sys\nprint(*sys.version_info[:2], sum(range(9)))")
        choose(visit.tab, "Run", "Run Selected Cell")
        visit.tab.locator(".jp-OutputArea-output", has_text="3 14 36").first.wait_for()
        assert visit.foreign == []
        assert [error for error in visit.errors if "/favicon.ico" not in error] == []
        visit.context.close()


def choose(tab: Page, menu: str, entry: str) -> None:
    """Choose an entry of the notebook's menu."""
    tab.get_by_role("menuitem", name=menu, exact=True).click()
    tab.get_by_role("menuitem", name=entry).first.click()


def downloaded(visit: Visit, folder: Path) -> Path:
    """The notebook as the list of files, which its menu opens, hands it out."""
    with visit.context.expect_page() as opened:
        choose(visit.tab, "File", "Open…")
    files = opened.value
    files.set_default_timeout(LONGEST_MS)
    files.locator(".jp-DirListing-item", has_text="losses").first.dblclick()
    files.locator(".jp-DirListing-item", has_text="losses.ipynb").first.click()
    with files.expect_download() as downloading:
        files.get_by_text("Download", exact=True).first.click()
    path = folder / "losses.ipynb"
    downloading.value.save_as(path)
    return path
