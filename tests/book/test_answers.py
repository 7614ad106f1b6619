"""No answer is on a page: whatever a page calls its variables, it holds no graded function.

Code is compared by its form: names are replaced by their order of appearance, docstrings,
annotations and default values are taken out, and ``self.x`` reads as ``x``. So a copy is
found as a function, a method, a lambda or as lines of a cell, nested or not.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.book import visit

ROOT = Path(__file__).resolve().parents[2]
BOOK = visit.BOOK
PAGES = [f"{page}.md" for page in visit.PAGES]
MODULES = sorted(path for path in (ROOT / "solutions").glob("*.py") if path.stem != "__init__")

SHOWN = {
    "AddGate": "the notes' example of a gate, which shows what the others look like",
    "MultiplyGate.backward": "the notes' rule in one line, on the chapter's tape of single numbers",
}
"""Graded functions, classes and methods that a page shows all the same, and why."""

FORMULA = 14
"""A body of fewer nodes is a formula, such as ``a * b`` or ``np.exp(x)``, and no answer."""

KEPT = {*dir(builtins), "np", "math"}
"""Names that say what is computed, so no copy can rename them."""


class Plain(ast.NodeTransformer):
    """Replaces names by their order of appearance, and drops what computes nothing."""

    def __init__(self) -> None:
        self.order: dict[str, str] = {}

    def named(self, name: str) -> str:
        """The name's place in the order."""
        return name if name in KEPT else self.order.setdefault(name, f"name{len(self.order)}")

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.named(node.id), ast.Load())

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            return ast.Name(self.named(node.attr), ast.Load())
        return ast.Attribute(self.visit(node.value), node.attr, ast.Load())

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self.named(node.arg))

    def visit_arguments(self, node: ast.arguments) -> ast.arguments:
        every = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        return ast.arguments(
            [], [self.visit(argument) for argument in every], None, [], [], None, []
        )

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        body = [self.visit(statement) for statement in without_docstring(node.body)]
        return ast.FunctionDef(self.named(node.name), self.visit(node.args), body, [])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.Pass()
        return ast.Assign([self.visit(node.target)], self.visit(node.value))


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return body[1:]
    return body


def form(body: list[ast.stmt]) -> str:
    """What a list of statements computes; how its last value is called or returned is not in it."""
    *before, last = ast.parse("\n".join(map(ast.unparse, body))).body if body else [ast.Pass()]
    if isinstance(last, ast.Return | ast.Assign) and last.value is not None:
        last = ast.Expr(last.value)
    plain = Plain()
    return "\n".join(ast.dump(plain.visit(statement)) for statement in [*before, last])


def size(body: list[ast.stmt]) -> int:
    return sum(1 for statement in body for _ in ast.walk(statement))


def bodies(tree: ast.AST) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Yield name and body of every function, method and lambda, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, without_docstring(node.body)
        elif isinstance(node, ast.Lambda):
            yield "a lambda", [ast.Return(node.body)]


def class_form(node: ast.ClassDef) -> str:
    """The forms of a class's methods, whatever their names and their order."""
    return "\n\n".join(sorted(form(body) for _, body in bodies(node)))


