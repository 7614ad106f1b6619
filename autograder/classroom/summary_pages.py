"""Writes a class's summary: a page that needs no network, and a table for spreadsheets."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.classroom.course_summary import CourseSummary
from autograder.classroom.histogram import histogram
from autograder.classroom.outcomes import Outcome
from autograder.classroom.standings import Standing
from autograder.classroom.summary import Summary, lateness
from autograder.harmless.text import csv_cell, plain_line
from autograder.judge.exercise import Assignment

FOLDER = Path(__file__).parent / "summary_page"
MOST_SHOWN = 25
STATES = (
    ("right", "all points"),
    ("partly", "some points"),
    ("wrong", "no points"),
    ("unwritten", "not written, or not graded"),
)


def assignment_page(summary: Summary, names: Mapping[str, str], anonymous: bool = False) -> str:
    """The page about one assignment.

    Arguments:
        summary: what it shows.
        names: how each student is shown, by id.
        anonymous: leave out what only names make useful.
    """
    return _page(
        "assignment.html.j2",
        names,
        anonymous,
        summary=summary,
        histogram=histogram(summary.bins, summary.quartiles[1]),
        states=STATES,
        most_shown=MOST_SHOWN,
    )


def course_page(course: CourseSummary, names: Mapping[str, str], anonymous: bool = False) -> str:
    """The page about all assignments; arguments as for `assignment_page`."""
    return _page("course.html.j2", names, anonymous, course=course)


def _page(template: str, names: Mapping[str, str], anonymous: bool, **shown: Any) -> str:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "points": lambda value: f"{round(value, 2):g}",
        "percent": lambda share: f"{share:.0%}",
        "line": plain_line,
        "lateness": lateness,
        "breakable": lambda name: escape(name).replace("_", Markup("_<wbr>")),
    }
    script = (FOLDER / "hover.js").read_text()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment.get_template(template).render(
        shown,
        label=lambda student: plain_line(names.get(student, student)),
        anonymous=anonymous,
        made=f"Made on {datetime.now(UTC):%Y-%m-%d at %H:%M} UTC",
        css=Markup((FOLDER / "page.css").read_text()),
        script=Markup(script),
        policy=f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'",
    )


def labels(standings: Iterable[Standing]) -> dict[str, str]:
    """Tell how each student is shown: by name and id, or by the id alone."""
    return {
        standing.student: f"{standing.name} ({standing.student})"
        if standing.name
        else standing.student
        for standing in standings
    }


def aliases(students: Iterable[str]) -> dict[str, str]:
    """A number for each student, drawn afresh: neither order nor name leads back."""
    shuffled = list(students)
    secrets.SystemRandom().shuffle(shuffled)
    return {student: f"student {number}" for number, student in enumerate(shuffled, start=1)}


def without_names(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The same outcomes, of numbered students; a status may quote a file's name, so it goes."""
    known = list(outcomes)
    alias = aliases(outcome.student for outcome in known)
    hidden = [
        replace(
            outcome,
            standing=replace(
                outcome.standing, student=alias[outcome.student], name="", email="", lms_id=""
            ),
            record=replace(
                outcome.record,
                student=alias[outcome.student],
                status="graded" if outcome.was_graded else "not graded",
            ),
        )
        for outcome in known
    ]
    return sorted(hidden, key=lambda outcome: int(outcome.student.removeprefix("student ")))


def assignment_table(summary: Summary, assignment: Assignment) -> str:
    """A row for each submission, as CSV."""
    made: dict[str, list[str]] = {}
    for mistake in summary.mistakes:
        for student in mistake.students:
            made.setdefault(student, []).append(f"{mistake.exercise}: {mistake.sentence}")
    exercises = [exercise.name for exercise in assignment.exercises]
    head = ["student", "name", "points", "max_points", "late_penalty", "handed_in_utc"]
    head += ["hours_late", "seconds", "status", *exercises, "mistakes"]
    rows = []
    for outcome in summary.outcomes:
        standing, record = outcome.standing, outcome.record
        when = f"{standing.timestamp:%Y-%m-%d %H:%M:%S}" if standing.timestamp else ""
        row = [outcome.student, standing.name, f"{outcome.score:g}", f"{summary.max_score:g}"]
        row += [f"{standing.penalty:g}", when, f"{standing.seconds_late / 3600:.2f}"]
        row += [f"{record.seconds:.2f}", record.status]
        row += [
            f"{outcome.verdicts[name].score:g}" if name in outcome.verdicts else ""
            for name in exercises
        ]
        rows.append([*row, " | ".join(made.get(outcome.student, []))])
    return as_csv(head, rows)


def course_table(course: CourseSummary, names: Mapping[str, str]) -> str:
    """A row for each student, as CSV; an empty cell where nothing was handed in."""
    head = ["student", *(column.name for column in course.columns), "change"]
    rows = [
        [
            names.get(row.student, row.student),
            *("" if score is None else f"{score:g}" for score in row.scores),
            "" if row.change is None else f"{row.change:.3f}",
        ]
        for row in course.rows
    ]
    return as_csv(head, rows)


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV in which no cell is a formula; numbers stay numbers."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(text) for text in row] for row in rows)
    return out.getvalue()


def _cell(text: str) -> str:
    try:
        float(text)
    except ValueError:
        return csv_cell(text, most=20_000)
    return text
