"""What the pages' sources keep to: no answer on a page, short cells, prose first."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
PAGES = sorted(path.relative_to(BOOK).as_posix() for path in BOOK.rglob("*.md"))
MOST_LINES = 25
APART = {"intro", "notation", "glossary", "references", "cifar-10", "figures-and-exercises"}
"""Pages that belong to no chapter."""
# Classes that a page shows although an assignment asks for them: the notes do, too.
SHOWN = {"AddGate"}


def cells(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line number, code, and the text since the cell before, of each code cell."""
    end = 0
    for found in re.finditer(r"^```\{code-cell\}.*?\n(.*?)^```$", text, re.M | re.S):
        code = re.sub(r"\A---\n.*?^---\n", "", found[1], flags=re.M | re.S)
        code = re.sub(r"\A(:\w.*\n)+", "", code)
        yield text.count("\n", 0, found.start()) + 1, code, text[end : found.start()]
        end = found.end()


def python(code: str) -> ast.Module:
    """Parse a cell, without the lines that are IPython's own."""
    return ast.parse("\n".join(line for line in code.split("\n") if not line.startswith("%")))


def shape_of(function: ast.FunctionDef) -> str:
    """The function's code with every local name, its own name and docstring taken out."""
    names: dict[str, str] = {}
    # A fresh copy: renaming must not reach the caller's tree.
    copy = ast.parse(ast.unparse(function)).body[0]
    assert isinstance(copy, ast.FunctionDef)
    if ast.get_docstring(copy) is not None:
        copy.body = copy.body[1:]
    for argument in ast.walk(copy.args):
        if isinstance(argument, ast.arg):
            names.setdefault(argument.arg, f"name{len(names)}")
            argument.annotation = None
    for node in ast.walk(copy):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.setdefault(node.id, f"name{len(names)}")
    for node in ast.walk(copy):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)  # an inner function's is not there
    copy.returns = None
    return "\n".join(map(ast.dump, [copy.args, *copy.body]))


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def unshown(tree: ast.AST) -> list[ast.FunctionDef]:
    """Return the functions of a cell, but for the methods of what it may show."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    shown = [method for node in classes if node.name in SHOWN for method in functions(node)]
    return [function for function in functions(tree) if function not in shown]


def graded() -> list[ast.FunctionDef]:
    found = []
    for path in sorted((ROOT / "solutions").glob("*.py")):
        found += functions(ast.parse(path.read_text(encoding="utf8")))
    return found


def test_a_renamed_copy_of_a_graded_function_would_be_noticed() -> None:
    for function in graded():
        renamed = ast.unparse(function).replace(f"def {function.name}", "def innocent")
        renamed = re.sub(r"\bscores\b", "s", re.sub(r"\bW\b", "weights", renamed))
        assert shape_of(functions(ast.parse(renamed))[0]) == shape_of(function)


def graded_names() -> set[str]:
    """Return the names of exercises; those of methods, like forward, are anybody's."""
    trees = [ast.parse(path.read_text("utf8")) for path in (ROOT / "solutions").glob("*.py")]
    definitions = [node for tree in trees for node in tree.body]
    named = [node for node in definitions if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return {node.name for node in named}


def test_classes_are_graded_by_their_own_name() -> None:
    assert {"MaxGate", "relu_backward"} <= graded_names()
    assert "forward" not in graded_names()


@pytest.mark.parametrize("page", PAGES)
def test_no_function_on_a_page_is_a_graded_one(page: str) -> None:
    names = graded_names()
    shapes = {shape_of(function): function.name for function in graded()}
    for line, code, _ in cells((BOOK / page).read_text(encoding="utf8")):
        classes = [node for node in ast.walk(python(code)) if isinstance(node, ast.ClassDef)]
        for node in classes:
            assert node.name not in names - SHOWN, f"{page}:{line} defines {node.name}"
        for function in unshown(python(code)):
            assert function.name not in names, f"{page}:{line} defines {function.name}"
            same = shapes.get(shape_of(function))
            assert same is None, f"{page}:{line} {function.name} is the graded {same}"


def test_nothing_in_the_book_imports_or_includes_solutions_or_the_autograder() -> None:
    for path in [*BOOK.rglob("*.md"), *BOOK.rglob("*.py"), ROOT / "_config.yml"]:
        text = path.read_text(encoding="utf8")
        assert not re.search(r"^\s*(from|import)\s+(solutions|autograder)\b", text, re.M), path
        assert not re.search(r"(include|download|literalinclude).*solutions/", text), path


@pytest.mark.parametrize("page", PAGES)
def test_no_cell_is_longer_than_a_screen(page: str) -> None:
    for line, code, _ in cells((BOOK / page).read_text(encoding="utf8")):
        length = len(code.strip().split("\n"))
        assert length <= MOST_LINES, f"{page}:{line} has {length} lines"


@pytest.mark.parametrize("page", PAGES)
def test_every_cell_is_led_up_to_by_prose(page: str) -> None:
    for line, _, before in cells((BOOK / page).read_text(encoding="utf8")):
        last = before.strip().split("\n\n")[-1]
        is_prose = re.match(r"[A-Za-z*_$`{0-9-]", last) and not last.startswith("```")
        assert is_prose and not last.endswith("```"), f"{page}:{line} follows {last[:60]!r}"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_chapter_has_exercises_and_a_summary(page: str) -> None:
    text = (BOOK / page).read_text(encoding="utf8")
    if page.split("/")[0].removesuffix(".md") in APART:
        return
    assert "```{exercise}" in text and "\n## Exercises\n" in text
    assert "\n## Summary\n" in text
