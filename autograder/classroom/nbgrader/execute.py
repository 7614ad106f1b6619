"""Runs a submission in the sandbox in place of nbgrader's kernel, and judges what is ours."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Int

from autograder.classroom.grading_work import graded_from, of_restored
from autograder.classroom.nbgrader.other_courses import executed
from autograder.classroom.nbgrader.run import OURS, Converted, Resources, is_ours
from autograder.classroom.one_notebook import not_judged
from autograder.classroom.submissions import read_submission
from autograder.classroom.timestamps import handed_in_at
from autograder.errors import CourseError
from autograder.sandbox.limits import Limits

AGAIN = "nbgrader autograde: graded again"


class Execute(NbGraderPreprocessor):
    """Runs a notebook's cells in the sandbox, and judges the exercises of our assignments.

    It takes the place of nbgrader's preprocessor of the same name and listens to
    the same section of the configuration.
    """

    timeout = Int(60, allow_none=True, help="Seconds that a cell may take.").tag(config=True)
    submission_timeout = Int(300, help="Seconds that a submission may take.").tag(config=True)

    @property
    def limits(self) -> Limits:
        """Return what one submission may take."""
        whole = self.submission_timeout
        return Limits(whole if self.timeout is None else self.timeout, whole)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Execute the notebook; of our own, every test cell then holds its verdict."""
        if is_ours(resources):
            return self._graded(nb, resources), resources
        _check_language(nb)
        folder = Path(resources["metadata"]["path"])
        resources[OURS] = {"executed": True}
        return executed(nb, folder, self.limits), resources

    def _graded(self, nb: NotebookNode, resources: Resources) -> NotebookNode:
        course, grader = self.parent.course, self.parent.grader
        state = nb.metadata.get(OURS, {})
        if state.get("trouble"):
            graded = not_judged(grader.judge, grader.source, state["trouble"])
        else:
            job = of_restored(nb, state.get("notes", []))
            graded = graded_from(self.parent.process.answer(job), grader)
        about = resources["nbgrader"]
        folder = course.submitted / about["student"] / about["assignment"]
        submission = read_submission(folder, about["assignment"])
        before = self.parent.before
        why = grader.why_again(submission, before) or (AGAIN if before else "")
        self.parent.unwritten = grader.record(submission, graded, handed_in_at(folder)[1], why)
        resources[OURS] = {"executed": True, "judged": list(graded.verdicts)}
        return graded.notebook


def _check_language(nb: NotebookNode) -> None:
    spec = nb.metadata.get("kernelspec", {})
    language = spec.get("language", "python")
    if language != "python" or not str(spec.get("name", "python")).startswith("python"):
        raise CourseError(f"the notebook asks for the kernel {spec.get('name')}: only Python runs")
