"""Does a Python loop run over the examples? Read from the source, never by running it.

A name is followed through the function: what has one row an example, and what
counts the examples, or the positions in an image where those are forbidden, too. A
loop is found where it runs over either; loops over classes or over filter offsets
are not. Functions of the notebook that the
exercise calls are followed too. Where it is in doubt, nothing is found: nobody
loses a point for a loop that is allowed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache


class Holds(Enum):
    """What an expression has to do with the examples."""

    NOTHING = "nothing"
    ROWS = "one row an example"
    COLUMNS = "one column an example"
    INDICES = "a tuple whose first item has one row an example"
    SHAPE = "a shape that starts with the number of examples"
    COUNT = "the number of examples, or of positions along an axis"
    IMAGES = "one row an example, and a position an entry of the axes from the third on"
    SIZES = "the shape of images"
    COUNTS = "a tuple of such numbers"


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
KEEPS_NO_ROWS = frozenset({"unique", "set", "bincount", "meshgrid", "indices"})
REDUCTIONS = frozenset({"sum", "mean", "max", "min", "argmax", "argmin", "prod", "any", "all"})
JOINS = frozenset({"column_stack", "hstack", "concatenate"})
KEEPS_COUNT = frozenset({"int", "min", "max", "abs", "round"})
KEEPS_PLACES = frozenset(
    {"pad", "zero_pad", "zeros", "empty", "full", "zeros_like", "empty_like", "full_like"}
    | {"copy", "array", "asarray", "ascontiguousarray", "astype"}
)
"""What they return has an axis for each axis of the images that they are given."""
IMAGE_AXES = 4
FLIPPED = {Holds.ROWS: Holds.COLUMNS, Holds.COLUMNS: Holds.ROWS}
PLAINLY = {Holds.IMAGES: Holds.ROWS, Holds.SIZES: Holds.SHAPE}
MAX_CALL_DEPTH = 8
CELL_SEPARATOR = "\n# %%\n"
"""Stands between the cells of a notebook's joined source."""


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


