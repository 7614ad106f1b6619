"""`autograder collect`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder import assignments
from autograder.commands.options import ClassFolder
from autograder.course import Course, open_course, shown
from autograder.errors import CourseError

if TYPE_CHECKING:
    from datetime import tzinfo

    from autograder.classroom.collecting.roster import Roster


def collect(
    archives: Annotated[
        list[Path],
        typer.Argument(
            help="What Moodle, Canvas, Blackboard or GitHub Classroom gave: zips, or folders.",
            metavar="ARCHIVE...",
        ),
    ],
    assignment: Annotated[str, typer.Option(help="The assignment that it is of.")],
    class_folder: ClassFolder = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")
    ] = False,
    everybody: Annotated[
        bool, typer.Option("--everybody", help="Take also who is not on the roster.")
    ] = False,
    timezone: Annotated[
        str, typer.Option(help="Of times that an archive gives without one: Europe/Zurich, say.")
    ] = "UTC",
    zip_times: Annotated[
        bool,
        typer.Option(
            "--zip-times",
            help="Take a zip's dates as times of handing in. Not all systems write those there.",
        ),
    ] = False,
    timestamp_files: Annotated[
        bool,
        typer.Option(
            "--timestamp-files",
            help="Believe the timestamp.txt beside a notebook. In a student's own folder or "
            "repository the student may have written it.",
        ),
    ] = False,
) -> None:
    """Put what was handed in elsewhere in its place, under the names of the roster."""
    course = open_course(class_folder)
    assignments.check_name(assignment)
    zone = _zone(timezone)

    from autograder.classroom import tables
    from autograder.classroom.collecting.archives import Budget, notebooks_in
    from autograder.classroom.collecting.collect import Collecting
    from autograder.classroom.collecting.plan_table import print_plan

    roster = _roster(course)
    collecting = Collecting(course, assignment, roster, everybody, zone, zip_times, timestamp_files)
    budget = Budget()
    found = (notebook for path in archives for notebook in notebooks_in(path, budget))
    plan = collecting.plan(found)
    print_plan(plan, collecting)
    if not plan.steps:
        given = ", ".join(shown(path) for path in archives)
        raise CourseError(f"no notebook of anybody was found in {given}")
    if dry_run:
        print("nothing was written: run it without --dry-run")
        return
    with tables.progress(f"collecting {assignment}") as progress:
        for done, step in enumerate(plan.steps, start=1):
            collecting.carry_out(step)
            progress(done, len(plan.steps))
    print(f"collected: {shown(course.submitted)}/STUDENT/{assignment}/{assignment}.ipynb")


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CourseError(f"unknown time zone '{name}': give one as Europe/Zurich or UTC") from None


def _roster(course: Course) -> Roster:
    """Everybody in the class's gradebook; nobody where there is none yet."""
    from autograder.classroom.collecting.roster import Roster, Student
    from autograder.classroom.standings import has_gradebook, open_gradebook

    if not has_gradebook(course):
        return Roster([])
    with open_gradebook(course) as gradebook:
        return Roster(
            Student(
                student.id,
                student.first_name or "",
                student.last_name or "",
                student.email or "",
                student.lms_user_id or "",
            )
            for student in gradebook.book.students
        )
