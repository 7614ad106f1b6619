"""A grammar of notebook files: a right one that was changed, or no notebook at all."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable

from hypothesis import strategies as st

from tests.autograder.bad_notebooks.documents import Change, Document
from tests.autograder.fuzz.hostile_code import answers, lines
from tests.autograder.fuzz.hostile_text import texts

Content = Callable[[Document], bytes]

NUMBERS = st.one_of(
    st.integers(-3, 3),
    st.sampled_from((10**30, -(10**30), 2**63, 1e308, float("nan"), float("inf"), -0.0, 0.5)),
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, texts(), st.sampled_from(("4", "code", "")))
KEYS = st.one_of(st.text(max_size=3), st.sampled_from(("nbgrader", "tags", "source", "id")))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
"""Whatever JSON can say, and NaN."""
PLACES = (
    *("nbformat", "nbformat_minor", "metadata", "cells", "worksheets", "extra"),
    *("metadata.kernelspec", "metadata.kernelspec.name", "metadata.language_info"),
    *("metadata.course", "metadata.nbgrader", "metadata.widgets", "metadata.autograder"),
    *("metadata.celltoolbar", "metadata.authors", "metadata.title", "metadata.orig_nbformat"),
)
IN_A_CELL = (
    *("cell_type", "source", "metadata", "outputs", "execution_count", "id", "attachments"),
    *("extra", "metadata.nbgrader", "metadata.tags", "metadata.nbgrader.grade_id"),
    *("metadata.nbgrader.points", "metadata.nbgrader.schema_version", "metadata.nbgrader.locked"),
    *("metadata.nbgrader.grade", "metadata.nbgrader.solution", "metadata.nbgrader.cell_type"),
    *("metadata.nbgrader.checksum", "metadata.nbgrader.task", "metadata.autograder"),
    *("metadata.name", "metadata.collapsed"),
)
OUTPUTS = st.fixed_dictionaries(
    {"output_type": st.sampled_from(("stream", "display_data", "error", "execute_result", 1))},
    optional=dict.fromkeys(("text", "data", "metadata", "name", "ename", "traceback"), VALUES),
)


def _put(inside: Document, place: str, value: object) -> None:
    *folders, last = place.split(".")
    for folder in folders:
        if not isinstance(inside.get(folder), dict):
            inside[folder] = {}
        inside = inside[folder]
    inside[last] = value


def _at(place: str, value: object) -> Change:
    return lambda d: _put(d, place, value)


def _in_cell(index: int, place: str, value: object) -> Change:
    def change(document: Document) -> None:
        cells = document.get("cells")
        if isinstance(cells, list) and cells and isinstance(cells[index % len(cells)], dict):
            _put(cells[index % len(cells)], place, value)

    return change


def _with_cells(change: Callable[[list[object]], object]) -> Change:
    def changed(document: Document) -> None:
        if isinstance(document.get("cells"), list) and document["cells"]:
            change(document["cells"])

    return changed


def _moved(old: int, new: int) -> Change:
    return _with_cells(lambda cells: cells.insert(new % len(cells), cells.pop(old % len(cells))))


def _doubled(index: int, times: int) -> Change:
    return _with_cells(
        lambda cells: cells.extend(copy.deepcopy(cells[index % len(cells)]) for _ in range(times))
    )


def _added(kind: str, source: str) -> Change:
    cell = {"cell_type": kind, "metadata": {}, "source": source}
    code: Document = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return _with_cells(lambda cells: cells.append(cell | code))


def _name(cell: Document) -> object:
    match cell:
        case {"metadata": {"nbgrader": {"grade_id": name}}}:
            return name
    return None


def _solution(source: str) -> Change:
    def change(cells: list[object]) -> None:
        for cell in cells:
            match cell:
                case dict(found) if _name(found) == "softmax":
                    found["source"] = source

    return _with_cells(change)


def changes(endless: bool) -> st.SearchStrategy[Change]:
    """One change of a notebook's document."""
    index = st.integers(0, 200)
    return st.one_of(
        st.builds(_solution, answers(endless)),
        st.builds(_added, st.just("code"), lines(endless)),
        st.builds(_added, st.sampled_from(("markdown", "raw")), texts()),
        st.builds(_at, st.sampled_from(PLACES), VALUES),
        st.builds(_in_cell, index, st.sampled_from(IN_A_CELL), VALUES),
        st.builds(_in_cell, index, st.just("outputs"), st.lists(OUTPUTS, max_size=3)),
        st.builds(_moved, index, index),
        st.builds(_doubled, index, st.sampled_from((1, 30, 3000))),
        index.map(lambda number: _with_cells(lambda cells: cells.pop(number % len(cells)))),
    )


def _deep(opening: str, closing: str, depth: int) -> Content:
    def content(document: Document) -> bytes:
        document["metadata"] = "HERE"
        return (
            json.dumps(document).replace('"HERE"', opening * depth + "1" + closing * depth).encode()
        )

    return content


def _cut(part: float, more: bytes) -> Content:
    def content(document: Document) -> bytes:
        whole = json.dumps(document).encode()
        return whole[: int(len(whole) * part)] + more

    return content


def _changed(made: list[Change], encoding: str) -> Content:
    def content(document: Document) -> bytes:
        for change in made:
            change(document)
        return json.dumps(document).encode(encoding, errors="replace")

    return content


def contents(endless: bool = False) -> st.SearchStrategy[Content]:
    """What makes the bytes of a file of a right notebook's document."""
    encodings = st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32-be"))
    made = st.builds(_changed, st.lists(changes(endless), min_size=1, max_size=4), encodings)
    return st.one_of(
        made,
        made,
        made,
        made,
        st.builds(
            _deep,
            st.sampled_from(("[", '{"a":', '[{"a":', "[1,")),
            st.just(""),
            st.sampled_from((90, 900, 10**6)),
        ),
        st.builds(_deep, st.just("["), st.just("]"), st.sampled_from((80, 99, 101, 990, 10**5))),
        st.builds(_cut, st.sampled_from((0, 0.5, 0.99, 1)), st.binary(max_size=9)),
        texts().map(lambda text: lambda _: text.encode(errors="replace")),
        VALUES.map(lambda value: lambda _: json.dumps(value).encode()),
    )
