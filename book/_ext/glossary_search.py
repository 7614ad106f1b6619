"""Sphinx extension: the search keeps the glossary's terms after every build.

Sphinx reads an old search index back in without its index entries, so a build in which
the glossary did not change would lose all of them. Hence the glossary's page, which
has all entries of this book, is written every time.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

GLOSSARY = "glossary"


def write_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the pages to write beside those that changed."""
    return [GLOSSARY] if GLOSSARY in env.found_docs else []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("env-updated", write_again)
    return {"version": "1", "parallel_read_safe": True}
