"""All mutants of a module of solutions: its source with one small change each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from autograder.tools.mutation.operators import OPERATORS

MODULE = cst.Module([])
"""Any module will do to write a node as code."""


@dataclass(frozen=True)
class Mutant:
    """A solution with one change.

    Attributes:
        function: the function, or Class.method, that it changes.
        line: number of the changed line in the module, from 1.
        before: that statement as it is, on one line.
        after: and as it becomes.
        source: the whole module with the change.
    """

    function: str
    line: int
    before: str
    after: str
    source: str

    @property
    def definition(self) -> str:
        """The top-level function or class."""
        return self.function.partition(".")[0]


def mutants(source: str) -> list[Mutant]:
    """Every mutant of every top-level function and class, in the module's order."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    positions = wrapper.resolve(PositionProvider)
    found: dict[tuple[int, str], Mutant] = {}
    for definition in wrapper.module.body:
        if not isinstance(definition, cst.FunctionDef | cst.ClassDef):
            continue
        span = positions[definition]
        lines = source.splitlines(keepends=True)
        above = "".join(lines[: span.start.line - 1])
        below = "".join(lines[span.end.line :])
        for name, statement in _statements(definition, definition.name.value):
            line, before = positions[statement].start.line, _head(statement)
            for changed in _changes(statement):
                after = _head(changed)
                if after == before or (line, after) in found:
                    continue
                code = MODULE.code_for_node(_replaced(definition, statement, changed)).strip()
                if _compiles(code):
                    # Blank lines above a definition belong to it; they are in `above`, too.
                    whole = f"{above}{code}\n{below}"
                    found[line, after] = Mutant(name, line, before, after, whole)
    return list(found.values())


def _statements(definition: cst.CSTNode, name: str) -> Iterator[tuple[str, cst.CSTNode]]:
    """The lines of code in a definition and whose they are: Class.method for methods.

    A line is a simple statement, or the head of a compound one.
    """
    for child in definition.children:
        inside = name
        if isinstance(child, cst.FunctionDef) and isinstance(definition, cst.IndentedBlock):
            inside = f"{name}.{child.name.value}"
        if isinstance(child, cst.SimpleStatementLine):
            if not _is_docstring(child):
                yield name, child
        elif isinstance(child, cst.Parameters):
            if isinstance(definition, cst.FunctionDef) and child.params:
                yield name, child
        else:
            if isinstance(child, cst.If | cst.For | cst.While | cst.With):
                yield name, child
            yield from _statements(child, inside)


def _is_docstring(line: cst.SimpleStatementLine) -> bool:
    (first, *rest) = line.body
    return (
        not rest
        and isinstance(first, cst.Expr)
        and isinstance(first.value, cst.SimpleString | cst.ConcatenatedString)
    )


def _changes(statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The statement with each change that the operators know, blocks below it left alone."""
    for node in _inside(statement):
        for operator in OPERATORS:
            for other in operator(node):
                if node is statement:
                    yield other
                else:
                    yield _replaced(statement, node, other)


def _inside(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        if not isinstance(child, cst.BaseSuite | cst.Annotation | cst.Else | cst.If):
            yield from _inside(child)


def _replaced(root: cst.CSTNode, node: cst.CSTNode, other: cst.CSTNode) -> cst.CSTNode:
    changed = root.deep_replace(node, other)
    assert isinstance(changed, cst.CSTNode)
    return changed


def _head(statement: cst.CSTNode) -> str:
    """A statement's code on one line, without comments and the block below it."""
    if hasattr(statement, "body") and isinstance(statement.body, cst.BaseSuite):
        statement = statement.with_changes(body=cst.SimpleStatementSuite([cst.Pass()]))
    if hasattr(statement, "orelse"):
        statement = statement.with_changes(orelse=None)
    code = MODULE.code_for_node(statement)
    lines = (line.partition("  # ")[0].strip() for line in code.splitlines())
    return " ".join(line for line in lines if line and not line.startswith("#"))


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True
