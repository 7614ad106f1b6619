"""Makes the released notebooks: text to source notebook to what students get."""

from __future__ import annotations

import zipfile
from pathlib import Path

import nbformat
import numpy as np
from nbgrader.apps.api import NbGraderAPI

from autograder import assignments
from autograder.course import Course, shown
from autograder.database import bring_up_to_date
from autograder.errors import CourseError
from autograder.notebooks.book_links import book_address
from autograder.notebooks.datasets import DATASETS
from autograder.notebooks.source_notebook import front_matter, make_source_notebook
from autograder.practice.archive import ARCHIVE, MODULE, write_practice

STUDENT_PACKAGES = ("numpy", "matplotlib")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of all files in a zip: the same content gives the same bytes."""


def release(course: Course, assignment: str, practice: bool = True) -> Path:
    """Make the source notebook of an assignment, and from it the release.

    Arguments:
        course: where it is made.
        assignment: its name.
        practice: whether students can ask the judge about public inputs.

    Returns:
        The zip of what students get: notebook, requirements file and data.

    Raises:
        CourseError: the assignment is unknown, its texts do not fit together, the
            gradebook cannot be used, or nbgrader refuses it.
    """
    make_source(course, assignment, practice)
    folder = course.release / assignment
    _remove_practice(folder)
    bring_up_to_date(course.db_url)
    answer = NbGraderAPI(course.directory, config=course.config).generate_assignment(assignment)
    if not answer["success"]:
        raise CourseError(f"nbgrader could not release '{assignment}': {_reason(answer)}")
    return _zip(folder, course.release / f"{assignment}.zip")


def make_source(course: Course, assignment: str, practice: bool = True) -> Path:
    """Write ``_build/source/NAME``: the source notebook, requirements, data and practice."""
    text = course.root / "exercises" / f"{assignment}.md"
    loaded = assignments.load(assignment)
    if not text.is_file():
        raise CourseError(f"{shown(text)} is missing: an assignment needs its text")
    solutions = course.root / "solutions" / f"{assignment}.py"
    book = book_address(course.root)
    notebook = make_source_notebook(text, loaded, solutions, book, practice)
    folder = course.source / assignment
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, folder / f"{assignment}.ipynb")
    (folder / "requirements.txt").write_text(_student_requirements(course.root))
    for name in front_matter(text).get("data", []):
        if name not in DATASETS:
            raise CourseError(f"{shown(text)} asks for unknown data '{name}'")
        np.savez_compressed(folder / f"{name}.npz", allow_pickle=False, **DATASETS[name]())
    _remove_practice(folder)
    if practice:
        write_practice(loaded, folder, course.source.parent / "practice")
    return folder


def _remove_practice(folder: Path) -> None:
    """An earlier release may have left it."""
    for name in (MODULE, ARCHIVE):
        (folder / name).unlink(missing_ok=True)


def _student_requirements(root: Path) -> str:
    lines = (root / "requirements.txt").read_text().splitlines()
    pins = [line for line in lines if line.split("==")[0] in STUDENT_PACKAGES]
    return "\n".join(
        (
            "# What the notebook beside this file needs:",
            *pins,
            "# and something to open it with, such as:",
            "jupyterlab",
            "",
        )
    )


def _zip(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{folder.name}/{path.name}", date_time=LONG_AGO)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return target


def _reason(answer: dict[str, str]) -> str:
    """The last telling line of what nbgrader logged."""
    lines = [line for line in answer.get("log", "").splitlines() if "[ERROR]" in line]
    lines += answer.get("error", "no reason given").strip().splitlines()[-1:]
    return lines[0].replace("[ERROR] ", "")
