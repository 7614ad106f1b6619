"""An assignment opens where a page says so: in the site's JupyterLite, in Colab, or nowhere.

JupyterLite itself is tested where the environment's PYODIDE names a distribution's folder.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from book._ext import jupyterlite, jupyterlite_packages
from book._ext.open_assignment import in_colab

if TYPE_CHECKING:
    pass

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
LONGEST_MS = 150_000
needs_python = pytest.mark.skipif(
    not os.environ.get("PYODIDE"),
    reason="PYODIDE names no folder with a distribution of Pyodide",
)


def built(folder: Path, address: str = "") -> str:
    """The page of `TEXT`, in a site that may have been built before."""
    (folder / "source").mkdir(exist_ok=True)
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
    ["https://example.org/course", "https://github.com/a/b", "http://github.com/a/b/blob/main", ""],
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
