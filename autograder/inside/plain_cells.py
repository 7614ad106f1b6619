"""Cells of plain Python, without the work that IPython does for cells that are none.

For every cell IPython looks for magics, prompts and indentation by tokens, compiles
it once to see whether it awaits something, and then parses and compiles it. Most
cells are plain Python that awaits nothing: one parse says so, and is then used.
What comes out stays the same.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.inputtransformer2 import TransformerManager

from autograder.inside.tracebacks import cell_name

PASTED = re.compile(r"\s|(?:[^\n]*\n)?\s*(?:>>>|\.\.\.|In \[)")
"""How cells begin that IPython changes although they may be Python: with an empty line,
or with the prompts of a session that somebody copied."""
AWAITING = ("await", "async")


class OnceParsed(CachingCompiler):
    """A compiler that hands out the parse that told it a cell is Python."""

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[str, ast.AST] | None = None

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """The name under which tracebacks and warnings know a cell."""
        return cell_name(number)

    def is_python(self, source: str) -> bool:
        """Say whether a cell can be parsed as it is."""
        self._known = None
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            try:
                tree = super().ast_parse(source)
            except Exception:
                return False
        if not said:  # else it is parsed again, and warns where that is shown
            self._known = source, tree
        return True

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> ast.AST:
        """Parse a cell, or hand out the parse that is there already."""
        known, self._known = self._known, None  # once: whoever gets a tree may change it
        if known is not None and known[0] == source and symbol == "exec":
            return known[1]
        tree: ast.AST = super().ast_parse(source, filename, symbol)
        return tree


class PlainFirst(TransformerManager):
    """Leaves a cell alone that is plain Python.

    Arguments:
        compiler: which parses the cell next.
    """

    def __init__(self, compiler: OnceParsed) -> None:
        super().__init__()
        self._compiler = compiler
        self._as_made = self._transforms()

    def _transforms(self) -> tuple[list[Any], ...]:
        """List IPython's own changes, and those that a cell may have added."""
        return (
            list(self.cleanup_transforms),
            list(self.line_transforms),
            list(self.token_transformers),
        )

    def transform_cell(self, cell: str) -> str:
        """Return the Python code that a cell stands for."""
        cell = cell if cell.endswith("\n") else f"{cell}\n"
        if (
            self._transforms() == self._as_made
            and not PASTED.match(cell)
            and self._compiler.is_python(cell)
        ):
            return cell
        transformed: str = super().transform_cell(cell)
        return transformed


def awaits(cell: str) -> bool:
    """Say whether a cell may await something at its top level, and so need an event loop."""
    return any(word in cell for word in AWAITING)
