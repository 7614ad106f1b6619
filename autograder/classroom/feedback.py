"""Writes the pages that students get back, with nbgrader's own converter."""

from __future__ import annotations

import glob
from collections.abc import Callable

from nbgrader.apps.api import NbGraderAPI

from autograder.course import Course
from autograder.errors import CourseError


def make_feedback(
    course: Course, assignment: str, students: list[str], progress: Callable[[int, int], None]
) -> None:
    """Write the feedback page of each student whose grade is newer than it.

    Raises:
        CourseError: nbgrader could not write a page; it says for whom.
    """
    api = NbGraderAPI(course.directory, config=course.config)
    for done, student in enumerate(students, start=1):
        if _is_due(course, assignment, student):
            answer = api.generate_feedback(assignment, glob.escape(student))
            if not answer["success"]:
                reason = (answer.get("log") or answer["error"]).strip().splitlines()[-1]
                if reason.startswith(KeyboardInterrupt.__name__):
                    raise KeyboardInterrupt  # nbgrader takes Ctrl-C for an error like others
                raise CourseError(f"no feedback could be written for {student}: {reason}")
        progress(done, len(students))


def _is_due(course: Course, assignment: str, student: str) -> bool:
    page = course.feedback / student / assignment / f"{assignment}.html"
    notebook = course.autograded / student / assignment / f"{assignment}.ipynb"
    return not page.exists() or page.stat().st_mtime < notebook.stat().st_mtime
