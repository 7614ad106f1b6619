"""What a notebook's cells define, without what they do."""

from __future__ import annotations

import ast

LITERAL = (
    ast.Constant,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.UnaryOp,
    ast.unaryop,
    ast.expr_context,
)
DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def definitions(sources: list[str]) -> list[str]:
    """The definitions of some cells, a source for each that has any.

    Imports, functions, classes and names bound to literal values can be run
    again in a new process; calls, loops and prints cannot be expected to end.
    """
    return [source for cell in sources if (source := _definitions_of(cell))]


def _definitions_of(cell: str) -> str:
    try:
        tree = ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    kept = [node for node in tree.body if isinstance(node, DEFINING) or _binds_literal(node)]
    return ast.unparse(ast.Module(body=kept, type_ignores=[]))


def _binds_literal(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    return all(isinstance(part, LITERAL) for part in ast.walk(node.value))
