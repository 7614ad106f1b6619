"""Makes a class of submissions from a released notebook, to try grading out on.

Right answers in several styles, known mistakes, and everything that happens to
notebooks on their way: deleted, copied and changed cells, a loop without an
end, a file that is none.
"""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable
from types import ModuleType

import nbformat
from nbformat import NotebookNode

from autograder import assignments
from autograder.assignments.right_answers import styles
from autograder.course import Course
from autograder.judge.exercise import Assignment
from autograder.notebooks.files import write_notebook

Sources = dict[str, str]
"""The source of each solution cell, by the exercise's name."""


def make_sample_class(course: Course, assignment: str) -> list[str]:
    """Hand in a notebook, or what is left of one, for each made-up student.

    Returns:
        The students' names.

    Raises:
        CourseError: the assignment is not released.
    """
    course.source_notebook(assignment)
    path = course.release / assignment / f"{assignment}.ipynb"
    loaded = assignments.load(assignment)
    notebooks = notebooks_of_a_class(loaded, nbformat.read(path, as_version=4))
    for student, notebook in notebooks.items():
        target = course.submitted / student / assignment / f"{assignment}.ipynb"
        if isinstance(notebook, bytes):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(notebook)
        else:
            write_notebook(notebook, target)
    return sorted(notebooks)


def notebooks_of_a_class(
    assignment: Assignment, release: NotebookNode
) -> dict[str, NotebookNode | bytes]:
    """A notebook, or what is left of one, for each made-up student.

    Arguments:
        assignment: what it is about.
        release: its released notebook, or its source notebook.
    """
    release = _with_earlier_functions(copy.deepcopy(release), assignment)
    right = _sources(assignment, assignment.reference)
    names = [exercise.name for exercise in assignment.exercises]
    solved = _filled(release, right)
    notebooks: dict[str, NotebookNode | bytes] = {
        "right-vectorised": solved,
        "not-started": release,
        "first-half": _filled(release, {name: right[name] for name in names[: len(names) // 2]}),
        "raises": _filled(release, right | {names[0]: _stub(right[names[0]], "1 / 0")}),
        "never-ends": _filled(release, right | {names[1]: _stub(right[names[1]], "while True: 1")}),
        "prints-a-lot": _with_prints(_filled(release, right)),
        "deleted-a-test": _without(solved, f"test_{names[0]}"),
        "changed-points": _with_points(solved, f"test_{names[0]}", 1000),
        "copied-a-cell": _with_copy(solved, names[0]),
        "not-json": nbformat.writes(solved).encode()[:1000],
    }
    for style, module in styles(assignment.name).items():
        answers = _filled(release, right | _sources(assignment, module))
        notebooks[f"right-{style}"] = _with_first_cell(answers, _besides(assignment, module))
    for number in range(3):
        notebooks[f"mistakes-{number + 1}"] = _filled(release, right | _wrong(assignment, number))
    return notebooks


def _sources(assignment: Assignment, module: ModuleType) -> Sources:
    """The answers that a module has; a style may leave an exercise out."""
    return {
        exercise.name: textwrap.dedent(inspect.getsource(getattr(module, exercise.name)))
        for exercise in assignment.exercises
        if hasattr(module, exercise.name)
    }


def _besides(assignment: Assignment, module: ModuleType) -> str:
    """Return what answers need beside them in a module: imports, constants, functions."""
    kept = [
        node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.FunctionDef)
        and getattr(node, "name", "") not in assignment.by_name
        # Earlier notebooks' functions are pasted, not imported.
        and not (isinstance(node, ast.ImportFrom) and str(node.module).startswith("autograder"))
    ]
    return "\n".join(map(ast.unparse, kept))


def _wrong(assignment: Assignment, number: int) -> Sources:
    """The known mistake of that number for every exercise but each third one."""
    return {
        exercise.name: _renamed(exercise.mistakes[number].function, exercise.name)
        for position, exercise in enumerate(assignment.exercises)
        if position % 3 != number
    }


def _renamed(function: Callable[..., object], name: str) -> str:
    """A known mistake's source as a student would hand it in, under the right name."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
    definition.name = name
    definition.decorator_list = []
    definition.body = definition.body[1:]  # no student writes the docstring: it says what is wrong
    return ast.unparse(tree)


def _stub(source: str, statement: str) -> str:
    """The same function with another body, or the same class with others of its methods."""
    tree = ast.parse(source)
    for definition in tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else tree.body:
        if isinstance(definition, ast.FunctionDef):
            definition.body = ast.parse(statement).body
    return ast.unparse(tree)


def _filled(release: NotebookNode, sources: Sources) -> NotebookNode:
    """The release with solution cells filled in."""
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        cell.source = sources.get(_name(cell), cell.source)
    return notebook


def _with_first_cell(notebook: NotebookNode, source: str) -> NotebookNode:
    notebook.cells.insert(0, nbformat.v4.new_code_cell(source, id="first"))
    return notebook


def _with_earlier_functions(release: NotebookNode, assignment: Assignment) -> NotebookNode:
    """The release with what it builds on pasted into its cell for earlier functions."""
    wanted = {
        before.name: inspect.getsource(getattr(other.reference, before.name))
        for exercise in assignment.exercises
        for other, before in assignment.earlier(exercise)
    }
    for cell in release.cells:
        if "earlier" in cell.metadata.get("tags", []):
            cell.source = "\n\n".join(["import numpy as np", *wanted.values()])
    return release


def _name(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _with_prints(notebook: NotebookNode) -> NotebookNode:
    source = 'import warnings\nwarnings.warn("look out")\nprint("still thinking\\n" * 200)'
    notebook.cells.append(nbformat.v4.new_code_cell(source, id="prints"))
    return notebook


def _without(notebook: NotebookNode, name: str) -> NotebookNode:
    changed = copy.deepcopy(notebook)
    changed.cells = [cell for cell in changed.cells if _name(cell) != name]
    return changed


def _with_points(notebook: NotebookNode, name: str, points: int) -> NotebookNode:
    changed = copy.deepcopy(notebook)
    for cell in changed.cells:
        if _name(cell) == name:
            cell.metadata.nbgrader.points = points
    return changed


def _with_copy(notebook: NotebookNode, name: str) -> NotebookNode:
    changed = copy.deepcopy(notebook)
    index = next(i for i, cell in enumerate(changed.cells) if _name(cell) == name)
    twin = copy.deepcopy(changed.cells[index])
    twin.id = "copied-cell"
    changed.cells.insert(index + 1, twin)
    return changed
