"""`autograder summary`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder import assignments
from autograder.commands.options import ClassFolder
from autograder.course import Course, open_course, shown
from autograder.notebooks.files import write_beside


def summary(
    assignment: Annotated[
        str | None, typer.Argument(help="Name of an assignment; the whole course without it.")
    ] = None,
    class_folder: ClassFolder = None,
    anonymous: Annotated[
        bool,
        typer.Option("--anonymous", help="Number the students, to show it in the lecture."),
    ] = False,
) -> None:
    """Show what a class understood and what it did not: a page, a CSV file, a table."""
    course = open_course(class_folder)
    if assignment is None:
        _course(course, anonymous)
    else:
        assignments.check_name(assignment)
        _assignment(course, assignment, anonymous)


def _assignment(course: Course, name: str, anonymous: bool) -> None:
    from autograder.classroom import summary_pages, tables
    from autograder.classroom.collecting.collect import set_aside
    from autograder.classroom.look_alikes import common_code, look_alikes
    from autograder.classroom.outcomes import outcomes
    from autograder.classroom.standings import open_gradebook
    from autograder.classroom.summary import summarise
    from autograder.classroom.summary_table import print_summary

    loaded = assignments.load(name)
    with open_gradebook(course) as gradebook, tables.progress(f"reading {name}") as progress:
        found = outcomes(course, gradebook, loaded, progress)
    names = summary_pages.labels(outcome.standing for outcome in found)
    folders = {entry.student: set_aside(course, name) / entry.student for entry in found}
    aside = {student: len(list(path.glob("*.ipynb"))) for student, path in folders.items()}
    if anonymous:
        aside = {}
        found, names, pairs = summary_pages.without_names(found), {}, []
    else:
        known = [*common_code(loaded), *_released(course, name)]
        pairs = look_alikes({entry.student: entry.prints for entry in found}, known)
    counted = summarise(loaded, found, pairs, aside)
    print_summary(counted)
    page = summary_pages.assignment_page(counted, names, anonymous)
    table = summary_pages.assignment_table(counted, loaded)
    _write(_place(course, name, anonymous), page, table)


def _course(course: Course, anonymous: bool) -> None:
    from dataclasses import replace

    from autograder.classroom import summary_pages
    from autograder.classroom.course_summary import (
        course_standings,
        course_summary,
        graded_columns,
    )
    from autograder.classroom.standings import open_gradebook
    from autograder.errors import CourseError

    with open_gradebook(course) as gradebook:
        columns = graded_columns(gradebook)
        of = course_standings(gradebook, columns)
    if not columns:
        raise CourseError(
            "nothing was graded in this class yet: "
            f"run 'autograder grade ASSIGNMENT{course.option}' first"
        )
    columns = [
        replace(column, page=_place(course, column.name, anonymous).name + ".html")
        for column in columns
    ]
    everybody = [standing for of_assignment in of.values() for standing in of_assignment]
    names = summary_pages.labels(everybody)
    if anonymous:
        names = summary_pages.aliases(sorted({standing.student for standing in everybody}))
    counted = course_summary(columns, of)
    if anonymous:  # nor does the order of the rows lead back to a name
        rows = sorted(counted.rows, key=lambda row: int(names[row.student].split()[1]))
        counted = replace(counted, rows=tuple(rows))
    page = summary_pages.course_page(counted, names, anonymous)
    table = summary_pages.course_table(counted, names)
    print(f"{len(counted.rows)} students, {len(columns)} assignments")
    _write(_place(course, "index", anonymous), page, table)


def _released(course: Course, name: str) -> list[str]:
    """The code cells of the source notebook: everybody got them, or may write them."""
    from autograder.classroom.look_alikes import code_cells

    return code_cells(course.source_notebook(name))


def _place(course: Course, name: str, anonymous: bool) -> Path:
    """Return where a page lies, without its ending; with names and without are two pages."""
    return course.summary / (f"{name}-anonymous" if anonymous else name)


def _write(place: Path, page: str, table: str) -> None:
    for what, ending, content in (("page", ".html", page), ("table", ".csv", table)):
        path = place.with_name(place.name + ending)
        write_beside(path, content.encode(errors="replace"))
        print(f"{what + ':':7}{shown(path)}")
