"""What enters the sandbox brings nothing of the course along."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder import inside

MODULES = sorted(Path(inside.__file__).parent.rglob("*.py"))


def imported(module: Path) -> list[str]:
    """Full names of the modules that a file imports, wherever in it."""
    names: list[str] = []
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "the package imports by full names"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_nothing_inside_imports_what_is_outside(module: Path) -> None:
    own = ("autograder", "solutions", "torch", "nbgrader", "tests")
    ours = [name for name in imported(module) if name.split(".")[0] in own]
    assert all(name.startswith("autograder.inside.") for name in ours), ours
