"""What names and expressions of a function have to do with the examples, read from its source."""

from __future__ import annotations

import ast

from autograder.reading.axes import FLIPPED, PLAINLY, Holds, first_of, item_of, product_of

KEEPS_NO_ROWS = frozenset({"unique", "set", "bincount", "meshgrid", "indices"})
REDUCTIONS = frozenset({"sum", "mean", "max", "min", "argmax", "argmin", "prod", "any", "all"})
JOINS = frozenset({"column_stack", "hstack", "concatenate"})
KEEPS_COUNT = frozenset({"int", "min", "max", "abs", "round"})
KEEPS_PLACES = frozenset(
    {"pad", "zero_pad", "zeros", "empty", "full", "zeros_like", "empty_like", "full_like"}
    | {"copy", "array", "asarray", "ascontiguousarray", "astype"}
)
"""What they return has an axis for each axis of the images that they are given."""


class Names:
    """What the names of one function hold, followed from line to line.

    Attributes:
        holds: what each name holds; a name that is not in there holds nothing.
    """

    def __init__(self, holds: dict[str, Holds]) -> None:
        self.holds = holds

    def bind(self, target: ast.expr, value: ast.expr) -> None:
        """Follow an assignment, to one name or to several at once."""
        if isinstance(target, ast.Name):
            self.holds[target.id] = self.exactly(value)
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target.elts, value)

    def _unpack(self, targets: list[ast.expr], value: ast.expr) -> None:
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
            for target, item in zip(targets, value.elts, strict=True):
                self.bind(target, item)
            return
        whole = self.exactly(value)
        rest_before = False
        for position, target in enumerate(targets):
            # After *rest, in *rest, H, W = x.shape, the names are counted from the end.
            index = position - len(targets) if rest_before else position
            rest_before = rest_before or isinstance(target, ast.Starred)
            if isinstance(target, ast.Name):
                self.holds[target.id] = item_of(whole, index)

    def of(self, node: ast.expr) -> Holds:
        """What an expression holds, where it does not matter whether it is of images."""
        held = self.exactly(node)
        return PLAINLY.get(held, held)

    def exactly(self, node: ast.expr) -> Holds:
        """What an expression holds, images told from other rows."""
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
                return self.of(node.operand)
            case ast.Compare():
                return first_of(map(self.of, (node.left, *node.comparators)))
            case ast.IfExp():
                return first_of(map(self.of, (node.body, node.orelse)))
            case ast.BoolOp():
                return first_of(map(self.of, node.values))
            case ast.NamedExpr():
                return self.exactly(node.value)
            case ast.Starred():
                # zip(*where(mask)) pairs the entries of its items.
                spread = {Holds.INDICES: Holds.ROWS, Holds.COUNTS: Holds.COUNT}
                return spread.get(self.of(node.value), Holds.NOTHING)
            case ast.Tuple(elts=[first, _, third, *_]) if self._counts(first, third):
                return Holds.SIZES
            case ast.Tuple(elts=[first, *_]) if self.of(first) is Holds.COUNT:
                return Holds.SHAPE
            case ast.Call():
                return self._of_call(node)
        return Holds.NOTHING

    def _counts(self, *nodes: ast.expr) -> bool:
        return all(self.of(node) in (Holds.COUNT, Holds.ROWS) for node in nodes)

    def _of_attribute(self, node: ast.Attribute) -> Holds:
        if node.attr == "shape" and self.exactly(node.value) is Holds.IMAGES:
            return Holds.SIZES
        whole = self.of(node.value)
        if node.attr == "T":
            return FLIPPED.get(whole, whole)
        if whole is not Holds.ROWS:
            return Holds.NOTHING
        return {"shape": Holds.SHAPE, "size": Holds.COUNT}.get(node.attr, Holds.NOTHING)

    def _of_item(self, node: ast.Subscript) -> Holds:
        exact = self.exactly(node.value)
        whole = PLAINLY.get(exact, exact)
        first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        if whole in (Holds.SHAPE, Holds.INDICES, Holds.COUNTS):
            if exact is Holds.SIZES and ast.unparse(node.slice) in ("2:", "-2:"):
                return Holds.COUNTS
            index = _index(node.slice)
            return Holds.NOTHING if index is None else item_of(exact, index)
        if self.of(first) is Holds.ROWS:
            return Holds.ROWS  # eye(C)[y] has a row an example, whatever is indexed
        # X[:, None] and X[1:] still have a row an example; X[0] and X[i] have not.
        is_rows = whole is Holds.ROWS and isinstance(first, ast.Slice)
        return Holds.ROWS if is_rows else Holds.NOTHING

    def _of_operation(self, node: ast.BinOp) -> Holds:
        left, right = self.of(node.left), self.of(node.right)
        if isinstance(node.op, ast.MatMult):
            return product_of(left, right)
        if isinstance(node.op, ast.Div) and right is Holds.COUNT:
            return left if left is not Holds.COUNT else Holds.NOTHING
        return first_of((left, right))

    def _of_call(self, node: ast.Call) -> Holds:
        name = called_name(node)
        exact = [self.exactly(argument) for argument in node.args]
        if isinstance(node.func, ast.Attribute):
            exact = [self.exactly(node.func.value), *exact]
        if name in KEEPS_PLACES and not {Holds.IMAGES, Holds.SIZES}.isdisjoint(exact):
            return Holds.IMAGES
        if name == "shape" and Holds.IMAGES in exact:
            return Holds.SIZES
        values = [PLAINLY.get(value, value) for value in exact]
        if name in JOINS:
            lists = [one for one in node.args if isinstance(one, ast.List | ast.Tuple)]
            values += [self.of(item) for one in lists for item in one.elts]
        values = [value for value in values if value is not Holds.NOTHING]
        if not values or name in KEEPS_NO_ROWS:
            return Holds.NOTHING
        if name in ("dot", "matmul"):
            return self._of_product(node)
        if name == "einsum":
            return self._of_einsum(node)
        return _returned(name, node, first_of(values))

    def _of_product(self, node: ast.Call) -> Holds:
        """dot and matmul, as functions of two arguments or as methods of the first."""
        factors = list(node.args)
        if len(factors) == 1 and isinstance(node.func, ast.Attribute):
            factors.insert(0, node.func.value)
        if len(factors) != 2:
            return Holds.NOTHING
        return product_of(self.of(factors[0]), self.of(factors[1]))

    def _of_einsum(self, node: ast.Call) -> Holds:
        """Follow the examples' letter from an operand to the result."""
        if not node.args or not isinstance(node.args[0], ast.Constant):
            return Holds.NOTHING
        operands, arrow, result = str(node.args[0].value).replace(" ", "").partition("->")
        letters = set()
        for one, argument in zip(operands.split(","), node.args[1:], strict=False):
            held = self.of(argument)
            if one and held in (Holds.ROWS, Holds.COLUMNS):
                letters.add(one[0] if held is Holds.ROWS else one[-1])
        if not arrow or not result:
            return Holds.NOTHING
        if result[0] in letters:
            return Holds.ROWS
        return Holds.COLUMNS if result[-1] in letters else Holds.NOTHING


