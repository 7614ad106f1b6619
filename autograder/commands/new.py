"""`autograder new`."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder.commands.options import Assignment
from autograder.course import open_course, shown


def new(
    assignment: Assignment,
    exercise: Annotated[str, typer.Argument(help="Name of the function that students will write.")],
) -> None:
    """Add an exercise to an assignment: write a stub in each file that it needs.

    CONTRIBUTING.md says what goes in each, and which test complains without it.
    """
    course = open_course()

    from autograder.tools.new_exercise import new_exercise

    for stub in new_exercise(course.root, assignment, exercise):
        print(f"{'made' if stub.is_new else 'added to'} {shown(stub.path)}")
    print("Fill them in, as CONTRIBUTING.md says, the solution first. What is missing, these say:")
    print(f"  pytest tests/autograder/assignments -k {exercise}")
    print(f"  pytest tests/exercises -k {assignment}")
