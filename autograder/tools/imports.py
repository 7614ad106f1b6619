"""Finds the course's own modules that a module imports, itself or by way of others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def import_closure(root: Path, paths: set[Path]) -> set[Path]:
    """Find some modules and all that they import of the course.

    Arguments:
        root: the folder of the course.
        paths: the modules to begin with; they are in the result, too.
    """
    found: set[Path] = set()
    added = set(paths)
    while added:
        found |= added
        added = {module for path in added for module in _imported(root, path)} - found
    return found


def _imported(root: Path, path: Path) -> Iterator[Path]:
    """The course's own modules that a module imports, wherever in it, and their packages."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            # What is imported from a package may be a module of it.
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            for length in range(1, len(parts) + 1):
                module = root.joinpath(*parts[:length])
                candidates = (module.with_suffix(".py"), module / "__init__.py")
                yield from filter(Path.is_file, candidates)