def _index(node: ast.expr) -> int | None:
    """The number that an item is asked for by, if it is written out."""
    try:
        index = ast.literal_eval(node)
    except (ValueError, TypeError):
        return None
    return index if isinstance(index, int) else None


def _returned(name: str, node: ast.Call, held: Holds) -> Holds:
    """What a call returns whose arguments hold that, all together."""
    if name in ("len", "size"):
        return Holds.COUNT if held is Holds.ROWS else Holds.NOTHING
    if name == "shape":
        return Holds.SHAPE if held is Holds.ROWS else Holds.NOTHING
    if name == "transpose":
        return FLIPPED.get(held, held)
    if name in KEEPS_COUNT and held is Holds.COUNT:
        return Holds.COUNT
    if name in REDUCTIONS or is_ufunc_reduce(node):
        return _reduced(node, held)
    if name in ("where", "nonzero") and len(node.args) < 2:
        return Holds.INDICES if held is Holds.ROWS else Holds.NOTHING
    # range(N), zeros(N), exp(scores), scores.copy(), zip(X, y), ...
    counting = (Holds.ROWS, Holds.COUNT, Holds.SHAPE, Holds.COUNTS)
    return Holds.ROWS if held in counting else held


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


def is_ufunc_reduce(node: ast.Call) -> bool:
    """Whether it is np.add.reduce and the like, not the reduce of functools."""
    match node.func:
        case ast.Attribute(attr="reduce", value=ast.Attribute()):
            return True
    return False


def called_name(node: ast.Call) -> str:
    """The last name of what is called: "sum" for both np.sum(x) and x.sum()."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
