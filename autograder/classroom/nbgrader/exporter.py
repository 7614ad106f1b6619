"""Reads what was handed in, whatever it is, and holds what one run of nbgrader's needs."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from traitlets import Int, Unicode

from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.nbgrader.run import OURS, Resources, course_of, grader_for, is_ours
from autograder.classroom.nbgrader.unfinished import remove_unfinished, take_every_submission
from autograder.classroom.one_notebook import tests_alone
from autograder.classroom.record import Record
from autograder.classroom.submissions import read_submission
from autograder.errors import CourseError


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in, whatever it is, and knows the run it belongs to.

    nbgrader makes one for each run; the preprocessors find it as their parent.
    """

    seed = Int(None, allow_none=True, help="Repeats a run: it decides all inputs.").tag(config=True)
    device = Unicode("auto", help="Where torch computes: cpu, cuda or auto.").tag(config=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.converter = self.parent
        self.course = course_of(self.converter.coursedir)
        self.unwritten: Record | None = None
        """How the submission came out that nbgrader is at work on."""
        self._given_hook = self.converter.post_convert_hook
        self.converter.post_convert_hook = self._keep_record
        take_every_submission(self.converter)
        remove_unfinished(self.converter)

    @cached_property
    def grader(self) -> Grader:
        """Judges every submission of this run."""
        return grader_for(
            self.course, self.converter.coursedir.assignment_id, self.device, self.seed
        )

    def from_filename(
        self, filename: str, resources: Resources | None = None, **options: Any
    ) -> tuple[str, Resources]:
        """Convert a notebook file: as it was handed in, or restored and ready to run."""
        if not self.converter._sanitizing:
            return self._converted(filename, resources, options)
        resources = resources or {}
        if is_ours(resources):
            notebook = self._restored(Path(filename), resources["nbgrader"]["student"])
        else:
            notebook = nbformat.read(filename, as_version=4)
            notebook.metadata[OURS] = {}
        notebook.metadata[OURS]["unfinished"] = True
        converted: tuple[str, Resources] = self.from_notebook_node(notebook, resources, **options)
        return converted

    def _converted(
        self, filename: str, resources: Resources | None, options: Resources
    ) -> tuple[str, Resources]:
        converted: tuple[str, Resources] = super().from_filename(filename, resources, **options)
        return converted

    def _restored(self, path: Path, student: str) -> NotebookNode:
        """A submission of ours, put back into form; its tests alone if it is beyond that."""
        self.unwritten = None  # what the last submission left, if it failed on its way
        with self._gradebook() as gradebook:
            gradebook.forget(path.stem, student)
        notes: list[str] = []
        trouble = ""
        try:
            notebook, notes = self.grader.readable(read_submission(path.parent, path.stem))
        except CourseError as error:
            notebook, trouble = tests_alone(self.grader.source), str(error)
        notebook.metadata[OURS] = {"notes": notes, "trouble": trouble}
        return notebook

    def _keep_record(self, **about: Any) -> None:
        """nbgrader's hook after each submission: its files are in place, so our record may be."""
        if self.unwritten:
            with self._gradebook() as gradebook:
                gradebook.save_record(self.grader.judge.assignment.name, self.unwritten)
        self.unwritten = None
        if self._given_hook:
            self._given_hook(**about)

    def _gradebook(self) -> ClassGradebook:
        return ClassGradebook(self.course.db_url, str(self.course.directory.course_id))
