"""Sphinx extension: of a code cell, a page shows what a reader is meant to read.

Lines with ``assert`` are the authors' tests: they run in every build, and are left out of
the page unless its front matter or a cell's tag says ``show-asserts``. A cell that is
nothing but asserts is left out whole, and one that checks the answers to exercises folds
out below them. The code of a figure folds out below the figure.
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


def without_asserts(code: str) -> str:
    """Return the code without its ``assert`` statements and the comments right above them.

    A loop or a branch that holds nothing else goes with them. Lines of IPython's own, such
    as ``%config``, stay as they are.
    """
    lines = code.split("\n")
    plain = "\n".join("pass" if line.startswith(("%", "!")) else line for line in lines)
    dropped: set[int] = set()
    for statement in _checks(ast.parse(plain).body):
        first, last = statement.lineno - 1, (statement.end_lineno or statement.lineno)
        while first > 0 and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        dropped.update(range(first, last))
    kept = [line for number, line in enumerate(lines) if number not in dropped]
    return "\n".join(kept).strip("\n")


def _checks(statements: list[Any]) -> Iterator[Any]:
    """Yield the outermost statements that only check."""
    for statement in statements:
        if _only_checks(statement):
            yield statement
            continue
        for name in ("body", "handlers", "orelse", "finalbody"):
            block = getattr(statement, name, [])
            if not all(map(_only_checks, block)):  # an empty block would be no Python
                yield from _checks(block)


def _only_checks(statement: ast.AST) -> bool:
    if isinstance(statement, ast.Assert):
        return True
    inside = [*getattr(statement, "body", []), *getattr(statement, "orelse", [])]
    is_loop_or_branch = isinstance(statement, ast.For | ast.While | ast.If | ast.With)
    return is_loop_or_branch and all(map(_only_checks, inside))


class ShowCode(SphinxPostTransform):
    """Edits the cells of a page, before MyST-NB would fold them."""

    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the cells."""
        page_shows = SHOW in self.env.metadata[self.env.docname]
        for cell in list(self.document.findall(nodes.container)):
            if cell.get("nb_element") != "cell_code":
                continue
            if not page_shows and SHOW not in cell["cell_metadata"].get("tags", []):
                self.leave_out_asserts(cell)
            if cell.children:
                self.fold(cell)

    def leave_out_asserts(self, cell: nodes.container) -> None:
        """Take the asserts out of the code that is shown."""
        for source in _parts(cell, "cell_code_source"):
            for block in source.findall(nodes.literal_block):
                code = without_asserts(block.astext())
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
        """Fold away a cell that checks the answers above it, and the line that leads to it."""
        parent, place = cell.parent, cell.parent.index(cell)
        folded: list[nodes.Node] = [cell]
        if place > 0 and isinstance(parent[place - 1], nodes.paragraph):
            folded.insert(0, parent[place - 1])
        for part in folded:
            parent.remove(part)
        checks = Disclosure("", *folded, summary="the answers, checked", classes=["hide"])
        parent.insert(place + 1 - len(folded), checks)


def _parts(cell: nodes.container, kind: str) -> list[nodes.container]:
    return [part for part in cell.children if part.get("nb_element") == kind]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("book._ext.disclosure")
    app.add_post_transform(ShowCode)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
