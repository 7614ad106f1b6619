"""Reads what was handed in, whatever it is, and holds what one run of nbgrader's needs."""

from __future__ import annotations

import json
import weakref
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from traitlets import Int, Unicode

from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.grading_work import GradingWork, allowed, to_restore
from autograder.classroom.nbgrader.due import DueAgain
from autograder.classroom.nbgrader.execute import Execute
from autograder.classroom.nbgrader.folders import folders_like, unfit
from autograder.classroom.nbgrader.other_courses import read_within_bounds
from autograder.classroom.nbgrader.run import OURS, Resources, course_of, grader_for, is_ours
from autograder.classroom.nbgrader.unfinished import remove_unfinished, take_every_submission
from autograder.classroom.one_notebook import tests_alone
from autograder.classroom.record import Record
from autograder.harmless.log import PlainRecords
from autograder.limited import Limited


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in, whatever it is, and knows the run it belongs to.

    nbgrader makes one for each run; the preprocessors find it as their parent.
    """

    seed = Int(None, allow_none=True, help="Repeats a run: it decides all inputs.").tag(config=True)
    device = Unicode("auto", help="Where torch computes: cpu, cuda or auto.").tag(config=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.converter = self.parent
        self.converter.coursedir = folders_like(self.converter.coursedir)
        self.course = course_of(self.converter.coursedir)
        self.unwritten: Record | None = None
        """How the submission came out that nbgrader is at work on."""
        self.before: Record | None = None
        """How it came out last time."""
        self._ignored = list(self.converter.coursedir.ignore)
        self._before = self.converter.pre_convert_hook
        self.converter.pre_convert_hook = self._keep_out
        self._after = self.converter.run_post_convert_hook
        self.converter.run_post_convert_hook = self._keep_record
        log = self.converter.log
        if not any(isinstance(known, PlainRecords) for known in log.filters):
            log.addFilter(PlainRecords())  # formgrader shows a log of its own
        take_every_submission(self.converter)
        remove_unfinished(self.converter)
        DueAgain(self.converter, self.course)

    @cached_property
    def grader(self) -> Grader:
        """Judges every submission of this run."""
        return grader_for(
            self.course, self.converter.coursedir.assignment_id, self.device, self.seed
        )

    @cached_property
    def process(self) -> Limited:
        """Reads and grades what students wrote; it may be lost and is then made again."""
        grader, limits = self.grader, Execute(parent=self).limits

        def work() -> GradingWork:
            return GradingWork(lambda: grader, grader.files, limits)

        made = Limited(work, 1, allowed(limits))
        weakref.finalize(self, made.close)  # of a run's end nbgrader tells nobody
        grader.judge.prepare()
        return made

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
            notebook = read_within_bounds(Path(filename))
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
            self.before = gradebook.records(path.stem).get(student)
            gradebook.forget(path.stem, student)
        outcome = self.process.answer(to_restore(path.parent))
        trouble = outcome.trouble or outcome.value.get("trouble", "")
        if trouble:
            notebook = tests_alone(self.grader.source)
        else:
            notebook = nbformat.from_dict(json.loads(outcome.value["text"]))
        notebook.metadata[OURS] = {"notes": outcome.value.get("notes", []), "trouble": trouble}
        return notebook

    def _keep_out(self, **about: Any) -> None:
        """nbgrader's hook before each submission: it copies all but what is ignored."""
        folder = Path(self.converter.notebooks[0]).parent
        self.converter.coursedir.ignore = [*self._ignored, *unfit(folder)]
        if self._before:
            self._before(**about)

    def _keep_record(self) -> None:
        """Write our record: nbgrader calls this when a submission's files are in place.

        It runs nbgrader's own hook, whose errors nobody would see, and so is none itself: a
        submission without a record counts as failed.

        Raises:
            CourseError: the gradebook cannot be written.
        """
        if self.unwritten:
            with self._gradebook() as gradebook:
                gradebook.save_record(self.grader.judge.assignment.name, self.unwritten)
        self.unwritten = None
        self._after()

    def _gradebook(self) -> ClassGradebook:
        return ClassGradebook(self.course.db_url, str(self.course.directory.course_id))
