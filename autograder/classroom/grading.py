"""Grades what a whole class handed in: many workers execute, one process decides."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from autograder import assignments
from autograder.classroom.one_notebook import Graded, Grading, not_judged
from autograder.classroom.record import Record
from autograder.classroom.submissions import Submission, readable_name, submissions
from autograder.classroom.workers import FirstPass, SecondPass, workers
from autograder.course import Course
from autograder.errors import CourseError
from autograder.judge.judge import Judge
from autograder.judge.torch_oracle import Torch
from autograder.notebooks.files import plain_notebook, write_notebook
from autograder.notebooks.restore import restore
from autograder.sandbox.limits import Limits

if TYPE_CHECKING:
    from autograder.classroom.gradebook import ClassGradebook

SEED_BITS = 63


def new_seed() -> int:
    """A seed that nobody can guess."""
    return secrets.randbits(SEED_BITS)


class Grader:
    """Grades notebooks of one assignment: answers are computed once, for all of them.

    Arguments:
        course: where the source notebook lies.
        assignment: its name.
        device: "cpu", "cuda" or "auto", for torch; None not to ask torch.
        seed: decides all inputs; None draws a fresh one.

    Raises:
        CourseError: unknown or unreleased assignment, no torch, no such device.
    """

    def __init__(
        self,
        course: Course,
        assignment: str,
        device: str | None = "auto",
        seed: int | None = None,
    ) -> None:
        loaded = assignments.load(assignment)
        self.source_path = course.source_notebook(assignment)
        self.source_bytes = self.source_path.read_bytes()
        self.source: NotebookNode = nbformat.reads(self.source_bytes.decode(), as_version=4)
        self.seed = new_seed() if seed is None else seed
        self.judge = Judge(loaded, self.seed, None if device is None else Torch(device))

    @property
    def files(self) -> Path:
        """The folder whose data files a notebook finds beside it."""
        return self.source_path.parent

    def restored(self, submitted: Mapping[str, Any]) -> tuple[NotebookNode, list[str]]:
        """The notebook to execute, and what was repaired in it.

        Arguments:
            submitted: the student's, as `plain_notebook` gives it.

        Raises:
            CourseError: it is of another assignment, or of no course.
        """
        return restore(nbformat.from_dict(submitted), self.source)

    def readable(self, one: Submission) -> tuple[NotebookNode, list[str]]:
        """A submission's notebook to execute, and what was repaired in it.

        Raises:
            CourseError: there is none, or it is none of this assignment.
        """
        if one.trouble or one.path is None:
            raise CourseError(one.trouble)
        name = readable_name(one.path)
        notebook, notes = self.restored(plain_notebook(one.content, name))
        if one.path.stem != self.judge.assignment.name:
            notes.insert(0, f"The notebook was named {name}.")
        return notebook, notes

    def checksum(self, one: Submission) -> str:
        """Changes with the submission, and with what it is graded against."""
        parts = (self.source_bytes, one.content, one.trouble.encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def record(self, one: Submission, graded: Graded) -> Record:
        """What the gradebook keeps of how a submission came out."""
        return Record(
            student=one.student,
            checksum=self.checksum(one),
            seed=str(self.seed),
            score=graded.score,
            max_score=graded.max_score,
            failed=graded.failed,
            seconds=graded.seconds,
            status=graded.status,
        )


@dataclass(frozen=True)
class Options:
    """How a class is graded.

    Attributes:
        limits: what a submission may take.
        workers: how many submissions run at once.
        scheduler: address of a Dask scheduler to use instead of own workers.
        force: grade again what was graded before and did not change.
    """

    limits: Limits
    workers: int = 2
    scheduler: str | None = None
    force: bool = False


def grade_class(
    course: Course, grader: Grader, options: Options, progress: Callable[[int, int], None]
) -> list[Record]:
    """Grade everything that was handed in, and write gradebook and autograded notebooks.

    Arguments:
        course: where submissions and gradebook lie.
        grader: for the assignment.
        options: limits and workers.
        progress: is told (done, of how many) as submissions come in.

    Returns:
        A record for each submission, in the order of the students' names.

    Raises:
        CourseError: nothing was handed in, or the gradebook cannot be used.
    """
    from autograder.classroom.gradebook import ClassGradebook  # a second; a check needs none

    name = grader.judge.assignment.name
    handed_in = submissions(course, name)
    course_id = course.directory.course_id
    with ClassGradebook(course.db_url, course_id) as gradebook:
        if not gradebook.knows(name):
            raise CourseError(
                f"the gradebook does not know '{name}' yet: "
                f"run 'autograder release {name}{course.option}' first"
            )
        run = _ClassRun(course, grader, options, gradebook)
        records = {}
        for done, record in enumerate(run.records(handed_in), start=1):
            records[record.student] = record
            progress(done, len(handed_in))
    return [records[student] for student in sorted(records)]


class _ClassRun:
    """One run over a class: which submissions need grading, and writing them down."""

    def __init__(
        self, course: Course, grader: Grader, options: Options, gradebook: ClassGradebook
    ) -> None:
        self.course = course
        self.grader = grader
        self.options = options
        self.gradebook = gradebook
        self.assignment = grader.judge.assignment.name
        self.known = gradebook.records(self.assignment)
        self.notes: dict[str, list[str]] = {}
        """What had to be repaired, by student."""

    def records(self, handed_in: list[Submission]) -> Iterator[Record]:
        """A record for each submission, in the order in which they are ready."""
        due: list[Submission] = []
        for one in handed_in:
            record = self.known.get(one.student)
            if record and not self._is_due(one, record):
                yield record
            else:
                due.append(one)
        readable = {}
        for one in due:
            try:
                readable[one.student] = self._first_pass(one)
            except CourseError as error:
                yield self._save(one, not_judged(self.grader.judge, self.grader.source, str(error)))
        if readable:
            yield from self._executed({one.student: one for one in due}, readable)

    def _first_pass(self, one: Submission) -> FirstPass:
        notebook, self.notes[one.student] = self.grader.readable(one)
        judge = self.grader.judge
        return FirstPass(
            notebook=notebook,
            plans=judge.plans,
            follow_ups=judge.follow_ups,
            limits=self.options.limits,
            files=self.grader.files,
        )

    def _executed(
        self, submitted: dict[str, Submission], jobs: dict[str, FirstPass]
    ) -> Iterator[Record]:
        """Execute what can be, and ask some of it again for what may explain a failure."""
        open_ones: dict[str, Grading] = {}
        second: dict[str, SecondPass] = {}
        with workers(min(self.options.workers, len(jobs)), self.options.scheduler) as pool:
            outcomes = pool.run_all(jobs)
            self.grader.judge.prepare()  # meanwhile the sandboxes warm up
            for student, outcome in outcomes:
                if outcome.value is None:
                    lost = not_judged(self.grader.judge, self.grader.source, outcome.trouble)
                    yield self._save(submitted[student], lost)
                    continue
                grading = Grading(outcome.value, self.grader.judge)
                if grading.is_final:
                    yield self._save(submitted[student], grading.graded(self.notes[student]))
                else:
                    questions = grading.open_questions
                    second[student] = jobs[student].second(outcome.value, questions)
                    open_ones[student] = grading
            for student, outcome in pool.run_all(second):
                if outcome.value is not None:  # else what the first pass says has to do
                    open_ones[student].go_on(outcome.value)
                graded = open_ones[student].graded(self.notes[student])
                yield self._save(submitted[student], graded)

    def _is_due(self, one: Submission, record: Record) -> bool:
        changed = record.checksum != self.grader.checksum(one)
        return self.options.force or changed or not self._target(one).exists()

    def _save(self, one: Submission, graded: Graded) -> Record:
        record = self.grader.record(one, graded)
        # The notebook first: a record says that everything about it is in place.
        write_notebook(graded.notebook, self._target(one))
        scores = {f"test_{name}": verdict.score for name, verdict in graded.verdicts.items()}
        timestamp = None
        if one.path is not None:
            timestamp = self.course.directory.get_existing_timestamp(str(one.path.parent))
        self.gradebook.save(self.assignment, record, scores, timestamp)
        return record

    def _target(self, one: Submission) -> Path:
        name = self.assignment
        return self.course.autograded / one.student / name / f"{name}.ipynb"
