"""The directive for figures and the road of a cell's numbers to them, in a book of two pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CONF = """
extensions = ["myst_nb", "book._ext.touch"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_cache_path = "cache"
exclude_patterns = ["cache", "html", "jupyter_execute"]
"""

HEAD = """---
file_format: mystnb
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A page

```{toctree}
other
```
"""

CELL = """
The next cell hands its numbers on.

```{code-cell} ipython3
from IPython.display import JSON

JSON({"W": [[0.5, -1.25]], "name": "</script>"}, root="two-weights")
```
"""

FIGURE = """# Another page

```{touch} scores
:title: Three scores
:data: two-weights
Try this and that, and then the other.

Notice that and this, and then the other.

![A picture](picture.svg)
```
"""


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build the two pages that are in the folder into ``html``."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", *options, "-b", "html", ".", "html"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": str(Path(sys.executable).parent)}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.md").write_text(HEAD + CELL)
    (tmp_path / "other.md").write_text(FIGURE)
    (tmp_path / "picture.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return tmp_path


def data_on(page: Path) -> object:
    html = page.read_text()
    found = re.findall(
        r'<script type="application/json" data-name="two-weights">(.*?)</script>', html
    )
    assert len(found) == 1
    return json.loads(found[0])


def test_a_cells_numbers_reach_a_figure_on_another_page_and_warm_builds_keep_them(
    pages: Path,
) -> None:
    done = build(pages)
    assert done.returncode == 0, done.stderr
    expected = {"W": [[0.5, -1.25]], "name": "</script>"}
    assert data_on(pages / "html" / "other.html") == expected
    html = (pages / "html" / "index.html").read_text()
    assert "JSON object" not in html and "cell_output" not in html, "the data do not show"
    assert "start.js" not in html, "a page without a figure loads nothing of figures"

    (pages / "other.md").write_text(FIGURE + "\nOne line more.\n")
    assert build(pages).returncode == 0
    assert data_on(pages / "html" / "other.html") == expected

    (pages / "index.md").write_text(HEAD + CELL.replace("0.5", "0.75"))
    assert build(pages).returncode == 0
    expected["W"] = [[0.75, -1.25]]
    assert data_on(pages / "html" / "other.html") == expected, "only the other page was written"


def test_long_data_are_a_file_that_is_fetched_with_the_figure(pages: Path) -> None:
    (pages / "index.md").write_text(HEAD + CELL.replace("[[0.5, -1.25]]", "list(range(9000))"))
    assert build(pages).returncode == 0
    html = (pages / "html" / "other.html").read_text()
    found = re.findall(
        r'data-name="two-weights" data-file="(data-two-weights-\w{8})"></script>', html
    )
    assert len(found) == 1
    script = (pages / "html" / "_static" / "figures" / f"{found[0]}.js").read_text()
    begin = "(window.touchData ??= {})['two-weights'] = "
    assert script.startswith(begin)
    values = json.loads(script.removeprefix(begin).rstrip(";\n"))
    assert values == {"W": list(range(9000)), "name": "</script>"}


def test_a_figure_that_lacks_something_stops_the_build_and_says_what(pages: Path) -> None:
    lacking = {
        "there is no book/figures/scroes.js": ("} scores", "} scroes"),
        "scores needs a :title:": (":title: Three scores\n", ""),
        "scores needs a paragraph what to try": ("Notice that and this, and then the other.\n", ""),
        "scores needs a picture for where": ("![A picture](picture.svg)\n", ""),
        "root='three-weights'); found no page": ("two-weights", "three-weights"),
    }
    (pages / "index.md").write_text("# Pages\n\n```{toctree}\n:glob:\n*\n```\n")
    for number, (old, new) in enumerate(lacking.values()):
        (pages / f"{number}.md").write_text(FIGURE.replace(old, new))
    done = build(pages, "--keep-going")
    assert done.returncode != 0
    for said in lacking:
        assert said in done.stderr
