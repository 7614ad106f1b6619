"""Does a Python loop run over the examples? Read from the source, never by running it.

A name is followed through the function: what has one row an example, and what
counts the examples. A loop is found where it runs over either; loops over
classes or over filter offsets are not. Functions of the notebook that the
exercise calls are followed too.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import Enum


class Holds(Enum):
    """What an expression has to do with the examples."""

    NOTHING = "nothing"
    ROWS = "one row an example"
    SHAPE = "a shape that starts with the number of examples"
    COUNT = "the number of examples"


@dataclass(frozen=True)
class Loop:
    """A loop over the examples: where, and how it begins."""

    exercise: str
    function: str
    code: str


LOOPING_CALLS = frozenset(
    {"vectorize", "apply_along_axis", "frompyfunc", "map", "filter", "reduce"}
)
KEEPS_NO_ROWS = frozenset({"unique", "set", "bincount", "transpose"})
MAX_CALL_DEPTH = 8


def over_examples(source: str, exercise: str, parameters: tuple[str, ...]) -> Loop | None:
    """Find the first Python loop over the examples in a function of a notebook.

    Arguments:
        source: the notebook's code, cells joined; lines that are not Python
            (magics) cost only their own cell's definitions.
        exercise: name of the function.
        parameters: its parameters whose first axis runs over the examples.

    Returns:
        The loop, or None where there is none or the function is not defined.
    """
    functions = _functions(source)
    if exercise not in functions:
        return None
    search = _Search(exercise, functions)
    return search.function(exercise, dict.fromkeys(parameters, Holds.ROWS), 0)


def _functions(source: str) -> dict[str, ast.FunctionDef]:
    """Top-level functions by name; the last definition counts, as when running."""
    found: dict[str, ast.FunctionDef] = {}
    for cell in source.split("\n# %%\n"):
        try:
            tree = ast.parse(cell)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        found |= {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return found


class _Search:
    def __init__(self, exercise: str, functions: dict[str, ast.FunctionDef]) -> None:
        self.exercise = exercise
        self.functions = functions

    def function(self, name: str, holds: dict[str, Holds], depth: int) -> Loop | None:
        """Search one function, given what its parameters hold."""
        body = _Body(self, name, dict(holds), depth)
        for statement in self.functions[name].body:
            body.visit(statement)
            if body.found:
                return body.found
        return None

    def call(self, name: str, arguments: list[Holds], depth: int) -> Loop | None:
        """Search a function of the notebook that is called with these arguments."""
        if name not in self.functions or depth >= MAX_CALL_DEPTH:
            return None
        if all(argument is Holds.NOTHING for argument in arguments):
            return None
        names = [argument.arg for argument in self.functions[name].args.args]
        return self.function(name, dict(zip(names, arguments, strict=False)), depth + 1)


class _Body(ast.NodeVisitor):
    """Walks one function in the order of its lines."""

    def __init__(self, search: _Search, name: str, holds: dict[str, Holds], depth: int) -> None:
        self.search = search
        self.name = name
        self.holds = holds
        self.depth = depth
        self.found: Loop | None = None

    # Statements -------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self._bind(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        if node.value is not None:
            self._bind(node.target, node.value)

    def visit_For(self, node: ast.For) -> None:
        self._loop_over(node.iter, f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}")
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        if any(
            self._of(part) in (Holds.COUNT, Holds.ROWS)
            for part in ast.walk(node.test)
            if isinstance(part, ast.expr)
        ):
            self._report(f"while {ast.unparse(node.test)}")
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._loop_over(node.iter, f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node)
        arguments = [self._of(argument) for argument in node.args]
        always = name in ("vectorize", "frompyfunc")
        if name in LOOPING_CALLS and (always or any(map(_many, arguments))):
            self._report(ast.unparse(node.func))
        elif isinstance(node.func, ast.Name):
            inner = self.search.call(name, arguments, self.depth)
            self.found = self.found or inner
        self.generic_visit(node)

    # What names hold --------------------------------------------------------

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.holds[target.id] = self._of(value)
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target.elts, value)

    def _unpack(self, targets: list[ast.expr], value: ast.expr) -> None:
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
            for target, item in zip(targets, value.elts, strict=True):
                self._bind(target, item)
            return
        first_is_count = self._of(value) is Holds.SHAPE
        for position, target in enumerate(targets):
            if isinstance(target, ast.Name):
                counts = first_is_count and position == 0
                self.holds[target.id] = Holds.COUNT if counts else Holds.NOTHING

    def _of(self, node: ast.expr) -> Holds:
        match node:
            case ast.Name():
                return self.holds.get(node.id, Holds.NOTHING)
            case ast.Attribute(attr="shape"):
                return Holds.SHAPE if self._of(node.value) is Holds.ROWS else Holds.NOTHING
            case ast.Attribute(attr="size"):
                return Holds.COUNT if self._of(node.value) is Holds.ROWS else Holds.NOTHING
            case ast.Subscript():
                return self._of_item(node)
            case ast.BinOp():
                return self._of_operation(node)
            case ast.UnaryOp():
                return self._of(node.operand)
            case ast.Compare():
                return self._of(node.left)
            case ast.Call():
                return self._of_call(node)
        return Holds.NOTHING

    def _of_item(self, node: ast.Subscript) -> Holds:
        whole = self._of(node.value)
        if whole is Holds.SHAPE:
            return Holds.COUNT if ast.unparse(node.slice) == "0" else Holds.NOTHING
        # X[rows, y], X[:, None], X[mask] still have a row an example; X[0] has not.
        first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        is_one_row = isinstance(first, ast.Constant | ast.UnaryOp)
        return whole if whole is Holds.ROWS and not is_one_row else Holds.NOTHING

    def _of_operation(self, node: ast.BinOp) -> Holds:
        left, right = self._of(node.left), self._of(node.right)
        if isinstance(node.op, ast.MatMult):
            return left  # the rows of A @ B are those of A
        for kind in (Holds.ROWS, Holds.COUNT):
            if kind in (left, right):
                return kind
        return Holds.NOTHING

    def _of_call(self, node: ast.Call) -> Holds:
        name = _called(node)
        values = [self._of(argument) for argument in node.args]
        if isinstance(node.func, ast.Attribute):
            values.insert(0, self._of(node.func.value))
        if name in KEEPS_NO_ROWS or not any(value is not Holds.NOTHING for value in values):
            return Holds.NOTHING
        if name == "len":
            return Holds.COUNT
        if name in ("int", "min") and Holds.COUNT in values:
            return Holds.COUNT
        if name in ("sum", "mean", "max", "min", "argmax", "prod", "any", "all", "dot"):
            return self._of_reduction(node, values)
        # range(N), zeros(N), exp(scores), scores.copy(), zip(X, y), ...
        return Holds.ROWS if any(map(_many, values)) or Holds.SHAPE in values else Holds.NOTHING

    @staticmethod
    def _of_reduction(node: ast.Call, values: list[Holds]) -> Holds:
        """A reduction keeps the rows only if it is along another axis."""
        if _called(node) == "dot":
            return next((value for value in values if value is not Holds.NOTHING), Holds.NOTHING)
        axes = [ast.unparse(word.value) for word in node.keywords if word.arg == "axis"]
        axes += [ast.unparse(one) for one in node.args if isinstance(one, ast.Constant)]
        kept = any(axis in ("1", "-1") for axis in axes)
        return Holds.ROWS if kept and Holds.ROWS in values else Holds.NOTHING

    # What is found ----------------------------------------------------------

    def _loop_over(self, iterable: ast.expr, code: str) -> None:
        if _many(self._of(iterable)):
            self._report(code)

    def _report(self, code: str) -> None:
        self.found = self.found or Loop(self.search.exercise, self.name, code)


def _many(holds: Holds) -> bool:
    return holds in (Holds.ROWS, Holds.COUNT)


def _called(node: ast.Call) -> str:
    """The last name of what is called: "sum" for both np.sum(x) and x.sum()."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
