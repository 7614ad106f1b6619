"""Sphinx extension: pages that have to run do so side by side, before Sphinx reads them.

MyST-NB runs a page when Sphinx comes to it, one page after the other, and a page's kernel keeps
one core busy. Here the pages of a build run ahead, as many at a time as there are cores, and what
they print goes into the cache that MyST-NB looks into. A page that fails is left to MyST-NB: it
runs the page again, and reports it.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from jupyter_cache import get_cache
from myst_nb.core.execute import create_client
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.util.display import status_iterator

MOST: Final = 4
"""Pages at a time: a kernel with torch takes 300 MB."""


class Silent:
    """A logger for MyST-NB that says nothing."""

    def __getattr__(self, level: str) -> Any:
        """Return what takes a message of any level."""
        return lambda *message, **about: None


def run_ahead(app: Sphinx, env: Any, pages: list[str]) -> None:
    """Run those of the pages that are not in the cache."""
    at_a_time = min(MOST, os.cpu_count() or 1)
    if env.mystnb_config.execution_mode != "cache" or at_a_time < 2 or len(pages) < 2:
        return
    get_cache(env.mystnb_config.execution_cache_path).db  # noqa: B018 (made before two make it)
    longest_first = sorted(pages, key=lambda page: -Path(env.doc2path(page)).stat().st_size)
    with ThreadPoolExecutor(at_a_time) as pool:
        running = {pool.submit(run, env, page): page for page in longest_first}
        done = (running[page] for page in as_completed(running))
        for _ in status_iterator(done, "running pages... ", length=len(pages)):
            pass


def run(env: Any, page: str) -> None:
    """Run a page, if it has cells that are not in the cache; what goes wrong is left out."""
    path = Path(env.doc2path(page))
    text = path.read_text(encoding="utf8")
    with suppress(Exception):
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
        if reader is not None:
            notebook = reader.read(text)
            with create_client(notebook, str(path), env.mystnb_config, Silent(), reader.read_fmt):
                pass  # to enter is to run, or to find in the cache


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("env-before-read-docs", run_ahead)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
