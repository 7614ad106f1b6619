"""What a notebook's cell defines, without what it does."""

from __future__ import annotations

import ast
import re

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
MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)


def definitions(cell: str) -> str:
    """The definitions of a cell; an empty string if it has none.

    Imports, functions, classes, and names bound to plain values can be run again
    in a new process; calls, loops and prints cannot be expected to end.
    """
    tree = _parsed(cell) or _parsed(MAGIC.sub(r"\1pass", cell))
    if tree is None:
        return ""
    kept = [node for node in tree.body if isinstance(node, DEFINING) or _binds_plainly(node)]
    try:
        return ast.unparse(ast.Module(body=kept, type_ignores=[]))
    except RecursionError:
        return ""


def _parsed(cell: str) -> ast.Module | None:
    try:
        return ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _binds_plainly(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    if isinstance(node.value, ast.Lambda):
        return True
    return all(isinstance(part, PLAIN) for part in ast.walk(node.value))
