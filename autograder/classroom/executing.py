"""Grades a class's submissions, several at once; writes nothing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from autograder.classroom.cluster import Task, on_cluster
from autograder.classroom.graded import Graded
from autograder.classroom.grader import Grader
from autograder.classroom.grading_work import GradingWork, allowed, graded_from, of_folder
from autograder.classroom.one_notebook import not_judged
from autograder.classroom.submissions import Submission
from autograder.limited import Limited, Outcome
from autograder.sandbox.limits import Limits

Outcomes = Generator[tuple[str, Outcome], None, None]


@dataclass(frozen=True)
class Options:
    """Options of grading a class.

    Attributes:
        limits: what a submission may take.
        workers: how many submissions are graded at once.
        scheduler: address of a Dask scheduler to use instead of own workers.
        force: grade again what was graded before and did not change.
    """

    limits: Limits
    workers: int = 2
    scheduler: str | None = None
    force: bool = False


def graded_class(
    grader: Grader, due: list[Submission], options: Options
) -> Generator[tuple[Submission, Graded], None, None]:
    """Grade submissions, and yield each with how it came out, as soon as that is known.

    Who closes it early ends what is still running.

    Arguments:
        grader: for the assignment.
        due: what to grade.
        options: limits and workers.

    Raises:
        CourseError: untrusted code cannot be kept in here, or the course's own answers disagree.
    """
    readable = {}
    for submission in due:
        if submission.trouble or submission.path is None:
            yield submission, not_judged(grader.judge, grader.source, submission.trouble)
        else:
            readable[submission.student] = submission
    if readable:
        road = _here if options.scheduler is None else _on_cluster
        with closing(road(grader, readable, options)) as outcomes:
            for student, outcome in outcomes:
                yield readable[student], graded_from(outcome, grader)


def _here(grader: Grader, readable: dict[str, Submission], options: Options) -> Outcomes:
    """Grade in processes of this machine."""

    def work() -> GradingWork:
        return GradingWork(lambda: grader, grader.files, options.limits)

    count = min(options.workers, len(readable))
    with Limited(work, count, allowed(options.limits)) as processes:
        grader.judge.prepare()  # meanwhile the sandboxes warm up
        jobs = {student: of_folder(submission.folder) for student, submission in readable.items()}
        yield from processes.answers(jobs)


def _on_cluster(grader: Grader, readable: dict[str, Submission], options: Options) -> Outcomes:
    """Grade on the machines of a Dask cluster."""
    grader.judge.prepare()  # there nobody asks torch
    task = Task(grader.source_path, grader.judge.assignment.name, grader.seed, options.limits)
    yield from on_cluster(str(options.scheduler), task, readable)
