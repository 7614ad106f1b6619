"""Extracts what a notebook's cell defines, without what it does."""

from __future__ import annotations

import ast
from functools import lru_cache

from autograder.reading.statements import cell_statements

PLAIN = (
    ast.Constant,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.UnaryOp,
    ast.BinOp,
    ast.unaryop,
    ast.operator,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Slice,
    ast.expr_context,
)
DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def definitions(cell: str) -> str:
    """The definitions of a cell; an empty string if it has none.

    Imports, functions, classes, and names bound to plain values can be run again
    in a new process; calls, loops and prints cannot be expected to end.
    """
    return _written(_kept(cell))


@lru_cache(maxsize=256)  # most are the release's own, which a whole class has
def definitions_apart(cell: str) -> str:
    """The same, so that each may fail without a harm to the others.

    A cell that draws may import what is installed on the student's machine alone.
    """
    caught = ast.ExceptHandler(ast.Name("Exception"), None, [ast.Pass()])
    return _written([ast.Try([node], [caught], [], []) for node in _kept(cell)])


def _kept(cell: str) -> list[ast.stmt]:
    return [
        node for node in cell_statements(cell) if isinstance(node, DEFINING) or _binds_plainly(node)
    ]


def _written(nodes: list[ast.stmt]) -> str:
    try:
        return ast.unparse(ast.Module(body=nodes, type_ignores=[]))
    except (RecursionError, ValueError):  # nested too deep, a number with too many digits
        return ""


def _binds_plainly(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    if isinstance(node.value, ast.Lambda):
        return True
    return all(isinstance(part, PLAIN) for part in ast.walk(node.value))
