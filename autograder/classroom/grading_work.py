"""Grades one submission in a limited process: from a student's file to its verdicts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseError
from autograder.limited import Allowed, Outcome, Work
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import WARM_UP_SECONDS, Sandbox

if TYPE_CHECKING:  # the sandbox takes longest to start: these are imported meanwhile
    from autograder.classroom.graded import Graded
    from autograder.classroom.grader import Grader

JUDGING_SECONDS = 60
"""Beside what executing a submission may take."""


class GradingWork(Work):
    """Grades submissions of one assignment, one after another, in a sandbox of its own.

    Arguments:
        grader: gives the grader, whose answers are prepared when the process is forked.
        files: the folder whose data files a notebook finds beside it.
        limits: what a submission may take.
    """

    def __init__(self, grader: Callable[[], Grader], files: Path, limits: Limits) -> None:
        self._grader = grader
        self._limits = limits
        self.sandbox = Sandbox(files, limits.quotas)

    def handles(self) -> Collection[int]:
        """The sandbox's line."""
        return [self.sandbox.handle]

    def begin(self) -> None:
        """Take the sandbox over from the process that made it."""
        import threadpoolctl

        # A judge's arrays are small, and on a machine of many cores so many threads would
        # take more memory than there is.
        threadpoolctl.threadpool_limits(limits=1)
        self.sandbox.adopt()

    def do(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """Do one of the jobs below.

        Raises:
            CourseError: untrusted code cannot be kept in on this system.
        """
        import nbformat

        from autograder.classroom.one_notebook import grade
        from autograder.classroom.submissions import read_submission
        from autograder.notebooks.files import as_json

        grader = self._grader()
        try:
            match job:
                case {"folder": str(folder)}:
                    submission = read_submission(Path(folder), grader.judge.assignment.name)
                    notebook, notes = grader.readable(submission)
                case {"notebook": dict(plain)}:
                    notebook, notes = grader.restored(plain)
                case {"restored": dict(restored), "notes": notes}:
                    notebook = nbformat.from_dict(restored)
        except CourseError as error:
            return {"trouble": str(error)}
        if job.get("only_restore"):
            return {"text": as_json(notebook), "notes": notes}
        graded = grade(notebook, grader.judge, self._limits, sandbox=self.sandbox, notes=notes)
        return graded.as_plain()

    def end(self) -> None:
        """End the sandbox."""
        self.sandbox.close()


def of_folder(folder: Path) -> dict[str, Any]:
    """The job to grade what lies in a submission's folder."""
    return {"folder": str(folder)}


def to_restore(folder: Path) -> dict[str, Any]:
    """The job to read what lies in a submission's folder, and to put it back into form."""
    return {"folder": str(folder), "only_restore": True}


def of_notebook(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The job to grade a notebook, as `plain_notebook` gives it."""
    return {"notebook": plain}


def of_restored(notebook: Mapping[str, Any], notes: list[str]) -> dict[str, Any]:
    """The job to grade a notebook that was restored, with what was repaired in it."""
    return {"restored": notebook, "notes": notes}


def allowed(limits: Limits) -> Allowed:
    """Return what grading a submission may take in all, where its execution may take `limits`."""
    return Allowed(limits.submission_seconds + WARM_UP_SECONDS + JUDGING_SECONDS)


def graded_from(outcome: Outcome, grader: Grader) -> Graded:
    """Return what a job came to; a notebook that could not be graded gets no points, and why."""
    from autograder.classroom.graded import from_plain
    from autograder.classroom.one_notebook import not_judged

    trouble = outcome.trouble or outcome.value.get("trouble", "")
    if not trouble:
        try:
            return from_plain(outcome.value, grader.judge.assignment)
        except ValueError as error:
            trouble = f"the process that read it answered with {error}"
    return not_judged(grader.judge, grader.source, trouble)
