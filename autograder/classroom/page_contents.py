"""Digests what a feedback page shows of the gradebook: once that changes, the page is due again.

Scores and comments may be given by hand, and penalties change; nbgrader keeps no time of that.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook

from autograder.classroom.gradebook import ClassGradebook


def page_contents(gradebook: ClassGradebook, assignment: str) -> dict[str, str]:
    """Return a digest of points, comments and penalty, by student who has a submission.

    Arguments:
        gradebook: it knows the assignment.
        assignment: its name.
    """
    found: defaultdict[str, list[Any]] = defaultdict(list)
    known = gradebook.book.find_assignment(assignment).id
    for kind, columns in (
        (Grade, (Grade.auto_score, Grade.manual_score, Grade.extra_credit)),
        (Comment, (Comment.auto_comment, Comment.manual_comment)),
    ):
        rows = gradebook.book.db.execute(
            sa.select(
                SubmittedAssignment.student_id,
                kind.cell_id,
                SubmittedNotebook.late_submission_penalty,
                *columns,
            )
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(kind, kind.notebook_id == SubmittedNotebook.id)
            .where(SubmittedAssignment.assignment_id == known)
            .order_by(SubmittedAssignment.student_id, kind.cell_id)
        )
        for student, *values in rows:
            found[student].append(tuple(values))
    return {
        student: hashlib.sha256(repr(shown).encode(errors="surrogatepass")).hexdigest()
        for student, shown in found.items()
    }
