"""Sphinx extension: a page links to where an assignment's notebook opens with nothing to install.

Where the site has JupyterLite, notebooks open in it. Else they open in Colab, where ``_config.yml``
says on which address of GitHub the released notebooks are public. Else there is no such link.
The role ``open-assignment`` makes the link, and the directive ``where-assignments-open`` holds
text for one of these places alone, ``jupyterlite`` or ``colab``.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from book._ext import jupyterlite

COLAB: Final = "https://colab.research.google.com/github"
GITHUB: Final = re.compile(r"https://github\.com/([^/?#]+/[^/?#]+/blob/[^?#]*[^/?#])/?")
USES: Final = "opens_assignments"
"""What a page's metadata have where it depends on the place."""


def in_jupyterlite(assignment: str) -> str:
    """Return where an assignment's notebook opens in JupyterLite, below the site."""
    notebook = quote(f"{assignment}/{assignment}.ipynb")
    return f"{jupyterlite.FOLDER}/notebooks/index.html?path={notebook}"


def in_colab(address: str, assignment: str) -> str:
    """Return where an assignment's notebook opens in Colab.

    Arguments:
        address: of the folder on GitHub that holds the released assignments' folders, such as
            https://github.com/NAME/COURSE/blob/main.
        assignment: its name.

    Raises:
        ConfigError: the address is not of that form.
    """
    match = GITHUB.fullmatch(address.strip())
    if not match:
        raise ConfigError(
            f"released_notebooks in _config.yml is {address!r}: name the folder of the released"
            " notebooks on GitHub, such as https://github.com/NAME/COURSE/blob/main"
        )
    return f"{COLAB}/{match[1]}/{assignment}/{assignment}.ipynb"


def place(config: Config) -> str:
    """Return where assignments open: "jupyterlite", an address in Colab, or an empty text."""
    if jupyterlite.packages() is not None:
        return "jupyterlite"
    address: str = config.released_notebooks
    return in_colab(address, "{0}") if address else ""


class OpenAssignment(SphinxRole):
    """Links to where an assignment opens, or leaves nothing."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, and a comma before it."""
        where = _noted(self.env)
        if where == "jupyterlite":
            # A page's address is as many folders deep as its name has slashes.
            up = "../" * self.env.docname.count("/")
            address, words = up + in_jupyterlite(self.text), "open it here"
        elif where:
            address, words = where.format(self.text), "open it in Colab"
        else:
            return [], []
        return [nodes.Text(", "), nodes.reference("", words, refuri=address, internal=False)], []


class WhereAssignmentsOpen(SphinxDirective):
    """Holds text that is shown where assignments open in one place, and not elsewhere."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the text, or nothing."""
        where = _noted(self.env)
        shown = where == "jupyterlite" if self.arguments[0] == "jupyterlite" else "colab" in where
        return self.parse_content_to_nodes() if shown else []


def _noted(env: BuildEnvironment) -> str:
    """Note that the page depends on the place, and return the place."""
    env.metadata[env.docname][USES] = "yes"
    where: str = env.where_assignments_open  # type: ignore[attr-defined]
    return where


def note_place(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Note the place before pages are read; return the pages to read again, if it is a new one."""
    before, where = getattr(env, "where_assignments_open", None), place(app.config)
    env.where_assignments_open = where  # type: ignore[attr-defined]
    if before in (None, where):
        return []
    return [docname for docname, metadata in env.metadata.items() if USES in metadata]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("released_notebooks", "", "", [str])
    app.add_role("open-assignment", OpenAssignment())
    app.add_directive("where-assignments-open", WhereAssignmentsOpen)
    app.connect("env-get-outdated", note_place)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
