"""Docstrings say what a thing is or does, so that one reading is enough."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("autograder", "solutions", "book", "exercises")
NOUN_CLAUSES = tuple("What How Whether Where Who That Which Why When".split())


def first_lines(path: Path) -> Iterator[str]:
    """Yield the first line of every docstring of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield text.partition("\n")[0]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_docstring_begins_as_a_noun_clause(folder: str) -> None:
    read = {path: list(first_lines(path)) for path in (ROOT / folder).rglob("*.py")}
    assert any(read.values())
    clauses = {
        f"{path.relative_to(ROOT)}: {line}"
        for path, lines in read.items()
        for line in lines
        if line.partition(" ")[0] in NOUN_CLAUSES and not is_a_mistake(path)
    }
    assert not clauses


def is_a_mistake(path: Path) -> bool:
    """Say whether the module's docstrings are sentences that students read."""
    return path.parent.name == "mistakes"
