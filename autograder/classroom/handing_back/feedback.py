"""Feedback pages as the zip that Moodle and Canvas take for feedback files.

Both find a student by the beginning of a file's name, which is the one that their own
archive of submissions gave: `Ada Lovelace_12345_assignsubmission_file_losses.html` for Moodle
(`mod/assign/feedback/file/importziplib.php`), `lovelaceada_100_5001_losses.html` for Canvas
(`Assignment#infer_comment_context_from_filename`).
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from autograder.classroom.handing_back.scores import Score
from autograder.course import Course
from autograder.notebooks.files import beside


def write_feedback(
    course: Course, assignment: str, scores: Sequence[Score], lms: str, target: Path
) -> tuple[int, list[str]]:
    """Put everybody's feedback page into a zip.

    Arguments:
        course: where the pages lie.
        assignment: its name.
        scores: of everybody.
        lms: "moodle", "canvas", or "csv" for a folder a student.
        target: the zip, written beside its place and renamed.

    Returns:
        How many pages are in it, and the students whose page has no name to hand it back by.
    """
    written, nameless = 0, []
    with beside(target) as file, zipfile.ZipFile(file, "w") as archive:
        for score in scores:
            student = score.standing.student
            page = course.feedback / student / assignment / f"{assignment}.html"
            if page.is_symlink() or not page.is_file():
                continue
            inside = _name(score, assignment, lms)
            if inside is None:
                nameless.append(student)
                continue
            archive.write(page, inside, zipfile.ZIP_DEFLATED)
            written += 1
    return written, nameless


def _name(score: Score, assignment: str, lms: str) -> str | None:
    if lms == "csv":
        return f"{score.standing.student}/{assignment}.html"
    if score.origin.lms != lms or not score.origin.prefix:
        return None
    return f"{score.origin.prefix}{assignment}.html"
