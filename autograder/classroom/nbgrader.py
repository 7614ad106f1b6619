"""nbgrader's own commands and buttons, with our sandbox and our judge in them.

``nbgrader_config.py`` names what is here: `nbgrader autograde` and formgrader's
button then give the scores of ``autograder grade``. A submission of one of our
assignments is restored, run in the sandbox and judged outside; one of any other
assignment runs in the same sandbox and is graded by its outputs, as nbgrader
does. One start of the converter is one run: one seed for all its submissions.

nbgrader writes a submission twice, restored and then graded. The first copy
says of itself that it is unfinished, so that a run after a kill grades it again.
"""

from __future__ import annotations

import json
import re
import time
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError
from nbgrader.preprocessors import CheckCellMetadata, DeduplicateIds, NbGraderPreprocessor
from nbgrader.utils import is_grade, remove, rmtree
from traitlets import Int, Unicode

from autograder import assignments
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.grader import Grader
from autograder.classroom.one_notebook import grade, not_judged, tests_alone, verdict_outputs
from autograder.classroom.record import Record
from autograder.classroom.submissions import read_submission
from autograder.course import Course
from autograder.errors import CourseError
from autograder.harmless.markdown import make_harmless
from autograder.harmless.outputs import trusted_outputs
from autograder.judge.verdict import Verdict
from autograder.notebooks.cells import judged_exercise
from autograder.sandbox.execution import execute
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox

OURS = "autograder"
"""Under this key lie our metadata in a notebook, and our news in the resources."""

Resources = dict[str, Any]
Converted = tuple[NotebookNode, Resources]

_graders: dict[tuple[object, ...], tuple[Grader, float]] = {}
_unwritten: list[tuple[str, str, str, Record]] = []


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in, whatever it is, and knows the run it belongs to."""

    seed = Int(None, allow_none=True, help="Repeats a run: it decides all inputs.").tag(config=True)
    device = Unicode("auto", help="Where torch computes: cpu, cuda or auto.").tag(config=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.converter = self.parent
        self.course = course_of(self.converter.coursedir)
        _unwritten.clear()
        _take_every_submission(self.converter)
        _remove_unfinished(self.converter)

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
            notebook = self._restored(Path(filename), resources)
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

    def _restored(self, path: Path, resources: Resources) -> NotebookNode:
        """A submission of ours, put back into form; its tests alone if it is beyond that."""
        _unwritten.clear()  # what the last submission left, if it failed on its way
        _forget(self.course, resources)
        notes: list[str] = []
        trouble = ""
        try:
            notebook, notes = self.grader.readable(read_submission(path.parent, path.stem))
        except CourseError as error:
            notebook, trouble = tests_alone(self.grader.source), str(error)
        notebook.metadata[OURS] = {"notes": notes, "trouble": trouble}
        return notebook


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
        record = grader.record(read_submission(folder, job["assignment"]), graded)
        place = (course.db_url, str(course.directory.course_id), grader.judge.assignment.name)
        _unwritten.append((*place, record))
        resources[OURS] = {"executed": True, "judged": list(graded.verdicts)}
        return graded.notebook


class NoMarksUnjudged(NbGraderPreprocessor):
    """Gives no marks to a test of one of our exercises that nobody judged.

    nbgrader would take a cell without outputs for a right one.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Put a verdict of 0 points into each such cell."""
        judged_now = resources.get(OURS, {}).get("judged", [])
        for cell in nb.cells:
            judged = judged_exercise(cell)
            if judged and is_grade(cell) and judged[1] not in judged_now:
                cell.outputs = verdict_outputs(_not_judged_verdict(judged[1], cell))
        return nb, resources


class Finish(NbGraderPreprocessor):
    """Makes outputs and Markdown harmless, and takes the mark of the unfinished away."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Clean what the cells hold and were not cleaned when they ran."""
        if not resources.get(OURS, {}).get("executed"):
            judged = [cell for cell in nb.cells if judged_exercise(cell) and is_grade(cell)]
            for cell in nb.cells:
                if cell.cell_type == "code" and cell not in judged:
                    cell.outputs = trusted_outputs(cell.outputs)
        make_harmless(nb)
        nb.metadata.pop("widgets", None)
        state = nb.metadata.get(OURS, {})
        state.pop("unfinished", None)
        if not state:
            nb.metadata.pop(OURS, None)
        return nb, resources