@lru_cache(maxsize=1)  # one student's notebook is asked for every exercise of it
def _functions(source: str) -> dict[str, ast.FunctionDef]:
    """Top-level functions by name; the last definition counts, as when running."""
    found: dict[str, ast.FunctionDef] = {}
    for cell in source.split(CELL_SEPARATOR):
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
        self.holds = holds
        self.depth = depth
        self.found: Loop | None = None
        self.inner: dict[str, ast.FunctionDef] = {}

    # Statements -------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self._bind(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        if node.value is not None:
            self._bind(node.target, node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.generic_visit(node)
        if isinstance(node.target, ast.Name):
            before = ast.Name(node.target.id)
            self._bind(node.target, ast.BinOp(before, node.op, node.value))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.generic_visit(node)
        self._bind(node.target, node.value)

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
        name = _called(node)
        if name in ("vectorize", "frompyfunc") or self._calls_for_each(name, node):
            self._report(ast.unparse(node.func))
        elif isinstance(node.func, ast.Name):
            self.found = self.found or self._inside(node.func.id, node)
        self.generic_visit(node)

    def _calls_for_each(self, name: str, node: ast.Call) -> bool:
        """Whether a call such as map or apply_along_axis runs over the examples."""
        if name not in LOOPING_CALLS or _is_ufunc_reduce(node):
            return False
        if name == "apply_along_axis" and len(node.args) > 2:
            # Along axis 0 it is called for each column, along another for each row.
            along_columns = ast.unparse(node.args[1]) == "0"
            over = Holds.COLUMNS if along_columns else Holds.ROWS
            return self._of(node.args[2]) is over
        return any(self._of(argument) is Holds.ROWS for argument in node.args)

    def _inside(self, name: str, node: ast.Call) -> Loop | None:
        """Search a function of the notebook, or of this function, that is called."""
        function = self.inner.get(name) or self.search.functions.get(name)
        if function is None or self.depth >= MAX_CALL_DEPTH:
            return None
        given = dict(zip(_parameters(function), map(self._exactly, node.args), strict=False))
        given |= {word.arg: self._exactly(word.value) for word in node.keywords if word.arg}
        closure = self.holds if name in self.inner else {}
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
        return any(self._of(part) in (Holds.COUNT, Holds.ROWS) for part in parts)

    # What names hold --------------------------------------------------------

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.holds[target.id] = self._exactly(value)
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target.elts, value)

    def _unpack(self, targets: list[ast.expr], value: ast.expr) -> None:
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
            for target, item in zip(targets, value.elts, strict=True):
                self._bind(target, item)
            return
        whole = self._exactly(value)
        rest_before = False
        for position, target in enumerate(targets):
            # After *rest, in *rest, H, W = x.shape, the names are counted from the end.
            index = position - len(targets) if rest_before else position
            rest_before = rest_before or isinstance(target, ast.Starred)
            if isinstance(target, ast.Name):
                self.holds[target.id] = _item(whole, index)

    def _of(self, node: ast.expr) -> Holds:
        """What an expression holds, where it does not matter whether it is of images."""
        held = self._exactly(node)
        return PLAINLY.get(held, held)

    def _exactly(self, node: ast.expr) -> Holds:
        match node:
            case ast.Name():
                return self.holds.get(node.id, Holds.NOTHING)
            case ast.Attribute():
                return self._of_attribute(node)
            case ast.Subscript():
                return self._of_item(node)
            case ast.BinOp():
                return self._of_operation(node)
            case ast.UnaryOp():
                return self._of(node.operand)
            case ast.Compare():
                return _first_of(map(self._of, (node.left, *node.comparators)))
            case ast.IfExp():
                return _first_of(map(self._of, (node.body, node.orelse)))
            case ast.BoolOp():
                return _first_of(map(self._of, node.values))
            case ast.NamedExpr():
                return self._exactly(node.value)
            case ast.Starred():
                # zip(*where(mask)) pairs the entries of its items.
                spread = {Holds.INDICES: Holds.ROWS, Holds.COUNTS: Holds.COUNT}
                return spread.get(self._of(node.value), Holds.NOTHING)
            case ast.Tuple(elts=[first, _, third, *_]) if self._counts(first, third):
                return Holds.SIZES
            case ast.Tuple(elts=[first, *_]) if self._of(first) is Holds.COUNT:
                return Holds.SHAPE
            case ast.Call():
                return self._of_call(node)
        return Holds.NOTHING

    def _counts(self, *nodes: ast.expr) -> bool:
        return all(self._of(node) in (Holds.COUNT, Holds.ROWS) for node in nodes)

    def _of_attribute(self, node: ast.Attribute) -> Holds:
        if node.attr == "shape" and self._exactly(node.value) is Holds.IMAGES:
            return Holds.SIZES
        whole = self._of(node.value)
        if node.attr == "T":
            return FLIPPED.get(whole, whole)
        if whole is not Holds.ROWS:
            return Holds.NOTHING
        return {"shape": Holds.SHAPE, "size": Holds.COUNT}.get(node.attr, Holds.NOTHING)

    def _of_item(self, node: ast.Subscript) -> Holds:
        exact = self._exactly(node.value)
        whole = PLAINLY.get(exact, exact)
        first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        if whole in (Holds.SHAPE, Holds.INDICES, Holds.COUNTS):
            if exact is Holds.SIZES and ast.unparse(node.slice) in ("2:", "-2:"):
                return Holds.COUNTS
            index = _index(node.slice)
            return Holds.NOTHING if index is None else _item(exact, index)
        if self._of(first) is Holds.ROWS:
            return Holds.ROWS  # eye(C)[y] has a row an example, whatever is indexed
        # X[:, None] and X[1:] still have a row an example; X[0] and X[i] have not.
        is_rows = whole is Holds.ROWS and isinstance(first, ast.Slice)
        return Holds.ROWS if is_rows else Holds.NOTHING

    def _of_operation(self, node: ast.BinOp) -> Holds:
        left, right = self._of(node.left), self._of(node.right)
        if isinstance(node.op, ast.MatMult):
            return _product(left, right)
        if isinstance(node.op, ast.Div) and right is Holds.COUNT:
            return left if left is not Holds.COUNT else Holds.NOTHING
        return _first_of((left, right))

    def _of_call(self, node: ast.Call) -> Holds:
        name = _called(node)
        exact = [self._exactly(argument) for argument in node.args]
        if isinstance(node.func, ast.Attribute):
            exact = [self._exactly(node.func.value), *exact]
        if name in KEEPS_PLACES and not {Holds.IMAGES, Holds.SIZES}.isdisjoint(exact):
            return Holds.IMAGES
        if name == "shape" and Holds.IMAGES in exact:
            return Holds.SIZES
        values = [PLAINLY.get(value, value) for value in exact]
        if name in JOINS:
            lists = [one for one in node.args if isinstance(one, ast.List | ast.Tuple)]
            values += [self._of(item) for one in lists for item in one.elts]
        values = [value for value in values if value is not Holds.NOTHING]
        if not values or name in KEEPS_NO_ROWS:
            return Holds.NOTHING
        if name in ("dot", "matmul"):
            return self._of_product(node)
        if name == "einsum":
            return self._of_einsum(node)
        held = _first_of(values)
        if name in ("len", "size"):
            return Holds.COUNT if held is Holds.ROWS else Holds.NOTHING
        if name == "shape":
            return Holds.SHAPE if held is Holds.ROWS else Holds.NOTHING
        if name == "transpose":
            return FLIPPED.get(held, held)
        if name in KEEPS_COUNT and held is Holds.COUNT:
            return Holds.COUNT
        if name in REDUCTIONS or _is_ufunc_reduce(node):
            return _reduced(node, held)
        if name in ("where", "nonzero") and len(node.args) < 2:
            return Holds.INDICES if held is Holds.ROWS else Holds.NOTHING
        # range(N), zeros(N), exp(scores), scores.copy(), zip(X, y), ...
        counting = (Holds.ROWS, Holds.COUNT, Holds.SHAPE, Holds.COUNTS)
        return Holds.ROWS if held in counting else held

    def _of_product(self, node: ast.Call) -> Holds:
        """dot and matmul, as functions of two arguments or as methods of the first."""
        factors = list(node.args)
        if len(factors) == 1 and isinstance(node.func, ast.Attribute):
            factors.insert(0, node.func.value)
        if len(factors) != 2:
            return Holds.NOTHING
        return _product(self._of(factors[0]), self._of(factors[1]))

    def _of_einsum(self, node: ast.Call) -> Holds:
        """Follow the examples' letter from an operand to the result."""
        if not node.args or not isinstance(node.args[0], ast.Constant):
            return Holds.NOTHING
        operands, arrow, result = str(node.args[0].value).replace(" ", "").partition("->")
        letters = set()
        for one, argument in zip(operands.split(","), node.args[1:], strict=False):
            held = self._of(argument)
            if one and held in (Holds.ROWS, Holds.COLUMNS):
                letters.add(one[0] if held is Holds.ROWS else one[-1])
        if not arrow or not result:
            return Holds.NOTHING
        if result[0] in letters:
            return Holds.ROWS
        return Holds.COLUMNS if result[-1] in letters else Holds.NOTHING

    # What is found ----------------------------------------------------------

    def _loop_over(self, iterable: ast.expr, code: str) -> None:
        if self._of(iterable) is Holds.ROWS:
            self._report(code)

    def _report(self, code: str) -> None:
        self.found = self.found or Loop(self.search.exercise, self.name, code)