def classes(tree: ast.AST) -> list[ast.ClassDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def runs(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield every list of statements: of a cell, a loop, a function, a branch."""
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            found = getattr(node, name, None)
            if isinstance(found, list) and found:
                yield found


class Answers:
    """All graded functions and classes, by their form."""

    def __init__(self, sources: list[str]) -> None:
        self.names: set[str] = set()
        self.functions: dict[str, str] = {}
        self.classes: dict[str, str] = {}
        self.lengths: set[int] = set()
        for source in sources:
            tree = ast.parse(source)
            for node in tree.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in SHOWN:
                    self._add(node)

    def _add(self, graded: ast.FunctionDef | ast.ClassDef) -> None:
        self.names.add(graded.name)
        for node in classes(graded):
            self.classes[class_form(node)] = graded.name
        for name, body in bodies(graded):
            where = graded.name if name == graded.name else f"{graded.name}.{name}"
            if size(body) >= FORMULA and where not in SHOWN:
                self.functions[form(body)] = where
                self.lengths.add(len(body))

    def found_in(self, code: str) -> list[str]:
        """What the code shows of them, in words."""
        tree = ast.parse(code)
        found = []
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in self.names:
                found.append(f"{node.name} is the name of a graded one")
        for name, body in bodies(tree):
            if same := self.functions.get(form(body)):
                found.append(f"{name} is the graded {same}")
        for node in classes(tree):
            if same := self.classes.get(class_form(node)):
                found.append(f"{node.name} is the graded {same}")
        for run in runs(tree):
            for length in self.lengths - {1}:  # a single line is a formula, not an answer
                for start in range(len(run) - length + 1):
                    if same := self.functions.get(form(run[start : start + length])):
                        found.append(f"line {run[start].lineno} begins the graded {same}")
        return found


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers([path.read_text(encoding="utf8") for path in MODULES])


@pytest.mark.parametrize("page", PAGES)
def test_no_code_on_a_page_is_a_graded_function_or_class(
    page: str, answers: Answers, cells: Callable[[str], list[Any]]
) -> None:
    for cell in cells(page):
        code = re.sub(r"^%.*$", "", cell.code, flags=re.M)  # IPython's own lines
        assert not answers.found_in(code), f"{page}:{cell.line}"


class Renamed(ast.NodeTransformer):
    """Gives every name that may change another one."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return node if node.id in KEPT else ast.Name(f"my_{node.id}", node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(f"my_{node.arg}")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = f"my_{node.name}"
        return self.generic_visit(node)


def test_a_renamed_copy_of_each_graded_function_is_found_in_every_place(answers: Answers) -> None:
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name in SHOWN:
                continue
            copy = ast.unparse(Renamed().visit(node))
            (_, body), *_ = bodies(ast.parse(copy))
            if size(body) < FORMULA:
                continue
            inside = "\n    ".join(copy.split("\n"))
            assert answers.found_in(copy), node.name
            assert answers.found_in(f"def harmless():\n    {inside}"), node.name
            assert answers.found_in(f"class Harmless:\n    {inside}"), node.name
            if len(body) > 1:
                lines = "\n".join(map(ast.unparse, body)).replace("return ", "answer = ")
                assert answers.found_in(f"x = 1\n{lines}\nprint(answer)"), node.name


GATE = """
class SquareGate:
    def forward(self, x):
        self.x = x
        return x * x

    def backward(self, dout):
        def slope(at):
            return np.where(at > 0, 2 * at, 2 * at) + 0 * at
        return dout * slope(self.x)
"""


def test_a_class_is_found_by_its_methods_whatever_they_are_called() -> None:
    answers = Answers([GATE])
    renamed = GATE.replace("SquareGate", "Power").replace("forward", "run")
    renamed = renamed.replace("backward", "pull").replace("self.x", "self.kept")
    assert answers.found_in(renamed)
    other = "class Power:\n    def forward(self, x):\n        return x * x"
    assert not answers.found_in(other)


def test_a_nested_function_and_a_lambda_are_found() -> None:
    answers = Answers([GATE])
    assert answers.found_in("def tilt(v):\n    return np.where(v > 0, 2 * v, 2 * v) + 0 * v")
    assert answers.found_in("tilt = lambda v: np.where(v > 0, 2 * v, 2 * v) + 0 * v")
    assert not answers.found_in("tilt = lambda v: np.where(v > 0, 2 * v, 3 * v) + 0 * v")


def test_nothing_in_the_book_imports_or_includes_solutions_or_the_autograder() -> None:
    for path in [*BOOK.rglob("*.md"), *BOOK.rglob("*.py"), ROOT / "_config.yml"]:
        text = path.read_text(encoding="utf8")
        assert not re.search(r"^\s*(from|import)\s+(solutions|autograder)\b", text, re.M), path
        assert not re.search(r"(include|download|literalinclude).*solutions/", text), path
