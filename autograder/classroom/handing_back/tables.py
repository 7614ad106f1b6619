"""Tables of scores that Moodle and Canvas import, made afresh or filled in.

Moodle's grading worksheet is read by its columns Identifier, Grade and Last modified (grade)
(`mod/assign/feedback/offline/importgradeslib.php`). Canvas's gradebook is read by the columns
up to Section, the row of possible points, and a column an assignment
(`lib/gradebook_importer.rb`); an empty cell there changes nothing where there is no grade.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from autograder.classroom.collecting.roster import Roster, Student, key
from autograder.classroom.handing_back.scores import Score
from autograder.errors import CourseError
from autograder.harmless.text import csv_cell, plain_line

Table = list[list[str]]
POINTS_POSSIBLE = "Points Possible"
CANVAS_HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
MOODLE_HEAD = ["Identifier", "Full name", "Email address", "Grade", "Maximum Grade"]
MODIFIED = "Last modified (grade)"
PARTICIPANT = "Participant "


def moodle_table(assignment: str, scores: Sequence[Score]) -> Table:
    """A grading worksheet of those whom the archive that was collected gave a number."""
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    rows = [
        [
            f"{PARTICIPANT}{score.origin.id}",
            score.standing.shown_name,
            score.standing.email,
            score.text,
            f"{score.out_of:g}",
            now,
        ]
        for score in scores
        if score.origin.lms == "moodle" and score.origin.id
    ]
    return [[*MOODLE_HEAD, MODIFIED], *rows]


def canvas_table(assignment: str, scores: Sequence[Score]) -> Table:
    """A gradebook with one assignment: Canvas finds it by its name."""
    out_of = f"{scores[0].out_of:g}" if scores else ""
    rows = [
        [
            score.standing.shown_name,
            score.standing.lms_id or (score.origin.id if score.origin.lms == "canvas" else ""),
            "",
            score.standing.student,
            "",
            score.text,
        ]
        for score in scores
    ]
    points = [f"    {POINTS_POSSIBLE}", "", "", "", "", out_of]
    return [[*CANVAS_HEAD, assignment], points, *rows]


def plain_table(assignment: str, scores: Sequence[Score]) -> Table:
    """A row for each student on the roster."""
    head = ["student", "name", "email", "lms_id", "assignment", "score", "max_score"]
    rows = []
    for score in scores:
        standing = score.standing
        when = f"{standing.timestamp:%Y-%m-%d %H:%M:%S}" if standing.timestamp else ""
        about = [standing.student, standing.name, standing.email, standing.lms_id, assignment]
        penalty = "" if score.text == "" else f"{standing.penalty:g}"
        rows.append([*about, score.text, f"{score.out_of:g}", penalty, when])
    return [[*head, "late_penalty", "handed_in_utc"], *rows]


TABLES: Mapping[str, Callable[[str, Sequence[Score]], Table]] = {
    "moodle": moodle_table,
    "canvas": canvas_table,
    "csv": plain_table,
}


def filled(
    table: Table, assignment: str, scores: Sequence[Score], column: str | None = None
) -> tuple[Table, list[str]]:
    """Fill scores into a table that Moodle or Canvas gave.

    Arguments:
        table: it, with its head.
        assignment: its name.
        scores: of everybody on the roster.
        column: the head of the column to fill in; found by itself without it.

    Returns:
        The table, all else as it was; and the ids of those with a score whom it lacks.

    Raises:
        CourseError: there is no such column, or it is out of other points.
    """
    head = table[0]
    at = _column(head, assignment, column)
    _check_points(table, at, scores)
    roster = Roster(_student(score) for score in scores)
    by_number = {score.origin.id: score for score in scores if score.origin.lms == "moodle"}
    of = {score.standing.student: score for score in scores}
    made, seen = [list(head)], set()
    for row in table[1:]:
        row = row + [""] * (len(head) - len(row))
        number = row[0].removeprefix(PARTICIPANT)
        student = by_number[number].standing.student if number in by_number else None
        student = student or roster.find(_named(head, row, at))
        if student in of and of[student].text:
            row[at] = of[student].text
            seen.add(student)
        made.append(row)
    return made, [id_ for id_, feedback in of.items() if feedback.text and id_ not in seen]


def _student(score: Score) -> Student:
    standing = score.standing
    first, _, last = standing.name.rpartition(" ")
    lms_id = standing.lms_id or (score.origin.id if score.origin.lms == "canvas" else "")
    return Student(standing.student, first, last, standing.email, lms_id)


def _named(head: Sequence[str], row: Sequence[str], at: int) -> Iterable[str]:
    """Return what of a row may name a student: ids first, names last."""
    cells = dict(zip(map(key, head[:at]), row, strict=False))
    wanted = ("sisloginid", "sisuserid", "idnumber", "username", "id", "emailaddress", "email")
    for name in (*wanted, "fullname", "student"):
        if cells.get(name, "").strip():
            yield cells[name].strip()
    yield from (cell.strip() for cell in row[: min(at, 4)] if key(cell))


def _column(head: Sequence[str], assignment: str, column: str | None) -> int:
    names = [plain_line(cell) for cell in head]
    if column is not None:
        wanted = [at for at, name in enumerate(names) if name == column]
    else:
        pattern = re.compile(rf"{re.escape(assignment)}(?: \(\d+\))?", re.IGNORECASE)
        wanted = [at for at, name in enumerate(names) if pattern.fullmatch(name)]
        wanted = wanted or [at for at, name in enumerate(names) if name == "Grade"]
    if len(wanted) != 1:
        raise CourseError(
            f"which column takes the scores of '{assignment}'? Name it with --column; "
            f"there is: {plain_line(', '.join(names), 500)}"
        )
    return wanted[0]


def _check_points(table: Table, at: int, scores: Sequence[Score]) -> None:
    """Make sure that the system gives as many points as we do.

    Raises:
        CourseError: it gives others.
    """
    given = ""
    if "Maximum Grade" in table[0] and len(table) > 1:
        place = table[0].index("Maximum Grade")
        given = table[1][place] if place < len(table[1]) else ""
    for row in table[1:3]:
        if row and row[0].strip() == POINTS_POSSIBLE and at < len(row):
            given = row[at]
    try:
        points = float(given)
    except ValueError:
        return
    if scores and points != scores[0].out_of:
        raise CourseError(
            f"the system gives {points:g} points for it and we {scores[0].out_of:g}: "
            f"change that there, or scale the scores with --out-of {points:g}"
        )


def as_text(table: Table) -> str:
    """A table as CSV in which no cell is a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(text) for text in row] for row in table)
    return out.getvalue()


def _cell(text: str) -> str:
    if re.fullmatch(r"\s*-?\d*\.?\d*\s*", text) or text.strip() == "-":
        return text  # a number, or what Moodle writes for none
    padding = text[: len(text) - len(text.lstrip(" "))]
    return padding + csv_cell(text)
