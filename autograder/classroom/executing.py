"""Executes and judges a class's submissions, several at once; writes nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass

from autograder.classroom.grader import Grader
from autograder.classroom.one_notebook import Graded, Grading, not_judged
from autograder.classroom.submissions import Submission
from autograder.classroom.workers import FirstPass, SecondPass, Workers, workers
from autograder.errors import CourseError
from autograder.sandbox.limits import Limits


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


@dataclass(frozen=True)
class _Readable:
    """A submission that can be executed: the job, and what was repaired in its notebook."""

    submission: Submission
    job: FirstPass
    notes: list[str]


def graded_class(
    grader: Grader, due: list[Submission], options: Options
) -> Generator[tuple[Submission, Graded], None, None]:
    """Grade submissions, and yield each with how it came out, as soon as that is known.

    Who closes it early ends what is still running.

    Arguments:
        grader: for the assignment.
        due: what to grade.
        options: limits and workers.
    """
    readable: dict[str, _Readable] = {}
    for submission in due:
        try:
            readable[submission.student] = _read(grader, submission, options.limits)
        except CourseError as error:
            yield submission, not_judged(grader.judge, grader.source, str(error))
    if readable:
        with workers(min(options.workers, len(readable)), options.scheduler) as pool:
            for student, graded in _executed(grader, readable, pool):
                yield readable[student].submission, graded


def _read(grader: Grader, submission: Submission, limits: Limits) -> _Readable:
    """Read a submission.

    Raises:
        CourseError: it cannot be executed.
    """
    notebook, notes = grader.readable(submission)
    job = FirstPass(
        notebook=notebook,
        plans=grader.judge.plans,
        follow_ups=grader.judge.follow_ups,
        limits=limits,
        files=grader.files,
    )
    return _Readable(submission, job, notes)


def _executed(
    grader: Grader, readable: Mapping[str, _Readable], pool: Workers
) -> Iterator[tuple[str, Graded]]:
    """Execute notebooks; where something may explain a failure, a second pass asks for it."""
    outcomes = pool.run_all({student: one.job for student, one in readable.items()})
    grader.judge.prepare()  # meanwhile the sandboxes warm up
    unfinished: dict[str, Grading] = {}
    second: dict[str, SecondPass] = {}
    for student, outcome in outcomes:
        if outcome.value is None:
            yield student, not_judged(grader.judge, grader.source, outcome.trouble)
            continue
        grading = Grading(outcome.value, grader.judge)
        if grading.is_final:
            yield student, grading.graded(readable[student].notes)
        else:
            unfinished[student] = grading
            second[student] = readable[student].job.second(outcome.value, grading.open_questions)
    for student, outcome in pool.run_all(second):
        if outcome.value is not None:  # else what the first pass says has to do
            unfinished[student].go_on(outcome.value)
        yield student, unfinished[student].graded(readable[student].notes)