class OneOfEach(DeduplicateIds):
    """Of cells that claim to be the same one the last is graded, the others are plain.

    nbgrader empties the metadata of the others, takes the empty ones for those of
    an old version, and then grades nobody.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> Converted:
        """Take a double's metadata away."""
        cell, resources = super().preprocess_cell(cell, resources, index)
        if cell.metadata.get("nbgrader") == {}:
            del cell.metadata["nbgrader"]
        return cell, resources


class CheckMetadata(CheckCellMetadata):
    """Refuses the submission with metadata of another version, and not the whole class."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Check all cells."""
        try:
            checked: Converted = super().preprocess(nb, resources)
        except (SchemaTooOldError, SchemaTooNewError) as error:
            raise ValidationError(f"{error}: run 'nbgrader update' on this submission") from None
        return checked


def keep_records(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's hook after each submission: its files are in place, so our record may say so."""
    while _unwritten:
        url, course_id, name, record = _unwritten.pop()
        with ClassGradebook(url, course_id) as gradebook:
            gradebook.save_record(name, record)


def is_ours(resources: Resources) -> bool:
    """Whether a notebook is one that our judge grades."""
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


def grader_for(
    course: Course, assignment: str, device: str = "auto", seed: int | None = None
) -> Grader:
    """The grader of this run.

    A server that grades one student at a request goes on with the same seed
    until feedback is out, which may tell something about the inputs.
    """
    path = course.source_notebook(assignment)
    key = (path, path.read_bytes(), device, seed)
    grader, made = _graders.get(key, (None, 0.0))
    if grader is None or _feedback_since(course, assignment, made):
        made = time.time()
        grader = Grader(course, assignment, device, seed)
        _graders.clear()
        _graders[key] = grader, made
    return grader


def _feedback_since(course: Course, assignment: str, made: float) -> bool:
    pages = course.feedback.glob(f"*/{assignment}/*.html")
    return any(page.stat().st_mtime >= made for page in pages)


def _forget(course: Course, resources: Resources) -> None:
    job = resources["nbgrader"]
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        gradebook.forget(job["assignment"], job["student"])


def _not_judged_verdict(exercise: str, cell: NotebookNode) -> Verdict:
    message = f"The tests of {exercise} did not run, so there are no points for it."
    return Verdict(exercise, 0.0, float(cell.metadata.nbgrader.points), message, None)


def _check_language(nb: NotebookNode) -> None:
    spec = nb.metadata.get("kernelspec", {})
    language = spec.get("language", "python")
    if language != "python" or not str(spec.get("name", "python")).startswith("python"):
        raise CourseError(f"the notebook asks for the kernel {spec.get('name')}: only Python runs")


def _place(converter: Any, folder: str) -> tuple[str, str]:
    """The (assignment, student) whose submission lies in a folder."""
    pattern = converter._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True)
    found = re.match(pattern, folder)
    return (found["assignment"], found["student"]) if found else ("", "")


def _take_every_submission(converter: Any) -> None:
    """Of our assignments, grade each folder once: also where its notebook is named otherwise."""
    directory = converter.coursedir
    if directory.assignment_id not in assignments.names():
        return
    name = directory.assignment_id
    pattern = Path(converter._format_source(name, directory.student_id))
    folders = Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))
    if directory.notebook_id in ("*", name):
        converter.assignments = {
            str(folder): [str(folder / f"{name}.ipynb")] for folder in folders if folder.is_dir()
        }


def _remove_unfinished(converter: Any) -> None:
    """Remove what a killed run left, so that nbgrader does not take it for graded."""
    directory = converter.coursedir
    known = _known_notebooks(directory)
    for folder, notebooks in converter.assignments.items():
        assignment, student = _place(converter, folder)
        target = Path(converter._format_dest(assignment, student))
        wanted = [target / Path(one).name for one in notebooks if Path(one).stem in known]
        unfinished = [path for path in wanted if not _is_finished(path)]
        if not target.exists() or not unfinished:
            continue
        converter.log.warning("Removing unfinished assignment: %s", target)
        if directory.notebook_id == "*":
            rmtree(str(target))
        else:
            for path in filter(Path.exists, unfinished):
                remove(str(path))


def _known_notebooks(directory: Any) -> set[str]:
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        try:
            assignment = gradebook.find_assignment(directory.assignment_id)
        except MissingEntry:
            return set()
        return {notebook.name for notebook in assignment.notebooks}


def _is_finished(path: Path) -> bool:
    try:
        metadata = json.loads(path.read_bytes())["metadata"]
        return not metadata.get(OURS, {}).get("unfinished", False)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False
