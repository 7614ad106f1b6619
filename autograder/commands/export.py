"""`autograder export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder import assignments
from autograder.commands.options import Assignment, ClassFolder
from autograder.course import Course, open_course, shown
from autograder.harmless.text import plain_line
from autograder.notebooks.files import write_beside

if TYPE_CHECKING:
    from autograder.classroom.handing_back.scores import Score


class Lms(StrEnum):
    """Systems that scores can be exported for."""

    moodle = "moodle"
    canvas = "canvas"
    csv = "csv"


def export(
    assignment: Assignment,
    lms: Annotated[Lms, typer.Option(help="Which system the table is for.")] = Lms.csv,
    class_folder: ClassFolder = None,
    to: Annotated[
        Path | None, typer.Option(help="File to write. [default: export/ in the class's folder]")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(help="Fill in this grading worksheet of Moodle, or gradebook of Canvas."),
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="With --into, the head of the column for the scores.")
    ] = None,
    out_of: Annotated[
        float | None, typer.Option(help="Scale to these points, if the system has others.", min=0.1)
    ] = None,
    feedback: Annotated[
        Path | None, typer.Option(help="Write feedback pages too, as a zip that the system takes.")
    ] = None,
) -> None:
    """Write the scores of one assignment as a table that Moodle, Canvas or a spreadsheet takes.

    Who handed in nothing has an empty cell, and no zero.
    """
    course = open_course(class_folder)
    assignments.check_name(assignment)

    from autograder.classroom.handing_back.scores import scores_of
    from autograder.classroom.handing_back.tables import TABLES, as_text, filled
    from autograder.classroom.standings import open_gradebook
    from autograder.classroom.submissions import who_handed_in

    most = assignments.load(assignment).points
    with open_gradebook(course) as gradebook:
        scores = scores_of(course, gradebook, assignment, most, out_of)
        records = gradebook.records(assignment)
    if into is None:
        table = TABLES[lms.value](assignment, scores)
        there = {score.standing.student for score in scores if score.origin.lms == lms.value}
        lost = [score.standing.student for score in scores if score.text and lms is Lms.moodle]
        lost = [student for student in lost if student not in there]
    else:
        from autograder.classroom.collecting.roster import read_table

        table, lost = filled(read_table(into), assignment, scores, column)
    target = to or course.home / "export" / f"{assignment}-{lms.value}.csv"
    write_beside(target, as_text(table).encode())
    graded = sum(bool(score.text) for score in scores)
    print(f"{graded} scores, {len(scores) - graded} empty cells: {shown(target)}")
    _say("not in the table, though they have a score", lost)
    failed = [
        record.student for record in records.values() if record.status.startswith("not graded")
    ]
    _say("have 0 because their notebook could not be graded", sorted(failed))
    gone = records.keys() - who_handed_in(course, assignment)
    _say("were graded before and are not handed in now", sorted(gone))
    if feedback is not None:
        _write_feedback(course, assignment, scores, lms, feedback)


def _write_feedback(
    course: Course, assignment: str, scores: list[Score], lms: Lms, target: Path
) -> None:
    from autograder.classroom import tables
    from autograder.classroom.feedback import make_feedback
    from autograder.classroom.handing_back.feedback import write_feedback

    place = f"{assignment}/{assignment}.ipynb"
    students = [score.standing.student for score in scores]
    graded = [student for student in students if (course.autograded / student / place).is_file()]
    with tables.progress("writing feedback") as progress:
        make_feedback(course, assignment, graded, progress)
    written, nameless = write_feedback(course, assignment, scores, lms.value, target)
    print(f"{written} feedback pages: {shown(target)}")
    _say(f"have a page, and no name of {lms.value}'s to hand it back by", nameless)


def _say(what: str, students: list[str]) -> None:
    if students:
        more = f" and {len(students) - 20} more" if len(students) > 20 else ""
        print(f"{len(students)} {what}: {plain_line(', '.join(students[:20]))}{more}")
