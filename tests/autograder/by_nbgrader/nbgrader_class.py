"""A class that is graded by nbgrader's own commands and buttons: what to do with it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI

from autograder import assignments
from autograder.classroom.gradebook import ClassGradebook
from autograder.course import Course

POINTS = assignments.load("losses").points


def quiet(done: int, total: int) -> None:
    pass


def handed_in(course: Course, student: str) -> Path:
    return course.submitted / student / "losses/losses.ipynb"


def autograded(course: Course, student: str, assignment: str = "losses") -> NotebookNode:
    path = course.autograded / student / assignment / f"{assignment}.ipynb"
    return nbformat.read(path, as_version=4)


def solution(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name
    )


def write(notebook: NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def nbgrader(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of nbgrader's as a teacher does."""
    command = [str(Path(sys.executable).with_name("nbgrader")), *arguments]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)


def button(course: Course, student: str, assignment: str = "losses", **options: bool) -> Any:
    """What formgrader does when its button is pressed."""
    return NbGraderAPI(course.directory, config=course.config).autograde(
        assignment, student, **options
    )


def score(course: Course, student: str, assignment: str = "losses") -> float:
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        return float(gradebook.book.find_submission(assignment, student).score)
