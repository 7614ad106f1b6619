"""`autograder grade`."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder import assignments
from autograder.commands.options import (
    Assignment,
    CellSeconds,
    ClassFolder,
    Seed,
    SubmissionSeconds,
)
from autograder.course import open_course, shown
from autograder.sandbox.limits import Limits
from autograder.sandbox.walls import find_walls


def grade(
    assignment: Assignment,
    class_folder: ClassFolder = None,
    device: Annotated[
        str,
        typer.Option(help="Where torch computes: cpu, cuda, or auto (CUDA where there is one)."),
    ] = "auto",
    seed: Seed = None,
    workers: Annotated[int, typer.Option(help="Submissions that run at once.", min=1)] = 2,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler to use instead of own workers.")
    ] = None,
    cell_seconds: CellSeconds = Limits.cell_seconds,
    submission_seconds: SubmissionSeconds = Limits.submission_seconds,
    force: Annotated[
        bool, typer.Option("--force", help="Grade again also what did not change.")
    ] = False,
) -> None:
    """Grade everything that was handed in for an assignment, and write feedback."""
    course = open_course(class_folder)
    assignments.check_name(assignment)

    from autograder.classroom import tables
    from autograder.classroom.executing import Options
    from autograder.classroom.grader import Grader
    from autograder.classroom.grading import grade_class

    grader = Grader(course, assignment, device, seed)
    options = Options(Limits(cell_seconds, submission_seconds), workers, scheduler, force)
    with tables.progress(f"grading {assignment}") as progress:
        records = grade_class(course, grader, options, progress)
    tables.print_class(assignment, records)

    from autograder.classroom.feedback import make_feedback

    with tables.progress("writing feedback") as progress:
        make_feedback(course, assignment, [record.student for record in records], progress)
    print(f"gradebook: {course.db_url}")
    print(f"feedback:  {shown(course.feedback)}/STUDENT/{assignment}/{assignment}.html")
    print(f"seed:      {grader.seed}")
    print(f"sandbox:   {find_walls()}")
