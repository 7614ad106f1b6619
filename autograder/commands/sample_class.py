"""`autograder sample-class`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder import assignments
from autograder.commands.options import Assignment
from autograder.course import open_course, shown


def sample_class(
    assignment: Assignment,
    class_folder: Annotated[
        Path, typer.Option("--class", help="Folder to make the class in.", file_okay=False)
    ] = Path("_build/sample_class"),
) -> None:
    """Make a class of made-up submissions: right ones, known mistakes, broken files."""
    course = open_course(class_folder)
    assignments.check_name(assignment)

    from autograder.classroom.sample_class import make_sample_class
    from autograder.notebooks.release import release

    release(course, assignment)
    students = make_sample_class(course, assignment)
    print(f"{len(students)} submissions for {assignment} are in {shown(course.submitted)}")
