"""`autograder release`."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder import assignments
from autograder.commands.options import ClassFolder
from autograder.course import open_course, shown


def release(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names of assignments; all of them without any.", metavar="[ASSIGNMENT]..."
        ),
    ] = None,
    class_folder: ClassFolder = None,
    practice: Annotated[
        bool,
        typer.Option(help="Let students ask the judge, about public inputs, in the notebook."),
    ] = True,
) -> None:
    """Make the notebooks that students get, from exercises/ and solutions/."""
    course = open_course(class_folder)
    wanted = names or assignments.names()
    for name in wanted:
        assignments.check_name(name)

    from autograder.notebooks.release import release as make_release

    for name in wanted:
        target = make_release(course, name, practice)
        points = assignments.load(name).points
        print(f"released {name} ({points:g} points): {shown(target)}")
