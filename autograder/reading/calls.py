"""Finds what a function of a notebook calls, itself or by way of others: reads, never runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache

from autograder.reading.statements import statements

Names = frozenset[str]


def reached(source: str, names: Iterable[str]) -> Names | None:
    """All names that some functions and classes of a notebook use, at any depth.

    A function that is mentioned may be called, so it counts; what is called by a name
    made up at run time is not found.

    Arguments:
        source: the notebook's code, cells joined; lines that are not Python (magics)
            cost only their own cell's definitions.
        names: the functions and classes to begin with; they are in the result, too.

    Returns:
        The names, or None where the notebook defines none of those to begin with.
    """
    uses = _uses(source)
    open_names = [name for name in names if name in uses]
    if not open_names:
        return None
    found = set(open_names)
    while open_names:
        new = uses.get(open_names.pop(), frozenset()) - found
        found |= new
        open_names += new
    return frozenset(found)


@lru_cache(maxsize=1)  # one student's notebook is asked for every exercise of it
def _uses(source: str) -> dict[str, Names]:
    """The names within each top-level definition; the last one counts, as when running."""
    uses: dict[str, Names] = {}
    for node in statements(source):
        if defined := _defined(node):
            uses |= dict.fromkeys(defined, _names_in(node))
    return uses


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):  # another name for a function
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _names_in(node: ast.stmt) -> Names:
    """The names that are looked up in a definition, but for those that it binds itself."""
    names = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    bound = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return frozenset(name.id for name in names) - bound
