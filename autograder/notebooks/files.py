"""Reading a notebook file that may be anything, and writing one safely."""

from __future__ import annotations

import errno
import glob
import json
import os
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from autograder.course import shown
from autograder.errors import CourseError
from autograder.notebooks.bounds import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_LINES,
    MAX_SOURCE,
    is_within_bounds,
)

if TYPE_CHECKING:
    from nbformat import NotebookNode

PART = ".part"
"""How the name of a file ends that is not whole yet; its writer's process number stands before."""
CELL_TYPES = ("code", "markdown", "raw")
NEWEST = 4


def read_bytes(path: Path) -> bytes:
    """The content of a notebook file.

    Raises:
        CourseError: the file is missing, unreadable, too large, or none.
    """
    name = os.fsencode(shown(path)).decode(errors="backslashreplace")
    try:
        # Without O_NONBLOCK a named pipe would wait for somebody to write to it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise CourseError(f"{name} is not a file: hand in the notebook itself")
            if about.st_size > MAX_BYTES:
                raise CourseError(
                    f"{name} is {about.st_size / 2**20:.0f} MB large, over the limit of "
                    f"{MAX_BYTES // 2**20} MB: clear its outputs and save it again"
                )
            return file.read(MAX_BYTES)
    except OSError as error:
        if error.errno == errno.EISDIR:
            raise CourseError(f"{name} is a folder: hand in the notebook itself") from None
        raise CourseError(f"{name} cannot be read: {error.strerror}") from None


def plain_notebook(content: bytes, name: str) -> dict[str, Any]:
    """A notebook of version 4 or older as plain data of nbformat 4, without its outputs.

    Arguments:
        content: the bytes of its file.
        name: what the file is called in an error message.

    Raises:
        CourseError: the bytes are not a notebook.
    """
    if not is_within_bounds(content):
        raise CourseError(
            f"{name} holds too much, or lists within lists too deep: clear its outputs and "
            "save it again in Jupyter"
        )
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise CourseError(
            f"{name} is not a notebook: it is not JSON. Was it cut off? Save it again in Jupyter"
        ) from None
    version = document.get("nbformat") if isinstance(document, dict) else None
    if not isinstance(version, int):
        raise CourseError(f"{name} is not a notebook: it is JSON, but has no nbformat")
    try:
        if version > NEWEST:
            raise _Damage(f"its format is {version}, newer than {NEWEST}; save it in JupyterLab")
        cells = _cells(document if version == NEWEST else _upgraded(document))
    except _Damage as damage:
        raise CourseError(f"{name} is a damaged notebook: {damage}") from None
    metadata = document.get("metadata")
    course = metadata.get("course") if isinstance(metadata, dict) else None
    kept = {"course": course} if isinstance(course, dict) else {}
    return {"nbformat": NEWEST, "nbformat_minor": 5, "metadata": kept, "cells": cells}


class _Damage(Exception):
    """Says what is wrong with a notebook, as the end of a sentence."""


def _upgraded(document: dict[str, Any]) -> dict[str, Any]:
    """A notebook of an older version as version 4."""
    import nbformat

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is missing is put right below
        try:
            for sheet in document.get("worksheets", []):
                for cell in sheet["cells"]:
                    if cell["cell_type"] == "code":
                        cell["outputs"] = []
            return dict(nbformat.convert(nbformat.from_dict(document), NEWEST))
        except Exception as error:  # nbformat raises many kinds for damaged notebooks
            reason = _whole(str(error)).splitlines() or [type(error).__name__]
            raise _Damage(reason[0][:200]) from None


def _cells(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells alone, with fresh ids and no outputs: neither is the student's word.

    Raises:
        _Damage: it has no cells, or one of them is none; the message says which.
    """
    found = document.get("cells")
    if not isinstance(found, list):
        raise _Damage("it has no cells")
    if len(found) > MAX_CELLS:
        raise _Damage(f"it has {len(found):,} cells, more than {MAX_CELLS:,}")
    cells = []
    for index, cell in enumerate(found):
        cells.append(_plain_cell(cell, index))
    if sum(len(cell["source"]) for cell in cells) > MAX_SOURCE:
        raise _Damage(f"its cells hold more than {MAX_SOURCE:,} characters")
    for index, cell in enumerate(cells):
        if cell["source"].count("\n") >= MAX_LINES:
            raise _Damage(f"cell number {index + 1} has more than {MAX_LINES:,} lines")
    return cells


def _plain_cell(cell: Any, index: int) -> dict[str, Any]:
    if not isinstance(cell, dict) or cell.get("cell_type") not in CELL_TYPES:
        raise _Damage(f"cell number {index + 1}{_named(cell)} is neither code nor text")
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise _Damage(f"cell number {index + 1}{_named(cell)} has no source")
    made: dict[str, Any] = {
        "id": f"cell-{index}",
        "cell_type": cell["cell_type"],
        "metadata": _plain_metadata(cell.get("metadata")),
        "source": _whole(source),
    }
    if cell["cell_type"] == "code":
        made |= {"outputs": [], "execution_count": None}
    return made


def _plain_metadata(metadata: Any) -> dict[str, Any]:
    """Return what grading asks for; every program adds its own, in whatever form."""
    made: dict[str, Any] = {}
    match metadata:
        case {"nbgrader": dict(nbgrader)}:
            made["nbgrader"] = nbgrader
    match metadata:
        case {"tags": list(tags)} if all(isinstance(tag, str) for tag in tags):
            made["tags"] = sorted(set(tags))
    return made


def _named(cell: Any) -> str:
    match cell:
        case {"metadata": {"nbgrader": {"grade_id": str(name)}}}:
            return f" ({_whole(name[:100])})"
    return ""


def _whole(text: str) -> str:
    """JSON can name half of a character, which no file takes."""
    return text.encode(errors="replace").decode()


def as_json(notebook: NotebookNode) -> str:
    """A notebook as the text of its file."""
    # nbformat.writes would indent, which takes five times as long, and check the form,
    # which tests do: all of it is made here.
    return json.dumps(notebook, ensure_ascii=False, sort_keys=True)


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook so that a kill at any moment leaves the old file or the new."""
    write_beside(path, as_json(notebook).encode())


def write_beside(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it: a kill leaves the old file or the new."""
    with beside(path) as file:
        file.write(content)


@contextmanager
def beside(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside its place for writing, and put it there once all is written.

    What a process that was killed left behind is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{PART}"):
        owner = left.name.removesuffix(PART).rpartition(".")[2]
        if owner == str(os.getpid()) or not _is_alive(owner):
            left.unlink(missing_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _is_alive(process: str) -> bool:
    """Say whether there is a process of that number."""
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError, ValueError):
        return False
    return True
