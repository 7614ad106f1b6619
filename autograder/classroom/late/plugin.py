"""nbgrader's plugin for late penalties, by the class's own file."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader.plugins import LateSubmissionPlugin

from autograder.classroom.late.policy import LatePolicy


@dataclass(frozen=True)
class LateSubmission:
    """Carries to nbgrader's plugin what a penalty depends on, beside the score and the lateness.

    Attributes:
        policy: the class's.
        max_score: points there are in the notebook.
        used: late days that the student has used for assignments due before.
    """

    policy: LatePolicy
    max_score: float
    used: int = 0


class LatePolicyPlugin(LateSubmissionPlugin):
    """Penalties by `late.toml`; in a class without that file nbgrader's own settings hold."""

    submission: LateSubmission | None = None
    """What is asked about next; whoever asks sets it."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points that a late submission costs; None for none."""
        asked = self.submission
        if asked is None:
            penalty: float | None = super().late_submission_penalty(
                student_id, score, total_seconds_late
            )
            return penalty
        days = asked.policy.days(total_seconds_late)
        days -= asked.policy.free_days(days, asked.used)
        return asked.policy.penalty(days, score, asked.max_score) or None
