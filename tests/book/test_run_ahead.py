"""Pages of a build run side by side, and one that fails is reported as ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONF = """
extensions = ["myst_nb", "book._ext.run_ahead"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 60
nb_execution_cache_path = "cache"
exclude_patterns = ["cache", "html", "jupyter_execute"]
"""

PAGE = """---
file_format: mystnb
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A page

```{code-cell} ipython3
%s
```
"""

WAITS = """import time
from pathlib import Path
Path("%s").touch()
while not Path("%s").exists():
    time.sleep(0.01)
print("met")"""

ROOT = Path(__file__).resolve().parents[2]


def build(folder: Path, pages: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Build a book of these pages, named with their code."""
    (folder / "conf.py").write_text(CONF, encoding="utf8")
    for name, code in pages.items():
        front = "orphan: true\n" if name != "index" else ""
        text = (PAGE % code).replace("---\n", f"---\n{front}", 1)
        (folder / f"{name}.md").write_text(text, encoding="utf8")
    command = [sys.executable, "-m", "sphinx", "-q", ".", "html"]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf8",
        check=False,
    )


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core runs one page at a time")
def test_two_pages_that_wait_for_each_other_meet(tmp_path: Path) -> None:
    done = build(tmp_path, {"index": WAITS % ("a", "b"), "other": WAITS % ("b", "a")})
    assert done.returncode == 0, done.stderr
    for page in ("index", "other"):
        assert "met" in (tmp_path / "html" / f"{page}.html").read_text(encoding="utf8")


def test_a_page_that_fails_fails_the_build_and_is_named(tmp_path: Path) -> None:
    done = build(tmp_path, {"index": "1 + 1", "other": "1 / 0"})
    assert done.returncode != 0
    assert "other.md" in done.stderr, done.stderr
