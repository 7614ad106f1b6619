"""Sphinx extension: what a cell prints is put together as it was printed.

A kernel sends its output in pieces, and on a busy machine a piece can end inside a
line, before its line break. MyST-NB ends each piece with a line break of its own, so
a blank line would come and go between two builds of the same page. Here the pieces
are joined before it sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

from myst_nb.core import render
from myst_nb.core.utils import coalesce_streams
from sphinx.application import Sphinx


def joined(outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a cell's outputs with all pieces of a stream in the place of its first.

    ``outputs`` is a list of nbformat's output nodes; it is not changed. Pieces are
    joined as they are, with nothing between them.
    """
    whole: list[dict[str, Any]] = []
    streams: dict[str, dict[str, Any]] = {}
    for output in outputs:
        if output["output_type"] != "stream":
            whole.append(output)
        elif output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
        else:
            streams[output["name"]] = copy(output)
            whole.append(streams[output["name"]])
    return whole


def merge(outputs: list[Any]) -> list[Any]:
    """Return what MyST-NB makes of a cell's outputs once their pieces are joined."""
    merged: list[Any] = coalesce_streams(joined(outputs))
    return merged


def setup(app: Sphinx) -> dict[str, Any]:
    """Put ``merge`` in the place of MyST-NB's own merging, whose other duties stay."""
    render.coalesce_streams = merge
    return {"version": "1", "parallel_read_safe": True}
