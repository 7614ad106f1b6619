"""The scores of one assignment, and by which name each system knows a student."""

from __future__ import annotations

import json
from dataclasses import dataclass

from autograder.classroom.collecting.collect import origin_of
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.standings import Standing, standings
from autograder.course import Course


@dataclass(frozen=True)
class Origin:
    """Names a submission as the system does that it came from; empty where unknown."""

    lms: str = ""
    id: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Score:
    """A student's score of one assignment.

    Attributes:
        standing: what the gradebook says.
        origin: where the submission came from.
        max_score: points there are.
        out_of: points that the system gives for the assignment.
    """

    standing: Standing
    origin: Origin
    max_score: float
    out_of: float

    @property
    def text(self) -> str:
        """The score as the system takes it; empty where nothing was handed in or graded."""
        if self.standing.score is None:
            return ""
        return f"{round(self.standing.score * self.out_of / self.max_score, 2):g}"


def scores_of(
    course: Course,
    gradebook: ClassGradebook,
    assignment: str,
    max_score: float,
    out_of: float | None = None,
) -> list[Score]:
    """Everybody on the roster with their score, in the order of their ids.

    Arguments:
        course: where submissions lie.
        gradebook: of the class.
        assignment: its name.
        max_score: points there are.
        out_of: points that the system gives; those that there are without it.
    """
    return [
        Score(
            standing, _origin(course, standing.student, assignment), max_score, out_of or max_score
        )
        for standing in standings(gradebook, assignment)
    ]


def _origin(course: Course, student: str, assignment: str) -> Origin:
    try:
        known = json.loads(origin_of(course, student, assignment).read_bytes()[:10_000])
        return Origin(*(str(known[name]) for name in ("lms", "id", "prefix")))
    except (OSError, ValueError, LookupError, TypeError):
        return Origin()
