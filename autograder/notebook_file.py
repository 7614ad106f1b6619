"""Reading a notebook file that may be anything, and writing one safely."""

from __future__ import annotations

import json
import os
import tempfile
import warnings
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import shown
from autograder.errors import CourseError

MAX_BYTES = 50 * 2**20
"""A notebook beyond this holds outputs that nobody needs for grading."""


def read_bytes(path: Path) -> bytes:
    """The content of a notebook file.

    Raises:
        CourseError: the file is missing, unreadable or too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CourseError(
                f"{shown(path)} is {size / 2**20:.0f} MB large, over the limit of "
                f"{MAX_BYTES // 2**20} MB: clear its outputs and save it again"
            )
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{shown(path)} cannot be read: {error.strerror}") from None


def parse_notebook(content: bytes, name: str) -> NotebookNode:
    """A notebook of any version as nbformat 4, without its outputs.

    Arguments:
        content: the bytes of its file.
        name: what the file is called in an error message.

    Raises:
        CourseError: the bytes are not a notebook.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise CourseError(
            f"{name} is not a notebook: it is not JSON. Was it cut off? Save it again in Jupyter"
        ) from None
    if not isinstance(document, dict) or not isinstance(document.get("nbformat"), int):
        raise CourseError(f"{name} is not a notebook: it is JSON, but has no nbformat")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # missing and double cell ids are put right below
        try:
            notebook = nbformat.reads(content.decode(), as_version=4)
            notebook = nbformat.from_dict(_plain_cells(notebook))
            nbformat.validate(notebook)
        except Exception as error:  # nbformat raises many kinds for damaged notebooks
            reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise CourseError(f"{name} is a damaged notebook: {reason}") from None
    return notebook


def _plain_cells(notebook: NotebookNode) -> NotebookNode:
    """The notebook with fresh cell ids and no outputs: neither is the student's word."""
    cells = []
    for index, cell in enumerate(notebook.cells):
        made = {
            "id": f"cell-{index}",
            "cell_type": cell.cell_type,
            "metadata": cell.get("metadata", {}),
            "source": cell.source,
        }
        if cell.cell_type == "code":
            made |= {"outputs": [], "execution_count": None}
        cells.append(made)
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook so that a kill at any moment leaves the old file or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            nbformat.write(notebook, file)
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