def _first_of(values: Iterable[Holds]) -> Holds:
    """What an elementwise operation of such values holds.

    Columns come first: (C, N) less (N,) still has a column an example.
    """
    found = set(values)
    kinds = (Holds.COLUMNS, Holds.ROWS, Holds.INDICES, Holds.SHAPE, Holds.COUNTS, Holds.COUNT)
    for kind in kinds:
        if kind in found:
            return kind
    return Holds.NOTHING


def _index(node: ast.expr) -> int | None:
    """The number that an item is asked for by, if it is written out."""
    try:
        index = ast.literal_eval(node)
    except (ValueError, TypeError):
        return None
    return index if isinstance(index, int) else None


def _item(whole: Holds, index: int) -> Holds:
    """What an item of a tuple holds."""
    if whole is Holds.COUNTS:
        return Holds.COUNT
    if whole is Holds.SIZES:
        channels = index in (1, 1 - IMAGE_AXES)
        return Holds.NOTHING if channels else Holds.COUNT
    first = {Holds.SHAPE: Holds.COUNT, Holds.INDICES: Holds.ROWS}
    return first.get(whole, Holds.NOTHING) if index == 0 else Holds.NOTHING


def _product(left: Holds, right: Holds) -> Holds:
    """A matrix product has the rows of its left factor and the columns of its right."""
    if left is Holds.ROWS:
        return Holds.ROWS
    return Holds.COLUMNS if right is Holds.COLUMNS else Holds.NOTHING


def _reduced(node: ast.Call, held: Holds) -> Holds:
    """A reduction keeps the examples only if it is along another axis."""
    axes = [word.value for word in node.keywords if word.arg == "axis"]
    axes += [one for one in node.args if isinstance(one, ast.Constant | ast.UnaryOp)]
    if not axes:
        return Holds.NOTHING
    axis = ast.unparse(axes[0])
    if held is Holds.COLUMNS:
        return Holds.ROWS if axis == "0" else Holds.NOTHING
    others = axis in ("1", "-1", "(1, 2)", "(1, 2, 3)", "(2, 3)")
    return Holds.ROWS if others and held is Holds.ROWS else Holds.NOTHING


def _is_ufunc_reduce(node: ast.Call) -> bool:
    """Whether it is np.add.reduce and the like, not the reduce of functools."""
    match node.func:
        case ast.Attribute(attr="reduce", value=ast.Attribute()):
            return True
    return False


def _called(node: ast.Call) -> str:
    """The last name of what is called: "sum" for both np.sum(x) and x.sum()."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
