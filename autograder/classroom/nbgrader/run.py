"""Holds what a run of nbgrader's converter needs of ours: the course and its grader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder import assignments
from autograder.classroom.grader import Grader
from autograder.course import Course

OURS = "autograder"
"""Under this key lie our metadata in a notebook, and our news in the resources."""

Resources = dict[str, Any]
Converted = tuple[NotebookNode, Resources]

_last: dict[tuple[object, ...], Grader] = {}
"""The grader that was asked for last, and nothing else. It outlives its run: formgrader's server
starts one for each press of its button, and should not compute all answers for each."""


def is_ours(resources: Resources) -> bool:
    """Tell whether a notebook is one that our judge grades."""
    job = resources.get("nbgrader", {})
    return (
        job.get("notebook") == job.get("assignment")
        and job.get("assignment") in assignments.names()
    )


def course_of(given: Any) -> Course:
    """The course of nbgrader's object for its folders, wherever the process is now."""
    folders = {
        f"{step}_directory": str(Path(given.root, getattr(given, f"{step}_directory")))
        for step in ("source", "release", "submitted", "autograded", "feedback")
    }
    same = {name: getattr(given, name) for name in ("root", "course_id", "db_url")}
    config = given.config.copy()
    config.CourseDirectory.update(same | folders)
    return Course(Path(given.root), config)


def grader_for(course: Course, assignment: str, device: str, seed: int | None) -> Grader:
    """The grader of this run.

    A server that grades one student at a request goes on with the same seed
    until feedback is out, which may tell something about the inputs.
    """
    path = course.source_notebook(assignment)
    key = (path, path.read_bytes(), device, seed, _last_feedback(course, assignment))
    if key not in _last:
        grader = Grader(course, assignment, device, seed)
        _last.clear()
        _last[key] = grader
    return _last[key]


def _last_feedback(course: Course, assignment: str) -> int:
    """Return when a page of feedback was last written, in ns; 0 if there is none."""
    pages = course.feedback.glob(f"*/{assignment}/*.html")
    return max((page.stat().st_mtime_ns for page in pages), default=0)
