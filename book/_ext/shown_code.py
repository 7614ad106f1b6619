"""Sphinx extension: of a code cell, a page shows what a reader is meant to read.

Lines with ``assert`` are the authors' tests: they run in every build, and are left out of
the page unless its front matter or a cell's tag says ``show-asserts``. What is computed for
them alone is left out with them. A cell that is nothing but asserts is left out whole, and one
that checks the answers to exercises folds out below them. The code of a figure folds out below
the figure.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from book._ext.disclosure import Disclosure

SHOW = "show-asserts"
CHECKED = "the answers, checked"


def without_asserts(code: str, spare: frozenset[str] = frozenset()) -> str:
    """Return the code without its ``assert`` statements and the comments right above them.

    Lines that do nothing but assign to `spare` names go with them, and so does a loop or a branch
    that holds nothing else. Lines of IPython's own, such as ``%config``, stay as they are.
    """
    lines = code.split("\n")
    dropped: set[int] = set()
    for statement in _checks(_parsed(code).body, spare):
        first, last = statement.lineno - 1, (statement.end_lineno or statement.lineno)
        while first > 0 and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        dropped.update(range(first, last))
    kept = [line for number, line in enumerate(lines) if number not in dropped]
    return "\n".join(kept).strip("\n")


def read_by_asserts_alone(cells: list[str]) -> frozenset[str]:
    """Return the names that a page's cells compute for their asserts and for nothing else.

    A name that only such a name is computed from is one of them, too.
    """
    found: frozenset[str] = frozenset()
    while True:
        kept = [without_asserts(code, found) for code in cells]
        read = {name for code in kept for name in _names(code, ast.Load)}
        written = {name for code in kept for name in _names(code, ast.Store)}
        asserted = {name for code in cells for name in _names(code, ast.Load)} - read
        more = found | (written & asserted)
        if more == found:
            return found
        found = more


def _parsed(code: str) -> ast.Module:
    plain = ["pass" if line.startswith(("%", "!")) else line for line in code.split("\n")]
    return ast.parse("\n".join(plain))


def _names(code: str, context: type[ast.expr_context]) -> Iterator[str]:
    """Yield the names that code reads, or that it assigns to."""
    for node in ast.walk(_parsed(code)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, context):
            yield node.id


def _checks(statements: list[Any], spare: frozenset[str]) -> Iterator[Any]:
    """Yield the outermost statements that only check."""
    for statement in statements:
        if _only_checks(statement, spare):
            yield statement
            continue
        for name in ("body", "handlers", "orelse", "finalbody"):
            block = getattr(statement, name, [])
            # An empty block would be no Python.
            if not all(_only_checks(inner, spare) for inner in block):
                yield from _checks(block, spare)


def _only_checks(statement: ast.AST, spare: frozenset[str]) -> bool:
    if isinstance(statement, ast.Assert):
        return True
    if isinstance(statement, ast.Assign):
        targets = [node for target in statement.targets for node in _parts_of(target)]
        return all(isinstance(node, ast.Name) and node.id in spare for node in targets)
    inside = [*getattr(statement, "body", []), *getattr(statement, "orelse", [])]
    is_loop_or_branch = isinstance(statement, ast.For | ast.While | ast.If | ast.With)
    return is_loop_or_branch and all(_only_checks(inner, spare) for inner in inside)


def _parts_of(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple | ast.List) else [target]


class ShowCode(SphinxPostTransform):
    """Edits the cells of a page, before MyST-NB would fold them."""

    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the cells."""
        page_shows = SHOW in self.env.metadata[self.env.docname]
        cells = [
            cell
            for cell in self.document.findall(nodes.container)
            if cell.get("nb_element") == "cell_code"
        ]
        blocks = [
            block
            for cell in cells
            for part in _parts(cell, "cell_code_source")
            for block in part.findall(nodes.literal_block)
        ]
        spare = read_by_asserts_alone([block.astext() for block in blocks])
        for cell in cells:
            if not page_shows and SHOW not in cell["cell_metadata"].get("tags", []):
                self.leave_out_asserts(cell, spare)
            if cell.children:
                self.fold(cell)

    def leave_out_asserts(self, cell: nodes.container, spare: frozenset[str]) -> None:
        """Take the asserts, and what is computed for them, out of the code that is shown."""
        for source in _parts(cell, "cell_code_source"):
            for block in source.findall(nodes.literal_block):
                code = without_asserts(block.astext(), spare)
                block.rawsource = code
                block.children = [nodes.Text(code)]
                block.children[0].parent = block
                if not code:
                    cell.remove(source)
                    break

    def fold(self, cell: nodes.container) -> None:
        """Fold away what the cell's tags hide: the code of a figure stands below it."""
        mode = cell.get("hide_mode")
        sources = _parts(cell, "cell_code_source")
        if mode not in ("input", "all"):
            return
        del cell["hide_mode"]  # so that MyST-NB does not fold it again
        if mode == "input":
            for source in sources:
                cell.remove(source)
                cell.append(Disclosure("", source, summary="code", classes=["hide"]))
        else:
            self.fold_checks(cell)

    def fold_checks(self, cell: nodes.container) -> None:
        """Fold away a cell that checks the answers above it, and the line that leads to it.

        What follows another such cell goes where that went.
        """
        parent, place = cell.parent, cell.parent.index(cell)
        folded: list[nodes.Node] = [cell]
        if place > 0 and isinstance(parent[place - 1], nodes.paragraph):
            folded.insert(0, parent[place - 1])
        for part in folded:
            parent.remove(part)
        place += 1 - len(folded)
        before = parent[place - 1] if place > 0 else None
        if isinstance(before, Disclosure) and before["summary"] == CHECKED:
            before += folded
        else:
            parent.insert(place, Disclosure("", *folded, summary=CHECKED, classes=["hide"]))


def _parts(cell: nodes.container, kind: str) -> list[nodes.container]:
    return [part for part in cell.children if part.get("nb_element") == kind]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("book._ext.disclosure")
    app.add_post_transform(ShowCode)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
