"""Writes the pages that students get back, with nbgrader's own converter."""

from __future__ import annotations

import glob
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.apps.api import NbGraderAPI

from autograder.classroom.page_contents import page_contents
from autograder.classroom.standings import open_gradebook
from autograder.course import Course
from autograder.feedback.exporter import template
from autograder.feedback.page import feedback_page
from autograder.limited import Allowed, Limited, Work


def make_feedback(
    course: Course,
    assignment: str,
    students: list[str],
    progress: Callable[[int, int], None],
    workers: int = 2,
) -> dict[str, str]:
    """Write the feedback page of each student where it is missing, or shows what was before.

    Arguments:
        course: where grades and pages lie.
        assignment: its name.
        students: whose pages.
        progress: is told (done, of how many).
        workers: how many pages are made at once.

    Returns:
        Why there is no page, for each student whose page could not be made.
    """
    with open_gradebook(course) as gradebook:
        shown, shows = gradebook.pages(assignment), page_contents(gradebook, assignment)
        due = {
            student: student
            for student in students
            if student not in shows
            or shown.get(student) != shows[student]
            or _is_old(course, assignment, student)
        }
        done, troubles = len(students) - len(due), {}
        progress(done, len(students))
        if not due:
            return {}
        work = _Feedback(NbGraderAPI(course.directory, config=course.config), assignment)
        _render_what_is_shared(course, assignment)
        with Limited(lambda: work, min(workers, len(due)), Allowed()) as processes:
            for student, outcome in processes.answers(due):
                trouble = outcome.trouble or outcome.value["trouble"]
                if trouble:
                    troubles[student] = trouble
                    _page(course, assignment, student).unlink(missing_ok=True)  # half of one
                elif student in shows:
                    gradebook.save_page(assignment, student, shows[student])
                done += 1
                progress(done, len(students))
        return troubles


def _render_what_is_shared(course: Course, assignment: str) -> None:
    """Render the cells that all notebooks have in common, before processes are forked."""
    template()
    for folder in (course.source, course.release):
        path = folder / assignment / f"{assignment}.ipynb"
        if path.is_file():
            feedback_page(nbformat.read(path, as_version=4), {})


class _Feedback(Work):
    """Makes pages with nbgrader's converter, in a limited process."""

    def __init__(self, api: Any, assignment: str) -> None:
        self._api = api
        self._assignment = assignment

    def do(self, job: str) -> Mapping[str, Any]:
        """Write the page of a student."""
        answer = self._api.generate_feedback(self._assignment, glob.escape(job))
        if answer["success"]:
            return {"trouble": ""}
        return {"trouble": (answer.get("log") or answer["error"]).strip().splitlines()[-1]}


def _page(course: Course, assignment: str, student: str) -> Path:
    return course.feedback / student / assignment / f"{assignment}.html"


def _is_old(course: Course, assignment: str, student: str) -> bool:
    """Say whether a page is missing, empty, or older than the notebook that it shows."""
    page = _page(course, assignment, student)
    notebook = course.autograded / student / assignment / f"{assignment}.ipynb"
    if not page.is_file() or not page.stat().st_size:
        return True
    return page.stat().st_mtime < notebook.stat().st_mtime
