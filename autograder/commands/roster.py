"""`autograder roster`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.options import ClassFolder
from autograder.course import open_course, shown_url


def roster(
    file: Annotated[
        Path,
        typer.Argument(
            help="A table of students as CSV: with ids or e-mail addresses, names if you like.",
            metavar="FILE.csv",
        ),
    ],
    class_folder: ClassFolder = None,
) -> None:
    """Put the students of a table into the gradebook: ids, names, e-mail addresses."""
    course = open_course(class_folder)

    from autograder.classroom.collecting.roster import read_roster

    students = read_roster(file)

    from autograder.classroom.gradebook import ClassGradebook

    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        added = gradebook.add_students({student.id: student.details for student in students})
    print(f"{len(students)} students in the table, {added} of them new to the gradebook")
    print(f"gradebook: {shown_url(course.db_url)}")
