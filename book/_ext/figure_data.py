"""Sphinx extension: numbers that a page's own cell computes reach the figures a reader can touch.

A cell ends with ``JSON(values, root="digit-weights")`` (`IPython.display.JSON`). Its output is
executed, cached and pickled as all others are, so a build in which the page did not run
again still has it. On the page it does not show; any ``{touch}`` figure of the book may ask for it.
"""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from myst_nb.core import render
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

MIME_TYPE = "application/json"


class FigureData(nodes.Invisible, nodes.Element):
    """Data that a cell put out: `name`, and `json`, its values as text."""


class ReadData:
    """Tells MyST-NB how to read an output of type JSON."""

    mime_priority_overrides = (("*", MIME_TYPE, 1),)

    @staticmethod
    def handle_mime(
        renderer: render.NbElementRenderer, data: render.MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return the data's node, or None for an output of another type."""
        if data.mime_type != MIME_TYPE:
            return None
        name = data.output_metadata.get(MIME_TYPE, {}).get("root", "root")
        return [
            FigureData(
                name=name, json=json.dumps(data.content, separators=(",", ":"), sort_keys=True)
            )
        ]


class TakeOutData(SphinxPostTransform):
    """Takes the data, and what stands for them as plain text, out of the cells."""

    default_priority = 3  # before MyST-NB selects of each output what is shown

    def run(self, **kwargs: Any) -> None:
        """Go through the page's data."""
        for node in list(self.document.findall(FigureData)):
            bundle = node.parent.parent
            output = bundle.parent
            output.remove(bundle)
            if not output.children:
                output.parent.remove(output)


def known(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return the data of all pages, as JSON, by page and name; Sphinx keeps them between builds."""
    if not hasattr(env, "figure_data"):
        env.figure_data = {}  # type: ignore[attr-defined]
    data: dict[str, dict[str, str]] = env.figure_data  # type: ignore[attr-defined]
    return data


def data_named(env: BuildEnvironment, name: str) -> str:
    """Return as JSON the data that some page's cell calls `name`; raise if none or two do."""
    pages = [page for page, data in known(env).items() if name in data]
    if len(pages) != 1:
        found = " and ".join(sorted(pages)) or "no page"
        raise ExtensionError(f"touch: one cell must end with JSON(…, root={name!r}); found {found}")
    return known(env)[pages[0]][name]


def collect(app: Sphinx, document: nodes.document) -> None:
    """Note the data of a page that was read."""
    found = {node["name"]: node["json"] for node in document.findall(FigureData)}
    if found:
        known(app.env)[app.env.docname] = found


def forget(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Drop the data of a page that is to be read again, or is gone."""
    known(env).pop(page, None)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add ``ReadData`` to MyST-NB's readers: they are found by entry points, and this is none."""
    found = render.load_mime_renders
    render.load_mime_renders = lambda: [ReadData, *found()]
    app.add_node(FigureData)
    app.add_post_transform(TakeOutData)
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False}
