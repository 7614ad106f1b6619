"""Notebooks that people altered, which are repaired, and files that cannot be graded at all."""

import copy
import json
from collections.abc import Callable

import nbformat

from tests.autograder.bad_notebooks.documents import Change, Document, changed, named


def renamed(name: str, to: str) -> Change:
    return lambda d: named(d, name)["metadata"]["nbgrader"].update(grade_id=to)


def removed(*names: str) -> Change:
    return lambda d: [d["cells"].remove(named(d, name)) for name in names]


def doubled(name: str) -> Change:
    return lambda d: d["cells"].append(copy.deepcopy(named(d, name)))


def moved_up(name: str) -> Change:
    def change(document: Document) -> None:
        cell = named(document, name)
        document["cells"].remove(cell)
        document["cells"].insert(1, cell)

    return change


def retyped(name: str) -> Change:
    def change(document: Document) -> None:
        cell = named(document, name)
        cell["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]

    return change


REPAIRED: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "test-twice": (changed(doubled("test_softmax")), "test_softmax is in the notebook more than"),
    "solution-twice": (changed(doubled("softmax")), "softmax is in the notebook more than once"),
    "no-tests": (
        changed(removed("test_softmax", "test_hinge_loss")),
        "The cells test_hinge_loss and test_softmax were missing",
    ),
    "renamed-test": (changed(renamed("test_softmax", "mine")), "test_softmax was missing"),
    "renamed-solution": (changed(renamed("softmax", "mine")), "The cell softmax was missing"),
    "test-moved": (
        changed(moved_up("test_softmax")),
        "test_softmax had been moved above",
    ),
    "retyped-solution": (changed(retyped("softmax")), "softmax had been turned into text"),
    "retyped-test": (changed(retyped("test_softmax")), "test_softmax had been turned into"),
    "points": (
        changed(lambda d: named(d, "test_softmax")["metadata"]["nbgrader"].update(points=99)),
        "points of the cell test_softmax are not those of the release",
    ),
}
BROKEN: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "truncated": (lambda d: json.dumps(d).encode()[:-100], "Was it cut off? Save it again"),
    "empty-file": (lambda d: b"", "Was it cut off? Save it again"),
    "empty-object": (lambda d: b"{}", "it is JSON, but has no nbformat"),
    "empty-list": (lambda d: b"[]", "it is JSON, but has no nbformat"),
    "version-5": (
        changed(lambda d: d.update(nbformat=5)),
        "its format is 5, newer than 4; save it in JupyterLab",
    ),
    "no-cells": (changed(lambda d: d.pop("cells")), "it has no cells"),
    "many-cells": (
        changed(lambda d: d.update(cells=d["cells"] * 200)),
        "cells, more than 2,000",
    ),
    "cell-of-no-kind": (
        changed(lambda d: named(d, "softmax").update(cell_type="heading")),
        "(softmax) is neither code nor text",
    ),
    "cell-without-source": (
        changed(lambda d: named(d, "softmax").pop("source")),
        "(softmax) has no source",
    ),
    "source-of-numbers": (
        changed(lambda d: named(d, "softmax").update(source=[1, 2])),
        "(softmax) has no source",
    ),
    "giant-source": (
        changed(lambda d: named(d, "softmax").update(source="#" * 3_000_000)),
        "its cells hold more than 2,000,000 characters",
    ),
    "many-small-things": (lambda d: b"[" + b"[]," * 6_000_000 + b"1]", "clear its outputs"),
    "deep": (lambda d: b"[" * 10**6, "lists within lists too deep"),
    "another-course": (
        lambda d: nbformat.writes(nbformat.v4.new_notebook()).encode(),
        "none of its exercises is in it; start from the released notebook",
    ),
    "a-page": (lambda d: b"<!DOCTYPE html><html></html>", "it is not JSON"),
}


def broken_source(depth: int) -> Change:
    def change(document: Document) -> None:
        for name, source in (
            ("softmax", "def softmax(scores):\n    return " + "-" * depth + "1"),
            ("cross_entropy", "def cross_entropy(s, y):\n    return " + "+".join("1" * depth)),
            ("hinge_loss", "def hinge_loss(s, y):\n    return s" + ".a" * depth),
            ("l1_penalty", "x = " + "(" * depth),
            ("l2_penalty", "if 1:\n" + "".join(" " * i + "if 1:\n" for i in range(1, 150))),
            ("elastic_net", "a\0b"),
        ):
            named(document, name)["source"] = source

    return change
