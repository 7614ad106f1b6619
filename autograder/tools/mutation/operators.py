"""Small changes to NumPy code: mutmut's, and those that people make with arrays.

An operator takes one node of a syntax tree and yields what may stand in its
place. mutmut's cover numbers, operators, comparisons, keywords and arguments;
the ones here drop a transpose, a copy, a bound of a slice or a whole statement,
move an axis, swap operands, and take one function for its neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.mutators import mutation_operators

Operator = Callable[[cst.CSTNode], Iterable[cst.CSTNode]]

NEIGHBOURS = {
    **{
        one: other
        for pair in (
            ("maximum", "minimum"),
            ("max", "min"),
            ("argmax", "argmin"),
            ("zeros", "ones"),
            ("zeros_like", "ones_like"),
            ("sum", "mean"),
            ("floor", "ceil"),
            ("exp", "expm1"),
            ("log", "log1p"),
            ("sin", "cos"),
            ("hstack", "vstack"),
            ("any", "all"),
            ("greater", "greater_equal"),
            ("less", "less_equal"),
        )
        for one, other in (pair, pair[::-1])
    },
    "empty": "ones",
    "empty_like": "ones_like",
    "full": "ones",
    "abs": "negative",
    "sqrt": "square",
    "cumsum": "sort",
    "add": "subtract",
    "tanh": "sin",
    "hypot": "add",
}
"""Functions that are taken for one another."""

SYMMETRIC = m.Attribute(attr=m.Name("maximum") | m.Name("minimum") | m.Name("hypot"))
"""Functions whose arguments may come in any order."""


def smaller_number(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A number less one; mutmut has the number plus one."""
    if isinstance(node, cst.Integer | cst.Float):
        value = node.evaluated_value - 1
        number = node.with_changes(value=repr(abs(value)))
        yield (
            number
            if value >= 0
            else cst.UnaryOperation(
                cst.Minus(), number, lpar=[cst.LeftParen()], rpar=[cst.RightParen()]
            )
        )


def other_comparison(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A comparison the other way round; mutmut has the one with or without equality."""
    turned: dict[type[cst.BaseCompOp], cst.BaseCompOp] = {
        cst.LessThan: cst.GreaterThan(),
        cst.GreaterThan: cst.LessThan(),
        cst.LessThanEqual: cst.GreaterThanEqual(),
        cst.GreaterThanEqual: cst.LessThanEqual(),
    }
    if isinstance(node, cst.ComparisonTarget) and type(node.operator) in turned:
        yield node.with_changes(operator=turned[type(node.operator)])


def one_operand(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Either side of a binary operation alone, and both in the other order."""
    if isinstance(node, cst.BinaryOperation):
        yield _bracketed(node.left)
        yield _bracketed(node.right)
        if not isinstance(node.operator, cst.Add | cst.Multiply):
            yield node.with_changes(left=_bracketed(node.right), right=_bracketed(node.left))


def no_sign(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """An expression without its minus."""
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        yield _bracketed(node.expression)


def one_of_two_conditions(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Either side of `and` and `or` alone."""
    if isinstance(node, cst.BooleanOperation):
        yield _bracketed(node.left)
        yield _bracketed(node.right)


def neighbouring_function(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """np.maximum for np.minimum, and the like."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        name = node.func.attr.value
        if name in NEIGHBOURS:
            yield node.with_deep_changes(node.func.attr, value=NEIGHBOURS[name])


def no_call(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Return what a method is called on, or a function's first argument, for the call."""
    if not isinstance(node, cst.Call):
        return
    if isinstance(node.func, cst.Attribute) and not m.matches(node.func.value, m.Name("np")):
        yield node.func.value
    elif node.args and not node.args[0].star and node.args[0].keyword is None:
        yield _bracketed(node.args[0].value)


def swapped_arguments(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A call with each two neighbouring positional arguments in the other order."""
    if not isinstance(node, cst.Call) or m.matches(node.func, SYMMETRIC):
        return
    for index in range(len(node.args) - 1):
        first, second = node.args[index : index + 2]
        if first.keyword is None and second.keyword is None and not (first.star or second.star):
            args = list(node.args)
            args[index] = first.with_changes(value=second.value)
            args[index + 1] = second.with_changes(value=first.value)
            yield node.with_changes(args=args)


def swapped_items(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A tuple with each two neighbouring items in the other order."""
    if isinstance(node, cst.Tuple):
        for index in range(len(node.elements) - 1):
            first, second = node.elements[index : index + 2]
            elements = list(node.elements)
            elements[index] = first.with_deep_changes(first, value=second.value)
            elements[index + 1] = second.with_deep_changes(second, value=first.value)
            yield node.with_changes(elements=elements)


def no_transpose(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A matrix for its transpose."""
    if isinstance(node, cst.Attribute) and node.attr.value == "T":
        yield node.value


def open_slice(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A slice without one of its bounds or its step."""
    if isinstance(node, cst.Slice):
        for bound in ("lower", "upper"):
            if getattr(node, bound) is not None:
                yield node.with_changes(**{bound: None})
        if node.step is not None:
            yield node.with_changes(step=None, second_colon=cst.MaybeSentinel.DEFAULT)


def no_statement(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Nothing in place of a statement that changes something in place or raises."""
    into_a_part = m.Assign(targets=[m.AssignTarget(m.Subscript() | m.Attribute())])
    if m.matches(node, m.AugAssign() | m.Raise() | into_a_part | m.Expr(m.Call())):
        yield cst.Pass()


def no_condition(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """An `if` that always and one that never holds."""
    if isinstance(node, cst.If):
        for value in ("True", "False"):
            yield node.with_changes(
                test=cst.Name(value), whitespace_before_test=cst.SimpleWhitespace(" ")
            )


def _bracketed(expression: cst.BaseExpression) -> cst.BaseExpression:
    return expression.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _of_mutmut(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)


OPERATORS: tuple[Operator, ...] = (
    _of_mutmut,
    smaller_number,
    other_comparison,
    one_operand,
    no_sign,
    one_of_two_conditions,
    neighbouring_function,
    no_call,
    swapped_arguments,
    swapped_items,
    no_transpose,
    open_slice,
    no_statement,
    no_condition,
)
