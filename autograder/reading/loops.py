"""Does a Python loop run over the examples? Read from the source, never by running it.

A name is followed through the function: what has one row an example, and what
counts the examples, or the positions in an image where those are forbidden, too. A
loop is found where it runs over either; loops over classes or over filter offsets
are not. Functions of the notebook that the exercise calls are followed too. Where it is
in doubt, nothing is found: nobody loses a point for a loop that is allowed.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from autograder.reading.axes import Holds
from autograder.reading.expressions import Names, called_name, is_ufunc_reduce
from autograder.reading.statements import statements


@dataclass(frozen=True)
class Loop:
    """A forbidden loop: where, how it begins, and what it may not run over."""

    exercise: str
    function: str
    code: str
    over: str = "the examples"


LOOPING_CALLS = frozenset(
    {"vectorize", "apply_along_axis", "frompyfunc", "map", "filter", "reduce"}
)
MAX_CALL_DEPTH = 8


def over_examples(
    source: str,
    exercise: str,
    parameters: tuple[str, ...],
    order: tuple[str, ...] = (),
    images: tuple[str, ...] = (),
) -> Loop | None:
    """Find the first Python loop over the examples in a function of a notebook.

    Arguments:
        source: the notebook's code, cells joined; lines that are not Python
            (magics) cost only their own cell's definitions.
        exercise: name of the function.
        parameters: its parameters whose first axis runs over the examples.
        order: all its parameters in their order, for students who call them
            something else.
        images: its parameters with a position an entry of the axes from the third
            on, over which no loop may run either.

    Returns:
        The loop, or None where there is none or the function is not defined.
    """
    functions = _functions(source)
    if exercise not in functions:
        return None
    function = functions[exercise]
    renamed = dict(zip(order, _parameters(function), strict=False))
    holds = {renamed.get(name, name): Holds.ROWS for name in parameters}
    holds |= {renamed.get(name, name): Holds.IMAGES for name in images}
    found = _Search(exercise, functions).function(function, holds, 0)
    return replace(found, over="the examples or the positions") if found and images else found


def _parameters(function: ast.FunctionDef) -> list[str]:
    arguments = function.args
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args)]


def _functions(source: str) -> dict[str, ast.FunctionDef]:
    """Top-level functions by name; the last definition counts, as when running."""
    return {node.name: node for node in statements(source) if isinstance(node, ast.FunctionDef)}


class _Search:
    def __init__(self, exercise: str, functions: dict[str, ast.FunctionDef]) -> None:
        self.exercise = exercise
        self.functions = functions

    def function(
        self, function: ast.FunctionDef, holds: dict[str, Holds], depth: int
    ) -> Loop | None:
        """Search one function, given what the names in it hold at its start."""
        body = _Body(self, function.name, dict(holds), depth)
        for statement in function.body:
            body.visit(statement)
            if body.found:
                return body.found
        return None


class _Body(ast.NodeVisitor):
    """Walks one function in the order of its lines."""

    def __init__(self, search: _Search, name: str, holds: dict[str, Holds], depth: int) -> None:
        self.search = search
        self.name = name
        self.names = Names(holds)
        self.depth = depth
        self.found: Loop | None = None
        self.inner: dict[str, ast.FunctionDef] = {}

    # Statements -------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self.names.bind(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        if node.value is not None:
            self.names.bind(node.target, node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.generic_visit(node)
        if isinstance(node.target, ast.Name):
            before = ast.Name(node.target.id)
            self.names.bind(node.target, ast.BinOp(before, node.op, node.value))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.generic_visit(node)
        self.names.bind(node.target, node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        # Searched where it is called: only then is known what its parameters hold.
        self.inner[node.name] = node

    def visit_For(self, node: ast.For) -> None:
        code = f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}"
        self.visit(node.iter)
        self._loop_over(node.iter, code)
        self._end_of_loop(node, code)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        code = f"while {ast.unparse(node.test)}"
        self.visit(node.test)
        if self._asks_for_examples(node.test):
            self._report(code)
        self._end_of_loop(node, code)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._loop_over(node.iter, f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = called_name(node)
        if name in ("vectorize", "frompyfunc") or self._calls_for_each(name, node):
            self._report(ast.unparse(node.func))
        elif isinstance(node.func, ast.Name):
            self.found = self.found or self._inside(node.func.id, node)
        self.generic_visit(node)

    def _calls_for_each(self, name: str, node: ast.Call) -> bool:
        """Whether a call such as map or apply_along_axis runs over the examples."""
        if name not in LOOPING_CALLS or is_ufunc_reduce(node):
            return False
        if name == "apply_along_axis" and len(node.args) > 2:
            # Along axis 0 it is called for each column, along another for each row.
            along_columns = ast.unparse(node.args[1]) == "0"
            over = Holds.COLUMNS if along_columns else Holds.ROWS
            return self.names.of(node.args[2]) is over
        return any(self.names.of(argument) is Holds.ROWS for argument in node.args)

    def _inside(self, name: str, node: ast.Call) -> Loop | None:
        """Search a function of the notebook, or of this function, that is called."""
        function = self.inner.get(name) or self.search.functions.get(name)
        if function is None or self.depth >= MAX_CALL_DEPTH:
            return None
        given = dict(zip(_parameters(function), map(self.names.exactly, node.args), strict=False))
        given |= {word.arg: self.names.exactly(word.value) for word in node.keywords if word.arg}
        closure = self.names.holds if name in self.inner else {}
        holds = closure | given
        if all(held is Holds.NOTHING for held in holds.values()):
            return None
        return self.search.function(function, holds, self.depth + 1)

    def _end_of_loop(self, node: ast.For | ast.While, code: str) -> None:
        """A loop that breaks off after the last example runs over them as well."""
        for part in ast.walk(node):
            breaks = isinstance(part, ast.If) and any(
                isinstance(inner, ast.Break) for inner in ast.walk(part)
            )
            if isinstance(part, ast.If) and breaks and self._asks_for_examples(part.test):
                self._report(code)

    def _asks_for_examples(self, test: ast.expr) -> bool:
        """Whether a condition looks at the number of examples, or what is left of them."""
        match test:
            case ast.Compare(left=left, comparators=others):
                parts = [left, *others]
            case ast.BoolOp(values=values):
                return any(map(self._asks_for_examples, values))
            case ast.UnaryOp(operand=operand):
                return self._asks_for_examples(operand)
            case _:
                parts = [test]
        return any(self.names.of(part) in (Holds.COUNT, Holds.ROWS) for part in parts)

    # What is found ----------------------------------------------------------

    def _loop_over(self, iterable: ast.expr, code: str) -> None:
        if self.names.of(iterable) is Holds.ROWS:
            self._report(code)

    def _report(self, code: str) -> None:
        self.found = self.found or Loop(self.search.exercise, self.name, code)
