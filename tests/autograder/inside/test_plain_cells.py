"""Cells of plain Python are left alone, all others transformed as IPython does."""

import ast
import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from autograder.inside.plain_cells import OnceParsed, PlainFirst
from autograder.sandbox.child import Child
from autograder.sandbox.process import Sandbox

LINES = (
    "x = 1",
    "def f(x):",
    "    return x",
    '"""A text',
    "... that goes on",
    '"""',
    ">>> x = 1",
    "... x = 2",
    "In [1]: x = 3",
    "   ...: x = 4",
    "%matplotlib inline",
    "%%time",
    "!ls",
    "files = !ls",
    "x?",
    "x = 5 # ?",
    "    indented = True",
    "",
    "await x",
    r"'\d'",
)


def transformed(manager: TransformerManager, cell: str) -> str:
    """What a cell becomes; where IPython's tokenizer gives up, its complaint."""
    try:
        return str(manager.transform_cell(cell))
    except IndentationError as error:
        return repr(error)


@given(st.lists(st.sampled_from(LINES), max_size=5).map("\n".join))
@example("x = 1\n    return x\n   ...: x = 4")
def test_every_cell_becomes_what_ipython_makes_of_it(cell: str) -> None:
    made = transformed(PlainFirst(OnceParsed()), cell)
    assert made == transformed(TransformerManager(), cell)


def test_a_tree_is_handed_out_once_and_to_the_cell_that_it_is_of() -> None:
    compiler = OnceParsed()
    assert compiler.is_python("x = 1\n")
    assert ast.dump(compiler.ast_parse("y = 2\n")) == ast.dump(ast.parse("y = 2\n"))
    assert compiler.is_python("x = 1\n")
    first, second = compiler.ast_parse("x = 1\n"), compiler.ast_parse("x = 1\n")
    assert first is not second
    assert ast.dump(first) == ast.dump(second) == ast.dump(ast.parse("x = 1\n"))


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Sandbox() as sandbox, Child(sandbox) as child:
        yield child


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("async def two():\n    return 2\nawait two()", "2"),
        ("from __future__ import annotations\n1", "1"),
        ("%timeit -n1 -r1 pass\n3", "3"),
        ("1 is 1", '"is" with a literal'),
        ("def broken(:\n    pass", "SyntaxError"),
        ("    x = 4\n    x", "4"),
    ],
)
def test_a_cell_shows_what_it_shows_in_jupyter(cell: str, shown: str, child: Child) -> None:
    outputs = child.run(cell, time.monotonic() + 60)
    assert shown in str(outputs)
