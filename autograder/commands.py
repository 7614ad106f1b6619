"""The command line: release, grade, check, sample-class."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder import assignments
from autograder.classroom import tables
from autograder.classroom.executing import Options
from autograder.classroom.feedback import make_feedback
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.sample_class import make_sample_class
from autograder.course import Course, open_course, shown
from autograder.errors import CourseError
from autograder.notebooks.files import parse_notebook, read_bytes
from autograder.notebooks.release import release as make_release
from autograder.notebooks.restore import recognise_assignment
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import find_walls

STOPPED = 130
"""What Typer makes of Ctrl-C."""

app = typer.Typer(
    help="Release assignments, grade what comes back, and check a single notebook.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Assignment = Annotated[str, typer.Argument(help="Name of the assignment, such as 'losses'.")]
Device = Annotated[
    str, typer.Option(help="Where torch computes: cpu, cuda, or auto (CUDA where there is one).")
]
Seed = Annotated[
    int | None, typer.Option(help="Repeat a run: the seed that decides all inputs.", min=0)
]
ClassFolder = Annotated[
    Path | None,
    typer.Option(
        "--class",
        help="A class's own folder, with submitted/ in it. [default: class/]",
        file_okay=False,
    ),
]
CellSeconds = Annotated[int, typer.Option(help="Seconds that one cell may take.", min=1)]
SubmissionSeconds = Annotated[
    int, typer.Option(help="Seconds that one submission may take.", min=1)
]


@app.command()
def release(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names of assignments; all of them without any.", metavar="[ASSIGNMENT]..."
        ),
    ] = None,
    class_folder: ClassFolder = None,
) -> None:
    """Make the notebooks that students get, from exercises/ and solutions/."""
    course = open_course(class_folder)
    for name in names or assignments.names():
        target = make_release(course, name)
        points = assignments.load(name).points
        print(f"released {name} ({points:g} points): {shown(target)}")


@app.command()
def grade(
    assignment: Assignment,
    class_folder: ClassFolder = None,
    device: Device = "auto",
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
    grader = Grader(course, assignment, device, seed)
    options = Options(Limits(cell_seconds, submission_seconds), workers, scheduler, force)
    with tables.progress(f"grading {assignment}") as progress:
        records = grade_class(course, grader, options, progress)
    tables.print_class(assignment, records)
    with tables.progress("writing feedback") as progress:
        make_feedback(course, assignment, [record.student for record in records], progress)
    print(f"gradebook: {course.db_url}")
    print(f"feedback:  {shown(course.feedback)}/STUDENT/{assignment}/{assignment}.html")
    print(f"seed:      {grader.seed}")
    print(f"sandbox:   {find_walls()}")


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="The notebook file to grade.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON object instead of a table.")
    ] = False,
    assignment: Annotated[
        str | None,
        typer.Option(help="The assignment it is of. [default: what the notebook says]"),
    ] = None,
    device: Device = "auto",
    seed: Seed = None,
    cell_seconds: CellSeconds = Limits.cell_seconds,
    submission_seconds: SubmissionSeconds = Limits.submission_seconds,
) -> None:
    """Grade one notebook and say what is right and what is not; no gradebook is touched.

    Exits with 0 whatever the score, and with 2 if the notebook could not be graded.
    """
    course = open_course()
    name = assignment or _assignment_of(course, notebook)
    grader = Grader(course, name, device, seed)
    graded = grader.check(notebook, Limits(cell_seconds, submission_seconds))
    if as_json:
        print(json.dumps(tables.as_json(name, graded)))
    else:
        tables.print_notebook(name, graded)
        print(f"sandbox: {find_walls()}")


def _assignment_of(course: Course, notebook: Path) -> str:
    content = parse_notebook(read_bytes(notebook), shown(notebook))
    name = recognise_assignment(content)
    if name is None:
        raise CourseError(
            f"{shown(notebook)} does not say which assignment it is of: "
            f"add --assignment with one of {', '.join(assignments.names())}"
        )
    return name


@app.command()
def sample_class(
    assignment: Assignment,
    class_folder: Annotated[
        Path, typer.Option("--class", help="Folder to make the class in.", file_okay=False)
    ] = Path("_build/sample_class"),
) -> None:
    """Make a class of made-up submissions: right ones, known mistakes, broken files."""
    course = open_course(class_folder)
    make_release(course, assignment)
    students = make_sample_class(course, assignment)
    print(f"{len(students)} submissions for {assignment} are in {shown(course.submitted)}")


def main() -> None:
    """Run the command line; a person's mistake is one line and exit status 2."""
    # nbgrader, nbclient and Dask report on their own; what matters we say ourselves.
    logging.disable(logging.CRITICAL)
    try:
        app()
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        sys.exit(2)
    except SystemExit as end:
        if end.code == STOPPED:
            print(
                "autograder: stopped. What was graded is saved; run the same command to go on.",
                file=sys.stderr,
            )
        raise
