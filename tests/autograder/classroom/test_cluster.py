"""Submissions graded on a Dask cluster: as they would be here, and none harms another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster

from autograder.classroom import cluster as on_clusters
from autograder.classroom.cluster import Task, outcomes
from autograder.classroom.executing import Options
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.sample_class import make_sample_class
from autograder.classroom.submissions import Submission
from autograder.course import Course, open_course
from autograder.errors import CourseError
from autograder.limited import Outcome
from autograder.notebooks.release import release
from autograder.sandbox.limits import Limits

STUDENTS = ("right-loops", "mistakes-1", "not-json")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a scheduler with a worker process of its own."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as made,
    ):
        yield made.scheduler_address


def test_a_cluster_grades_as_own_processes_do(
    cluster: str, new_course: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(new_course("cluster"))
    course = open_course()
    release(course, "losses")
    for student in make_sample_class(course, "losses"):
        if student not in STUDENTS:
            course.submitted.joinpath(student, "losses/losses.ipynb").unlink()
    grader = Grader(course, "losses", "cpu", 3)

    def graded(scheduler: str | None) -> dict[str, tuple[float, str]]:
        options = Options(Limits(), scheduler=scheduler, force=True)
        records = grade_class(course, grader, options, lambda done, total: None)
        return {record.student: (record.score, record.status) for record in records}

    here, there = graded(None), graded(cluster)
    assert here == there
    assert {student: here[student][0] > 0 for student in STUDENTS} == {
        "right-loops": True,
        "mistakes-1": True,
        "not-json": False,
    }
    assert text_of(course, "mistakes-1")


def text_of(course: Course, student: str) -> str:
    return (course.autograded / student / "losses/losses.ipynb").read_text()


def test_an_address_where_nobody_answers_is_said() -> None:
    task = Task(Path("losses.ipynb"), "losses", 1, Limits())
    with pytest.raises(CourseError, match=r"no Dask scheduler answers at tcp.*: check"):
        list(on_clusters.on_cluster("tcp://127.0.0.1:9", task, {}))


def test_a_submission_whose_machine_fails_once_is_graded_at_the_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: Counter[str] = Counter()

    def graded(task: Task, file: str, content: bytes, others: tuple[str, ...]) -> Outcome:
        tries[file] += 1
        if file == "fails" or (file == "fails once" and tries[file] == 1):
            raise MemoryError
        return Outcome({"text": file})

    monkeypatch.setattr(on_clusters, "grade_there", graded)
    handed_in = {
        name: Submission(name, tmp_path, tmp_path / name, "")
        for name in ("fails once", "fails", "works")
    }
    for name in handed_in:
        (tmp_path / name).touch()
    task = Task(tmp_path, "losses", 1, Limits())
    with ThreadPoolExecutor(2) as executor:
        found = dict(outcomes(executor, task, handed_in))
    assert {name for name, outcome in found.items() if not outcome.trouble} == {
        "fails once",
        "works",
    }
    assert found["fails"].trouble == "the machine that it was graded on failed"
    assert tries == {"fails once": 2, "fails": 2, "works": 1}
