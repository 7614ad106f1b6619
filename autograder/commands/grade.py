"""`autograder grade`."""

from __future__ import annotations

import sys
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
from autograder.course import open_course, shown, shown_url
from autograder.harmless.text import plain_line
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
    from autograder.classroom.grading import grade_class, graded_before
    from autograder.classroom.lock import only_grader
    from autograder.classroom.standings import open_gradebook, standings
    from autograder.classroom.submissions import misplaced

    grader = Grader(course, assignment, device, seed)
    options = Options(Limits(cell_seconds, submission_seconds), workers, scheduler, force)
    with only_grader(course), tables.progress(f"grading {assignment}") as progress:
        records = grade_class(course, grader, options, progress)
    with open_gradebook(course) as gradebook:
        of = {standing.student: standing for standing in standings(gradebook, assignment)}
    tables.print_class(assignment, records + graded_before(course, assignment, records), of)
    for path, place in misplaced(course, assignment).items():
        print(plain_line(f"not graded: {shown(path)} belongs in {shown(place)}"))

    from autograder.classroom.feedback import make_feedback

    with tables.progress("writing feedback") as progress:
        students = [record.student for record in records]
        troubles = make_feedback(course, assignment, students, progress, workers)
    for student, trouble in sorted(troubles.items()):
        print(plain_line(f"no feedback for {student}: {trouble}"), file=sys.stderr)
    print(f"gradebook: {shown_url(course.db_url)}")
    print(f"feedback:  {shown(course.feedback)}/STUDENT/{assignment}/{assignment}.html")
    print(f"sandbox:   {find_walls()}")
