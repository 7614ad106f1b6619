"""From an assignment's text to nbgrader's source notebook.

The text (``exercises/NAME.md``) says where things stand; the solutions
(``solutions/NAME.py``) and the points (``autograder/assignments/NAME/checks/``) come from
the one place each is written in. A code cell of the text with one of these
options is filled in:

``:contents: true``
    the table of contents, and below it ``exercises/how_to_work.md``;
``:setup: true``
    the source of ``exercises/visible_tests.py``, locked, and that of
    ``exercises/experiments.py``, which is not run in grading;
``:exercise: NAME``, with its ``:level:`` (1 to 3) and ``:minutes:``
    signature, docstring and solution of the function, nbgrader's solution cell;
``:visible_tests: NAME``
    keeps its body, locked; after it comes the graded cell with the hidden tests.

The code of the set-up and of cells with the tag ``ungraded`` (pictures, training runs) is
folded away, unless such a cell has the option ``:open: true``.
"""

from __future__ import annotations

import ast
import copy
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.judge.exercise import Assignment, Exercise
from autograder.notebooks.book_links import with_book_links
from autograder.notebooks.cells import UNGRADED, VISIBLE
from autograder.notebooks.contents import Effort, Section, contents, titles_in

HOW_TO_WORK = "how_to_work.md"
SETUP_SOURCE = "visible_tests.py"
EXPERIMENTS_SOURCE = "experiments.py"
PRACTICE_SOURCE = "ask_the_judge.py"
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}
"""What folds a cell's code away: the first in JupyterLab and VS Code, the second in Colab."""


def make_source_notebook(
    text: Path,
    assignment: Assignment,
    solutions: Path,
    book: str = "",
    practice: bool = True,
) -> NotebookNode:
    """The instructor's notebook: text, solutions, visible and hidden tests.

    Arguments:
        text: ``exercises/NAME.md``; its folder also holds what all notebooks share.
        assignment: the exercises and their points.
        solutions: ``solutions/NAME.py``.
        book: the public address of the book, if it has one.
        practice: whether students can ask the judge about public inputs.

    Raises:
        CourseError: text, solutions and checks do not fit together.
    """
    written = jupytext.read(text, fmt="md:myst")
    builder = _Builder(text, assignment, solutions.read_text(), practice)
    cells = [made for cell in written.cells for made in builder.cells_for(cell)]
    builder.check_complete()
    for cell in cells:
        if cell.metadata.pop("contents", False):
            cell.source = contents(builder.sections)
        if cell.cell_type == "markdown":
            cell.source = with_book_links(cell.source, book)
    for index, cell in enumerate(cells):
        cell.id = f"{assignment.name}-{index:03}"  # the same in every build
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "course": {"assignment": assignment.name},
        },
    )


def front_matter(text: Path) -> dict[str, Any]:
    """Return what an assignment's text says about itself: ``title`` and ``data``."""
    return dict(jupytext.read(text, fmt="md:myst").metadata.get("course", {}))


