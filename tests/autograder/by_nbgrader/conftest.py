"""A course of its own, and a class that handed in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from autograder.classroom.sample_class import make_sample_class
from autograder.course import Course, open_course
from tests.autograder.by_nbgrader.nbgrader_class import handed_in, solution, write


@pytest.fixture(scope="module")
def course(new_course: Callable[[str], Path]) -> Iterator[Course]:
    """A course of its own, since others grade in the shared one, and a class that handed in."""
    folder = new_course("nbgrader")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        opened = open_course()
        make_sample_class(opened, "losses")
        shutil.rmtree(opened.submitted / "never-ends")
        (opened.submitted / "empty-folder" / "losses").mkdir(parents=True)
        renamed = opened.submitted / "renamed" / "losses"
        renamed.mkdir(parents=True)
        shutil.copy(handed_in(opened, "right-loops"), renamed / "losses (1).ipynb")
        warns = nbformat.read(handed_in(opened, "right-vectorised"), as_version=4)
        cell = solution(warns, "hinge_loss")
        cell.source = cell.source.replace("def ", "import warnings\n\ndef ", 1).replace(
            "    return", '    warnings.warn("look out")\n    return'
        )
        write(warns, opened.submitted / "warns/losses/losses.ipynb")
        yield opened
