"""Runs a submission in the sandbox in place of nbgrader's kernel, and judges what is ours."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Int

from autograder.classroom.nbgrader.run import OURS, Converted, Resources, is_ours
from autograder.classroom.one_notebook import grade, not_judged
from autograder.classroom.submissions import read_submission
from autograder.errors import CourseError
from autograder.sandbox.execution import execute
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox


class Execute(NbGraderPreprocessor):
    """Runs a notebook's cells in the sandbox, and judges the exercises of our assignments.

    It takes the place of nbgrader's preprocessor of the same name and listens to
    the same section of the configuration.
    """

    timeout = Int(60, allow_none=True, help="Seconds that a cell may take.").tag(config=True)
    submission_timeout = Int(300, help="Seconds that a submission may take.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Execute the notebook; of our own, every test cell then holds its verdict."""
        whole = self.submission_timeout
        limits = Limits(whole if self.timeout is None else self.timeout, whole)
        if is_ours(resources):
            return self._graded(nb, resources, limits), resources
        _check_language(nb)
        with Sandbox(Path(resources["metadata"]["path"]), limits.quotas) as sandbox:
            executed = execute(nb, {}, limits, sandbox=sandbox)
        resources[OURS] = {"executed": True}
        return executed.notebook, resources

    def _graded(self, nb: NotebookNode, resources: Resources, limits: Limits) -> NotebookNode:
        course, grader = self.parent.course, self.parent.grader
        state = nb.metadata.get(OURS, {})
        if state.get("trouble"):
            graded = not_judged(grader.judge, grader.source, state["trouble"])
        else:
            notes = state.get("notes", [])
            graded = grade(nb, grader.judge, limits, grader.files, notes=notes)
        job = resources["nbgrader"]
        folder = course.submitted / job["student"] / job["assignment"]
        submission = read_submission(folder, job["assignment"])
        self.parent.unwritten = grader.record(submission, graded)
        resources[OURS] = {"executed": True, "judged": list(graded.verdicts)}
        return graded.notebook


def _check_language(nb: NotebookNode) -> None:
    spec = nb.metadata.get("kernelspec", {})
    language = spec.get("language", "python")
    if language != "python" or not str(spec.get("name", "python")).startswith("python"):
        raise CourseError(f"the notebook asks for the kernel {spec.get('name')}: only Python runs")