class _Builder:
    """Fills in the cells of one notebook and keeps count of the exercises."""

    def __init__(self, text: Path, assignment: Assignment, solutions: str, practice: bool) -> None:
        self.text = text
        self.practice = practice
        self.assignment = assignment
        self.solutions = solutions
        self.sections: list[Section] = []
        self.written: list[str] = []
        self.judged: list[str] = []

    def cells_for(self, cell: NotebookNode) -> list[NotebookNode]:
        """The notebook's cells for one cell of the text."""
        options = cell.metadata
        if cell.cell_type == "markdown":
            self.sections += [Section(title) for title in titles_in(cell.source)]
        if "contents" in options:
            table = nbformat.v4.new_markdown_cell(metadata={"contents": True})
            return [table, nbformat.v4.new_markdown_cell(self._shared(HOW_TO_WORK))]
        if "setup" in options:
            sources = [SETUP_SOURCE, PRACTICE_SOURCE] if self.practice else [SETUP_SOURCE]
            setup = _code("\n\n\n".join(map(self._shared, sources)), "setup", locked=True)
            setup.metadata.update(copy.deepcopy(FOLDED))
            return [setup, _ungraded(self._shared(EXPERIMENTS_SOURCE))]
        if "exercise" in options:
            name = self._known(options["exercise"])
            self.written.append(name)
            self._put_into_contents(name, options)
            return [_code(solution_cell(self.solutions, name), name, solution=True)]
        if "visible_tests" in options:
            name = self._known(options["visible_tests"])
            self.judged.append(name)
            visible = _code(cell.source, f"{VISIBLE}{name}", locked=True)
            practised = [_practice(name)] if self.practice else []
            return [visible, *practised, self._hidden_tests(name)]
        if UNGRADED in options.get("tags", []):
            return [_ungraded(cell.source, is_open=bool(options.get("open")))]
        plain = copy.deepcopy(cell)
        plain.metadata = {key: value for key, value in options.items() if key == "tags"}
        return [plain]

    def check_complete(self) -> None:
        """Every exercise of the assignment stands in the text once, in its order."""
        wanted = [exercise.name for exercise in self.assignment.exercises]
        for what, found in (("exercise", self.written), ("visible_tests", self.judged)):
            if found != wanted:
                raise CourseError(
                    f"{self.text}: the cells with ':{what}:' are for {', '.join(found) or 'none'}; "
                    f"the checks of '{self.assignment.name}' want {', '.join(wanted)}"
                )

    def _shared(self, name: str) -> str:
        """Return what all notebooks share, from a file beside the text."""
        return (self.text.parent / name).read_text().strip()

    def _put_into_contents(self, name: str, options: NotebookNode) -> None:
        match options:
            case {"level": 1 | 2 | 3 as level, "minutes": int(minutes)}:
                effort = Effort(level, minutes)
            case _:
                raise CourseError(
                    f"{self.text}: the cell with ':exercise: {name}' needs ':level:' (1, 2 or 3) "
                    "and ':minutes:' (a whole number), for the table of contents"
                )
        if not self.sections:
            raise CourseError(f"{self.text}: '{name}' stands before the first heading ('## ...')")
        self.sections[-1].exercises.append((self.assignment.by_name[name], effort))

    def _known(self, name: str) -> str:
        if name not in self.assignment.by_name:
            raise CourseError(f"{self.text}: there is no exercise '{name}' in its checks")
        return name

    def _hidden_tests(self, name: str) -> NotebookNode:
        exercise = self.assignment.by_name[name]
        source = "\n".join(
            (
                *_points_comment(exercise),
                "### BEGIN HIDDEN TESTS",
                "from autograder.hidden_tests import hidden_tests",
                "",
                f'hidden_tests("{self.assignment.name}", "{name}")',
                "### END HIDDEN TESTS",
            )
        )
        return _code(source, f"test_{name}", locked=True, points=exercise.points)


def _practice(name: str) -> NotebookNode:
    return nbformat.v4.new_code_cell(f'practice("{name}")', metadata={"tags": [UNGRADED]})


def _points_comment(exercise: Exercise) -> list[str]:
    parts = [f"#   {part.points:g} for: {part.name}" for part in exercise.parts]
    return [
        f"# {exercise.name}: {exercise.points:g} points. When your notebook is graded, more tests",
        "# run here, on other inputs than the ones above.",
        *parts,
    ]


def _ungraded(source: str, *, is_open: bool = False) -> NotebookNode:
    """A cell for the student's eyes: grading runs no more than its definitions."""
    metadata = {"tags": [UNGRADED]} | ({} if is_open else copy.deepcopy(FOLDED))
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def _code(
    source: str,
    grade_id: str,
    *,
    locked: bool = False,
    solution: bool = False,
    points: float | None = None,
) -> NotebookNode:
    nbgrader = {
        "schema_version": 3,
        "grade_id": grade_id,
        "locked": locked,
        "solution": solution,
        "grade": points is not None,
        "task": False,
    }
    if points is not None:
        nbgrader["points"] = points
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": nbgrader})


def solution_cell(solutions: str, name: str) -> str:
    """The source of a function or class, its bodies marked as nbgrader solutions.

    Signature and docstring stay outside the marks: they are the specification
    that the student reads.

    Raises:
        CourseError: the module does not define it, or it has no docstring.
    """
    tree = ast.parse(solutions)
    found = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
    ]
    if not found:
        raise CourseError(f"the solutions do not define {name}")
    definition = found[0]
    lines = solutions.splitlines()
    for function in reversed(_functions(definition)):
        if ast.get_docstring(function) is None:
            raise CourseError(f"{name}: {function.name} has no docstring to specify it")
        first, last = function.body[0].end_lineno, function.end_lineno
        indent = " " * function.body[0].col_offset
        lines.insert(last or 0, f"{indent}### END SOLUTION")
        lines.insert(first or 0, f"{indent}### BEGIN SOLUTION")
    marks = 2 * len(_functions(definition))
    return "\n".join(lines[definition.lineno - 1 : (definition.end_lineno or 0) + marks])


def _functions(definition: ast.FunctionDef | ast.ClassDef) -> list[ast.FunctionDef]:
    """The functions whose bodies are solutions: itself, or a class's methods."""
    if isinstance(definition, ast.FunctionDef):
        return [definition]
    return [node for node in definition.body if isinstance(node, ast.FunctionDef)]
